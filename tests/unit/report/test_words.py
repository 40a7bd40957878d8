"""Numbers in words."""

from __future__ import annotations

import pytest
from tests.support.example_forecast import example_forecast

from standoff.report import words


@pytest.mark.parametrize(
    ("prob", "expected"),
    [
        (0.0, "almost no chance [under 1%]"),
        (0.009, "almost no chance [under 1%]"),
        (0.01, "almost no chance [1–5%]"),
        (0.05, "very unlikely [5–20%]"),
        (0.31, "unlikely [20–45%]"),
        (0.5, "roughly even chance [45–55%]"),
        (0.55, "likely [55–80%]"),
        (0.94, "very likely [80–95%]"),
        (0.99, "almost certain [95–99%]"),
        (0.995, "almost certain [over 99%]"),
        (None, "–"),
    ],
)
def test_likelihood_words_carry_their_range(prob, expected):
    assert words.in_words(prob) == expected


@pytest.mark.parametrize(
    ("prob", "expected"),
    [
        (0.0, "0%"),
        (1e-15, "0%"),
        (1e-6, "<1%"),
        (0.0099, "<1%"),
        (0.01, "1%"),
        (0.314, "31%"),
        (0.991, ">99%"),
        (1 - 1e-15, "100%"),
        (1.0, "100%"),
        (None, "–"),
    ],
)
def test_percentages_never_round_to_never_or_always(prob, expected):
    assert words.percent(prob) == expected


def test_interval_has_one_percent_sign():
    assert words.interval({"p05": 0.12, "p95": 0.55}) == "12–55%"
    assert words.interval({"p05": 0.12, "p95": 0.12}) == "12%"
    assert words.interval({"p05": None, "p95": None}) == "–"


def test_a_share_is_not_rounded_up_to_all():
    assert words.exact_percent(499 / 500) == "99.8%"
    assert words.exact_percent(1.0) == "100%"
    assert words.exact_percent(0.99999) == ">99.9%"


def test_dates_are_written_out():
    assert words.say_date("2022-01-05") == "5 January 2022"
    assert words.say_date("2022-01-05", short=True) == "5 Jan"
    assert words.say_date("turn_1") == "turn_1"
    assert words.say_date(None) == "no date"
    assert words.is_dated(["2022-01-05"])
    assert not words.is_dated(["2022-01-05", "x"])


def test_what_happens_by_a_date_adds_up_what_happens_on_dates():
    by_date = {"d1": {"a": 0.1, "b": 0.2}, "d2": {"a": 0.3, "b": None}}
    total = words.cumulative(by_date)
    assert total["d1"] == {"a": 0.1, "b": 0.2}
    assert total["d2"] == {"a": pytest.approx(0.4), "b": pytest.approx(0.2)}


def test_dates_on_which_all_has_ended_are_left_out():
    data = {"when": {"ended_by": {"d1": {"mean": 0.4}, "d2": {"mean": 1.0}}}}
    dates = {"d1": {"mean": 0.5}, "d2": {"mean": 1.0}, "d3": {"mean": None}}
    assert words.open_dates(data, dates) == ["d1"]


def test_confidence_and_likelihood_do_not_mix():
    data = example_forecast()
    sentence = words.confidence(data)
    assert sentence.startswith("Confidence in these judgements is low")
    assert "its documents share one stance" in sentence
    assert "1 draw could not be solved" in sentence
    for term in ("likely", "chance", "certain", "%"):
        assert term not in sentence
    data["sources"] = {}
    assert "rests on no document" in words.confidence(data)
