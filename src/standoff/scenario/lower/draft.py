"""A move while its parts are collected."""

from __future__ import annotations

from dataclasses import dataclass, field

from standoff.scenario.context import Context, both
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path


@dataclass
class Draft:
    """A move while its parts are collected.

    Attributes:
        guard: all that must hold.
        effects: new value by index of the public variable.
        costs: (player, formula), not yet merged.
        reacting: variables that so far only react to a climb.
    """

    guard: Expr | None
    effects: dict[int, Expr]
    costs: list[tuple[int, Expr]]
    becomes: dict[int, Expr] = field(default_factory=dict)
    reacting: set[int] = field(default_factory=set)

    def require(self, condition: Expr | None) -> None:
        """Add a condition to the guard."""
        self.guard = both(self.guard, condition)


def change(ctx: Context, draft: Draft, coded: Coded, new: Expr, key: str, path: Path) -> bool:
    """Let a move change a variable, or report that it does so already."""
    name = coded.name
    if coded.index in draft.effects:
        message = f"the move changes `{name}` twice, the second time by `{key}`"
        places = [(coded.path, "declared here")]
        ctx.report("SC510", message, path, places=places, help="keep one of the two")
        return False
    draft.effects[coded.index] = new
    return True


def owned(ctx: Context, owner: str, mover: int, what: str, path: Path, declared: Path) -> bool:
    """Return whether a party moves, or report that only it can do `what`."""
    if owner not in ctx.parties:
        return False
    if ctx.parties[owner] == mover:
        return True
    message = f"only `{owner}` can {what}, who does not move here"
    places = [(declared, "declared here")]
    help = f"delete it, or write it in a turn of `{owner}`"
    ctx.report("SC514", message, path, places=places, help=help)
    return False


def holds(coded: Coded, label: str) -> tuple[Expr, Expr]:
    """Return a variable and the code of one of its labels."""
    return Ref("variable", coded.index), Const(float(coded.code(label) or 0))
