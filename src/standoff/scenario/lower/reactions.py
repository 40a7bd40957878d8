"""Reactions: climbing a ladder fast moves public opinion, alignment or another variable.

A climb of k steps moves the variable by the whole number next to `per_step * k^2`, so that the same
rung reached in one leap moves it further than in single steps (spiral and backlash: Jervis 1976).
"""

from __future__ import annotations

import math

from standoff.scenario import human
from standoff.scenario.context import Context, call
from standoff.scenario.expr import Const, Ref
from standoff.scenario.lower.draft import Draft
from standoff.scenario.text import Path


def check_reactions(ctx: Context) -> None:
    """Report reactions of what is no public variable with a range."""
    for name, ladder in ctx.file.ladders.items():
        for reacting in ladder.reacts:
            at: Path = ("ladders", name, "reacts", reacting)
            ranges = [v for v, spec in ctx.file.variables.items() if spec.range is not None]
            ctx.known(reacting, ranges, "public variable with a `range` called", at, where="key")


def reaction(per_step: float, steps: int) -> int:
    """Return by how much a climb of some steps moves a variable, halves away from zero."""
    size = math.floor(abs(per_step) * steps**2 + 0.5)
    return size if per_step > 0 else -size


def react(ctx: Context, draft: Draft, ladder: str, steps: int, path: Path) -> None:
    """Let everything that reacts to a ladder move with a climb."""
    spec: human.Ladder = ctx.file.ladders[ladder]
    for name, entry in spec.reacts.items():
        coded = ctx.symbols.variables.get(name)
        declared = ctx.file.variables.get(name)
        if coded is None or declared is None or declared.range is None:
            continue
        moved = reaction(entry.per_step, steps)
        if not moved:
            continue
        if coded.index in draft.effects and coded.index not in draft.reacting:
            message = (
                f"the move changes `{name}` twice: by `effect` and because it reacts to a climb"
            )
            places = [(("ladders", ladder, "reacts", name), "reacts here")]
            help = "leave it to one of the two"
            ctx.report("SC510", message, path, where="key", places=places, help=help)
            continue
        before = draft.effects.get(coded.index, Ref("variable", coded.index))
        low, high = Const(float(coded.low)), Const(float(coded.high))
        after = call("clip", call("+", before, Const(float(moved))), low, high)
        draft.effects[coded.index] = after
        draft.reacting.add(coded.index)
