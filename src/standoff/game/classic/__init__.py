"""Well-known games, built straight as arrays of any size: for tests, comparisons and benchmarks."""

from __future__ import annotations

from standoff.game.classic.dice import liars_dice
from standoff.game.classic.escalation import escalation
from standoff.game.classic.poker import kuhn, leduc

__all__ = ["escalation", "kuhn", "leduc", "liars_dice"]
