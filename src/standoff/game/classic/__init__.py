"""Well-known games, built straight as arrays of any size: for tests, comparisons and benchmarks."""

from __future__ import annotations

from standoff.game.classic.escalation import escalation

__all__ = ["escalation"]
