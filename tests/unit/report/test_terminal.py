"""A forecast on the terminal, from plain data made by hand."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from tests.support.example_forecast import OUTCOMES, example_forecast

from standoff.report.terminal import print_forecast, thinned


def printed(data, width=80):
    page = io.StringIO()
    print_forecast(Console(file=page, width=width, highlight=False, color_system=None), data)
    return page.getvalue()


@pytest.mark.parametrize("width", [80, 90, 100])
def test_lines_fit_the_width(width):
    assert max(len(line) for line in printed(example_forecast(), width).splitlines()) <= width


def test_the_first_screen_says_what_it_is_and_what_it_leaves_out():
    text = printed(example_forecast())
    first = text[: text.index("HOW IT ENDS")]
    assert "not data on leaders" in " ".join(first.split())
    assert "Ukraine is not a player" in first
    assert "as known on 15 January 2022" in first


def test_every_probability_of_an_outcome_has_words_range_number_and_interval():
    text = printed(example_forecast(), 100)
    (line,) = [row for row in text.splitlines() if row.startswith("Use of force *  ")]
    assert line.split("  ")[0] == "Use of force *"
    for part in ("very unlikely [5–20%]", "18%", "4–32%"):
        assert part in line


def test_outcomes_stand_in_file_order():
    text = printed(example_forecast(), 100)
    places = [text.index(values[0]) for values in OUTCOMES.values()]
    assert places == sorted(places)


def test_base_rates_and_the_definition_of_a_bluff_stand_beside_the_model():
    text = " ".join(printed(example_forecast()).split())
    assert "past 20% of 400 crises; this model 19% (5–33%)" in text
    assert "never of a gap between words and deeds" in text


def test_what_a_next_move_would_tell_stands_under_the_bluff():
    text = printed(example_forecast(), 100)
    line = next(line for line in text.splitlines() if "Hold the posture" in line and "63%" in line)
    assert "52–74%" in line
    assert text.index("once seen to") > text.index("WHO IS BLUFFING")


def test_the_certificate_counts_the_draws_that_failed():
    text = " ".join(printed(example_forecast()).split())
    assert "499 of 500 draws solved (99.8%)" in text
    assert "largest residual 3.1e-12" in text
    assert "1 draw: stopped after max_steps" in text


def test_next_moves_come_by_date():
    data = example_forecast()
    data["next_moves"] = dict(reversed(data["next_moves"].items()))
    text = printed(data)
    assert text.index("The West, 22 January 2022") < text.index("Russia, 29 January 2022")


def test_a_forecast_without_solved_draws_still_prints():
    data = example_forecast()
    nothing = {"mean": None, "p05": None, "p95": None}
    for outcome in data["outcomes"].values():
        outcome.update(nothing, chance_within=None, between_draws=None, words=None, range=None)
    for rate in data["base_rates"]:
        rate["model"] = nothing
    data["certificate"].update(residual_max=None, gain_max=None, solved=0, failed=500)
    data["certificate"]["solved_share"] = 0.0
    assert "0 of 500 draws solved (0%)" in " ".join(printed(data).split())


def test_a_forecast_without_clock_threats_or_ladders_prints_what_there_is():
    data = example_forecast()
    data.update(as_of=None, bluff={}, bluff_definition={}, ladders={}, base_rates=[], left_out=[])
    data["when"] = {"ended_by": {}, "ends_on": {}, "by_outcome": {}, "median": None}
    text = printed(data)
    assert "WHO IS BLUFFING" not in text
    assert "WHEN IT ENDS" not in text


def test_many_types_get_a_table_of_their_own():
    data = example_forecast()
    turn = data["next_moves"]["russia"]
    turn["by_type"] = {f"type {k}": turn["by_type"]["resolved, plan B"] for k in range(5)}
    text = printed(data)
    assert "if it is" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_thinned_dates_keep_the_first_and_the_last():
    keys = [str(k) for k in range(100)]
    kept = thinned(keys, 12)
    assert (kept[0], kept[-1], len(kept)) == ("0", "99", 12)
