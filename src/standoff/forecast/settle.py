"""settle(scenario): which offer would settle the crisis, and what is the cheapest that would.

Every set of items and guarantees is announced at the replier's first turn, and the crisis is solved
anew on the same draws: everybody knows the offer and answers it. What an offer costs and how often
it settles make a frontier; the answer is the cheapest offer that settles often enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice as near
from standoff.errors import UsageError
from standoff.forecast.advise import paired, unit_of
from standoff.forecast.bands import band
from standoff.forecast.chunks import Chunk, Ground, chunks_of
from standoff.forecast.crew import run_here
from standoff.forecast.offers import (
    REFUSE,
    Offer,
    Stage,
    all_offers,
    cost_of,
    plans_of,
    stage,
    table_of,
    template_of,
)
from standoff.forecast.packing import Part, solution_of
from standoff.forecast.plan import Plan, plan_draws
from standoff.forecast.stack import stacked
from standoff.game import Budget
from standoff.scenario.expr import indices
from standoff.scenario.model import Scenario, Table
from standoff.solve.playing import payoffs_to_go

Array = np.ndarray[Any, Any]
Progress = Callable[[str, int, int], None]

RULE = "no use of force, no clash, and what is conceded counts in its payoffs"
"""Which endings are settlements, unless somebody says otherwise."""
SCREEN_DRAWS = 12
"""Draws in which all offers are tried first, where there are many."""
SCREENED = 30
"""Offers that are then solved on all draws, at most."""
MANY = 600
"""Offers times draws from which on offers are screened first."""
MARGIN = 0.05
"""How much less often an offer may settle than a cheaper one and still be looked at again."""


@dataclass(frozen=True)
class Tried:
    """An offer and what comes of it, per draw; nan where not solved.

    Attributes:
        offer: what is offered.
        cost: what it costs the replier if it is taken up, in the file's unit (B).
        settles: probability of a settlement (B).
        payoffs: what every party can expect once the offer is made (P, B).
    """

    offer: Offer
    cost: Array
    settles: Array
    payoffs: Array


@dataclass(frozen=True)
class Settle:
    """The offers that were tried on all draws.

    Attributes:
        scenario: as written.
        reach: wanted probability of a settlement.
        outcomes: indices of the endings that count as settlements.
        ruled: whether these follow from `RULE`.
        template: reply whose place offers take.
        base: without a forced offer.
        tried: offers, the cheapest first.
        count: number of offers that were looked at, in few draws at least.
        draws: number of draws.
        seed: of the draws.
        left_aside: number of observations of the file; offers are made at the start.
    """

    scenario: Scenario
    reach: float
    outcomes: tuple[int, ...]
    ruled: bool
    template: str
    base: Tried
    tried: tuple[Tried, ...]
    count: int
    draws: int
    seed: int
    left_aside: int = 0

    def frontier(self) -> list[int]:
        """Return the offers, cheapest first, that settle more often than every cheaper one."""
        best = -1.0
        out: list[int] = []
        for k, one in enumerate(self.tried):
            chance = _mean(one.settles)
            if chance > best:
                best = chance
                out.append(k)
        return out

    def cheapest(self) -> int | None:
        """Return the cheapest offer that settles often enough on average, or None."""
        good = [k for k, one in enumerate(self.tried) if _mean(one.settles) >= self.reach]
        return good[0] if good else None

    def to_json(self) -> dict[str, Any]:
        """Return the search as plain data."""
        scenario, table = self.scenario, self.scenario.table
        assert table is not None
        front = self.frontier()
        chances = [_mean(one.settles) for one in self.tried]
        found = self.cheapest()
        return {
            "format": 1,
            "version": version("standoff"),
            "study": "settle",
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "seed": self.seed,
            "draws": self.draws,
            "solved": int(np.isfinite(self.base.settles).sum()),
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "unit": unit_of(scenario),
            "parties": {party.id: party.name for party in scenario.parties},
            "party": scenario.parties[table.of].id,
            "other": scenario.parties[table.demanded_by].id,
            "reach": self.reach,
            "settlements": {
                scenario.outcomes[k].id: scenario.outcomes[k].title for k in self.outcomes
            },
            "rule": RULE if self.ruled else "named by `--outcomes`",
            "reply": self.template,
            "items": {item.id: item.title for item in table.items},
            "guarantees": {one.id: one.title for one in table.guarantees},
            "observations_left_aside": self.left_aside,
            "offers_tried": self.count,
            "base": {"probability": band(self.base.settles)},
            "cheapest": found,
            "best": int(np.argmax(chances)) if chances else None,
            "frontier": front,
            "offers": [self._offer(table, one) for one in self.tried],
        }

    def _offer(self, table: Table, one: Tried) -> dict[str, Any]:
        there = one.settles[np.isfinite(one.settles)]
        change = one.payoffs - self.base.payoffs
        ids = [item.id for item in table.items]
        return {
            "items": dict(zip(ids, one.offer.stances, strict=True)),
            "guarantees": [table.guarantees[k].id for k in one.offer.guarantees],
            "written": one.offer.written or None,
            "title": title_of(table, one.offer),
            "cost": band(one.cost),
            "probability": band(one.settles),
            "reaches": float((there >= self.reach).mean()) if len(there) else None,
            "pairs": len(there),
            "changes": {
                party.id: paired(change[p], None) for p, party in enumerate(self.scenario.parties)
            },
        }


def settle(  # noqa: PLR0913 (one argument for each choice of the user)
    scenario: Scenario,
    *,
    party: str,
    reach: float = 0.5,
    outcomes: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
    reply: str | None = None,
    draws: int = 200,
    seed: int = 1,
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> Settle:
    """Return the offers that a party can make, what each costs and how often it settles.

    Args:
        scenario: a resolved scenario with a table; everybody plays one crisis from its start:
            views and what was observed are left aside.
        party: id of the party that replies at the table.
        reach: wanted probability of a settlement.
        outcomes: ids of the endings that count; by default those of `RULE`.
        items: ids of the items that may be conceded; all by default.
        reply: reply on the menu whose place offers take; the first that concedes something and
            does not end the crisis by default.
        draws: number of draws.
        seed: of the draws.
        threads: worker threads of the solver.
        budget: what the game may need.
        progress: called as progress(stage, done, total).

    Raises:
        UsageError: there is no table, no such party, outcome, item or reply, or too many offers.
        GameTooLargeError: the game is over the budget.
    """
    players = [one.id for one in scenario.parties]
    if party not in players:
        raise UsageError(f"there is no party `{party}`", help=near(party, players))
    left_aside = len(scenario.observed)
    scenario = replace(scenario, observed=())
    table = table_of(scenario, party)
    counted = settlements(scenario, table, outcomes)
    template = template_of(scenario, table, reply)
    offers = all_offers(scenario, table, template, items)
    search = _Search(scenario, table, template, counted, seed, (threads, budget, progress))
    kept = offers
    if len(offers) * draws > MANY and draws > SCREEN_DRAWS:
        kept = _screen(search.run(offers, SCREEN_DRAWS), SCREENED)
    tried = search.run(kept, draws)
    tried.sort(key=lambda one: (_mean(one.cost), -_mean(one.settles)))
    base = search.base(draws)
    return Settle(
        scenario,
        reach,
        counted,
        outcomes is None,
        template,
        base,
        tuple(tried),
        len(offers),
        draws,
        seed,
        left_aside,
    )


def settlements(
    scenario: Scenario, table: Table, outcomes: Sequence[str] | None
) -> tuple[int, ...]:
    """Return the endings that count as settlements.

    Raises:
        UsageError: there is no such ending, or none counts.
    """
    ids = [outcome.id for outcome in scenario.outcomes]
    if outcomes is not None:
        for name in outcomes:
            if name not in ids:
                raise UsageError(f"there is no outcome `{name}`", help=near(name, ids))
        return tuple(sorted({ids.index(name) for name in outcomes}))
    ladders = {k for k, outcome in enumerate(scenario.outcomes) if outcome.force or outcome.clash}
    found = tuple(
        k
        for k, outcome in enumerate(scenario.outcomes)
        if k not in ladders
        and any(table.variable in indices(formula, "variable") for formula in outcome.payoff)
    )
    if not found:
        raise UsageError(
            "no ending without force depends on what is conceded, so none is a settlement",
            help=f"name the endings that count, for example `--outcomes {ids[0]}`",
        )
    return found


def title_of(table: Table, offer: Offer) -> str:
    """Return an offer in words."""
    if offer.written:
        return f"the reply `{offer.written}` as the file has it"
    parts = []
    for verb, stance in (("grant", "accept"), ("open talks on", "discuss")):
        names = [
            item.id.replace("_", " ")
            for item, done in zip(table.items, offer.stances, strict=True)
            if done == stance
        ]
        if names:
            parts.append(f"{verb} {', '.join(names)}")
    if offer.guarantees:
        parts.append("with " + ", ".join(table.guarantees[k].title for k in offer.guarantees))
    return "; ".join(parts) or "concede nothing"


@dataclass
class _Search:
    """Solves offers on paired draws."""

    scenario: Scenario
    table: Table
    template: str
    counted: tuple[int, ...]
    seed: int
    how: tuple[int | None, Budget | None, Progress | None]

    def run(self, offers: Sequence[Offer], draws: int) -> list[Tried]:
        """Return what comes of offers; those that share a game are solved together."""
        out = []
        for written in dict.fromkeys(offer.written for offer in offers):
            some = [offer for offer in offers if offer.written == written]
            made = stage(self.scenario, self.table, self.template, written)
            out += self._together(made, some, draws)
        return out

    def base(self, draws: int) -> Tried:
        """Return what comes without a forced offer."""
        plan = plan_draws(self.scenario, draws, self.seed, level=0)
        ends, payoffs = solve_together(self.scenario, [plan], *self.how)
        nothing = Offer(tuple(REFUSE for _ in self.table.items))
        chance = ends[0][list(self.counted)].sum(axis=0)
        return Tried(nothing, np.zeros(draws), chance, payoffs[0])

    def _together(self, made: Stage, offers: Sequence[Offer], draws: int) -> list[Tried]:
        plans = plans_of(made, self.table, offers, draws, self.seed)
        ends, payoffs = solve_together(made.scenario, plans, *self.how)
        out = []
        for k, offer in enumerate(offers):
            own = plans[k].parameters[: made.first]
            cost = cost_of(self.scenario, self.table, offer, own)
            chance = ends[k][list(self.counted)].sum(axis=0)
            out.append(Tried(offer, cost, chance, payoffs[k]))
        return out


def solve_together(
    scenario: Scenario,
    plans: Sequence[Plan],
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> tuple[Array, Array]:
    """Return outcome probabilities (C, K, B) and expected payoffs (C, P, B) of several variants.

    Payoffs are in the file's unit, from the start of the crisis; both are nan where not solved.
    """
    whole, draws = stacked(scenario, plans), plans[0].on.shape[1]
    grounds = []
    for k, structure in enumerate(whole.structures):
        if progress is not None:
            progress("compile", k, len(whole.structures))
        grounds.append(Ground(scenario, whole, k, budget, len(structure.draws)))
    count = len(plans) * draws
    ends = np.full((len(scenario.outcomes), count), np.nan)
    payoffs = np.full((len(scenario.parties), count), np.nan)

    def take(chunk: Chunk, part: Part) -> None:
        solution, ground = solution_of(part), grounds[chunk.structure]
        good = np.flatnonzero(solution.solved)
        if len(good):
            here = ground.draws[chunk.start : chunk.stop][good]
            numbers = ground.numbers(chunk.start, chunk.stop).select(good)
            ends[:, here] = part["answers.outcomes"]
            payoffs[:, here] = payoffs_to_go(ground.game, numbers, solution.strategy[:, good])[0]

    chunks = [chunk for ground in grounds for chunk in chunks_of(ground)]
    run_here(grounds, chunks, take, threads, progress)
    apart = (len(plans), draws)
    return (
        ends.reshape(-1, *apart).transpose(1, 0, 2),
        payoffs.reshape(-1, *apart).transpose(1, 0, 2) / scenario.payoff_scale,
    )


def _screen(tried: list[Tried], most: int) -> list[Offer]:
    """Return the offers that no cheaper one beats by more than a margin, at most `most`."""
    ordered = sorted(tried, key=lambda one: (_mean(one.cost), -_mean(one.settles)))
    best, behind = -1.0, []
    for place, one in enumerate(ordered):
        chance = _mean(one.settles)
        behind.append((best - chance, place))
        best = max(best, chance)
    chosen = sorted(behind)[:most]
    return [
        ordered[place].offer for gap, place in sorted(chosen, key=lambda x: x[1]) if gap < MARGIN
    ]


def _mean(values: Array) -> float:
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else -1.0
