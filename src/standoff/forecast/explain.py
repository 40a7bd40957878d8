"""Why two views of one crisis end differently: which disagreement does how much.

The players of a cooperative game are the parameters on which the views differ, and the options
that only one of them rules out. A coalition has its members as the first view has them and the rest
as the second; its value is the chance of an outcome. The Shapley value of a player is what it adds,
averaged over all orders in which the players could change sides (Shapley 1953). In every order the
steps add up to the whole difference, so the shares do too, whether all orders are taken or some.

For more than `EXACT` players, orders are sampled in pairs, one the reverse of the other, as in
Castro, Gomez and Tejada (2009, Computers & Operations Research 36:1726-1730), who sample single
orders; the reverse takes a part of the sampling error away.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.plan import Plan, plan_draws
from standoff.forecast.stack import outcomes_of
from standoff.forecast.unobserved import require_unobserved
from standoff.scenario.model import Scenario, View

Array = np.ndarray[Any, Any]
Case = tuple[int, ...]
"""Whose side each player is on: `FIRST`, `SECOND` or `NEITHER`."""

FIRST, SECOND, NEITHER = 0, 1, 2
"""As the first view has it, as the second has it, as the analyst has it."""
ANALYST = "analyst"
OPTIONS = ""
"""The player that stands for the options that are ruled out; no parameter has this name."""
EXACT = 6
"""Players up to which every coalition is solved."""
PERMUTATIONS = 8
MAX_SOLVED = 200_000
"""Coalitions times draws, at most."""


@dataclass(frozen=True)
class Explained:
    """The difference between two views, shared out among their disagreements.

    Attributes:
        scenario: the resolved scenario.
        names: of the two views; `ANALYST` is what no view changes.
        players: names of parameters, and `OPTIONS`.
        first: outcome probabilities in the first view (K, B), over draws solved in all coalitions.
        second: in the second view.
        steps: what each player adds in each order (M, n, K, B); a single "order" where exact.
        agreed: outcome probabilities of both views when they agree with the analyst on a parameter
            (2, K, B), by its name.
        values: the parameter's draws in the first view, the second, and the analyst's (3, B).
        exact: whether every coalition was solved.
        coalitions: how many were solved.
        draws: number of draws, those not solved included.
        seed: of the draws and of the orders.
    """

    scenario: Scenario
    names: tuple[str, str]
    players: tuple[str, ...]
    first: Array
    second: Array
    steps: Array
    agreed: Mapping[str, Array]
    values: Mapping[str, Array]
    exact: bool
    coalitions: int
    draws: int
    seed: int

    @property
    def shapley(self) -> Array:
        """Shapley value of each player by outcome, mean over the draws (n, K)."""
        return np.asarray(self.steps.mean(axis=(0, 3)))

    @property
    def difference(self) -> Array:
        """Difference of the outcome probabilities, first minus second (K)."""
        return np.asarray((self.first - self.second).mean(axis=1))

    def to_json(self) -> dict[str, Any]:
        """Return the shares as plain data, the disagreement that does most first."""
        from standoff.forecast.explained import explained_data

        return explained_data(self)


def explain(
    scenario: Scenario,
    views: Sequence[str],
    *,
    draws: int = 500,
    seed: int = 1,
    permutations: int = PERMUTATIONS,
    **more: Any,
) -> Explained:
    """Return which disagreements between two views make how much of their difference.

    Everybody plays the crisis as the view has it, as in `compare`.

    Args:
        scenario: a resolved scenario.
        views: two ids of views; one may be `analyst`.
        draws: number of draws; the same for every coalition.
        seed: of the draws, and of the orders that are sampled.
        permutations: orders for more than `EXACT` players; an odd number is rounded up.
        more: `threads`, `budget` and `progress` of `standoff.forecast.forecast`.

    Raises:
        UsageError: there are not two such views, they do not differ, or too much would be solved.
    """
    require_unobserved(scenario, "a comparison of views")
    if len(views) != 2 or views[0] == views[1]:
        raise UsageError(
            f"two views can be explained at a time; found {len(set(views))}",
            help="write, for example, `--views a,b`; `analyst` may be one of them",
        )
    if permutations < 2:
        raise UsageError(
            f"{permutations} orders are too few to sample", help="write `--permutations 8`"
        )
    sides = _Sides(scenario, views, draws, seed)
    count = len(sides.players)
    orders = None if count <= EXACT else _orders(count, permutations, seed)
    wanted = [*_coalitions(count, orders)]
    agreements = {k: sides.agreement(k) for k, name in enumerate(sides.players) if name != OPTIONS}
    wanted += [case for pair in agreements.values() for case in pair]
    cases = list(dict.fromkeys(wanted))
    _require_few(len(cases), draws, count, permutations)
    solved = sides.outcomes(cases, more)
    good = np.isfinite(np.array([*solved.values()])).all(axis=(0, 1))
    value = {case: one[:, good] for case, one in solved.items()}
    return Explained(
        scenario=scenario,
        names=(views[0], views[1]),
        players=sides.players,
        first=value[(FIRST,) * count],
        second=value[(SECOND,) * count],
        steps=_exact(count, value) if orders is None else _along(orders, value),
        agreed={
            sides.players[k]: np.array([value[case] for case in pair])
            for k, pair in agreements.items()
        },
        values={name: sides.values(name)[:, good] for name in sides.players if name != OPTIONS},
        exact=orders is None,
        coalitions=len(cases),
        draws=draws,
        seed=seed,
    )


class _Sides:
    """What the two views and the analyst have in every draw."""

    def __init__(self, scenario: Scenario, views: Sequence[str], draws: int, seed: int) -> None:
        self.scenario = scenario
        chosen = [None if name == ANALYST else name for name in views]
        self.plans = [
            plan_draws(scenario, draws, seed, view=name, level=None if name else 0)
            for name in chosen
        ]
        self.rows = [plan.parameters for plan in self.plans]
        self.rows.append(plan_draws(scenario, draws, seed, level=0).parameters)
        differ = (self.rows[FIRST] != self.rows[SECOND]).any(axis=1)
        self.index = {scenario.parameters[k].name: k for k in np.flatnonzero(differ).tolist()}
        self.rules = [_rules_out(scenario, plan) for plan in self.plans]
        options = (OPTIONS,) if self.rules[FIRST] != self.rules[SECOND] else ()
        self.players = (*self.index, *options)
        if not self.players:
            raise UsageError(
                f"`{views[0]}` and `{views[1]}` do not differ in anything that is played",
                help="name two views that believe different things",
            )

    def agreement(self, player: int) -> tuple[Case, Case]:
        """Return both views as they are when they have one player as the analyst has it."""
        pair = []
        for side in (FIRST, SECOND):
            case = [side] * len(self.players)
            k = self.index[self.players[player]]
            if (self.rows[side][k] != self.rows[NEITHER][k]).any():
                case[player] = NEITHER
            pair.append(tuple(case))
        return pair[0], pair[1]

    def values(self, name: str) -> Array:
        return np.array([rows[self.index[name]] for rows in self.rows])

    def outcomes(self, cases: Sequence[Case], more: Mapping[str, Any]) -> dict[Case, Array]:
        """Return the outcome probabilities of coalitions (K, B each)."""
        out: dict[Case, Array] = {}
        for side in (FIRST, SECOND):
            mine = [case for case in cases if self._options_of(case) == side]
            if mine:
                plans = [replace(self.plans[side], parameters=self._mixed(case)) for case in mine]
                solved = outcomes_of(self.scenario, plans, **more)
                out |= dict(zip(mine, solved, strict=True))
        return out

    def _options_of(self, case: Case) -> int:
        """Return the side whose options a coalition has; the first where both are the same."""
        return case[-1] if self.players[-1] == OPTIONS else FIRST

    def _mixed(self, case: Case) -> Array:
        out = self.rows[SECOND].copy()
        for player, k in enumerate(self.index.values()):
            out[k] = self.rows[case[player]][k]
        return out


def _rules_out(scenario: Scenario, plan: Plan) -> frozenset[str]:
    view: View | None = None if plan.view is None else scenario.views[plan.view]
    return frozenset() if view is None else view.rules_out


def _require_few(coalitions: int, draws: int, players: int, permutations: int) -> None:
    if coalitions * draws <= MAX_SOLVED:
        return
    fits = max(1, MAX_SOLVED // coalitions)
    orders = f" and {permutations} orders" if players > EXACT else ""
    raise UsageError(
        f"{players} disagreements{orders} make {coalitions:,} forecasts of {draws:,} draws, "
        f"{coalitions * draws:,} solutions; {MAX_SOLVED:,} are the most",
        help=f"write `--draws {fits}`, or fewer `--permutations`",
    )


def _orders(players: int, count: int, seed: int) -> list[tuple[int, ...]]:
    """Return orders in pairs, each followed by its reverse."""
    stream = np.random.SeedSequence([seed, zlib.crc32(b"explain")])
    random = np.random.Generator(np.random.PCG64(stream))
    half = [tuple(random.permutation(players).tolist()) for _ in range(-(-count // 2))]
    return [order for one in half for order in (one, one[::-1])]


def _coalitions(players: int, orders: Iterable[tuple[int, ...]] | None) -> Iterable[Case]:
    if orders is None:
        yield from product((FIRST, SECOND), repeat=players)
        return
    for order in orders:
        yield from _walk(order)


def _walk(order: Sequence[int]) -> Iterable[Case]:
    """Give the coalitions of an order: nobody is on the first side, then one more at a time."""
    case = [SECOND] * len(order)
    yield tuple(case)
    for player in order:
        case[player] = FIRST
        yield tuple(case)


def _along(orders: Sequence[tuple[int, ...]], value: Mapping[Case, Array]) -> Array:
    """Return what each player adds in each order (M, n, K, B)."""
    out = []
    for order in orders:
        walked = [value[case] for case in _walk(order)]
        steps = {player: walked[k + 1] - walked[k] for k, player in enumerate(order)}
        out.append([steps[player] for player in range(len(order))])
    return np.array(out)


def _exact(players: int, value: Mapping[Case, Array]) -> Array:
    """Return the Shapley values from all coalitions (1, n, K, B)."""
    from standoff.forecast.attribution import shapley_values

    def case(subset: int) -> Case:
        return tuple(FIRST if subset >> k & 1 else SECOND for k in range(players))

    every = np.array([value[case(subset)] for subset in range(2**players)])
    shape = every.shape[1:]
    flat = shapley_values(every.reshape(len(every), -1))
    return flat.reshape(1, players, *shape)
