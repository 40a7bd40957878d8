"""Replies where pasts are merged, so that a party's own moves feed its beliefs."""

from __future__ import annotations

import numpy as np
from tests.support.crises import duel

from standoff.forecast.hypergame import Seen, solve_hypergame
from standoff.game import compile_game, draw_numbers
from standoff.solve import solve

EQUAL = 1e-9
"""Promised where all views are equal."""


def test_a_view_equal_to_the_analysts_is_the_ordinary_solution_with_merged_pasts():
    scenario = duel(memory="state", rounds=2)
    game = compile_game(scenario)
    assert not game.perfect_recall
    _, numbers = draw_numbers(scenario, game, 6, 1)
    seen = [Seen("same", (0,), np.arange(6), numbers)]
    for level in (1, 2):
        played = solve_hypergame(game, numbers, seen, level, solve)
        assert played.solution.solved.all()
        gap = np.abs(played.solution.strategy - played.analyst.strategy).max()
        assert gap <= EQUAL
