"""Sections of a report that come from studies: one module for each, named as the study is.

Each has a function `sections(data)` from the plain data of the study to sections.
"""
