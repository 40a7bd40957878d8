"""The watch sees the eigenvalue that would cross 1, folds stop it, pairs from elsewhere do not."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers

from standoff.game.classic import escalation
from standoff.solve import Status, newton, solve
from standoff.solve.arclength import Branch
from standoff.solve.newton import climb_on
from standoff.solve.passplan import plan_of
from standoff.solve.watch import Watch

ESTIMATE = 0.05
"""A quarter of its distance from 1 is all that is asked of an estimate; small ones do better."""
FOLDED = [(6, 1), (30, 11), (64, 10)]
"""Seed and draw of games in which lambda turns on the way to 40 (tests/properties)."""


def at(branch, z, lam):
    branch.residual(np.append(z, lam))
    slopes = branch.slopes_here(lam)
    values = np.linalg.eigvals(slopes)
    return values.real[np.abs(values.imag) < 1e-9].max(initial=-np.inf)


@pytest.mark.parametrize("lam", [2.0, 8.0, 20.0])
def test_the_estimate_is_the_largest_real_eigenvalue(lam):
    game, numbers = escalation(418)
    answer = solve(game, numbers.with_lam(lam))
    branch = Branch(plan_of(game), numbers.with_lam(lam))
    watch = Watch(branch)
    true = at(branch, answer.logits[:, 0], lam)
    for _ in range(3):
        watch.look(lam)
    assert watch.clear
    assert watch.highest == pytest.approx(max(true, 0.0), abs=ESTIMATE)


@pytest.mark.parametrize(("seed", "draw"), FOLDED)
def test_a_fold_is_seen_and_the_branch_followed(seed, draw):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 16).block(draw, draw + 1).with_lam(40.0)
    answer = solve(game, numbers)
    assert answer.status.tolist() == [Status.FOLLOWED]
    assert answer.turned[0] > 0


class _Fixed(Branch):
    """A branch whose derivative is a given matrix."""

    def __init__(self, matrix):
        self.matrix, self.count, self.passes = matrix, len(matrix), 0

    def slope(self, lam, d_z, d_lam):
        return self.matrix @ d_z

    def factor(self, lam):
        return SimpleNamespace(sign=float(np.linalg.slogdet(np.eye(self.count) - self.matrix)[0]))


def normal_with(*values):
    turn, _ = np.linalg.qr(np.random.default_rng(3).normal(size=(len(values), len(values))))
    return turn @ np.diag(values) @ turn.T


@pytest.mark.parametrize(
    ("values", "clear"),
    [
        ((0.7, 0.1, -300.0, -5.0, -0.2), True),
        ((1.3, 0.1, -300.0, -5.0, -0.2), False),
        ((0.995, 0.1, -300.0, -5.0, -0.2), False),
        ((60.0, 20.0, 0.4, -300.0, -5.0), True),
    ],
)
def test_one_eigenvalue_above_1_is_a_fold_and_two_are_a_pair(values, clear):
    watch = Watch(_Fixed(normal_with(*values)))
    watch.look(1.0)
    assert bool(watch.clear) == clear


def test_newton_and_arclength_end_alike():
    game, numbers = escalation(418)
    numbers = numbers.with_lam(60.0)
    branch = Branch(plan_of(game), numbers)
    start = solve(game, numbers.with_lam(5.0)).logits[:, 0]
    watch = Watch(branch)
    end = climb_on(branch, watch, [(5.0, start)], 0.5, 60.0, 1e-12)
    assert end.arrived
    other = solve(game, numbers, method="arclength")
    sigma = branch.probabilities(np.append(end.logits, 0.0))
    np.testing.assert_allclose(sigma, other.strategy[:, 0], atol=1e-8)


def test_newton_gives_up_where_the_branch_turns_back():
    seed, draw = FOLDED[0]
    game = random_game(seed)
    numbers = random_numbers(game, seed, 16).block(draw, draw + 1).with_lam(40.0)
    branch = Branch(plan_of(game), numbers)
    end = climb_on(branch, Watch(branch), [(0.0, np.zeros(game.n_entries))], 0.2, 40.0, 1e-12)
    assert not end.arrived
    assert 0.0 < end.lam < 40.0


def test_rungs_are_refused_that_lie_far_from_the_parabola(monkeypatch):
    game, numbers = escalation(418)
    numbers = numbers.with_lam(20.0)
    branch = Branch(plan_of(game), numbers)
    monkeypatch.setattr(newton, "FAR_FROM_GUESS", 0.0)
    start = [(0.0, np.zeros(game.n_entries))]
    assert not climb_on(branch, Watch(branch), start, 0.5, 20.0, 1e-12).arrived
