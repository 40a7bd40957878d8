"""What has been conceded is worth: over one table, or over several with linkage between them.

An item counts once, however many tables concede it: the largest share conceded anywhere counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total
from standoff.scenario.expr import Const, Expr
from standoff.scenario.lower.venues import is_in
from standoff.scenario.model import Item
from standoff.scenario.names import Scope
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

ONE = Const(1.0)
TABLE = "table"
SCOPE = Scope("the value of a linkage", variables=False, privates="all")


@dataclass(frozen=True)
class Menu:
    """Where replies are given, and what each does with every item of the table."""

    coded: Coded
    stances: dict[str, tuple[str, ...]]

    def share(self, item: int, discussed: Expr) -> Expr:
        """Return the share of an item that has been conceded here."""
        taken, talked = (
            is_in(self.coded, [name for name, done in self.stances.items() if done[item] == what])
            for what in ("accept", "discuss")
        )
        return call("if", taken, ONE, call("if", talked, discussed, ZERO))


def worth_of_all(
    spec: human.Table, items: Sequence[Item], menus: Sequence[Menu], share: Expr, player: int
) -> Expr:
    """Return what has been conceded at several tables is worth to one player."""
    shares = [
        _largest(menu.share(k, share if item.divisible else ZERO) for menu in menus)
        for k, item in enumerate(items)
    ]
    if spec.sold == "package":
        everything = call(">=", _smallest(shares), ONE)
        return call("if", everything, total(item.value[player] for item in items), ZERO)
    return total(
        call("*", item.value[player], part)
        for item, part in zip(items, shares, strict=True)
        if item.value[player] != ZERO and part != ZERO
    )


def linkage_terms(ctx: Context, menus: dict[str, Menu]) -> list[list[Expr]]:
    """Return, per player, the extra worth of items that are settled at several tables."""
    result: list[list[Expr]] = [[] for _ in ctx.parties]
    table = ctx.file.table
    for position, spec in enumerate(ctx.file.linkage):
        path: Path = ("linkage", position)
        if table is None:
            if "table" not in ctx.symbols.broken:
                message = "items are linked, but there is no `table` with items"
                ctx.report("SC621", message, path, help="write `table:` with the items")
            continue
        known = [
            name
            for k, name in enumerate(spec.between)
            if ctx.known(name, [TABLE, *ctx.file.venues], "venue", (*path, "between", k))
        ]
        levels = []
        for k, item in enumerate(spec.items):
            at: Path = (*path, "items", k)
            if not ctx.known(item, table.items, "item", at):
                continue
            _check_at_all(ctx, item, known, at)
            index = list(table.items).index(item)
            levels += [menus[name].share(index, Const(0.5)) for name in known if name in menus]
        values = ctx.per_party(spec.value, (*path, "value"), SCOPE)
        if levels:
            for player, value in enumerate(values):
                if value != ZERO:
                    result[player].append(call("*", value, _smallest(levels)))
    return result


def _check_at_all(ctx: Context, item: str, venues: Iterable[str], path: Path) -> None:
    for name in venues:
        if name == TABLE:
            continue
        at_venue = ctx.file.venues[name].items
        if at_venue is not None and item not in at_venue:
            message = f"the item `{item}` is not talked about at the venue `{name}`"
            help = "add it to the venue's `items`, or take the venue out of `between`"
            places: list[tuple[Path, str]] = [(("venues", name), "declared here")]
            ctx.report("SC621", message, path, places=places, help=help)


def _largest(terms: Iterable[Expr]) -> Expr:
    result: Expr = ZERO
    for term in terms:
        result = term if result == ZERO else result if term == ZERO else call("max", result, term)
    return result


def _smallest(terms: Sequence[Expr]) -> Expr:
    result = terms[0]
    for term in terms[1:]:
        result = call("min", result, term)
    return result
