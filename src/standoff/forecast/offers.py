"""Offers on the table as variants of one crisis: the same moves, other numbers.

An offer says what is done with every item and which guarantees go with it. It takes the place of a
reply on the file's menu, so everything that the file lets follow on that reply can follow on the
offer. What it concedes stands in added parameters, one for each item, so all offers share a game.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.plan import Plan, plan_draws
from standoff.scenario.expr import Call, Const, Env, Expr, Ref, evaluate, indices
from standoff.scenario.model import Move, Parameter, Prior, Scenario, Table

Array = np.ndarray[Any, Any]

MOST_OFFERS = 1500
ACCEPT, DISCUSS, REFUSE = "accept", "discuss", "refuse"


@dataclass(frozen=True)
class Offer:
    """What is offered.

    Attributes:
        stances: what is done with every item, in the order of the table.
        guarantees: positions of those that go with it.
        written: reply of the file's menu that is made as written, or empty.
    """

    stances: tuple[str, ...]
    guarantees: tuple[int, ...] = ()
    written: str = ""


@dataclass(frozen=True)
class Stage:
    """A crisis in which the offer is the only thing that the replier can say at one turn.

    Attributes:
        scenario: with a parameter added for each item (the share conceded) and each party (what
            the guarantees cost it).
        first: index of the first added parameter.
    """

    scenario: Scenario
    first: int


def table_of(scenario: Scenario, party: str) -> Table:
    """Return the table, if the party is the one who replies and the table decides alone.

    Raises:
        UsageError: there is no table, another party replies, or more than the table counts.
    """
    table = scenario.table
    if table is None:
        raise UsageError(
            "this file has no `table`, so there is nothing to offer",
            help="write `table:` with items, values and replies; see docs/reference/format.md",
        )
    replier = scenario.parties[table.of].id
    if party != replier:
        raise UsageError(
            f"`{party}` has nothing on the table: `{replier}` is the one who replies",
            help=f"write `--party {replier}`",
        )
    for worth in table.worth:
        more = set(indices(worth, "variable")) - {table.variable}
        if more:
            name = scenario.variables[min(more)].id
            raise UsageError(
                f"what is conceded also depends on `{name}`, so the table does not decide alone",
                help="offers are searched in files without further venues, links and takings",
            )
    return table


def template_of(scenario: Scenario, table: Table, reply: str | None) -> str:
    """Return the reply whose place offers take: the first that concedes and leaves things open.

    Raises:
        UsageError: there is no such reply.
    """
    names = [name for name, _ in table.replies]
    if reply is not None:
        if reply not in names:
            raise UsageError(
                f"there is no reply `{reply}`", help=f"write one of {', '.join(names)}"
            )
        return reply
    conceding = [name for name, done in table.replies if set(done) != {REFUSE}]
    if not conceding:
        raise UsageError(
            "no reply of the table concedes anything", help="add one that accepts an item"
        )
    opens = [name for name in conceding if _move(scenario, table, name).outcome is None]
    return (opens or conceding)[0]


def all_offers(
    scenario: Scenario, table: Table, template: str, items: Sequence[str] | None = None
) -> list[Offer]:
    """Return every set of items with every set of guarantees, and the file's other replies.

    Args:
        scenario: a resolved scenario.
        table: its table.
        template: reply whose place offers take.
        items: ids of the items that may be conceded; all by default.

    Raises:
        UsageError: there is no such item, or there are too many offers.
    """
    ids = [item.id for item in table.items]
    for name in items or ():
        if name not in ids:
            raise UsageError(f"there is no item `{name}`", help=f"write one of {', '.join(ids)}")
    menus: list[tuple[str, ...]] = []
    for item in table.items:
        if items is not None and item.id not in items:
            menus.append((REFUSE,))
        elif item.divisible and table.sold == "singly":
            menus.append((REFUSE, DISCUSS, ACCEPT))
        else:
            menus.append((REFUSE, ACCEPT))
    number = range(len(table.guarantees))
    added = [some for k in range(len(number) + 1) for some in itertools.combinations(number, k)]
    count = len(added) * int(np.prod([len(menu) for menu in menus]))
    if count > MOST_OFFERS:
        raise UsageError(
            f"there are {count:,} offers; at most {MOST_OFFERS:,} are tried".replace(",", " "),
            help="name the items that may be conceded, for example `--items "
            f"{','.join(ids[: max(1, len(ids) // 2)])}`",
        )
    made = [
        Offer(done, some)
        for done in itertools.product(*menus)
        for some in added
        if not set(done) <= {REFUSE}
    ]
    written = [
        Offer(done, (), name)
        for name, done in table.replies
        if name != template and _replies(scenario, table, name)
    ]
    return made + written


def stage(scenario: Scenario, table: Table, template: str, written: str = "") -> Stage:
    """Return the crisis in which one offer is made at the first turn that has it on its menu.

    Args:
        scenario: a resolved scenario.
        table: its table.
        template: reply whose place offers take.
        written: a reply that is made as written instead.

    Raises:
        UsageError: what is conceded matters to no ending.
    """
    first = len(scenario.parameters)
    names = [f"conceded.{item.id}" for item in table.items]
    names += [f"guarantees.{party.id}" for party in scenario.parties]
    extra = tuple(Parameter(name, Prior("fixed", {"value": 0.0}), "", name) for name in names)
    reply = Const(float(1 + [name for name, _ in table.replies].index(template)))
    rewritten = scenario
    if not written:
        changed: dict[Expr, Expr] = {}
        for player, worth in enumerate(table.worth):
            if not isinstance(worth, Const):
                test = Call("==", (Ref("variable", table.variable), reply))
                changed[worth] = Call("if", (test, _offered(table, player, first), worth))
        payoffs = tuple(outcome.payoff for outcome in scenario.outcomes)
        if rewrite(payoffs, changed) == payoffs:
            raise UsageError(
                "no ending depends on what is conceded, so no offer can matter",
                help="write `items.<party>` in the payoff of an ending",
            )
        rewritten = replace(
            scenario,
            outcomes=rewrite(scenario.outcomes, changed),
            turns=rewrite(scenario.turns, changed),
        )
    said = written or template
    turns = list(rewritten.turns)
    k, move = _place(scenario, table, said)
    own = turns[k].moves[move]
    costs = [
        (player, Ref("parameter", first + len(table.items) + player))
        for player in range(len(scenario.parties))
    ]
    turns[k] = replace(turns[k], moves=(replace(own, costs=(*own.costs, *costs)),))
    return Stage(
        replace(
            rewritten,
            parameters=(*scenario.parameters, *extra),
            turns=tuple(turns),
            text=b"",
        ),
        first,
    )


def rewrite(record: Any, changed: dict[Expr, Expr]) -> Any:
    """Return a record, formula or tuple with some formulas in it replaced by others."""
    if isinstance(record, Const | Ref | Call) and record in changed:
        return changed[record]
    if isinstance(record, tuple):
        return tuple(rewrite(one, changed) for one in record)
    if is_dataclass(record) and not isinstance(record, type):
        values = {one.name: getattr(record, one.name) for one in fields(record)}
        new = {name: rewrite(value, changed) for name, value in values.items()}
        return replace(record, **new) if any(new[n] is not values[n] for n in new) else record
    return record


def plans_of(
    made: Stage, table: Table, offers: Sequence[Offer], draws: int, seed: int
) -> list[Plan]:
    """Return what is drawn for each offer; draws are paired."""
    base = plan_draws(made.scenario, draws, seed, level=0)
    out = []
    for offer in offers:
        parameters = base.parameters.copy()
        env = Env(parameters=base.parameters)
        for k in offer.guarantees:
            for index, formula in table.guarantees[k].sets:
                parameters[index] = evaluate(formula, env)
            for player, formula in table.guarantees[k].cost:
                parameters[made.first + len(table.items) + player] += evaluate(formula, env)
        shares = shares_of(table, offer, parameters)
        parameters[made.first : made.first + len(table.items)] = shares
        out.append(replace(base, parameters=parameters))
    return out


def shares_of(table: Table, offer: Offer, parameters: Array) -> Array:
    """Return the share of each item that an offer concedes (items, B)."""
    draws = parameters.shape[1]
    out = np.zeros((len(table.items), draws))
    if table.sold == "package" and set(offer.stances) != {ACCEPT}:
        return out
    talked = np.broadcast_to(evaluate(table.discuss_share, Env(parameters=parameters)), (draws,))
    for k, (item, stance) in enumerate(zip(table.items, offer.stances, strict=True)):
        if stance == ACCEPT:
            out[k] = 1.0
        elif stance == DISCUSS and item.divisible:
            out[k] = talked
    return out


def cost_of(scenario: Scenario, table: Table, offer: Offer, parameters: Array) -> Array:
    """Return what an offer costs the replier if it is taken up (B), in the file's unit.

    The items that it concedes by its own valuation, on average over the types, and guarantees.

    Args:
        scenario: as written.
        table: its table.
        offer: what is offered.
        parameters: of the scenario, with what the guarantees set (H, B).
    """
    codes, prob = dealt(scenario, parameters)
    env = Env(parameters=parameters, privates=[column[:, None] for column in codes.T])
    shares = shares_of(table, offer, parameters)
    cost = np.zeros(parameters.shape[1])
    for item, share in zip(table.items, shares, strict=True):
        value = np.broadcast_to(evaluate(item.value[table.of], env), prob.shape)
        cost -= share * (prob * value).sum(axis=0)
    for k in offer.guarantees:
        for player, formula in table.guarantees[k].cost:
            if player == table.of:
                cost += evaluate(formula, Env(parameters=parameters))
    return cost


def dealt(scenario: Scenario, parameters: Array) -> tuple[Array, Array]:
    """Return the private profiles that can be dealt (profiles, dimensions) and chances (., B)."""
    ranges = [
        range(len(one.values)) if one.start is None else (one.start,) for one in scenario.privates
    ]
    profiles = list(itertools.product(*ranges))
    codes = np.array(profiles, dtype=np.int64).reshape(len(profiles), len(ranges))
    prob = np.ones((len(codes), parameters.shape[1]))
    env = Env(parameters=parameters)
    for k, private in enumerate(scenario.privates):
        if private.start is not None:
            continue
        table = [[evaluate(cell, env) for cell in row] for row in private.prob]
        for row, profile in enumerate(codes.tolist()):
            given = 0 if private.given is None else profile[private.given]
            prob[row] *= table[given][profile[k]]
    return codes, prob


def _offered(table: Table, player: int, first: int) -> Expr:
    """Return the formula of what the offer is worth to a player."""
    result: Expr = Const(0.0)
    for k, item in enumerate(table.items):
        term = Call("*", (Ref("parameter", first + k), item.value[player]))
        result = Call("+", (result, term))
    return result


def _replies(scenario: Scenario, table: Table, name: str) -> list[tuple[int, int]]:
    """Return turn and move wherever the replier can make a reply."""
    code = Const(float(1 + [reply for reply, _ in table.replies].index(name)))
    return [
        (t, m)
        for t, turn in enumerate(scenario.turns)
        for m, move in enumerate(turn.moves)
        if turn.mover == table.of and (table.variable, code) in move.effects
    ]


def _place(scenario: Scenario, table: Table, name: str) -> tuple[int, int]:
    found = _replies(scenario, table, name)
    if not found:
        raise UsageError(
            f"no turn lets `{scenario.parties[table.of].id}` give the reply `{name}`",
            help="write `replies: true` at one of its turns, or name another `--reply`",
        )
    return found[0]


def _move(scenario: Scenario, table: Table, name: str) -> Move:
    turn, move = _place(scenario, table, name)
    return scenario.turns[turn].moves[move]
