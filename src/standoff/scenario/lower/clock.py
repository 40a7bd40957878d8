"""The clock in formulas: `day` and `days_left` become numbers once a turn has its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from standoff.scenario.expr import Expr, indices, substitute
from standoff.scenario.model import Move, Turn


def bind_clock(turn: Turn, start: date | None, end: date | None) -> Turn:
    """Return a turn with `day` and `days_left` replaced by its own numbers."""
    if turn.date is None or start is None or end is None or not mentions_clock(turn.moves):
        return turn
    days = ((turn.date - start).days, (end - turn.date).days)
    return replace(turn, moves=tuple(_bound(move, days) for move in turn.moves))


def mentions_clock(moves: Sequence[Move]) -> bool:
    """Return whether a chance or a cost of some move depends on the day."""
    return any(indices(expr, "clock") for move in moves for expr in _parts(move))


def _parts(move: Move) -> list[Expr]:
    costs = [expr for _, expr in move.costs]
    return costs if move.prob is None else [*costs, move.prob]


def _bound(move: Move, days: tuple[int, int]) -> Move:
    prob = None if move.prob is None else substitute(move.prob, "clock", days)
    costs = tuple((player, substitute(expr, "clock", days)) for player, expr in move.costs)
    return replace(move, prob=prob, costs=costs)
