"""Solved draws to start from: a forecast that was made, or one that is read from a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.answers import BLOCK_BYTES, confined
from standoff.forecast.chunks import Ground
from standoff.forecast.lens import Play, play_of
from standoff.forecast.plan import Structure, plan_draws, structures_of
from standoff.forecast.questions import Questions
from standoff.forecast.seen import bluff_now
from standoff.game import NONE, Budget, Game, Numbers
from standoff.scenario.model import Scenario
from standoff.solve.playing import hit_probabilities, payoffs_to_go, reach_probabilities

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast

Array = np.ndarray[Any, Any]

SMALLEST = 1e-300
"""Stands for a chance of 0 where a logarithm is taken."""


@dataclass(frozen=True)
class Part:
    """The draws that share one game, solved.

    Attributes:
        scenario: as these draws have it.
        game: its compiled game.
        questions: index arrays of the game.
        structure: which draws they are, and what everybody sees in them.
        numbers: of these draws.
        strategy: choice probabilities (X, B).
        logits: the same as centred logarithms (X, B).
        solved: draws that are solved (B).
    """

    scenario: Scenario
    game: Game
    questions: Questions
    structure: Structure
    numbers: Numbers
    strategy: Array
    logits: Array
    solved: Array


@dataclass(frozen=True)
class Standpoint:
    """Solved draws of a crisis.

    Attributes:
        scenario: as the file has it.
        seed: of the draws.
        draws: their number.
        view: id of the view that stands in for the analyst's, or None.
        parts: by structure.
        weights: of the draws (B), adding up to 1, where something was observed; else None.
    """

    scenario: Scenario
    seed: int
    draws: int
    view: str | None
    parts: tuple[Part, ...]
    weights: Array | None = None

    @cached_property
    def figures(self) -> Figures:
        """What the draws come to."""
        made = [figures_of(p.questions, p.numbers, p.strategy, p.solved) for p in self.parts]
        return spread(made, [part.structure.draws for part in self.parts], self.draws)


def standpoint(record: Forecast, scenario: Scenario | None = None) -> Standpoint:
    """Return the solved draws of a forecast.

    A forecast that was conditioned on events gives its draws of the prior and their weights.

    Args:
        record: the forecast.
        scenario: as the file has it; needed where a theory lays something open in most draws.
    """
    record = record.before or record
    written = scenario or record.scenario
    records = record.parts or (record,)
    structures = structures_of(written, record.on)
    parts = tuple(
        Part(
            one.scenario,
            one.game,
            Questions(one.scenario, one.game),
            structure,
            one.numbers,
            one.solution.strategy,
            one.solution.logits,
            one.solution.solved,
        )
        for one, structure in zip(records, structures, strict=True)
    )
    weights = None
    if record.weights is not None:
        weights = np.zeros(record.draws)
        weights[record.solution.solved] = record.weights
    return Standpoint(written, record.seed, record.draws, record.view, parts, weights)


def standpoint_of_run(
    scenario: Scenario,
    strategy: Array,
    solved: Array,
    seed: int,
    *,
    budget: Budget | None = None,
) -> Standpoint | None:
    """Return the draws of a run whose equilibria are at hand; None where they do not fit.

    Args:
        scenario: of the run.
        strategy: choice probabilities (X, B), rows as in the run's table of equilibria.
        solved: draws that were solved (B).
        seed: of the draws.
        budget: what the game may need.
    """
    draws = strategy.shape[1]
    plan = plan_draws(scenario, draws, seed)
    if len(plan.structures) > 1 or plan.held:
        return None
    ground = Ground(scenario, plan, 0, budget, draws)
    if ground.game.n_entries != len(strategy):
        return None
    part = Part(
        ground.scenario,
        ground.game,
        ground.questions,
        plan.structures[0],
        ground.numbers(0, draws),
        strategy,
        logits_of(ground.game, strategy),
        solved,
    )
    return Standpoint(scenario, seed, draws, None, (part,))


def logits_of(game: Game, strategy: Array) -> Array:
    """Return centred logarithms of choice probabilities (X, B)."""
    logs = np.log(np.maximum(strategy, SMALLEST))
    widths = np.diff(game.action_start)
    if not len(widths):
        return logs
    mean = np.add.reduceat(logs, game.action_start[:-1], axis=0) / widths[:, None]
    return np.asarray(logs - np.repeat(mean, widths, axis=0))


@dataclass(frozen=True)
class Figures:
    """What draws come to; nan where a draw is not solved.

    Attributes:
        outcomes: probability of each outcome (K, B).
        ended_by: probability that the crisis has ended by each date (D, B).
        bluff: per threat, chance that it is not carried out if the others refuse to the end, from
            the first turn that is not over (threats, B).
        payoffs: what each party can expect of the whole crisis, in the file's payoff unit (P, B).

    All of them are given what was observed.
    """

    outcomes: Array
    ended_by: Array
    bluff: Array
    payoffs: Array


NAMES = ("outcomes", "ended_by", "bluff", "payoffs")


def figures_of(q: Questions, numbers: Numbers, strategy: Array, solved: Array) -> Figures:
    """Return what a strategy (X, B) comes to, by exact passes over the game, draws in blocks."""
    count = numbers.n_draws
    width = max(1, BLOCK_BYTES // (8 * (4 + len(q.game.players)) * max(1, q.game.n_nodes)))
    blocks = [
        _block(
            q, numbers.block(start, min(start + width, count)), strategy[:, start : start + width]
        )
        for start in range(0, count, width)
    ]
    made = Figures(*(np.concatenate([getattr(b, n) for b in blocks], axis=1) for n in NAMES))
    for name in NAMES:
        getattr(made, name)[:, ~solved] = np.nan
    return made


def _block(q: Questions, numbers: Numbers, strategy: Array) -> Figures:
    strategy = np.ascontiguousarray(strategy)
    play = play_of(q, numbers, strategy, q.weight)
    days, outcomes = len(q.layout.dates), len(q.scenario.outcomes)
    endings = np.asarray(q.to_endings @ play.reach).reshape(days, outcomes, numbers.n_draws)
    bluff = np.zeros((len(q.threats), numbers.n_draws))
    for k, threat in enumerate(q.threats):
        forced = confined(q, threat, strategy)
        hit = hit_probabilities(q.game, numbers, forced, threat.node_hit, threat.edge_hit)
        bluff[k] = bluff_now(q, play, q.lens, threat, hit)
    return Figures(
        np.asarray(q.to_outcomes @ play.reach),
        np.cumsum(endings.sum(axis=1), axis=0),
        bluff,
        _payoffs(q, play) / q.scenario.payoff_scale,
    )


def _payoffs(q: Questions, play: Play) -> Array:
    """Return what each party can expect of the whole crisis, given what was observed (P, B)."""
    game, numbers = q.game, play.numbers
    if play.weight is None:
        return np.asarray(payoffs_to_go(game, numbers, play.strategy)[0])
    edges = np.flatnonzero(game.edge_pay != NONE)
    nodes = np.flatnonzero(game.node_pay != NONE)
    rows = np.zeros((len(numbers.pay), numbers.n_draws))
    np.add.at(rows, game.edge_pay[edges], q.flow(edges, play))
    np.add.at(rows, game.node_pay[nodes], play.reach[nodes])
    return np.asarray(np.einsum("upb,ub->pb", numbers.pay, rows))


def spread(made: Sequence[Figures], draws: Sequence[Array], count: int) -> Figures:
    """Put the figures of parts at their draws."""
    out = []
    for name in NAMES:
        whole = np.full((getattr(made[0], name).shape[0], count), np.nan)
        for figures, which in zip(made, draws, strict=True):
            whole[:, which] = getattr(figures, name)
        out.append(whole)
    return Figures(*out)


def chance_of_move(part: Part, entries: Array) -> Array:
    """Return the chance of some moves, given that one of their sets is reached (B); nan if not."""
    q = part.questions
    sets = np.unique(q.entry_infoset[entries])
    reach = np.asarray(q.to_infosets @ reach_probabilities(part.game, part.numbers, part.strategy))
    made = (reach[q.entry_infoset[entries]] * part.strategy[entries]).sum(axis=0)
    whole = reach[sets].sum(axis=0)
    with np.errstate(all="ignore"):
        return np.asarray(np.where(whole > 0, made / whole, np.nan))
