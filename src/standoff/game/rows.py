"""Rows of numbers: which payoffs and chances a game needs, computed once for each distinct case.

A compiled game has many edges but few distinct payoffs: a move's cost depends on the public
variables and private values that its formula mentions, and on nothing else. The book collects the
distinct cases while the game is built, and later computes each row for all draws at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from standoff.game.expand import Link, State
from standoff.game.game import NONE
from standoff.game.profiles import Profiles
from standoff.scenario.expr import Const, Env, Expr, evaluate, indices
from standoff.scenario.model import NATURE, Scenario

Array = np.ndarray[Any, Any]


@dataclass
class _Group:
    """Rows that come from the same formulas: a move's costs, an ending's payoffs, a chance.

    Attributes:
        terms: (party or NONE, formula, factor, timing); timing `days` multiplies by the days and
            reads the public variables after the move, `plain` reads those in `variables`.
        variables: public variables that the rows depend on.
        after: public variables after the move, for costs of waiting.
        privates: private dimensions that the rows depend on.
    """

    terms: list[tuple[int, Expr, float, str]]
    variables: tuple[int, ...]
    after: tuple[int, ...]
    privates: tuple[int, ...]
    rows: list[int] = field(default_factory=list)
    cases: list[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int]] = field(
        default_factory=list
    )
    seen: dict[tuple[Any, ...], int] = field(default_factory=dict)


class RowBook:
    """Collects rows while a game is built and computes them for draws of the parameters."""

    def __init__(self, scenario: Scenario, profiles: Profiles) -> None:
        """Start an empty book for one scenario."""
        self.scenario = scenario
        self.profiles = profiles
        self.pay_count = 0
        self.prob_count = 0
        self.pay_groups: dict[tuple[Any, ...], _Group] = {}
        self.prob_groups: dict[tuple[Any, ...], _Group] = {}
        self.sites: dict[tuple[int, ...], str] = {}
        self._open_site: dict[tuple[Any, ...], dict[int, list[int]]] = {}
        self.has_deal = False

    def deal_rows(self) -> Array:
        """Return the chance rows of the root deal, one per profile."""
        self.has_deal = True
        self.prob_count = self.profiles.dealt
        return np.arange(self.profiles.dealt)

    def edge_rows(self, state: State, link: Link, profiles: Array) -> Array:
        """Return the payoff row of a move for each profile; `NONE` where nothing is paid."""
        key = (state.turn, link.move, link.days > 0)
        group = self.pay_groups.get(key)
        if group is None:
            group = self._move_group(state.turn, link.move, link.days > 0)
            self.pay_groups[key] = group
        if not group.terms:
            return np.full(len(profiles), NONE)
        return self._rows(group, state.variables, link.variables, profiles, link.days, "pay")

    def outcome_rows(self, outcome: int, variables: tuple[int, ...], profiles: Array) -> Array:
        """Return the payoff row of an ending for each profile."""
        key = ("outcome", outcome)
        group = self.pay_groups.get(key)
        if group is None:
            scale = self.scenario.payoff_scale
            terms = [
                (party, expr, scale, "plain")
                for party, expr in enumerate(self.scenario.outcomes[outcome].payoff)
            ]
            group = _group_of(terms)
            self.pay_groups[key] = group
        return self._rows(group, variables, (), profiles, 0, "pay")

    def chance_rows(self, state: State, link: Link, profiles: Array) -> Array:
        """Return the chance row of one of nature's moves for each profile."""
        key = (state.turn, link.move)
        group = self.prob_groups.get(key)
        if group is None:
            expr = self.scenario.turns[state.turn].moves[link.move].prob
            assert expr is not None
            group = _group_of([(NONE, expr, 1.0, "plain")])
            self.prob_groups[key] = group
        rows = self._rows(group, state.variables, (), profiles, 0, "prob")
        self._note_site(state, link, rows, profiles)
        return rows

    def _note_site(self, state: State, link: Link, rows: Array, profiles: Array) -> None:
        """Remember which rows must add up to 1 together."""
        site = self._open_site.setdefault((id(state),), {})
        for profile, row in zip(profiles.tolist(), rows.tolist(), strict=True):
            site.setdefault(profile, []).append(row)
        if link is state.links[-1]:
            name = self.scenario.turns[state.turn].id
            for together in site.values():
                self.sites.setdefault(tuple(together), name)
            del self._open_site[(id(state),)]

    def _move_group(self, turn: int, move: int, waits: bool) -> _Group:
        scale = self.scenario.payoff_scale
        terms = [
            (party, expr, -scale, "plain")
            for party, expr in self.scenario.turns[turn].moves[move].costs
        ]
        if waits:
            terms += [
                (party, expr, -scale, "days")
                for party, expr in enumerate(self.scenario.waiting)
                if not _is_zero(expr)
            ]
        entry = self.scenario.turns[turn]
        gone = any(entry.moves[move].id in view.rules_out for view in self.scenario.views)
        if gone and entry.mover != NATURE:
            terms.append((entry.mover, Const(0.0), -scale, "plain"))  # room for a view's own cost
        return _group_of(terms)

    def _rows(
        self,
        group: _Group,
        variables: Sequence[int],
        after: Sequence[int],
        profiles: Array,
        days: int,
        table: str,
    ) -> Array:
        before_key = tuple(variables[k] for k in group.variables)
        after_key = tuple(after[k] for k in group.after)
        codes = self.profiles.codes[profiles][:, list(group.privates)]
        rows = np.empty(len(profiles), dtype=np.int64)
        for position, private_key in enumerate(map(tuple, codes.tolist())):
            case = (before_key, after_key, private_key, days)
            row = group.seen.get(case)
            if row is None:
                if table == "pay":
                    row, self.pay_count = self.pay_count, self.pay_count + 1
                else:
                    row, self.prob_count = self.prob_count, self.prob_count + 1
                group.seen[case] = row
                group.rows.append(row)
                group.cases.append(case)
            rows[position] = row
        return rows

    def pay(self, parameters: Array) -> Array:
        """Return all payoff rows (U, P, B) for parameter draws (H, B), in compiled units."""
        draws = parameters.shape[1]
        table = np.zeros((self.pay_count, len(self.scenario.parties), draws))
        for group in self.pay_groups.values():
            for party, _, values in self._values(group, parameters):
                table[group.rows, party] += values
        return table

    def prob(self, parameters: Array) -> Array:
        """Return all chance rows (C, B) for parameter draws (H, B)."""
        table = np.zeros((self.prob_count, parameters.shape[1]))
        if self.has_deal:
            table[: self.profiles.dealt] = self.deal(parameters)
        for group in self.prob_groups.values():
            for _, _, values in self._values(group, parameters):
                table[group.rows] += values
        return table

    def deal(self, parameters: Array) -> Array:
        """Return the prior probability of each profile that nature deals (dealt, B)."""
        env = Env(parameters=parameters)
        count = self.profiles.dealt
        codes = self.profiles.codes[:count]
        out = np.ones((count, parameters.shape[1]))
        for k, private in enumerate(self.scenario.privates):
            if private.start is not None:
                continue
            table = np.array(
                [
                    [np.broadcast_to(evaluate(e, env), parameters.shape[1]) for e in row]
                    for row in private.prob
                ],
                dtype=np.float64,
            )
            given = (
                np.zeros(count, dtype=np.int64)
                if private.given is None
                else codes[:, private.given]
            )
            out *= table[given, codes[:, k]]
        return out

    def _values(self, group: _Group, parameters: Array) -> list[tuple[int, Expr, Array]]:
        """Return party, formula and values (rows of the group, B) of each term."""
        if not group.rows:
            return []
        before = _columns(group.variables, [case[0] for case in group.cases])
        after = _columns(group.after, [case[1] for case in group.cases])
        privates = _columns(group.privates, [case[2] for case in group.cases])
        days = np.array([case[3] for case in group.cases], dtype=np.float64)[:, None]
        shape = (len(group.rows), parameters.shape[1])
        out = []
        for party, expr, factor, timing in group.terms:
            env = Env(parameters, after if timing == "days" else before, privates)
            value = np.broadcast_to(np.asarray(evaluate(expr, env), dtype=np.float64), shape)
            out.append((party, expr, factor * value * (days if timing == "days" else 1.0)))
        return out


def _columns(which: tuple[int, ...], cases: list[tuple[int, ...]]) -> dict[int, Array]:
    """Return, per index, a column (cases, 1) of its codes."""
    array = np.array(cases, dtype=np.float64).reshape(len(cases), len(which))
    return {index: array[:, [k]] for k, index in enumerate(which)}


def _group_of(terms: list[tuple[int, Expr, float, str]]) -> _Group:
    plain = [expr for _, expr, _, timing in terms if timing == "plain"]
    waiting = [expr for _, expr, _, timing in terms if timing == "days"]
    return _Group(
        terms=terms,
        variables=tuple(sorted(frozenset().union(*(indices(e, "variable") for e in plain)))),
        after=tuple(sorted(frozenset().union(*(indices(e, "variable") for e in waiting)))),
        privates=tuple(
            sorted(frozenset().union(*(indices(e, "private") for e in plain + waiting)))
        ),
    )


def _is_zero(expr: Expr) -> bool:
    return getattr(expr, "value", None) == 0
