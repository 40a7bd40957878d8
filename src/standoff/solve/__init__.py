"""Equilibria: from a game and its numbers to strategies with a certificate."""

from __future__ import annotations

from standoff.solve.api import solve
from standoff.solve.certify import certify, certify_nash
from standoff.solve.consistency import Consistency, Verdict
from standoff.solve.enumerate import Enumeration, enumerate_equilibria
from standoff.solve.equilibria import find_equilibria
from standoff.solve.found import Equilibria, Origin, Search
from standoff.solve.limit import Ending, Limit, limit
from standoff.solve.nash import require_agreement
from standoff.solve.playouts import Playouts, playouts
from standoff.solve.reply import reply
from standoff.solve.sequential import SequentialTest, sequential_test
from standoff.solve.solution import Certificate, Solution, Status

__all__ = [
    "Certificate",
    "Consistency",
    "Ending",
    "Enumeration",
    "Equilibria",
    "Limit",
    "Origin",
    "Playouts",
    "Search",
    "SequentialTest",
    "Solution",
    "Status",
    "Verdict",
    "certify",
    "certify_nash",
    "enumerate_equilibria",
    "find_equilibria",
    "limit",
    "playouts",
    "reply",
    "require_agreement",
    "sequential_test",
    "solve",
]
