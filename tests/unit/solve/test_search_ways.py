"""Each way of the search alone: what it is there to find, it finds."""

import numpy as np
import pytest
from tests.support.counting import bimatrix

from standoff.solve.arclength import Branch
from standoff.solve.dense import DenseBranch, newton_lanes
from standoff.solve.homotopy import Biased, unbias
from standoff.solve.passplan import plan_of
from standoff.solve.settle import random_starts, settle
from standoff.solve.trace import trace

STAG = ([[4, 0], [3, 2]], [[4, 3], [0, 2]])
LAM = 5.0
TOL = 1e-12
SAME = 1e-8
"""Two ways to one zero, each with residual 1e-12."""


@pytest.fixture(scope="module")
def stag():
    """Stag hunt at lambda 5: hunt together, hunt hares, and a mixed equilibrium between."""
    game, numbers = bimatrix(*STAG)
    numbers = numbers.with_lam(LAM)
    return game, plan_of(game), numbers


def pure(stag, move):
    """Return the logits of the equilibrium near a pure one."""
    branch = DenseBranch(*stag)
    start = np.array([1.0, -1.0] * 2) * (10.0 if move == 0 else -10.0)
    good, z = branch.at(start, LAM, TOL, 30)
    assert good
    return branch, z


def ways(u):
    up = np.zeros(len(u))
    up[-1] = 1.0
    return up, -up


def test_a_branch_leads_through_its_fold_to_the_partner(stag):
    """Hunting together is born with the mixed equilibrium, at a fold below lambda 5."""
    branch, z = pure(stag, 0)
    u = np.append(z, LAM)
    up, down = ways(u)
    assert trace(branch, u, up, LAM, TOL, 300).hits == []
    met = trace(branch, u, down, LAM, TOL, 300)
    mixed = branch.probabilities(np.append(met.hits[0], LAM))
    assert 0.1 < mixed[0] < 0.9
    _, change = branch.residual(np.append(met.hits[0], LAM))
    assert change < SAME


def test_the_principal_branch_ends_at_lambda_0(stag):
    branch, z = pure(stag, 1)
    u = np.append(z, LAM)
    assert trace(branch, u, ways(u)[1], LAM, TOL, 300).hits == []


def test_repeated_best_response_settles_in_both_pure_ones_alone(stag):
    game, plan, numbers = stag
    starts = random_starts(game, 24, np.random.default_rng(1))
    ended = settle(plan, numbers, starts, 1e-9, 150)
    branch = DenseBranch(*stag)
    hunts = {
        round(float(branch.probabilities(np.append(z, LAM))[0]), 3)
        for z in ended.logits[:, ended.done].T
    }
    assert len(hunts) == 2


def test_deflated_newton_finds_what_is_left(stag):
    """With both pure equilibria divided out, starts end in the mixed one."""
    game, _, _ = stag
    branch, first = pure(stag, 0)
    _, second = pure(stag, 1)
    starts = random_starts(game, 24, np.random.default_rng(1))
    ends = newton_lanes(branch, starts, LAM, [first, second], 60)
    assert ends.shape[1] > 0
    for z in ends.T:
        assert 0.1 < branch.probabilities(np.append(z, LAM))[0] < 0.9


@pytest.mark.parametrize("move", [0, 1])
def test_a_plan_that_loses_its_bonus_ends_in_its_equilibrium(stag, move):
    game, plan, numbers = stag
    bias = np.array([20.0, -20.0] * 2) * (1 if move == 0 else -1)
    z = unbias(Biased(plan, numbers, LAM, bias), TOL, 300)
    assert z is not None
    np.testing.assert_allclose(z, pure(stag, move)[1], atol=SAME)


def test_whole_jacobians_and_krylov_steps_agree(stag):
    whole, z = pure(stag, 0)
    good, other = Branch(*stag).at(np.array([8.0, -8.0] * 2), LAM, TOL, 30)
    assert good
    np.testing.assert_allclose(other, z, atol=SAME)
    row = np.array([0, 0, 0, 0, 1.0])
    u = np.append(z, LAM)
    np.testing.assert_allclose(whole.bordered(u, row), Branch(*stag).bordered(u, row), atol=1e-12)
