"""Games of other programs: Gambit's extensive form files."""

from __future__ import annotations

from standoff.interop.efg import read_efg, write_efg

__all__ = ["read_efg", "write_efg"]
