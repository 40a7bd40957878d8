"""Games of OpenSpiel (Lanctot et al. 2019), taken in and given out.

OpenSpiel is imported when one of the functions is called; it comes with the extra `interop`.
"""

from __future__ import annotations

from standoff.interop.openspiel.reader import from_openspiel
from standoff.interop.openspiel.writer import to_openspiel

__all__ = ["from_openspiel", "to_openspiel"]
