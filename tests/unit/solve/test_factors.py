"""Sparse factors solve with I - dG/dz as whole matrices do, and have its determinant's sign."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import duel
from tests.support.random_games import random_game, random_numbers

from standoff.game import compile_game, draw_numbers, layout_of
from standoff.game.classic import escalation, kuhn
from standoff.solve import factors, newton
from standoff.solve.arclength import Branch
from standoff.solve.factors import System, fill_of
from standoff.solve.newton import climb_on
from standoff.solve.passplan import plan_of
from standoff.solve.watch import Watch

GAMES = {
    "escalation": lambda: escalation(418),
    "three types": lambda: escalation(600, types=3),
    "kuhn": kuhn,
    **{
        f"random {seed}": lambda seed=seed: (
            (game := random_game(seed)),
            random_numbers(game, seed, 1),
        )
        for seed in range(12)
    },
}


def whole(branch, lam):
    return np.eye(branch.count) - branch.slopes_here(lam)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("name", GAMES)
def test_factors_solve_what_the_whole_matrix_says(name, at_once):
    game, numbers = GAMES[name]()
    branch = Branch(plan_of(game, at_once=at_once), numbers)
    rng = np.random.default_rng(7)
    for lam in (0.0, 1.0, 30.0):
        branch.residual(np.append(rng.normal(size=branch.count), lam))
        made = branch.factor(lam)
        matrix = whole(branch, lam)
        rhs = rng.normal(size=branch.count)
        size = np.abs(np.linalg.inv(matrix)).sum(axis=1).max()
        np.testing.assert_allclose(made.solve(rhs), np.linalg.solve(matrix, rhs), atol=1e-9 * size)
        if at_once:  # off the branch the determinants of the two maps differ
            assert made.sign == np.linalg.slogdet(matrix)[0]


def test_parties_that_learn_slowly_are_solved_for_too(slow_learners):
    game, numbers = slow_learners
    branch = Branch(plan_of(game), numbers)
    assert branch.work.biased
    rng = np.random.default_rng(8)
    branch.residual(np.append(rng.normal(size=branch.count), 3.0))
    matrix, rhs = whole(branch, 3.0), rng.normal(size=branch.count)
    made = branch.factor(3.0)
    np.testing.assert_allclose(made.solve(rhs), np.linalg.solve(matrix, rhs), rtol=1e-8)
    assert made.sign == np.linalg.slogdet(matrix)[0]


@pytest.fixture
def slow_learners():
    scenario = duel(2)
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, 1, 1)
    profiles = layout_of(game).profiles
    origin = np.append(profiles.origin, -1)[layout_of(game).node_profile]
    return replace(game, node_origin=origin), replace(numbers, rates=np.array([[0.3], [0.5]]))


def test_filling_in_is_foreseen():
    for name in ("kuhn", "random 3", "random 5"):
        game, _ = GAMES[name]()
        system = System(plan_of(game))
        pattern = np.zeros((system.size, system.size), dtype=bool)
        for column in range(system.size):
            pattern[system.row[system.start[column] : system.start[column + 1]], column] = True
        pattern |= pattern.T
        for k in range(system.size):
            below = np.flatnonzero(pattern[k + 1 :, k]) + k + 1
            pattern[np.ix_(below, below)] = True
        assert fill_of(system.start, system.row, 10**9) == np.tril(pattern).sum()


def test_too_large_factors_are_not_made(monkeypatch):
    game, numbers = escalation(418)
    monkeypatch.setattr(factors, "MOST_ENTRIES", 1000)
    branch = Branch(plan_of(game), numbers)
    branch.residual(np.zeros(branch.count + 1))
    assert not branch.may_factor
    assert branch.factor(1.0) is None
    start = [(0.0, np.zeros(branch.count))]
    end = climb_on(branch, Watch(branch), start, 0.2, 20.0, 1e-12)
    assert end.arrived  # by Krylov steps alone


@pytest.mark.parametrize("few", [0, 60])
def test_both_kinds_of_steps_end_alike(few, monkeypatch):
    game, numbers = escalation(418)
    monkeypatch.setattr(newton, "FEW", few)
    branch = Branch(plan_of(game), numbers)
    start = [(0.0, np.zeros(branch.count))]
    watch = Watch(branch)
    end = climb_on(branch, watch, start, 0.2, 60.0, 1e-12)
    assert end.arrived
    assert (watch.highest == 0.0) == (few == 0)  # signs of factors instead of estimates
    _, change = branch.residual(np.append(end.logits, 60.0))
    assert change <= 1e-9
    monkeypatch.undo()
    other = climb_on(branch, Watch(branch), start, 0.2, 60.0, 1e-12)
    np.testing.assert_allclose(
        branch.probabilities(np.append(end.logits, 0.0)),
        branch.probabilities(np.append(other.logits, 0.0)),
        atol=1e-8,
    )
