"""Equilibria: from a game and its numbers to strategies with a certificate."""

from __future__ import annotations

from standoff.solve.api import solve
from standoff.solve.certify import certify
from standoff.solve.reply import reply
from standoff.solve.solution import Certificate, Solution, Status

__all__ = ["Certificate", "Solution", "Status", "certify", "reply", "solve"]
