from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.support.random_games import random_game, random_numbers

from standoff.errors import UsageError
from standoff.game.classic import escalation
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import arrange
from standoff.interop.efg import read_efg
from standoff.solve import playouts
from standoff.solve.kernels_playouts import SLOT, fill_slots
from standoff.solve.playing import reach_probabilities
from standoff.solve.playouts import CHUNK

FALSE_ALARM = 1e-6
"""Chance that a right program fails a test of counts; seeds are fixed, so it cannot come and go."""
PLAYS = 200_000


def any_strategy(game, draws, seed=0):
    """Random choice probabilities, some of them tiny."""
    raw = np.random.default_rng(seed).random((game.n_entries, draws)) ** 4
    total = np.add.reduceat(raw, game.action_start[:-1], axis=0)
    return raw / np.repeat(total, np.diff(game.action_start), axis=0)


def expected_payoff(game, numbers, strategy):
    """Payoff of each party (P, B) by visiting every path, as nothing else here does."""
    out = np.zeros((len(game.players), numbers.n_draws))
    todo = [(0, np.ones(numbers.n_draws))]
    while todo:
        node, weight = todo.pop()
        if game.node_pay[node] != NONE:
            out += weight * numbers.pay[game.node_pay[node]]
        for e in range(game.edge_start[node], game.edge_start[node + 1]):
            if game.node_player[node] == CHANCE:
                along = numbers.prob[game.edge_prob[e]]
            else:
                first = game.action_start[game.node_infoset[node]]
                along = strategy[first + e - game.edge_start[node]]
            if game.edge_pay[e] != NONE:
                out += weight * along * numbers.pay[game.edge_pay[e]]
            todo.append((int(game.edge_child[e]), weight * along))
    return out


def assert_binomial(counts, plays, probs):
    """Every count is one that a binomial variable has with its probability."""
    below = stats.binom.cdf(counts, plays, np.clip(probs, 0, 1))
    above = stats.binom.sf(counts - 1, plays, np.clip(probs, 0, 1))
    assert (np.minimum(below, above) > FALSE_ALARM / counts.size).all()


@pytest.mark.parametrize("seed", range(6))
def test_nodes_are_visited_as_often_as_they_are_reached(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 2)
    strategy = any_strategy(game, 2)
    seen = playouts(game, numbers, strategy, PLAYS, seed=seed, visits=True)
    assert_binomial(seen.visits, PLAYS, reach_probabilities(game, numbers, strategy))
    assert (seen.visits[0] == PLAYS).all()


def test_counts_that_are_off_are_noticed():
    with pytest.raises(AssertionError):
        assert_binomial(np.array([600]), 1000, np.array([0.5]))
    with pytest.raises(AssertionError):
        assert_binomial(np.array([1]), 1000, np.array([0.0]))


