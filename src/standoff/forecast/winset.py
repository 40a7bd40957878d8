"""Win-sets: what a ratifier, or a party under each of its factions, would take over no agreement.

The comparison is the one that a ratifier makes: an agreement against the outcome of rejection,
with the public variables at their values at the start, except that the reply is the one asked
about. Costs of moves and what has happened on the way are left out. Others' hidden dimensions are
averaged with their chances at the start.

Source: the term is Putnam's (1988), International Organization 42(3), 427-460.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.game import Layout
from standoff.scenario.expr import Call, Const, Env, Expr, evaluate, indices
from standoff.scenario.model import Scenario, Table

Array = np.ndarray[Any, Any]

FACTION = "faction"
STATED = (
    "share of draws, over the types at the start, in which the agreement is worth more than its "
    "rejection; public variables as at the start, costs on the way left out"
)


@dataclass(frozen=True)
class Question:
    """Who compares which agreement with what; `faction` is a value of its dimension, or None."""

    party: int
    faction: int | None
    agreement: int
    reversion: int


def win_sets(scenario: Scenario, layout: Layout, parameters: Array) -> dict[str, Any]:
    """Return the win-set of every ratifier and of every party with factions, as plain data.

    Args:
        scenario: a resolved scenario.
        layout: of its compiled game.
        parameters: parameter draws (H, B).
    """
    deal = layout.rows.deal(parameters)
    rows = [
        _Row(scenario, layout, parameters, deal, question).build()
        for question in questions(scenario)
    ]
    return {"means": STATED, "rows": rows} if rows else {}


def questions(scenario: Scenario) -> list[Question]:
    """Return whose win-sets are asked: ratifiers first, then parties by their factions.

    A party with factions compares what it must get ratified; without a second level, every outcome
    that depends on the reply with the outcome when the turns run out.
    """
    asked: dict[Question, None] = {}
    for entry in scenario.ratifications:
        for agreement in entry.agreement:
            asked[Question(entry.by, None, agreement, entry.reversion)] = None
    for k, private in enumerate(scenario.privates):
        if private.id != FACTION or private.party < 0:
            continue
        for agreement, reversion in _compared(scenario, private.party):
            for code in range(len(scenario.privates[k].values)):
                asked[Question(private.party, code, agreement, reversion)] = None
    return list(asked)


def _compared(scenario: Scenario, party: int) -> list[tuple[int, int]]:
    own = [
        (agreement, entry.reversion)
        for entry in scenario.ratifications
        if party in (entry.party, entry.by)
        for agreement in entry.agreement
    ]
    if own or scenario.table is None:
        return list(dict.fromkeys(own))
    reply = scenario.table.variable
    return [
        (k, scenario.at_end)
        for k, outcome in enumerate(scenario.outcomes)
        if k != scenario.at_end and any(reply in indices(e, "variable") for e in outcome.payoff)
    ]


class _Row:
    """The answers to one question."""

    def __init__(
        self,
        scenario: Scenario,
        layout: Layout,
        parameters: Array,
        deal: Array,
        question: Question,
    ) -> None:
        self.scenario = scenario
        self.question = question
        self.parameters = parameters
        profiles = layout.profiles
        self.codes = profiles.codes[: profiles.dealt]
        self.types = profiles.party_type[: profiles.dealt, question.party]
        self.deal = deal
        if question.faction is not None:
            place = next(
                k
                for k, private in enumerate(scenario.privates)
                if private.id == FACTION and private.party == question.party
            )
            self.deal = deal * (self.codes[:, place] == question.faction)[:, None]

    def build(self) -> dict[str, Any]:
        scenario, asked = self.scenario, self.question
        table = scenario.table
        before, after = (
            scenario.outcomes[k].payoff[asked.party] for k in (asked.reversion, asked.agreement)
        )
        row: dict[str, Any] = {
            "party": scenario.parties[asked.party].id,
            "faction": self._faction(),
            "agreement": scenario.outcomes[asked.agreement].id,
            "reversion": scenario.outcomes[asked.reversion].id,
            "as_it_stands": self._share(after, before),
            "replies": {},
            "items": {},
        }
        if table is None or not _depends(table, after, before):
            return row
        for code, (name, _) in enumerate(table.replies, start=1):
            row["replies"][name] = self._share(after, before, {table.variable: code})
        for item in table.items:
            worth = dict(zip(table.worth, item.value, strict=True))
            alone = self._share(replaced(after, worth), replaced(before, worth))
            row["items"][item.id] = alone
        return row

    def _faction(self) -> str | None:
        asked = self.question
        if asked.faction is None:
            return None
        return next(
            private.values[asked.faction]
            for private in self.scenario.privates
            if private.id == FACTION and private.party == asked.party
        )

    def _share(
        self, after: Expr, before: Expr, changed: dict[int, int] | None = None
    ) -> float | None:
        variables = [float(variable.start) for variable in self.scenario.variables]
        for index, code in (changed or {}).items():
            variables[index] = float(code)
        env = Env(self.parameters, variables, list(self.codes.T[:, :, None].astype(float)))
        gain = np.broadcast_to(evaluate(after, env) - evaluate(before, env), self.deal.shape)
        accepted = np.zeros(self.deal.shape[1])
        for kind in np.unique(self.types):
            mine = self.deal * (self.types == kind)[:, None]
            better = (mine * gain).sum(axis=0) > 0
            accepted += np.where(better, mine.sum(axis=0), 0.0)
        whole = self.deal.sum(axis=0)
        known = whole > 0
        return float((accepted[known] / whole[known]).mean()) if known.any() else None


def _depends(table: Table, *payoffs: Expr) -> bool:
    return any(table.variable in indices(expr, "variable") for expr in payoffs)


def replaced(expr: Expr, new: dict[Expr, Expr]) -> Expr:
    """Return a formula with whole parts of it replaced; constants stay as they are."""
    if isinstance(expr, Const):
        return expr
    if expr in new:
        return new[expr]
    if isinstance(expr, Call):
        return Call(expr.op, tuple(replaced(arg, new) for arg in expr.args))
    return expr
