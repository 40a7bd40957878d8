"""The branch to very large lambda."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support import published
from tests.support.random_games import random_game, random_numbers
from tests.support.trees import tree

from standoff.interop.efg import read_efg
from standoff.library import path
from standoff.solve import Ending, limit, solve
from standoff.solve.limit import _Path
from standoff.solve.logdomain import LogEquations, sign_of


@pytest.mark.parametrize("seed", range(6))
def test_the_derivative_is_the_slope(seed):
    """The sparse system against differences of the equations."""
    game = random_game(seed)
    numbers = random_numbers(game, seed, 1)
    equations = LogEquations(game, numbers)
    rng = np.random.default_rng(seed)
    u = np.append(rng.normal(size=game.n_entries), 2.0)
    border = np.append(rng.normal(size=game.n_entries), 1.0)

    def left(at):
        return np.append(equations.residual(at, equations.at(at[:-1])), border @ at)

    step = rng.normal(size=len(u))
    slope = (left(u + 1e-6 * step) - left(u - 1e-6 * step)) / 2e-6
    factors = equations.factor(u, equations.at(u[:-1]), border)
    assert np.abs(equations.solve(factors, slope) - step).max() <= 1e-6
    dense = np.array([(left(u + 1e-6 * e) - left(u - 1e-6 * e)) / 2e-6 for e in np.eye(len(u))])
    assert sign_of(factors) == int(np.linalg.slogdet(dense)[0])


@pytest.mark.parametrize("seed", range(6))
def test_the_path_is_that_of_the_solver(seed):
    """At a moderate lambda both sets of equations have the same solution."""
    game = random_game(seed)
    numbers = random_numbers(game, seed, 1)
    solved = solve(game, numbers, threads=1)
    equations = LogEquations(game, numbers)
    u = np.append(solved.logits[:, 0], numbers.lam[0])
    point = equations.at(u[:-1])
    assert np.abs(equations.residual(u, point)).max() <= 1e-8
    assert np.abs(point.sigma - solved.strategy[:, 0]).max() <= 1e-12


def test_beliefs_exist_where_reach_is_zero_in_doubles():
    game, numbers = read_efg(path("selten-1975-horse"))
    found = limit(game, numbers)
    assert found.ending == Ending.SETTLED
    at = game.infoset_start[game.infoset_labels.index("3")]
    assert np.abs(found.beliefs[at : at + 2] - [2 / 3, 1 / 3]).max() <= 1e-4


def test_a_crossing_is_reported_and_passed():
    """Two who must choose the same: past the fork the even branch is one of three."""
    game, numbers = published.coordination(2)
    found = limit(game, numbers)
    assert found.ending == Ending.SETTLED
    (pair,) = found.crossings
    assert pair[0] < 2.0 < pair[1]  # x = lambda (2 p(x) - 1), and p has slope 1/4 at x = 0
    assert np.abs(found.strategy - 0.5).max() <= 1e-9


def test_a_fold_is_followed():
    """Shoham and Leyton-Brown (2008), figure 5.15: lambda turns twice on the way."""
    middle, right = {"U": (0, 1000), "D": (0, 0)}, {"U": (1, 0), "D": (3, 1)}
    moves = {"L": (1.0, 1.0), "C": (2, "two", middle), "R": (2, "two", right)}
    game, numbers = tree((1, "one", moves))
    found = limit(game, numbers)
    assert found.ending == Ending.SETTLED
    assert len(found.folds) == 2
    assert found.relative_regret <= 1e-9


def test_steps_that_run_out_are_a_status():
    game, numbers = published.stoc94()
    found = limit(game, numbers, max_steps=5)
    assert found.ending == Ending.OUT_OF_STEPS
    assert 0.0 < found.lam_range < 1e4
    assert found.regret.max() > 1e-3
    timed = limit(game, numbers, max_seconds=0.0)
    assert timed.ending == Ending.OUT_OF_TIME


def test_a_lost_branch_is_a_status(monkeypatch):
    game, numbers = published.stoc94()
    monkeypatch.setattr(_Path, "_step", lambda self, t, h: None)
    assert limit(game, numbers).ending == Ending.LOST


def test_a_game_without_choices_is_settled():
    game, numbers = tree(("nature", {"x": (0.5, (1.0,)), "y": (0.5, (2.0,))}), 1)
    found = limit(game, numbers)
    assert (found.ending, found.regret.size, found.strategy.size) == (Ending.SETTLED, 0, 0)


def test_the_unit_of_payoffs_does_not_matter():
    game, numbers = published.stripped_down_poker()
    ours = limit(game, numbers)
    scaled = type(numbers)(numbers.pay * 1000.0, numbers.prob, numbers.lam)
    theirs = limit(game, scaled)
    assert theirs.lam * 1000.0 == pytest.approx(ours.lam)
    assert np.abs(theirs.strategy - ours.strategy).max() <= 1e-9
