"""Hazards: nature's turns after turns of the file, by which the crisis may end unchosen.

An autonomous risk of disaster that runs with the clock is what brinkmanship plays with (Schelling
1960; Powell 1990).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from standoff.scenario import human
from standoff.scenario.context import Context, call, words
from standoff.scenario.expr import Const
from standoff.scenario.lower.walk import turn_at
from standoff.scenario.model import NATURE, Move, Turn
from standoff.scenario.names import Scope
from standoff.scenario.text import Path

WHEN_SCOPE = Scope("the condition of a hazard", parameters=False, privates=None)
PROB_SCOPE = Scope("the chance of a hazard", clock=True)


def hazard_turns(ctx: Context, turns: Sequence[tuple[Turn, Path]]) -> list[list[tuple[Turn, Path]]]:
    """Return, for every turn of the file, nature's turns that hazards put after it."""
    made: list[list[tuple[Turn, Path]]] = [[] for _ in turns]
    for name, spec in ctx.file.hazards.items():
        path: Path = ("hazards", name)
        pattern = _pattern(ctx, name, spec, path)
        for k in _places(ctx, spec, turns, path):
            turn = turns[k][0]
            made[k].append((replace(pattern, id=f"{name}_{turn.id}", date=turn.date), path))
    return made


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


def _places(
    ctx: Context, spec: human.Hazard, turns: Sequence[tuple[Turn, Path]], path: Path
) -> Iterator[int]:
    if bool(spec.at) == spec.every:
        message = f"`{path[-1]}` needs exactly one of `at` and `every`"
        ctx.report("SC209", message, path, where="key", help="write `at: [...]` or `every: true`")
        return
    wanted = set(spec.at)
    names = [{turn.id, _written(ctx, at)} for turn, at in turns]
    for k, name in enumerate(spec.at):
        ctx.known(name, sorted(set().union(*names)), "turn", (*path, "at", k))
    yield from (k for k, both in enumerate(names) if spec.every or both & wanted)


def _written(ctx: Context, path: Path) -> str:
    """Return the id of a turn as it stands in the file."""
    return turn_at(ctx.file, path).id
