"""The compiled kernels do what a plain walk of the tree does, iteration by iteration."""

import numpy as np
import pytest
from tests.support.plain_regret import plain_regret
from tests.support.zero_sum import zero_sum_games

from standoff.game.classic import kuhn
from standoff.solve import solve

ROUNDING = 1e-9
"""Sums in another order, over a dozen iterations."""
NEVER = 1e-300
"""A tolerance that is not met before the iterations run out."""


@pytest.mark.parametrize("method", ["cfr+", "dcfr", "pcfr+"])
def test_kernels_take_the_steps_of_a_plain_walk(method):
    games = [kuhn(), *zero_sum_games(8, 1)]
    for game, numbers in games:
        for steps in (1, 2, 13):
            answer = solve(game, numbers, method=method, tol=NEVER, max_steps=steps)
            plain = plain_regret(game, numbers, method, int(answer.passes[0]))
            np.testing.assert_allclose(answer.strategy[:, 0], plain, atol=ROUNDING)


def test_methods_differ():
    game, numbers = kuhn()
    passes = [
        int(solve(game, numbers, method=method, tol=1e-3).passes[0])
        for method in ("cfr+", "dcfr", "pcfr+")
    ]
    assert len(set(passes)) == 3
