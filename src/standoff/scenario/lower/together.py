"""Simultaneous stages: hidden choices, made known by a turn of nature without any chance in it.

Each party's choice is kept in a hidden dimension that only it sees, so that the others' moves at
the stage form one information set. When all have chosen, the turn `<stage>_known` applies what the
choices do, together, and forgets them.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

from standoff.scenario import human
from standoff.scenario.context import Context, both, call
from standoff.scenario.expr import Call, Const, Expr, Ref
from standoff.scenario.model import NATURE, Move, Private, Turn
from standoff.scenario.names import fold
from standoff.scenario.text import Path

CHOICE = "choice"
NONE_YET = "none"
MAX_JOINT = 500
"""Most combinations of choices at one stage."""


def check_stage(ctx: Context, spec: human.Together, path: Path) -> None:
    """Report what a turn of a stage may not have, and movers that appear twice."""
    movers: dict[str, Path] = {}
    for k, inner in enumerate(spec.together):
        at: Path = (*path, "together", k)
        for name in ("date", "after", "when", "accident"):
            if getattr(inner, name) is not None:
                message = f"a turn of a simultaneous stage has no `{name}` of its own"
                help = f"delete it, or write it at the stage `{spec.id}`"
                ctx.report("SC513", message, (*at, name), where="key", help=help)
        if inner.mover == "nature":
            message = "nature has no turn at a simultaneous stage"
            help = "give nature a turn of its own after the stage"
            ctx.report("SC513", message, (*at, "mover"), help=help)
        elif inner.mover in movers:
            message = f"`{inner.mover}` moves twice at the stage `{spec.id}`"
            places = [(movers[inner.mover], "first here")]
            help = "put its choices into one turn"
            ctx.report("SC513", message, (*at, "mover"), places=places, help=help)
        elif inner.mover is not None:
            movers[inner.mover] = (*at, "mover")


def within_limit(ctx: Context, spec: human.Together, turns: list[Turn], path: Path) -> list[Turn]:
    """Return the turns of a stage; where their choices combine in too many ways, say so.

    What is returned then has one move each, so that the rest of the file can be looked at.
    """
    joint = math.prod(max(1, len(turn.moves)) for turn in turns)
    if joint <= MAX_JOINT:
        return turns
    message = f"the stage `{spec.id}` has {joint:,} combinations of choices"
    help = f"give the parties fewer moves: at most {MAX_JOINT} combinations"
    ctx.report("SC513", message, path, where="key", help=help)
    return [replace(turn, moves=turn.moves[:1]) for turn in turns]


def add_choices(privates: tuple[Private, ...], stages: list[list[Turn]]) -> tuple[Private, ...]:
    """Return the hidden dimensions with one for each party that moves at a stage."""
    values: dict[int, list[str]] = {}
    for stage in stages:
        for turn in stage:
            known = values.setdefault(turn.mover, [NONE_YET])
            known += [move.id for move in turn.moves if move.id not in known]
    made = [
        Private(
            id=CHOICE,
            party=party,
            values=tuple(labels),
            prob=(),
            means="What it has chosen at a simultaneous stage, until all is known",
            start=0,
            choice=True,
        )
        for party, labels in sorted(values.items())
    ]
    return (*privates, *made)


def lower_stage(privates: tuple[Private, ...], stage_id: str, turns: list[Turn]) -> list[Turn]:
    """Return the turns of a stage with hidden choices, and the turn that makes them known."""
    place = {private.party: k for k, private in enumerate(privates) if private.choice}
    hidden = [
        replace(
            turn,
            moves=tuple(
                replace(
                    move,
                    effects=(),
                    becomes=((place[turn.mover], _code(privates, place, turn, move)),),
                    outcome=None,
                    seen_as=f"{turn.id}_chosen",
                )
                for move in turn.moves
            ),
        )
        for turn in turns
    ]
    joint = tuple(
        _joint(privates, place, turns, moves)
        for moves in itertools.product(*(turn.moves for turn in turns))
    )
    first = turns[0]
    return [
        *hidden,
        Turn(
            f"{stage_id}_known", "What was chosen is known", NATURE, joint, first.date, first.when
        ),
    ]


def _code(privates: tuple[Private, ...], place: dict[int, int], turn: Turn, move: Move) -> Const:
    return Const(float(privates[place[turn.mover]].values.index(move.id)))


def _joint(
    privates: tuple[Private, ...], place: dict[int, int], turns: list[Turn], moves: tuple[Move, ...]
) -> Move:
    """Return nature's move that applies one combination of choices."""
    guard: Expr | None = None
    effects: dict[int, Expr] = {}
    becomes: dict[int, Expr] = {}
    for turn, move in zip(turns, moves, strict=True):
        chosen = Ref("private", place[turn.mover])
        guard = both(guard, call("==", chosen, _code(privates, place, turn, move)))
        new_effects = {k: substitute(e, effects, {}) for k, e in move.effects}
        new_becomes = {k: substitute(e, effects, becomes) for k, e in move.becomes}
        effects |= new_effects
        becomes |= new_becomes
    becomes |= {place[turn.mover]: Const(0.0) for turn in turns}
    looks = [move.seen_as or move.id for move in moves]
    return Move(
        id="_and_".join(move.id for move in moves),
        title="; ".join(move.title for move in moves),
        allowed=guard,
        effects=tuple(effects.items()),
        outcome=next((move.outcome for move in moves if move.outcome is not None), None),
        prob=Const(1.0),
        becomes=tuple(becomes.items()),
        seen_as="_and_".join(looks),
    )


def substitute(expr: Expr, variables: dict[int, Expr], privates: dict[int, Expr]) -> Expr:
    """Return a formula with references replaced by what they have become."""
    if isinstance(expr, Ref):
        by_kind = {"variable": variables, "private": privates}.get(expr.kind, {})
        return by_kind.get(expr.index, expr)
    if isinstance(expr, Call):
        return fold(Call(expr.op, tuple(substitute(arg, variables, privates) for arg in expr.args)))
    return expr
