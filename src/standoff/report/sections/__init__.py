"""Sections of a report, one module for each study: from plain data to blocks."""
