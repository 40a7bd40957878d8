from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import duel

from standoff.game import Numbers, compile_game, draw_numbers, layout_of
from standoff.solve.kernels import (
    apply_map,
    apply_tangent,
    lanes_for,
    padded,
    slopes_for,
    tag_for,
    work_for,
)
from standoff.solve.passplan import plan_of

DIFFERENCE = 1e-6
"""Step of the central difference; its error is of order the step squared times lambda cubed."""
CLOSE = 1e-7
"""Agreement wanted of derivatives that are of order one."""


@pytest.fixture(scope="module")
def crisis():
    scenario = duel(2)
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, 3, 1)
    return game, numbers


def mapped(game, numbers: Numbers, z, lam):
    plan = plan_of(game)
    work = work_for(plan, numbers)
    lanes = lanes_for(numbers.n_draws)
    out = np.zeros((len(z), lanes))
    apply_map(plan, padded(lam, lanes), padded(z, lanes), out, work, tag_for(lanes))
    return out[:, : z.shape[1]], work


@pytest.mark.parametrize("rates", [None, [[1.0, 0.3, 0.7], [0.0, 0.5, 1.0]]])
@pytest.mark.parametrize("ordered", [True, False])
def test_the_tangent_pass_is_the_derivative_of_the_pass(crisis, ordered, rates):
    game, numbers = crisis
    if rates is not None:
        profiles = layout_of(game).profiles
        origin = np.append(profiles.origin, -1)[layout_of(game).node_profile]
        game = replace(game, node_origin=origin)
        numbers = replace(numbers, rates=np.array(rates))
    if not ordered:
        game = replace(game, order=np.zeros(0, dtype=np.int64))
    rng = np.random.default_rng(1)
    z = rng.normal(size=(game.n_entries, 3))
    d_z = rng.normal(size=z.shape)
    d_lam = rng.normal(size=3)
    lam = np.array([0.5, 2.0, 6.0])
    _, work = mapped(game, numbers, z, lam)
    plan, lanes = plan_of(game), lanes_for(3)
    d_out, tag = np.zeros((len(z), lanes)), tag_for(lanes)
    apply_tangent(
        plan,
        padded(lam, lanes),
        padded(d_z, lanes),
        padded(d_lam, lanes),
        d_out,
        work,
        slopes_for(plan, work, lanes),
        tag,
        tag,
    )
    d_out = d_out[:, :3]
    high, _ = mapped(game, numbers, z + DIFFERENCE * d_z, lam + DIFFERENCE * d_lam)
    low, _ = mapped(game, numbers, z - DIFFERENCE * d_z, lam - DIFFERENCE * d_lam)
    np.testing.assert_allclose(d_out, (high - low) / (2 * DIFFERENCE), atol=CLOSE)


def test_lanes_do_not_see_each_other(crisis):
    game, numbers = crisis
    z = np.random.default_rng(2).normal(size=(game.n_entries, 3))
    together, _ = mapped(game, numbers, z, numbers.lam)
    for draw in range(3):
        alone, _ = mapped(
            game,
            numbers.block(draw, draw + 1),
            np.ascontiguousarray(z[:, [draw]]),
            numbers.lam[[draw]],
        )
        np.testing.assert_array_equal(alone[:, 0], together[:, draw])


def test_logits_come_out_centred(crisis):
    game, numbers = crisis
    z = np.random.default_rng(3).normal(size=(game.n_entries, 3))
    out, _ = mapped(game, numbers, z, numbers.lam)
    sums = np.add.reduceat(out, game.action_start[:-1], axis=0)
    assert np.abs(sums).max() < 1e-12
