"""Gambit's extensive form files (.efg), read and written.

The format is the one of Gambit's documentation ("The extensive game (.efg) file format").
"""

from __future__ import annotations

from standoff.interop.efg.reader import read_efg
from standoff.interop.efg.source import exact_numbers
from standoff.interop.efg.writer import write_efg

__all__ = ["exact_numbers", "read_efg", "write_efg"]
