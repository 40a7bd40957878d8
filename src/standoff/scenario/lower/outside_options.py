"""Outside options in moves: `uses` allows a move only to types that have the option."""

from __future__ import annotations

from standoff.scenario.context import Context, call
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.model import NATURE
from standoff.scenario.text import Path


def uses_guard(ctx: Context, name: str, mover: int, path: Path) -> Expr | None:
    """Return the guard `party.option != none`, or None where the option cannot be used here."""
    if not ctx.known(name, ctx.file.outside_options, "outside option", path):
        return None
    party = ctx.file.outside_options[name].party
    if party not in ctx.parties:
        return None
    if mover == NATURE or ctx.parties[party] != mover:
        message = f"the outside option `{name}` belongs to `{party}`, who does not move here"
        places = [(("outside_options", name), "declared here")]
        ctx.report("SC511", message, path, places=places, help="delete `uses`")
        return None
    coded = ctx.symbols.privates.get(f"{party}.{name}")
    if coded is None:
        return None
    ctx.symbols.used.add(("private", coded.index))
    none = coded.code("none")
    return call("!=", Ref("private", coded.index), Const(float(none if none is not None else 0)))
