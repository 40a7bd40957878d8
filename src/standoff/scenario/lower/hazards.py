"""Hazards: nature's turns after turns of the file, by which the crisis may end unchosen.

An autonomous risk of disaster that runs with the clock is what brinkmanship plays with (Schelling
1960; Powell 1990).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from standoff.scenario import human
from standoff.scenario.context import Context, call, words
from standoff.scenario.expr import Const
from standoff.scenario.lower.walk import turn_at
from standoff.scenario.model import NATURE, Move, Turn
from standoff.scenario.names import Scope
from standoff.scenario.text import Path

WHEN_SCOPE = Scope("the condition of a hazard", parameters=False, privates=None)
PROB_SCOPE = Scope("the chance of a hazard", clock=True)


@dataclass
class _Point:
    """Where a hazard can stand: after a turn of the file, or after all turns of a stage."""

    last: int
    id: str
    names: set[str]


def hazard_turns(ctx: Context, turns: Sequence[tuple[Turn, Path]]) -> list[list[tuple[Turn, Path]]]:
    """Return, for every turn of the file, nature's turns that hazards put after it.

    A stage at which several parties move at once counts as one turn.
    """
    made: list[list[tuple[Turn, Path]]] = [[] for _ in turns]
    points = _points(ctx, turns)
    for name, spec in ctx.file.hazards.items():
        path: Path = ("hazards", name)
        pattern = _pattern(ctx, name, spec, path)
        for point in _chosen(ctx, spec, points, path):
            turn = replace(pattern, id=f"{name}_{point.id}", date=turns[point.last][0].date)
            made[point.last].append((turn, path))
    return made


def _points(ctx: Context, turns: Sequence[tuple[Turn, Path]]) -> list[_Point]:
    points: list[_Point] = []
    for k, (turn, path) in enumerate(turns):
        names = {turn.id, turn_at(ctx.file, path).id}
        if not turn.stage:
            points.append(_Point(k, turn.id, names))
        elif points and points[-1].id == turn.stage:
            points[-1].last = k
            points[-1].names |= names
        else:
            points.append(_Point(k, turn.stage, names | {turn.stage, _stage_at(ctx, path)}))
    return points


def _stage_at(ctx: Context, path: Path) -> str:
    """Return the id of a stage as it stands in the file, from the path of one of its turns."""
    entry: Any = ctx.file.turns[int(path[1])]
    inner = entry.turns[int(path[3])] if path[2] == "turns" else entry
    return str(inner.id)


def _pattern(ctx: Context, name: str, spec: human.Hazard, path: Path) -> Turn:
    outcome = ctx.outcome(spec.outcome, (*path, "outcome"))
    prob = ctx.formula(spec.prob, (*path, "prob"), PROB_SCOPE)
    when = None
    if spec.when is not None and spec.when is not True:
        when = ctx.formula(spec.when, (*path, "when"), WHEN_SCOPE)
    moves = (
        Move(name, words(name), spec.means, outcome=outcome, prob=prob),
        Move("nothing", "Nothing happens", prob=call("-", Const(1.0), prob)),
    )
    return Turn("", words(name), NATURE, moves, None, when)


def _chosen(
    ctx: Context, spec: human.Hazard, points: Sequence[_Point], path: Path
) -> Iterator[_Point]:
    if bool(spec.at) == spec.every:
        message = f"`{path[-1]}` needs exactly one of `at` and `every`"
        ctx.report("SC209", message, path, where="key", help="write `at: [...]` or `every: true`")
        return
    known = set().union(*(point.names for point in points))
    for k, name in enumerate(spec.at):
        ctx.known(name, sorted(known), "turn", (*path, "at", k))
    yield from (point for point in points if spec.every or not point.names.isdisjoint(spec.at))
