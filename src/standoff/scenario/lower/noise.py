"""Noise: a move may be taken for another one, so that what is meant and what is heard differ.

The sender's choice is kept in a hidden dimension that only it sees, `party.meant`. A turn of nature
that follows, `<turn>_heard`, does in public what the move that was heard does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from standoff.scenario import human
from standoff.scenario.context import Context, call
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.made import declare_made
from standoff.scenario.lower.messages import LoweredForm
from standoff.scenario.lower.venues import is_in
from standoff.scenario.lower.walk import written_turns
from standoff.scenario.model import NATURE, Move, Private, Turn
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_nature
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

NAME = "meant"
NOTHING = "nothing"
SCOPE = Scope("the chance of noise", privates=None)
ONE = Const(1.0)


def declare_meant(ctx: Context) -> None:
    """Add the hidden dimension `party.meant` for every party with a move that has noise."""
    meant: dict[str, list[str]] = {}
    for turn, _ in written_turns(ctx.file):
        if turn.mover in ctx.parties and (involved := involved_in(turn)):
            labels = meant.setdefault(turn.mover, [NOTHING])
            labels += [name for name in involved if name not in labels]
    for party, labels in meant.items():
        private = Private(
            id=NAME,
            party=ctx.parties[party],
            values=tuple(labels),
            prob=(),
            means="what it meant, whatever has been heard",
            start=0,
        )
        coded = declare_made(ctx, f"{party}.{NAME}", private, ("turns",))
        if coded is not None:
            ctx.symbols.used.add(("private", coded.index))


def involved_in(spec: human.Turn) -> list[str]:
    """Return the moves of a turn that may be misheard, or be what is heard instead."""
    noisy = {name: move.noise.heard_as for name, move in spec.moves.items() if move.noise}
    return [name for name in spec.moves if name in noisy or name in noisy.values()]


def heard(
    ctx: Context, turn: Turn, spec: human.Turn, path: Path, forms: Mapping[str, LoweredForm]
) -> list[Turn]:
    """Return a turn and, where one of its moves has noise, nature's turn that follows."""
    names = involved_in(spec)
    if not names or not _fits(ctx, turn, spec, names, path):
        return [turn]
    coded = ctx.symbols.privates.get(f"{spec.mover}.{NAME}")
    if coded is None or coded.path != ("turns",):
        return [turn]
    slips = {name: _slip(ctx, spec, name, path, forms) for name in names}
    own = {move.id: move for move in turn.moves}
    said = tuple(_said(coded, turn, move, move.id in names) for move in turn.moves)
    nothing = Move(
        "nothing_said",
        "Nothing was said",
        allowed=call("==", Ref("private", coded.index), Const(0.0)),
        prob=ONE,
    )
    known = [_heard(coded, spec, own[name], slips) for name in names]
    after = Turn(
        id=f"{turn.id}_heard",
        title="What is heard",
        mover=NATURE,
        moves=(nothing, *known),
        date=turn.date,
        when=turn.when,
    )
    return [replace(turn, moves=said), after]


def _fits(ctx: Context, turn: Turn, spec: human.Turn, names: list[str], path: Path) -> bool:
    """Return whether noise is possible here; report why not."""
    own = {move.id: move for move in turn.moves}
    for name, written in spec.moves.items():
        at: Path = (*path, "moves", name, "noise")
        if written.noise is None:
            continue
        other = written.noise.heard_as
        others = [known for known in spec.moves if known != name]
        if not ctx.known(other, others, "other move", (*at, "heard_as")):
            return False
        problem = ""
        if turn.mover == NATURE or turn.stage:
            problem = "noise belongs to a party's turn of its own, outside simultaneous stages"
        elif any(own[n].outcome is not None for n in names if n in own):
            problem = "a move that ends the crisis cannot be misheard, nor be heard by mistake"
        elif any(own[n].seen_as for n in names if n in own):
            problem = "what is not seen by all cannot be misheard by all"
        if problem:
            ctx.report("SC654", problem, at, where="key", help="delete `noise`")
            return False
    return all(name in own for name in names)


def _slip(
    ctx: Context, spec: human.Turn, name: str, path: Path, forms: Mapping[str, LoweredForm]
) -> Expr:
    """Return the chance that a move is taken for its `heard_as`."""
    written = spec.moves[name]
    if written.noise is None:
        return Const(0.0)
    at: Path = (*path, "moves", name, "noise")
    form = forms.get(written.form or "")
    if written.noise.prob is None:
        if form is None or form.clarity == ONE:
            message = f"nothing says how likely it is that `{name}` is misheard"
            help = "write `prob:`, or a `form:` whose `clarity` is below 1"
            ctx.report("SC654", message, at, where="key", help=help)
            return Const(0.0)
        return call("-", ONE, form.clarity)
    at = (*at, "prob")
    chance = ctx.formula(written.noise.prob, at, SCOPE)
    row = [chance, call("-", ONE, chance)]
    entries = [("misheard", written.noise.prob, at), ("heard", "rest", at)]
    check_nature(ctx, row, [None, None], entries, 1, f"the noise of `{name}`")
    return chance


def _said(coded: Coded, turn: Turn, move: Move, involved: bool) -> Move:
    code = coded.code(move.id) if involved else 0
    becomes = (*move.becomes, (coded.index, Const(float(code or 0))))
    if not involved:
        return replace(move, becomes=becomes)
    return replace(move, becomes=becomes, effects=(), seen_as=f"{turn.id}_said")


def _heard(coded: Coded, spec: human.Turn, move: Move, slips: Mapping[str, Expr]) -> Move:
    """Return nature's move by which everybody hears one of the moves."""
    sources = {
        name: slip
        for name, slip in slips.items()
        if (noise := spec.moves[name].noise) is not None and noise.heard_as == move.id
    }
    prob: Expr = call("-", ONE, slips[move.id])
    for name, slip in sources.items():
        prob = call("if", is_in(coded, [name]), slip, prob)
    return Move(
        id=f"heard_{move.id}",
        title=f"Heard: {move.title}",
        allowed=is_in(coded, [move.id, *sources]),
        effects=move.effects,
        prob=prob,
    )
