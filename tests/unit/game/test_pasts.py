"""Counting pasts: against the histories of the built game, and where nobody could build it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.crises import DUEL, duel, strait
from tests.support.forgetful import chain, hint

from standoff.game import Budget, compile_game, layout_of, predict_size
from standoff.game.pasts import count_pasts, shortcuts, unmerged_size
from standoff.scenario import load_scenario


@pytest.mark.parametrize("scenario", [duel(3), strait(), hint(), chain()], ids=lambda s: s.name)
def test_pasts_are_the_histories_of_the_built_game(scenario):
    pasts = count_pasts(replace(scenario, memory="state"))
    whole = layout_of(compile_game(replace(scenario, memory="history"), draws=1))
    merged = layout_of(compile_game(replace(scenario, memory="state"), draws=1))
    assert pasts.histories == len(whole.history_parent)
    assert pasts.states == len(merged.states)
    assert pasts.exact
    assert sum(h for _, h, _ in pasts.by_turn) == pasts.histories
    assert sum(s for _, _, s in pasts.by_turn) == pasts.states


def test_pasts_that_nobody_could_list_are_counted_exactly():
    """Each round of the duel doubles the histories but for A, who may also stand down."""
    pasts = count_pasts(_wide(50))
    assert pasts.exact
    assert pasts.histories == sum(2**k for k in range(50)) * 2
    assert pasts.states < 2 * 50 * 101


def _wide(rounds):
    """Return the duel with room for every step of many rounds."""
    text = DUEL.format(rounds=rounds, memory="state")
    text = text.replace("range: [0, 20]", "range: [0, 100]").replace("end: 2022-05-01, ", "")
    return load_scenario("duel.yaml", text=text)


def test_the_unmerged_size_is_the_predicted_one_even_over_the_budget():
    scenario = duel(4)
    size = unmerged_size(replace(scenario, memory="state"), 7, Budget(memory_bytes=1))
    assert size == predict_size(scenario, 7)


STAGE = """
standoff: 1
title: Two at once
parties: {a: {}, b: {}, c: {}}
clock: {at_end: over}
turns:
  - id: both
    together:
      - {id: a_acts, mover: a, moves: {up: {}, down: {}}}
      - {id: b_acts, mover: b, moves: {up: {}, down: {}}}
      - {id: c_acts, mover: c, moves: {up: {}, down: {}}}
outcomes: {over: {}}
"""


def test_shortcuts_count_replies_item_by_item_and_orders_of_moving():
    short = shortcuts(strait())
    assert (short.itemwise, short.replies) == (9, 3)
    assert (short.stages, short.orderings) == (0, 1)
    short = shortcuts(load_scenario("stage.yaml", text=STAGE))
    assert (short.stages, short.orderings, short.itemwise) == (1, 6, 0)
