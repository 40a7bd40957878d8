"""Causes, variables and beliefs on the terminal, from plain data made by hand."""

from __future__ import annotations

import pytest
from tests.support.example_forecast import DATES, band, example_forecast
from tests.unit.report.test_terminal import printed

SECTIONS = ("ACCIDENT AND CHOICE", "WHERE THINGS STAND", "WHAT THE PUBLIC PAST SAYS")


def test_sections_without_content_are_left_out():
    data = example_forecast()
    data.update(causes={"outcomes": {}, "war": None}, variables={}, beliefs={}, within={})
    text = printed(data)
    assert [name for name in SECTIONS if name in text] == []
    assert "over all endings" not in text


def test_sections_without_solved_draws_are_left_out():
    data = example_forecast()
    nothing = {"mean": None, "p05": None, "p95": None}
    war = data["causes"]["war"]
    war.update(dict.fromkeys(("accident", "choice", "time"), nothing))
    for entry in data["variables"].values():
        entry["end"] = dict.fromkeys(entry["values"], nothing)
    data["within"]["all"]["choices"] = None
    text = printed(data)
    assert "ACCIDENT AND CHOICE" not in text
    assert "WHERE THINGS STAND" not in text
    assert "over all endings" not in text


def test_war_by_accident_and_by_choice_stand_side_by_side():
    text = printed(example_forecast(), 100)
    start = text.index("ACCIDENT AND CHOICE")
    rows = text[start : text.index("BESIDE IT")].splitlines()
    (war,) = [row for row in rows if row.startswith("Use of force or Accident")]
    assert war.split("  ")[-1].strip() == "5–31%"
    assert "18%" in war
    assert "with time" not in text


def test_an_ending_that_comes_both_ways_has_a_row_of_its_own():
    data = example_forecast()
    data["causes"]["outcomes"]["force"]["accident"] = band(0.02, 0.01)
    data["causes"]["war"]["time"] = band(0.01, 0.01)
    text = printed(data, 100)
    part = text[text.index("ACCIDENT AND CHOICE") : text.index("BESIDE IT")]
    assert "Use of force  " in part
    assert "with time" in part


def test_what_is_left_open_is_said_in_one_sentence():
    text = " ".join(printed(example_forecast()).split())
    assert (
        "over all endings: 31% private information, 12% chance in nature's moves, 57% choices "
        "(Russia 40%, The West 17%)." in text
    )


def test_variables_are_listed_with_their_likeliest_values_first():
    text = printed(example_forecast())
    part = text[text.index("WHERE THINGS STAND") :]
    assert "nordic alignment  neutral 62%, applying 38%" in part
    assert "steps             2.5 on average, between 0 and 5" in part
    assert "pressure" not in part[: part.index("WHAT IT IS DUE")].lower()


def test_a_belief_of_two_values_takes_one_row_and_says_what_was_told():
    text = printed(example_forecast())
    part = text[text.index("WHAT THE PUBLIC PAST SAYS") : text.index("THE LADDER")]
    (row,) = [line for line in part.splitlines() if line.startswith("Russia, resolve: resolved")]
    assert row.split()[-4:] == ["45%", "42%", "37%", "20%"]
    assert "bluffing" not in part
    assert len([line for line in part.splitlines() if line.startswith("Plan")]) == 3


@pytest.mark.parametrize("width", [80, 100])
def test_the_new_sections_do_not_make_a_wall(width):
    lines = printed(example_forecast(), width).splitlines()
    without = example_forecast()
    for key in ("causes", "within", "variables", "beliefs", "attribution"):
        del without[key]
    assert len(lines) - len(printed(without, width).splitlines()) <= 38


def test_dates_of_beliefs_are_the_middle_and_the_last_open_one():
    text = printed(example_forecast())
    part = text[text.index("WHAT THE PUBLIC PAST SAYS") :]
    assert "12 Feb" in part
    assert DATES[3] == "2022-02-12"
    assert "26 Feb" in part


def test_shares_of_causes_are_printed_where_they_were_asked_for():
    text = printed(example_forecast(), 100)
    part = text[text.index("WHAT IT IS DUE TO: NORDIC APPLICATION") : text.index("HOW FAR")]
    assert "38% with all causes, 6% with none" in " ".join(part.split())
    (row,) = [line for line in part.splitlines() if line.startswith("alarm at the pressure")]
    assert row.split()[4:] == ["75%", "+24.0", "+20.0", "to", "+29.0", "+24.0", "+24.0"]
    data = example_forecast()
    data["attribution"] = {}
    assert "WHAT IT IS DUE TO" not in printed(data)
