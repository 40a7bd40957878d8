"""Simulation-based calibration: 500 crises from the prior, each observed and then forecast.

Truth is drawn from the prior, the crisis is solved and played once, what everybody could see of its
first two turns is entered, and the posterior is asked for the truth. If observations are weighed
rightly, the rank of the truth among the posterior's draws is uniform, and 90% intervals hold it in
90% of the crises (Talts, Betancourt, Simpson, Vehtari and Gelman 2018, named from memory).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom, kstest
from tests.support.tiny import load

from standoff.forecast import forecast
from standoff.forecast.bands import band, weighted_quantile
from standoff.forecast.lens import play_of
from standoff.forecast.questions import Questions
from standoff.game import compile_game, draw_parameters, numbers_at
from standoff.scenario.model import Observation
from standoff.solve import solve
from standoff.solve.playouts import playouts

CRISES = 500
DRAWS = 3000
FALSE_ALARM = 1e-3
"""Chance of each test to fail although all is right; seeds are fixed."""

CRISIS = """\
standoff: 1
title: A crisis to be drawn many times
payoffs: points
precision: lam
parameters:
  lam:
    prior: {lognormal: {median: 2, sd_log: 0.4}}
    unit: per point
    means: how closely choices follow payoffs
    evidence: assumed
    reason: wide
  cost:
    prior: {uniform: [0, 2]}
    unit: points
    means: cost of the threat to those who do not mean it
    evidence: assumed
    reason: wide
  stake:
    prior: {normal: {mean: 1, sd: 0.7}}
    unit: points
    means: worth of what is asked for
    evidence: assumed
    reason: wide
  p_high:
    prior: {beta: {mean: 0.4, sd: 0.2}}
    unit: probability
    means: chance that the threat is meant
    evidence: assumed
    reason: wide
parties:
  east: {private: {resolve: {values: {low: {prob: rest}, high: {prob: p_high}}}}}
  west: {}
clock: {at_end: quiet}
turns:
  - id: threat
    mover: east
    moves:
      threaten: {cost: {east: "if east.resolve == high then 0 else cost"}}
      ask: {}
  - id: answer
    mover: west
    moves:
      give: {outcome: peace}
      hint: {cost: {west: 0.3}}
      refuse: {}
  - id: end
    mover: east
    moves:
      strike: {outcome: war}
      drop: {}
outcomes:
  quiet: {payoff: {east: "if east.resolve == high then -1 else 0"}}
  peace: {payoff: {east: stake, west: -stake}}
  war: {payoff: {east: "if east.resolve == high then 0.2 else -1.5", west: -1.5}, force: true}
"""


@cache
def _crises(power=1):
    """Return truths (H, C), PIT values (H, C), whether intervals hold them, and outcome bands."""
    scenario = load(CRISIS)
    game = compile_game(scenario)
    prior = draw_parameters(scenario, DRAWS, 1)
    truth = draw_parameters(scenario, CRISES, 2)
    solved = [
        solve(game, numbers_at(scenario, game, values), check_branch=0) for values in (prior, truth)
    ]
    assert all(one.solved.all() for one in solved)
    ends = playouts(
        game, numbers_at(scenario, game, truth), solved[1].strategy, 1, seed=5, ends=True
    ).ends[0]
    seen = _first_two_moves(scenario, game, ends)
    weights = {
        moves: _weights(scenario, game, prior, solved[0].strategy, moves)
        for moves in dict.fromkeys(seen)
    }
    pit, held = np.zeros((2, len(truth), CRISES))
    for k, moves in enumerate(seen):
        heavy = weights[moves] ** power
        heavy /= heavy.sum()
        for h, values in enumerate(prior):
            pit[h, k] = heavy[values < truth[h, k]].sum()
            low, high = weighted_quantile(values, heavy, np.array([0.05, 0.95]))
            held[h, k] = low <= truth[h, k] <= high
    return truth, pit, held, seen


def _first_two_moves(scenario, game, ends):
    """Return the moves at the first two turns of every play, by its last node."""
    parent = {int(c): e for e, c in enumerate(game.edge_child)}
    q = Questions(scenario, game)
    turn, move = q.edge_moves()
    made = []
    for end in ends.tolist():
        path, node = {}, end
        while node in parent:
            edge = parent[node]
            path[int(turn[edge])] = int(move[edge])
            node = int(q.parent[edge])
        made.append((path[0], path[1]))
    return made


def _weights(scenario, game, prior, strategy, moves):
    """Return the posterior weights of the prior's draws given two moves."""
    observed = tuple(
        Observation("made", f"{t}", t + 1, moves=frozenset({(t, m)})) for t, m in enumerate(moves)
    )
    if scenario.turns[1].moves[moves[1]].outcome is not None:  # the crisis is over; so say less
        observed = observed[:1]
    q = Questions(replace(scenario, observed=observed), game)
    heavy = play_of(q, numbers_at(scenario, game, prior), strategy, q.weight).likelihood
    if len(observed) == 1:
        give = q.edge_moves()
        weight = q.weight * np.where((give[0] == 1) & (give[1] != moves[1]), 0.0, 1.0)
        heavy = play_of(q, numbers_at(scenario, game, prior), strategy, weight).likelihood
    return heavy


@pytest.mark.parametrize("parameter", ["lam", "cost", "stake", "p_high"])
def test_intervals_hold_the_truth_at_their_rate(parameter):
    _, _, held, _ = _crises()
    k = ["lam", "cost", "stake", "p_high"].index(parameter)
    low, high = binom.interval(1 - FALSE_ALARM, CRISES, 0.9)
    assert low <= held[k].sum() <= high


@pytest.mark.parametrize("parameter", ["lam", "cost", "stake", "p_high"])
def test_ranks_of_the_truth_are_uniform(parameter):
    _, pit, _, _ = _crises()
    k = ["lam", "cost", "stake", "p_high"].index(parameter)
    assert kstest(pit[k], "uniform").pvalue > FALSE_ALARM


def test_what_was_seen_moved_the_posterior():
    _, _, _, seen = _crises()
    assert len(set(seen)) >= 5
    record = forecast(
        load(CRISIS + "observed: [{made: {turn: threat, move: threaten}}]"), draws=300, mend="none"
    )
    k = [p.name for p in record.scenario.parameters].index("p_high")
    before = record.parameters[k].mean()
    assert band(record.parameters[k], record.weights)["mean"] > before + 0.02


def test_a_likelihood_that_counts_ten_times_is_noticed():
    _, pit, held, _ = _crises(power=10)
    low, _ = binom.interval(1 - FALSE_ALARM, CRISES, 0.9)
    worst = min(kstest(row, "uniform").pvalue for row in pit)
    assert held.sum(axis=1).min() < low or worst < FALSE_ALARM
