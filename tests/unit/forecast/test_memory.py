"""Merged against unmerged pasts: where merging is lossless, where not, and by how much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import ask, duel, strait
from tests.support.forgetful import breakfast, chain, hint, long_duel, open_duel, rumour, sinking

from standoff import library
from standoff.forecast.memory import LOSSLESS, compare_memory, largest_difference, played
from standoff.game import Budget, predict_size

LOSSLESS_CASES = {
    "no two pasts meet": (strait, 2),
    "one question": (ask, 2),
    "two rounds": (lambda: duel(2), 2),
    "nothing hidden": (open_duel, 3),
    "all types signal alike": (sinking, 2),
    "the shipped crisis": (lambda: library.load("nato-2022-core"), 1),
}
"""Merging changes nothing: no pasts meet, or those that meet say the same of every type."""


@pytest.mark.parametrize("case", LOSSLESS_CASES)
def test_merging_changes_no_number_where_it_is_lossless(case):
    make, draws = LOSSLESS_CASES[case]
    record = compare_memory(make(), draws=draws)
    data = record.to_json()
    assert data["compared"]["lossless"]
    assert data["compared"]["everything"]["max"] <= LOSSLESS
    assert np.abs(record.outcome_gap).max() <= LOSSLESS


def test_pasts_are_merged_in_some_of_the_lossless_cases():
    for make in (open_duel, sinking, lambda: library.load("nato-2022-core")):
        merged = replace(make(), memory="state")
        whole = replace(merged, memory="history")
        assert predict_size(merged).nodes < predict_size(whole).nodes


# Largest difference of the chance of an ending, of a move at a turn, and of any number of the
# forecast; at 3 draws with seed 1.
LOSSY = {
    "hint": (hint, 3.138e-3, 3.643e-2, 3.927e-2),
    "breakfast": (breakfast, 6.981e-4, 1.045e-1, 9.848e-1),
    "rumour": (rumour, 1.297e-2, 1.358e-2, 6.853e-2),
    "chain": (chain, 0.0, 1.891e-1, 2.308e-1),
    "duel-3": (lambda: long_duel(3), 3.797e-7, 4.713e-5, 1.014e-4),
    "duel-4": (lambda: long_duel(4), 1.290e-6, 1.345e-4, 2.987e-4),
}


@pytest.mark.parametrize("case", LOSSY)
def test_what_merging_costs_is_reported_and_stays_what_it_was(case):
    make, outcome, move, anything = LOSSY[case]
    compared = compare_memory(make(), draws=3).to_json()["compared"]
    assert not compared["lossless"]
    found = (
        max(entry["max"] for entry in compared["outcomes"].values()),
        max(entry["max"] for entry in compared["moves"].values()),
        compared["everything"]["max"],
    )
    assert found == pytest.approx((outcome, move, anything), rel=2e-3, abs=1e-10)


def test_a_signal_that_nobody_records_signals_nothing():
    """With merged pasts breakfast is chosen for its taste, and the rival goes by the prior."""
    record = compare_memory(breakfast(), draws=1)
    scenario = record.merged.scenario
    values = dict(
        zip([p.name for p in scenario.parameters], record.merged.parameters[:, 0], strict=True)
    )
    lam, wimp = record.merged.numbers.lam[0], values["prob_wimp"]

    def soft(x):
        return 1 / (1 + np.exp(-x))

    beer = wimp * soft(-lam * values["breakfast"]) + (1 - wimp) * soft(lam * values["breakfast"])
    moves = played(record.merged, record.draws)
    assert moves[0, 0][0] == pytest.approx(beer, abs=1e-9)
    assert moves[1, 0][0] == pytest.approx(soft(lam * (2 * wimp - 1)), abs=1e-9)


def test_what_memory_is_worth_is_found_by_playing_merged_strategies_in_the_unmerged_game():
    """Where merging is lossless, the carried strategy is the unmerged equilibrium itself."""
    gain = compare_memory(open_duel(), draws=2).to_json()["compared"]["gain"]
    for party in gain.values():
        assert party["merged_played_unmerged"] == pytest.approx(party["unmerged"], abs=1e-9)
    lossy = compare_memory(breakfast(), draws=2).to_json()["compared"]["gain"]["rival"]
    assert lossy["merged_played_unmerged"] > lossy["unmerged"] + 0.05


def test_an_unmerged_game_over_the_budget_is_sized_and_not_solved():
    scenario = duel(5)
    sizes = [predict_size(replace(scenario, memory=m), 2) for m in ("state", "history")]
    budget = Budget(memory_bytes=(sizes[0].memory_bytes + sizes[1].memory_bytes) // 2)
    record = compare_memory(scenario, draws=2, budget=budget)
    data = record.to_json()
    assert record.whole is None
    assert data["compared"] is None
    assert data["unmerged"]["nodes"] == sizes[1].nodes
    assert data["pasts"]["histories"] == sizes[1].public_states
    assert data["solved"] == {"merged": 2}


def test_what_only_one_forecast_has_counts_as_a_difference():
    one = {"size": 1, "a": {"b": 1.0, "c": None}, "d": [1, 2], "e": "x"}
    other = {"size": 2, "a": {"b": 1.5, "c": 0.0}, "d": [1, 2.25], "e": "x", "f": 1}
    found = largest_difference(one, other)
    assert found == {"max": 0.5, "where": "a.b", "one_only": ["a.c", "f"]}
    assert largest_difference(one, one) == {"max": 0.0, "where": "", "one_only": []}
