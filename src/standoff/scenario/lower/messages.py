"""Forms of messages: who sees a move, and the hidden record of what was said in private."""

from __future__ import annotations

from dataclasses import dataclass, replace

from standoff.diagnostics.suggest import listing
from standoff.scenario import human
from standoff.scenario.context import Context, call, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.made import declare_made
from standoff.scenario.lower.walk import written_turns
from standoff.scenario.model import Move, Private
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

DEFAULTS = {
    "private_message": human.Form(seen_by="addressee", retreat_share=0.2),
    "communique": human.Form(),
    "written_reply": human.Form(retreat_share=1.3),
    "unilateral_act": human.Form(),
}
"""Forms that every file has; `forms:` may change them and add others.

The shares are assumptions that a file should replace by its own; they only keep the order that
private words bind less than public ones, and a written record binds most.
"""

UNSENT = "nothing"
SCOPE = Scope("the share of a form", variables=False, privates=None)


@dataclass(frozen=True)
class LoweredForm:
    """A form with its numbers as formulas."""

    private: bool
    share: Expr
    clarity: Expr


def forms_of(file: human.File) -> dict[str, human.Form]:
    """Return the forms of a file, those that every file has included."""
    return {**DEFAULTS, **file.forms}


def lower_messages(ctx: Context) -> dict[str, LoweredForm]:
    """Return every form with its numbers as formulas over parameters."""
    result = {}
    for name, spec in forms_of(ctx.file).items():
        path: Path = ("forms", name)
        share = ctx.formula(spec.retreat_share, (*path, "retreat_share"), SCOPE)
        clarity = ctx.formula(spec.clarity, (*path, "clarity"), SCOPE)
        if name in ctx.file.forms:
            inf = float("inf")
            check_bounds(ctx, share, (*path, "retreat_share"), "`retreat_share`", 0.0, inf)
            check_bounds(ctx, clarity, (*path, "clarity"), "`clarity`", 0.0, 1.0)
        result[name] = LoweredForm(spec.seen_by == "addressee", share, clarity)
    return result


def is_private(ctx: Context, move: human.Move) -> bool:
    """Return whether only an addressee sees a move."""
    form = forms_of(ctx.file).get(move.form or "")
    return form is not None and form.seen_by == "addressee"


def declare_messages(ctx: Context) -> None:
    """Add the hidden dimension `sender.to_addressee` for private messages without commitment."""
    said: dict[tuple[str, str], list[str]] = {}
    for turn, _ in written_turns(ctx.file):
        for name, move in turn.moves.items():
            if not is_private(ctx, move) or move.commits is not None or move.to is None:
                continue
            if turn.mover in ctx.parties and move.to in ctx.parties and move.to != turn.mover:
                heard = said.setdefault((turn.mover, move.to), [UNSENT])
                heard += [name] if name not in heard else []
    for (sender, addressee), labels in said.items():
        private = Private(
            id=f"to_{addressee}",
            party=ctx.parties[sender],
            values=tuple(labels),
            prob=(),
            means=f"what it last said to {words(addressee)} in private",
            viewers=frozenset({ctx.parties[addressee]}),
            start=0,
        )
        declare_made(ctx, f"{sender}.to_{addressee}", private, ("turns",))


def check_form(ctx: Context, spec: human.Move, sender: str | None, path: Path) -> bool:
    """Return whether a move's form and addressee fit together; report where they do not."""
    if spec.form is not None:
        ok = ctx.known(spec.form, forms_of(ctx.file), "form", (*path, "form"))
        if not ok:
            return False
    if not is_private(ctx, spec):
        if spec.to is None:
            return True
        message = "only a message in private has an addressee: all others see it too"
        help = "delete `to`, or write `form: private_message`"
        ctx.report("SC651", message, (*path, "to"), where="key", help=help)
        return False
    if spec.to is None:
        message = f"a move in the form `{spec.form}` needs its addressee"
        others = [name for name in ctx.parties if name != sender]
        help = f"write `to:` and one of {listing(others)}"
        ctx.report("SC651", message, (*path, "form"), help=help)
        return False
    if ctx.party(spec.to, (*path, "to")) is None:
        return False
    if spec.to == sender or sender not in ctx.parties:
        message = "a message in private goes from one party to another"
        ctx.report("SC651", message, (*path, "to"), help="name another party")
        return False
    return True


def message_effect(ctx: Context, spec: human.Move, name: str, sender: str) -> dict[int, Expr]:
    """Return what a private message that commits to nothing leaves with sender and addressee."""
    coded = ctx.symbols.privates.get(f"{sender}.to_{spec.to}")
    if coded is None:
        return {}
    # It is seen, whether or not any formula asks for it: that is what a message is.
    ctx.symbols.used.add(("private", coded.index))
    return {coded.index: Const(float(coded.code(name) or 0))}


def in_private(ctx: Context, spec: human.Turn, moves: list[Move], path: Path) -> list[Move]:
    """Return the moves of a turn; outsiders take private messages for a move that does nothing."""
    plain = [
        move.id
        for move in moves
        if move.outcome is None
        and not move.effects
        and not move.becomes
        and not (move.id in spec.moves and is_private(ctx, spec.moves[move.id]))
    ]
    result = []
    for move in moves:
        written = spec.moves.get(move.id)
        if written is None or not is_private(ctx, written):
            result.append(move)
            continue
        at: Path = (*path, "moves", move.id)
        if move.outcome is not None or move.effects:
            message = f"`{move.id}` is private, but everybody sees what it does"
            help = "take the outcome, the effect or the climb out, or choose a public form"
            ctx.report("SC652", message, at, where="key", help=help)
        elif not move.seen_as and not plain:
            message = f"there is nothing for which others could take `{move.id}`"
            help = "add a move that does nothing, such as `wait: {}`, or write `seen_as:`"
            ctx.report("SC652", message, at, where="key", help=help)
        result.append(replace(move, seen_as=move.seen_as or (plain[0] if plain else "")))
    return result


def holds(coded: Coded, code: float) -> Expr:
    """Return whether a variable or hidden dimension has a value."""
    return call("==", Ref(coded.kind, coded.index), Const(code))
