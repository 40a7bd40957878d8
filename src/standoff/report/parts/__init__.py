"""Parts of a report that come from the forecast itself, each a function from its material.

Sections of studies are in `standoff.report.sections`.
"""
