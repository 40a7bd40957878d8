"""A game without some moves: smaller, and solved as if they had never been there."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers

from standoff.errors import UsageError
from standoff.game.pruning import pruned
from standoff.solve import solve
from standoff.solve.playing import payoffs_to_go, reach_probabilities


def _case(seed):
    game = random_game(seed)
    return game, random_numbers(game, seed, 3, highest_lam=4.0)


def _some(game, seed):
    """Return moves to take out: at some sets, all but one."""
    rng = np.random.default_rng(seed)
    gone = np.zeros(game.n_entries, dtype=bool)
    for k in range(game.n_infosets):
        first, stop = game.action_start[k : k + 2]
        if rng.random() < 0.5:
            gone[first : stop - 1] = True
    return gone


@pytest.mark.parametrize("seed", range(1, 13))
def test_what_is_played_in_the_smaller_game_is_worth_the_same_in_the_whole(seed):
    game, numbers = _case(seed)
    left = pruned(game, _some(game, seed))
    found = solve(left.game, numbers, check_branch=0)
    assert found.solved.all()
    even = 1.0 / np.repeat(np.diff(game.action_start), np.diff(game.action_start))
    whole = left.whole(found.strategy, np.repeat(even[:, None], 3, axis=1))
    np.testing.assert_array_equal(whole[left.gone], 0.0)
    np.testing.assert_allclose(
        payoffs_to_go(game, numbers, whole)[0],
        payoffs_to_go(left.game, numbers, found.strategy)[0],
        atol=1e-12,
    )
    reached = reach_probabilities(game, numbers, whole)
    assert (reached > 0).sum() == 3 * left.game.n_nodes


def test_without_anything_to_take_out_the_game_is_the_same():
    game, numbers = _case(4)
    left = pruned(game, np.zeros(game.n_entries, dtype=bool))
    np.testing.assert_array_equal(left.game.order, game.order)
    np.testing.assert_array_equal(
        solve(left.game, numbers, check_branch=0).strategy,
        solve(game, numbers, check_branch=0).strategy,
    )


def test_something_must_be_left():
    game, _ = _case(1)
    gone = np.zeros(game.n_entries, dtype=bool)
    gone[game.action_start[0] : game.action_start[1]] = True
    with pytest.raises(UsageError, match="nothing is left to do"):
        pruned(game, gone)
