"""Mixing of payoffs: relative gains and coordination, after everything else is spelled out.

With u the payoffs as written, every party first subtracts its weight times the other's payoff
(relative gains), and parties that act jointly then add what the others of their group count:
v = (1 + J) (1 - B) u, with B the weights and J the groups that are joint. Members of one joint
group therefore maximise the same sum. Costs of moves and of waiting are mixed in the same way.

Sources: Grieco (1988), "Anarchy and the limits of cooperation", writes U = V - k (W - V); divided
by 1 + k this is V - beta W with beta = k / (1 + k), so that beta = 1 is the limit of pure rivalry.
Aumann (1974), "Subjectivity and correlation in randomized strategies", lets play be correlated by
what only some of the players see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.scenario.context import ZERO, Context, call, total
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.coordination import JOINT
from standoff.scenario.lower.moves import merged
from standoff.scenario.model import Move, Scenario
from standoff.scenario.names import Scope
from standoff.scenario.text import Path

WEIGHT_SCOPE = Scope("the weight of relative gains", variables=False)
ONE = Const(1.0)


@dataclass(frozen=True)
class Mixing:
    """What each party counts of the others' payoffs.

    Attributes:
        weights: (party, other, weight) of relative gains.
        groups: (hidden dimension, players) of coordinations.
    """

    weights: tuple[tuple[int, int, Expr], ...]
    groups: tuple[tuple[int, tuple[int, ...]], ...]


def resolve_mixing(ctx: Context) -> Mixing:
    """Return the weights and groups of a file."""
    weights = []
    for name, spec in ctx.file.parties.items():
        if spec.relative_gains is None:
            continue
        path: Path = ("parties", name, "relative_gains")
        other = ctx.party(spec.relative_gains.of, (*path, "of"))
        weight = ctx.formula(spec.relative_gains.weight, (*path, "weight"), WEIGHT_SCOPE)
        if other == ctx.parties[name]:
            message = f"`{name}` cannot count its own gain against itself"
            ctx.report("SC305", message, (*path, "of"), help="name another party")
        elif other is not None:
            weights.append((ctx.parties[name], other, weight))
    groups = tuple(
        (coded.index, tuple(sorted(coded.viewers)))
        for coded in ctx.symbols.privates.values()
        if coded.path[0] == "coordination"
    )
    return Mixing(tuple(weights), groups)


def mixed(scenario: Scenario, mixing: Mixing) -> Scenario:
    """Return the scenario with the payoffs that the parties act on."""
    if not mixing.weights and not mixing.groups:
        return scenario
    outcomes = tuple(
        replace(outcome, payoff=mix(outcome.payoff, mixing)) for outcome in scenario.outcomes
    )
    turns = tuple(
        replace(
            turn,
            moves=tuple(_mixed_costs(move, len(scenario.parties), mixing) for move in turn.moves),
        )
        for turn in scenario.turns
    )
    return replace(scenario, outcomes=outcomes, turns=turns, waiting=mix(scenario.waiting, mixing))


def _mixed_costs(move: Move, players: int, mixing: Mixing) -> Move:
    if not move.costs:
        return move
    costs = dict(move.costs)
    every = mix([costs.get(player, ZERO) for player in range(players)], mixing)
    return replace(move, costs=merged(list(enumerate(every))))


def mix(payoffs: Sequence[Expr], mixing: Mixing) -> tuple[Expr, ...]:
    """Return what each party counts, from the payoffs as written."""
    relative = list(payoffs)
    for party, other, weight in mixing.weights:
        taken = _times(weight, payoffs[other])
        if taken != ZERO:
            relative[party] = call("-", relative[party], taken)
    result = []
    for party, own in enumerate(relative):
        shared = [
            _times(call("==", Ref("private", dimension), JOINT), relative[other])
            for dimension, group in mixing.groups
            if party in group
            for other in group
            if other != party
        ]
        result.append(total([own, *shared]))
    return tuple(result)


def _times(weight: Expr, payoff: Expr) -> Expr:
    if ZERO in (weight, payoff):
        return ZERO
    return payoff if weight == ONE else call("*", weight, payoff)
