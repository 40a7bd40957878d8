"""Equilibria: from a game and its numbers to strategies with a certificate."""

from __future__ import annotations

from standoff.solve.api import solve
from standoff.solve.certify import certify
from standoff.solve.equilibria import find_equilibria
from standoff.solve.found import Equilibria, Origin, Search
from standoff.solve.playouts import Playouts, playouts
from standoff.solve.reply import reply
from standoff.solve.solution import Certificate, Solution, Status

__all__ = [
    "Certificate",
    "Equilibria",
    "Origin",
    "Playouts",
    "Search",
    "Solution",
    "Status",
    "certify",
    "find_equilibria",
    "playouts",
    "reply",
    "solve",
]
