"""A pass over the rearranged game gives the payoffs that a plain walk over the game gives."""

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers
from tests.support.reference import centred_payoffs

from standoff.game import central_numbers, compile_game
from standoff.library import load
from standoff.solve.certify import certify
from standoff.solve.kernels import apply_map, tag_for, work_for
from standoff.solve.passplan import plan_of

CLOSE = 1e-12
"""A few dozen operations on payoffs of order one."""


@pytest.mark.parametrize("seed", range(40))
def test_without_gauss_seidel_a_pass_is_the_plain_walk(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 1)
    plan = plan_of(game, at_once=False)
    work = work_for(plan, numbers)
    z = np.random.default_rng(seed).normal(size=(game.n_entries, 1))
    out = np.zeros_like(z)
    apply_map(plan, numbers.lam, z, out, work, tag_for(1))
    expected = centred_payoffs(game, numbers, 0, z[:, 0])
    np.testing.assert_allclose(out[:, 0], numbers.lam[0] * np.array(expected), atol=CLOSE)


def test_terminal_nodes_are_left_out_and_equal_endings_stored_once():
    game = random_game(3)
    plan = plan_of(game)
    assert plan.nodes == (game.node_player != -2).sum()
    assert len(np.unique(plan.final_pay, axis=0)) == len(plan.final_pay)


@pytest.mark.slow
def test_relays_stand_between_where_edges_into_one_node_pay_differently():
    """The fixed point of the rearranged game passes the judge, who walks over the game itself."""
    scenario = load("nato-2022")
    game = compile_game(scenario)
    numbers = central_numbers(scenario, game).with_lam(0.3)
    plan = plan_of(game)
    assert plan.nodes > (game.node_player != -2).sum()
    work = work_for(plan, numbers)
    z = np.zeros((game.n_entries, 1))
    out = np.zeros_like(z)
    for _ in range(30):
        apply_map(plan, numbers.lam, z, out, work, tag_for(1))
        z[:] = out
    strategy = work.table(work.new, game.n_entries).copy()
    assert certify(game, numbers, strategy).passed.all()
