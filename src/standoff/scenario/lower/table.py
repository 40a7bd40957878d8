"""The table of items: its variable `reply`, what a reply is worth, and moves for the replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from standoff.diagnostics.suggest import listing
from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.private import check_labels
from standoff.scenario.lower.takes import Items, LoweredTakes
from standoff.scenario.model import Item, Move, Table, Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

VARIABLE = "reply"
OPEN = "open"
SCOPE = Scope("the value of an item", variables=False, privates="all")
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


def lower_table(ctx: Context, takes: LoweredTakes | None = None) -> LoweredTable | None:
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
    stances = {name: _stances(ctx, spec, name) for name in spec.replies if name != OPEN}
    for party, player in ctx.parties.items():
        worth = [
            _worth(spec, items, stances, share, coded, player, taken)
            for taken in (takes.sets if takes else (frozenset(),))
        ]
        ctx.symbols.items[party] = _by_what_is_taken(worth, takes)
    refusals = {name for name, done in stances.items() if set(done) <= {"refuse"}}
    record = Table(
        demanded_by=demander or 0,
        of=replier or 0,
        sold=spec.sold,
        items=items,
        replies=tuple(stances.items()),
        variable=coded.index,
    )
    return LoweredTable(record, coded, frozenset(refusals))


def _stances(ctx: Context, spec: human.Table, name: str) -> tuple[str, ...]:
    """Return what a reply does with every item, in the order of the items."""
    reply, path = spec.replies[name], ("table", "replies", name)
    done: dict[str, str] = {}
    at: dict[str, Path] = {}
    rests = []
    for stance in ("accept", "refuse", "discuss"):
        listed: Any = getattr(reply, stance)
        if listed == "rest":
            rests.append(stance)
            continue
        for position, item in enumerate(listed):
            here: Path = (*path, stance, position)
            if not ctx.known(item, spec.items, "item", here):
                continue
            if item in done:
                message = f"the reply `{name}` names the item `{item}` twice"
                help = "keep it in one of the lists"
                ctx.report("SC602", message, here, places=[(at[item], "first here")], help=help)
                continue
            done[item], at[item] = stance, here
    missing = [item for item in spec.items if item not in done]
    if len(rests) > 1:
        message = f"the reply `{name}` says `rest` twice"
        help = "keep one `rest` and list the other items"
        ctx.report("SC215", message, (*path, rests[1]), help=help)
    elif missing and not rests:
        message = f"the reply `{name}` does not say what happens to {listing(missing)}"
        ctx.report("SC601", message, path, where="key", help="add `refuse: rest`, or list them")
    default = rests[0] if rests else "refuse"
    return tuple(done.get(item, default) for item in spec.items)


def _worth(
    spec: human.Table,
    items: tuple[Item, ...],
    stances: dict[str, tuple[str, ...]],
    share: Expr,
    coded: Coded,
    player: int,
    taken: Items,
) -> Expr:
    """Return what the items are worth to a player for each reply, with some taken already."""
    result = _sum(spec, items, _with_taken(items, ("refuse",) * len(items), taken), share, player)
    for name in reversed(stances):
        done = _with_taken(items, stances[name], taken)
        worth = _sum(spec, items, done, share, player)
        test = call("==", Ref("variable", coded.index), Const(float(coded.code(name) or 0)))
        result = call("if", test, worth, result) if worth != result else result
    return result


def _with_taken(items: tuple[Item, ...], done: tuple[str, ...], taken: Items) -> tuple[str, ...]:
    return tuple(
        "accept" if item.id in taken else stance for item, stance in zip(items, done, strict=True)
    )


def _by_what_is_taken(worth: list[Expr], takes: LoweredTakes | None) -> Expr:
    result = worth[0]
    for code, other in enumerate(worth):
        if takes is not None and code > 0 and other != result:
            result = call("if", takes.is_code(code), other, result)
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
