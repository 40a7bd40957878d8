"""The table of items: its variable `reply`, what a reply is worth, and moves for the replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.private import check_labels
from standoff.scenario.lower.stances import OPEN, stances_of
from standoff.scenario.lower.takes import LoweredTakes
from standoff.scenario.lower.venues import LoweredVenue
from standoff.scenario.lower.worth import TABLE, Menu, linkage_terms, worth_of_all
from standoff.scenario.model import Guarantee, Item, Move, Table, Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

VARIABLE = "reply"
SCOPE = Scope("the value of an item", variables=False, privates="all")
SETS_SCOPE = Scope("what a guarantee sets or costs", variables=False, privates=None)
SHARE_SCOPE = Scope("the share of a discussed item", variables=False, privates=None)


@dataclass(frozen=True)
class LoweredTable:
    """The table, ready for moves: the record, and the names of replies that concede nothing."""

    record: Table
    coded: Coded
    refusals: frozenset[str]


def declare_reply(ctx: Context, variables: list[Variable]) -> None:
    """Add the variable `reply` with the value `open` and one for each reply."""
    table = ctx.file.table
    if table is None:
        return
    path: Path = ("table", "replies")
    if OPEN in table.replies:
        message = "`open` means that there is no reply yet; a reply cannot be called so"
        ctx.report("SC304", message, (*path, OPEN), where="key", help="give it another name")
    check_labels(ctx, table.replies, path)
    labels = (OPEN, *(name for name in table.replies if name != OPEN))
    index = len(variables)
    means = "What has been replied to the items on the table"
    variables.append(Variable(VARIABLE, 0, len(labels) - 1, 0, labels, means, "reply"))
    coded = Coded("variable", index, 0, len(labels) - 1, labels, ("table",))
    ctx.symbols.variables[VARIABLE] = coded


def lower_table(
    ctx: Context, venues: Mapping[str, LoweredVenue], takes: LoweredTakes | None = None
) -> LoweredTable | None:
    """Return the table with values resolved, and make `items.<party>` known to formulas."""
    spec = ctx.file.table
    if spec is None or VARIABLE not in ctx.symbols.variables:
        return None
    coded = ctx.symbols.variables[VARIABLE]
    demander = ctx.party(spec.demanded_by, ("table", "demanded_by"))
    replier = ctx.party(spec.of, ("table", "of"))
    share = ctx.formula(spec.discuss_share, ("table", "discuss_share"), SHARE_SCOPE)
    check_bounds(ctx, share, ("table", "discuss_share"), "`discuss_share`", 0.0, 1.0)
    items = tuple(
        Item(
            name,
            item.title or words(name),
            tuple(ctx.per_party(item.value, ("table", "items", name, "value"), SCOPE)),
            item.divisible,
        )
        for name, item in spec.items.items()
    )
    stances = {
        name: stances_of(ctx, reply, name, spec.items, ("table", "replies", name))
        for name, reply in spec.replies.items()
        if name != OPEN
    }
    menus = {TABLE: Menu(coded, stances)}
    menus |= {name: Menu(venue.coded, venue.stances) for name, venue in venues.items()}
    linked = linkage_terms(ctx, menus)
    if takes is not None:
        menus[takes.coded.name] = Menu(takes.coded, takes.stances(list(spec.items)))
    for party, player in ctx.parties.items():
        if len(menus) == 1:
            worth = _worth(spec, items, stances, share, coded, player)
        else:
            worth = worth_of_all(spec, items, list(menus.values()), share, player)
        ctx.symbols.items[party] = total([worth, *linked[player]])
    refusals = {name for name, done in stances.items() if set(done) <= {"refuse"}}
    record = Table(
        demanded_by=demander or 0,
        of=replier or 0,
        sold=spec.sold,
        items=items,
        replies=tuple(stances.items()),
        variable=coded.index,
        worth=tuple(ctx.symbols.items[party] for party in ctx.parties),
        discuss_share=share,
        guarantees=tuple(
            _guarantee(ctx, name, one, ("table", "guarantees", name))
            for name, one in spec.guarantees.items()
        ),
    )
    return LoweredTable(record, coded, frozenset(refusals))


def _guarantee(ctx: Context, name: str, spec: human.Guarantee, path: Path) -> Guarantee:
    sets = []
    for parameter, value in spec.sets.items():
        at = (*path, "sets", parameter)
        formula = ctx.formula(value, at, SETS_SCOPE)
        if ctx.known(parameter, ctx.symbols.parameters, "parameter", at, where="key"):
            sets.append((ctx.symbols.parameters[parameter], formula))
    cost = ctx.costs(spec.cost, (*path, "cost"), SETS_SCOPE)
    return Guarantee(name, spec.title or words(name), tuple(sets), tuple(cost), spec.means)


def _worth(
    spec: human.Table,
    items: tuple[Item, ...],
    stances: dict[str, tuple[str, ...]],
    share: Expr,
    coded: Coded,
    player: int,
) -> Expr:
    result: Expr = ZERO
    for name in reversed(stances):
        worth = _sum(spec, items, stances[name], share, player)
        test = call("==", Ref("variable", coded.index), Const(float(coded.code(name) or 0)))
        result = call("if", test, worth, result) if worth != result else result
    return result


def _sum(
    spec: human.Table, items: tuple[Item, ...], done: tuple[str, ...], share: Expr, player: int
) -> Expr:
    if spec.sold == "package" and any(stance != "accept" for stance in done):
        return ZERO
    terms: list[Expr] = []
    for item, stance in zip(items, done, strict=True):
        if stance == "accept":
            terms.append(item.value[player])
        elif stance == "discuss" and item.divisible:
            terms.append(call("*", share, item.value[player]))
    return total(terms)


def reply_moves(ctx: Context, table: LoweredTable) -> list[Move]:
    """Return one move for every stated reply."""
    spec = ctx.file.table
    assert spec is not None
    return [
        Move(
            id=name,
            title=spec.replies[name].title or words(name),
            means=spec.replies[name].means,
            effects=((table.coded.index, Const(float(table.coded.code(name) or 0))),),
            refuses=name in table.refusals,
        )
        for name, _ in table.record.replies
    ]
