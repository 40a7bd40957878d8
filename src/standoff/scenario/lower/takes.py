"""Faits accomplis: what has been taken counts as conceded, whatever the reply.

One variable for the file holds what has been taken so far: the sets of items that moves can take,
and their unions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import Context, call
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.human.base import MAX_VALUES
from standoff.scenario.lower.claims import claim
from standoff.scenario.lower.draft import Draft, change, owned
from standoff.scenario.lower.walk import written_turns
from standoff.scenario.model import Variable
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

VARIABLE = "taken"
NOTHING = "none"
Items = frozenset[str]


@dataclass(frozen=True)
class LoweredTakes:
    """What can have been taken: the variable, and the items of each of its codes."""

    coded: Coded
    sets: tuple[Items, ...]

    def stances(self, order: list[str]) -> dict[str, tuple[str, ...]]:
        """Return, per value of the variable, which items count as accepted, in a given order."""
        labels = self.coded.labels or ()
        return {
            label: tuple("accept" if item in held else "refuse" for item in order)
            for label, held in zip(labels, self.sets, strict=True)
        }

    def is_code(self, code: int) -> Expr:
        """Return whether the variable has a code."""
        return call("==", Ref("variable", self.coded.index), Const(float(code)))

    def union(self, items: Items) -> Expr:
        """Return the code after these items have been taken as well."""
        result: Expr = Ref("variable", self.coded.index)
        for code, held in enumerate(self.sets):
            after = self.sets.index(held | items)
            if after != code:
                result = call("if", self.is_code(code), Const(float(after)), result)
        return result

    def lacks(self, items: Items) -> Expr:
        """Return whether some of these items have not been taken yet."""
        codes = [code for code, held in enumerate(self.sets) if not items <= held]
        result = self.is_code(codes[0])
        for code in codes[1:]:
            result = call("or", result, self.is_code(code))
        return result


def declare_takes(ctx: Context, variables: list[Variable]) -> LoweredTakes | None:
    """Add the variable `taken` where some move takes items of the table."""
    table = ctx.file.table
    if table is None:
        return None
    written = [(path, frozenset(items) & table.items.keys()) for path, items in _moves(ctx)]
    known = [(path, items) for path, items in written if items]
    if not known or not claim(ctx, VARIABLE, known[0][0]):
        return None
    order = list(table.items)
    sets = _unions([items for _, items in known], order)
    if len(sets) > MAX_VALUES:
        message = (
            f"moves take items in so many ways that `{VARIABLE}` would have {len(sets)} values"
        )
        help = f"take more items at once; {MAX_VALUES} values are allowed"
        ctx.report("SC205", message, known[0][0], help=help)
        return None
    labels = tuple("_and_".join(i for i in order if i in held) or NOTHING for held in sets)
    coded = Coded("variable", len(variables), 0, len(sets) - 1, labels, known[0][0])
    means = "Items that have been taken without asking"
    variables.append(Variable(VARIABLE, 0, len(sets) - 1, 0, labels, means, "taken"))
    ctx.symbols.variables[VARIABLE] = coded
    return LoweredTakes(coded, sets)


def _moves(ctx: Context) -> Iterator[tuple[Path, list[str]]]:
    for turn, path in written_turns(ctx.file):
        for name, move in turn.moves.items():
            if move.takes:
                yield (*path, "moves", name, "takes"), move.takes


def _unions(parts: list[Items], order: list[str]) -> tuple[Items, ...]:
    """Return the empty set, the sets and all their unions, small ones first; few at most."""
    found: dict[Items, None] = {frozenset(): None}
    for part in parts:
        for held in list(found):
            found.setdefault(held | part)
        if len(found) > MAX_VALUES:
            break
    return tuple(
        sorted(found, key=lambda held: (len(held), [order.index(i) for i in order if i in held]))
    )


def take_move(
    ctx: Context, draft: Draft, spec: human.Move, mover: int, path: Path, takes: LoweredTakes | None
) -> None:
    """Let a move take items of the table."""
    table, at = ctx.file.table, (*path, "takes")
    if not spec.takes:
        return
    if table is None:
        if "table" not in ctx.symbols.broken:
            message = "there is nothing to take: the file has no `table`"
            ctx.report("SC512", message, at, where="key", help="write `table:`, or delete `takes`")
        return
    every = [ctx.known(i, table.items, "item", (*at, k)) for k, i in enumerate(spec.takes)]
    if takes is None or not all(every):
        return
    place: Path = ("table", "demanded_by")
    if not owned(ctx, table.demanded_by, mover, "take what it demands", at, place):
        return
    items = frozenset(spec.takes)
    ctx.symbols.used.add(("variable", takes.coded.index))
    if change(ctx, draft, takes.coded, takes.union(items), "takes", at):
        draft.require(takes.lacks(items))