@pytest.mark.parametrize("seed", range(6))
def test_payoffs_agree_with_the_expected_ones(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 2)
    strategy = any_strategy(game, 2)
    seen = playouts(game, numbers, strategy, PLAYS, seed=seed)
    off = np.abs(seen.payoff - expected_payoff(game, numbers, strategy))
    assert (off <= 5 * seen.payoff_error + 1e-12).all()
    # The error is that of a mean: ten times as many plays make it three times smaller.
    fewer = playouts(game, numbers, strategy, PLAYS // 10, seed=seed)
    ratio = fewer.payoff_error / np.maximum(seen.payoff_error, 1e-300)
    assert ((ratio > 2.8) & (ratio < 3.6) | (seen.payoff_error == 0)).all()


def test_outcomes_of_a_larger_game():
    game, numbers = escalation(1000, draws=3)
    strategy = any_strategy(game, 3)
    seen = playouts(game, numbers, strategy, PLAYS, visits=True)
    reach = reach_probabilities(game, numbers, strategy)
    ends = game.node_player == TERMINAL
    for k in range(len(game.outcome_labels)):
        exact = reach[ends & (game.node_outcome == k)].sum(axis=0)
        assert_binomial(seen.outcomes[k], PLAYS, exact)
    assert (seen.outcomes.sum(axis=0) == PLAYS).all()
    assert_binomial(seen.visits, PLAYS, reach)


def test_neighbouring_draws_and_seeds_give_other_plays():
    game, numbers = escalation(91)
    two = Numbers(
        numbers.pay.repeat(2, axis=2), numbers.prob.repeat(2, axis=1), numbers.lam.repeat(2)
    )
    strategy = any_strategy(game, 1).repeat(2, axis=1)
    seen = playouts(game, two, strategy, 10_000, seed=1)
    other = playouts(game, two, strategy, 10_000, seed=2)
    assert (seen.outcomes[:, 0] != seen.outcomes[:, 1]).any()
    assert (seen.outcomes != other.outcomes).any()


def test_chunks_give_other_plays():
    game, numbers = escalation(91)
    seen = playouts(game, numbers, any_strategy(game, 1), 2 * CHUNK, ends=True)
    assert (seen.ends[:CHUNK] != seen.ends[CHUNK:]).mean() > 0.5


def test_the_same_plays_for_any_number_of_threads():
    game, numbers = escalation(300, draws=2)
    strategy = any_strategy(game, 2)
    plays = 3 * CHUNK + 12345
    one, two, four = (
        playouts(game, numbers, strategy, plays, threads=t, visits=True, ends=True)
        for t in (1, 2, 4)
    )
    for other in (two, four):
        for name in ("outcomes", "payoff", "payoff_error", "visits", "ends"):
            assert np.array_equal(getattr(one, name), getattr(other, name))


def merged(probs=(0.3, 0.7)):
    """Two moves of nature, paid differently, lead to one node of A: a graph, not a tree."""
    game = Game(
        title="merged",
        players=("A", "B"),
        node_player=np.array([CHANCE, 0, TERMINAL, TERMINAL]),
        node_infoset=np.array([NONE, 0, NONE, NONE]),
        node_pay=np.array([2, NONE, 1, NONE]),
        node_outcome=np.array([NONE, NONE, 0, 1]),
        edge_start=np.array([0, 2, 4, 4, 4]),
        edge_child=np.array([1, 1, 2, 3]),
        edge_pay=np.array([NONE, 0, NONE, NONE]),
        edge_prob=np.array([0, 1, NONE, NONE]),
        edge_label=np.array([0, 1, NONE, NONE]),
        infoset_start=np.zeros(2, dtype=np.int64),
        infoset_nodes=np.zeros(0, dtype=np.int64),
        infoset_player=np.array([0]),
        action_start=np.array([0, 2]),
        order=np.zeros(0, dtype=np.int64),
        infoset_labels=("here",),
        action_labels=("go", "stay"),
        outcome_labels=("gone", "stayed"),
        chance_labels=("sun", "rain"),
        pay_rows=3,
        prob_rows=2,
    )
    pay = np.array([[[0.5], [-1.0]], [[2.0], [0.0]], [[10.0], [20.0]]])
    return arrange(game), Numbers(pay, np.array(probs).reshape(2, 1), np.array([1.0]))


def test_payoffs_where_paths_meet():
    game, numbers = merged()
    strategy = np.array([[0.25], [0.75]])
    plays = 2 * CHUNK + 777
    seen = playouts(game, numbers, strategy, plays, threads=1)
    exact = expected_payoff(game, numbers, strategy)
    assert exact[:, 0].tolist() == pytest.approx([10 + 0.35 + 0.5, 20 - 0.7])
    assert (np.abs(seen.payoff - exact) <= 5 * seen.payoff_error).all()
    spread = [0.25 * 0.7 * 0.3 + 4 * 0.25 * 0.75, 0.7 * 0.3]
    assert seen.payoff_error[:, 0] == pytest.approx(np.sqrt(np.array(spread) / plays), rel=0.02)
    again = playouts(game, numbers, strategy, plays, threads=2)
    assert np.array_equal(seen.payoff, again.payoff)


def test_moves_without_probability_are_never_played():
    game, numbers = merged((0.0, 1.0))
    seen = playouts(game, numbers, np.array([[1.0], [0.0]]), 50_000)
    assert seen.outcomes[:, 0].tolist() == [50_000, 0]
    assert seen.payoff[:, 0].tolist() == pytest.approx([12.5, 19.0])


@pytest.mark.parametrize("plays", [1, 2, 7, 8, 9, CHUNK, CHUNK + 1])
def test_as_many_plays_as_were_asked_for(plays):
    game, numbers = escalation(91)
    seen = playouts(game, numbers, any_strategy(game, 1), plays, visits=True, ends=True)
    assert seen.outcomes.sum() == plays
    assert seen.visits[0, 0] == plays
    assert len(seen.ends) == plays
    ends = game.node_player == TERMINAL
    assert np.array_equal(
        np.bincount(seen.ends[:, 0], minlength=len(ends))[ends], seen.visits[ends, 0]
    )


def test_a_game_that_is_over_before_it_begins():
    game, numbers = read_efg('EFG 2 R "" { "A" }\nt "" 1 "end" { 3 }\n')
    seen = playouts(game, numbers, np.zeros((0, 1)), 10, visits=True, ends=True)
    assert seen.outcomes.tolist() == [[10]]
    assert seen.payoff.tolist() == [[3.0]]
    assert seen.visits.tolist() == [[10]]
    assert seen.ends[:, 0].tolist() == [0] * 10


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8, 100])
def test_slots_share_out_the_probabilities(width):
    rng = np.random.default_rng(width)
    along = rng.random(width) ** 6
    along /= along.sum()
    slots = np.zeros(width, dtype=SLOT)
    starts = np.concatenate(([0, width], np.full(width, width)))
    fill_slots(starts, np.arange(1, width + 1), along, np.zeros(width + 1, dtype=np.int64), slots)
    got = np.zeros(width)
    np.add.at(got, np.arange(width), slots["threshold"] / width)
    np.add.at(got, slots["alias"], (1 - slots["threshold"]) / width)
    assert np.abs(got - along).max() < 1e-15 * width
    assert (slots["count"] == -width).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"plays": 0}, "the number of plays is 0; it must be from 1 to 10,000,000,000"),
        ({"seed": -1}, "the seed is -1; it must be at least 0"),
        ({"strategy": np.ones((2, 2))}, r"has shape \(2, 2\); this game .* needs \(2, 1\)"),
        ({"strategy": np.array([[0.4], [0.5]])}, "of draw 0 are negative, no numbers, or do not"),
        ({"strategy": np.array([[1.5], [-0.5]])}, "of draw 0 are negative, no numbers, or do not"),
        ({"strategy": np.array([[np.nan], [0.5]])}, "of draw 0 are negative, no numbers, or do"),
    ],
)
def test_wrong_calls_say_so(change, message):
    game, numbers = merged()
    call = {"strategy": np.array([[0.5], [0.5]]), "plays": 10} | change
    with pytest.raises(UsageError, match=message):
        playouts(game, numbers, **call)


def test_progress_counts_plays():
    game, numbers = merged()
    told = []
    playouts(
        game,
        numbers,
        np.array([[0.5], [0.5]]),
        2 * CHUNK + 5,
        threads=1,
        progress=lambda *a: told.append(a),
    )
    assert [done for _, done, _ in told] == [CHUNK, 2 * CHUNK, 2 * CHUNK + 5]
    assert {(stage, total) for stage, _, total in told} == {("playouts", 2 * CHUNK + 5)}
