"""Holding some information sets fixed leaves the rest of an equilibrium where it was."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.crises import duel, strait
from tests.support.random_games import random_game, random_numbers

from standoff.game.fixing import fixed
from standoff.solve import solve
from standoff.solve.playing import look_back, payoffs_to_go, reach_probabilities, reach_weights

CLOSE = 1e-9
"""Both ways solve to residuals of 1e-12."""


def _case(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 3, highest_lam=4.0)
    return game, numbers, solve(game, numbers, check_branch=0)


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_rest_of_an_equilibrium_answers_a_part_of_it(seed):
    game, numbers, solution = _case(seed)
    held = np.random.default_rng(seed).random(game.n_infosets) < 0.5
    held[0], held[-1] = True, False
    made = fixed(game, numbers, solution.strategy, held)
    again = solve(made.game, made.numbers, check_branch=0)
    found = made.whole(again.strategy)
    assert made.game.n_infosets == int((~held).sum())
    np.testing.assert_allclose(found, solution.strategy, atol=CLOSE)


def test_another_strategy_of_the_others_changes_the_answer():
    game, numbers, solution = _case(1)
    held = game.infoset_player == 0
    uniform = np.repeat(1 / np.diff(game.action_start), np.diff(game.action_start))
    given = np.repeat(uniform[:, None], 3, axis=1)
    made = fixed(game, numbers, given, held)
    again = made.whole(solve(made.game, made.numbers, check_branch=0).strategy)
    of_entry = np.repeat(held, np.diff(game.action_start))
    np.testing.assert_array_equal(again[of_entry], given[of_entry])
    assert np.abs(again - solution.strategy)[~of_entry].max() > 1e-3


@pytest.mark.parametrize("make", [duel, strait])
def test_a_crisis_can_be_held_too(make):
    from standoff.game import compile_game, draw_numbers

    scenario = make()
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, 4, 1)
    solution = solve(game, numbers, check_branch=0)
    held = game.infoset_player == game.infoset_player[0]
    made = fixed(game, numbers, solution.strategy, held)
    again = solve(made.game, made.numbers, check_branch=0)
    np.testing.assert_allclose(made.whole(again.strategy), solution.strategy, atol=CLOSE)


def test_everything_can_be_held():
    game, numbers, solution = _case(2)
    made = fixed(game, numbers, solution.strategy, np.ones(game.n_infosets, dtype=bool))
    again = reach_probabilities(made.game, made.numbers, np.zeros((0, 3)))
    np.testing.assert_allclose(
        again, reach_probabilities(game, numbers, solution.strategy), atol=1e-15
    )


def _by_hand(game, numbers, strategy, node, draw, weight=None, ends=None):
    """Return payoffs from a node on, and the mean product of weights, by plain recursion."""
    players = len(game.players)
    here = game.node_pay[node]
    pay = numbers.pay[here, :, draw].copy() if here >= 0 else np.zeros(players)
    edges = range(game.edge_start[node], game.edge_start[node + 1])
    if not edges:
        return pay, 1.0 if ends is None else ends[node]
    total = 0.0
    for place, e in enumerate(edges):
        owner = game.node_infoset[node]
        chance = (
            numbers.prob[game.edge_prob[e], draw]
            if owner < 0
            else strategy[game.action_start[owner] + place, draw]
        )
        later, product = _by_hand(game, numbers, strategy, game.edge_child[e], draw, weight, ends)
        if game.edge_pay[e] >= 0:
            later = later + numbers.pay[game.edge_pay[e], :, draw]
        pay = pay + chance * later
        total += chance * (1.0 if weight is None else weight[e]) * product
    return pay, total


@pytest.mark.parametrize("seed", range(4))
def test_looking_ahead_is_the_plain_recursion(seed):
    game, numbers, solution = _case(seed)
    rng = np.random.default_rng(seed)
    weight, ends = rng.random(len(game.edge_child)), rng.random(game.n_nodes)
    pays = payoffs_to_go(game, numbers, solution.strategy)
    back = look_back(game, numbers, solution.strategy, weight, ends)
    for draw in range(3):
        for node in (0, game.n_nodes // 2):
            pay, product = _by_hand(game, numbers, solution.strategy, node, draw, weight, ends)
            np.testing.assert_allclose(pays[node, :, draw], pay, atol=1e-12)
            np.testing.assert_allclose(back[node, draw], product, atol=1e-12)
    forward = reach_weights(game, numbers, solution.strategy, weight)
    last = game.node_player == -2
    np.testing.assert_allclose((forward[last] * ends[last, None]).sum(axis=0), back[0], atol=1e-12)
