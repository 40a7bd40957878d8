"""Charts of variables and beliefs, from plain data made by hand."""

from __future__ import annotations

import pytest
from tests.support.example_forecast import DATES, band, example_forecast
from tests.unit.report.test_figures import texts

from standoff.report.figures_states import (
    MAX_PARTS,
    beliefs_chart,
    believed,
    drift_chart,
    drifting,
    state_charts,
)


def words_of(chart):
    return " ".join(texts(chart.to_dict())).replace("\n", " ")


def test_variables_that_drift_are_drawn_and_ladders_and_counters_are_not():
    data = example_forecast()
    assert drifting(data) == ["nordic_alignment"]
    data["variables"]["nordic_alignment"]["dates"] = {
        day: {"neutral": 1.0, "applying": 0.0} for day in DATES
    }
    assert drifting(data) == []
    assert "variables" not in state_charts(data)


def test_alignments_come_first_and_the_number_of_parts_is_bounded():
    data = example_forecast()
    entry = data["variables"]["nordic_alignment"]
    for k in range(MAX_PARTS + 2):
        data["variables"][f"other_{k}"] = entry | {"role": "variable"}
    data["variables"]["opinion"] = entry | {"role": "alignment"}
    assert drifting(data)[0] == "opinion"
    assert len(drifting(data)) == MAX_PARTS


def test_layers_of_a_date_add_up_and_are_named_at_the_end():
    spec = drift_chart(example_forecast()).to_dict()
    rows = spec["vconcat"][0]["hconcat"][0]["data"]["values"]
    tops = [row["high"] for row in rows if row["value"] == "applying"]
    assert tops == pytest.approx([1.0] * len(DATES))
    found = words_of(drift_chart(example_forecast()))
    assert "Nordic alignment: where Sweden and Finland stand" in found
    assert "35% applying" in found
    assert "65% neutral" in found


def test_a_belief_of_two_values_is_one_line_and_the_told_share_stands_above_it():
    found = words_of(beliefs_chart(example_forecast()))
    assert "37% resolved" in found
    assert "bluffing" not in found
    assert "Russia, resolve (told by the last date: 20%)" in found
    for name in ("50% none", "35% limited", "15% major"):
        assert name in found


def test_dimensions_with_too_many_values_are_left_to_the_files():
    data = example_forecast()
    plan = data["beliefs"]["plan"]
    plan["values"] = [f"plan_{k}" for k in range(8)]
    plan["dates"] = {day: dict.fromkeys(plan["values"], band(0.125, 0.1)) for day in DATES}
    assert believed(data) == ["russia.resolve"]
