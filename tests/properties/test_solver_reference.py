"""The solver agrees with a slow plain one on random games, and respects what must not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.random_games import random_game, random_numbers
from tests.support.reference import centred_payoffs, slopes, solve_reference

from standoff.game.game import NONE, Numbers
from standoff.solve import certify, solve

AGREEMENT = 1e-8
"""What the program promises; both solvers stop far below it."""
SAME = 1e-10
"""Two runs of one solver on games that are equal but for rounding; it stops at 1e-12 per pass."""
GAMES = 200
CROSSED = [71, 551, 1205, 1226, 1544]
"""Seeds of games in which two information sets each come before the other somewhere."""

FOLDED = [(6, 1, 2), (30, 11, 2), (64, 10, 6)]
"""Seed, draw, and how often lambda turns on the way to 40."""

SEEDS = st.integers(0, 2**32 - 1)
some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@settings(max_examples=GAMES, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS)
def test_one_draw_agrees_with_the_reference(seed):
    agrees_with_the_reference(seed, draws=1)


@settings(max_examples=GAMES // 4, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS)
def test_one_of_many_draws_agrees_with_the_reference(seed):
    agrees_with_the_reference(seed, draws=11)


@pytest.mark.parametrize("seed", CROSSED)
def test_crossed_information_sets_agree_with_the_reference(seed):
    assert not random_game(seed).contiguous
    agrees_with_the_reference(seed, draws=3)


@pytest.mark.parametrize(("seed", "draw", "turns"), FOLDED)
def test_both_follow_a_branch_that_turns_back(seed, draw, turns):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 16).block(draw, draw + 1).with_lam(40.0)
    solution, answer = solve(game, numbers), solve_reference(game, numbers)
    assert solution.solved.all()
    assert solution.turned.tolist() == [turns]
    assert answer.turned == turns
    assert np.abs(solution.strategy[:, 0] - answer.strategy).max() <= AGREEMENT


def agrees_with_the_reference(seed, draws):
    game = random_game(seed)
    numbers = random_numbers(game, seed, draws)
    solution = solve(game, numbers)
    draw = seed % draws
    answer = solve_reference(game, numbers, draw)
    assert solution.solved.all()
    assert np.abs(solution.strategy[:, draw] - answer.strategy).max() <= AGREEMENT


@some
@given(SEEDS)
def test_many_draws_at_once_equal_one_at_a_time(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 13)
    together = solve(game, numbers)
    for draw in range(numbers.n_draws):
        alone = solve(game, numbers.block(draw, draw + 1))
        assert np.array_equal(alone.strategy[:, 0], together.strategy[:, draw])
        assert alone.status[0] == together.status[draw]


@some
@given(SEEDS)
def test_both_methods_agree(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 4)
    ladder, followed = solve(game, numbers), solve(game, numbers, method="arclength")
    assert np.abs(ladder.strategy - followed.strategy).max() <= AGREEMENT


@some
@given(SEEDS)
def test_relabelling_players_changes_labels_only(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 3)
    size = len(game.players)
    new = np.roll(np.arange(size), 1)  # old player p becomes new[p]
    old = np.argsort(new)
    moved = replace(
        game,
        players=tuple(game.players[p] for p in old),
        node_player=np.where(game.node_player >= 0, new[game.node_player], game.node_player),
        infoset_player=new[game.infoset_player],
    )
    other = Numbers(numbers.pay[:, old], numbers.prob, numbers.lam)
    before, after = solve(game, numbers), solve(moved, other)
    assert np.abs(before.strategy - after.strategy).max() <= SAME
    assert np.abs(before.certificate.gain[old] - after.certificate.gain).max() <= SAME


@some
@given(SEEDS)
def test_reversing_the_order_of_moves_changes_labels_only(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 3)
    edges, entries = mirrored(game.edge_start), mirrored(game.action_start)
    mirror = replace(
        game,
        edge_child=game.edge_child[edges],
        edge_pay=game.edge_pay[edges],
        edge_prob=game.edge_prob[edges],
        edge_label=game.edge_label[edges],
        action_labels=tuple(game.action_labels[x] for x in entries),
    )
    before, after = solve(game, numbers), solve(mirror, numbers)
    assert np.abs(before.strategy[entries] - after.strategy).max() <= SAME


def mirrored(start):
    """Return indices that reverse each slice `start[n]:start[n + 1]`."""
    return np.concatenate([np.arange(stop - 1, begin - 1, -1) for begin, stop in pairwise(start)])


def test_mirrored_reverses_each_slice():
    assert mirrored(np.array([0, 2, 3, 6])).tolist() == [1, 0, 2, 5, 4, 3]


@some
@given(SEEDS, st.floats(-5, 5))
def test_a_constant_for_one_player_changes_nothing(seed, constant):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 3)
    extra = np.zeros((1, len(game.players), numbers.n_draws))
    extra[0, seed % len(game.players)] = constant
    root_row = game.node_pay[0]
    pay = np.concatenate([numbers.pay, extra + (0 if root_row == NONE else numbers.pay[root_row])])
    node_pay = game.node_pay.copy()
    node_pay[0] = game.pay_rows
    shifted = replace(game, node_pay=node_pay, pay_rows=game.pay_rows + 1)
    before, after = solve(game, numbers), solve(shifted, replace(numbers, pay=pay))
    assert np.abs(before.strategy - after.strategy).max() <= SAME

    ends = np.where(game.node_outcome != NONE)[0]
    everywhere = numbers.pay.copy()
    everywhere[game.node_pay[ends]] += extra
    after = solve(game, replace(numbers, pay=everywhere))
    assert np.abs(before.strategy - after.strategy).max() <= 100 * SAME  # amounts cancel


@some
@given(SEEDS)
def test_doubling_payoffs_is_doubling_lambda(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 3, highest_lam=5.0)
    doubled = replace(numbers, pay=2 * numbers.pay)
    sharper = replace(numbers, lam=2 * numbers.lam)
    assert np.abs(solve(game, doubled).strategy - solve(game, sharper).strategy).max() <= SAME


@some
@given(SEEDS)
def test_the_certificate_passes_the_answer_and_catches_a_change(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 2)
    strategy = solve(game, numbers).strategy
    assert certify(game, numbers, strategy).passed.all()
    start = game.action_start[seed % game.n_infosets]
    wrong = strategy.copy()
    shift = 1e-6 * min(wrong[start, 0], wrong[start + 1, 0], 0.1)
    wrong[start, 0] += 10 * shift
    wrong[start + 1, 0] -= 10 * shift
    verdict = certify(game, numbers, wrong)
    assert verdict.residual[0] >= shift
    assert verdict.passed.tolist() == [10 * shift <= 1e-8, True]


def test_the_reference_has_the_right_slopes():
    """Complex steps against central differences."""
    game = random_game(3)
    numbers = random_numbers(game, 3, 1)
    z = np.random.default_rng(0).normal(size=game.n_entries)
    exact = slopes(game, numbers, 0, z)
    for entry in range(game.n_entries):
        up, down = z.copy(), z.copy()
        up[entry] += 1e-6
        down[entry] -= 1e-6
        above = centred_payoffs(game, numbers, 0, up)
        difference = (above - centred_payoffs(game, numbers, 0, down)) / 2e-6
        assert np.abs(difference - exact[:, entry]).max() < 1e-8


def test_the_comparison_would_notice_another_answer():
    game = random_game(4)
    numbers = random_numbers(game, 4, 1)
    other = numbers.with_lam(1.01 * float(numbers.lam[0]))
    answer = solve_reference(game, other)
    assert np.abs(solve(game, numbers).strategy[:, 0] - answer.strategy).max() > AGREEMENT
