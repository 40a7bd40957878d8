"""Captions follow the numbers: three crises whose findings differ, and one number changed."""

from __future__ import annotations

import copy

import pytest
from tests.support.example_forecast import band, example_forecast

from standoff import library
from standoff.forecast import forecast
from standoff.report import captions
from standoff.report.build import build_report
from standoff.report.lint import faults

CRISES = {
    "force": """\
standoff: 1
title: Force
precision: 8
parameters:
  cost:
    {prior: {uniform: [0, 20]}, unit: percent of the stakes, means: cost, evidence: assumed}
parties: {east: {}, west: {}}
clock: {at_end: quiet}
turns:
  - {id: act, mover: east, moves: {strike: {outcome: war}, stay: {}}}
outcomes:
  quiet: {title: Nothing more}
  war: {title: War, payoff: {east: 60 - cost, west: -60}, force: true}
""",
    "near tie": """\
standoff: 1
title: Near tie
precision: 2
parameters:
  cost:
    {prior: {uniform: [-5, 5]}, unit: percent of the stakes, means: cost, evidence: assumed}
parties: {east: {}, west: {}}
clock: {at_end: quiet}
turns:
  - {id: act, mover: east, moves: {strike: {outcome: war}, stay: {}}}
outcomes:
  quiet: {title: Nothing more}
  war: {title: War, payoff: {east: cost, west: -60}, force: true}
""",
}


def captions_of(report):
    return {figure.id: figure.caption for figure in report.figures()}


@pytest.fixture(scope="module")
def three():
    from tests.support.reported import made

    reports = {name: build_report(made(text, 30)) for name, text in CRISES.items()}
    record = forecast(library.load("kurizaki-2007-private-threats"), draws=12, seed=1, threads=1)
    return {name: captions_of(one) for name, one in reports.items()} | {
        "acceptance": captions_of(build_report(record))
    }


def test_three_crises_have_three_findings(three):
    found = {name: one["outcomes"] for name, one in three.items()}
    assert found["force"].startswith("“War” is almost certain [95–99%], at 98%")
    assert "ahead of “Nothing more” at 2%" in found["force"]
    assert "intervals do not overlap" in found["force"]
    assert "close to" in found["near tie"]
    assert "the order of the two is not settled" in found["near tie"]
    assert found["acceptance"].startswith("“Conceded” is")
    assert "almost certain [95–99%]" in found["acceptance"]
    for name in set.intersection(*(set(one) for one in three.values())):
        assert len({one[name] for one in three.values()}) == 3, name


def test_no_caption_breaks_the_rules_of_words(three):
    for found in three.values():
        for text in found.values():
            assert faults(text) == [], text


def changed(*path, value):
    data = copy.deepcopy(example_forecast())
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] |= value
    return data


def test_one_number_changes_the_caption_of_the_endings():
    before = captions.outcomes(example_forecast())
    assert "“Prolonged suspense” is unlikely [20–45%], at 33%" in before
    after = captions.outcomes(changed("outcomes", "force", value=band(0.6, 0.1)))
    assert after.startswith("“Use of force” is likely [55–80%], at 60%")
    tied = captions.outcomes(changed("outcomes", "partial", value=band(0.32, 0.1)))
    assert "close to “Partial settlement: some items, talks on the rest” at 32%" in tied


def test_a_single_use_of_force_has_its_interval_and_several_have_a_sum():
    assert "A use of force of any kind is very unlikely [5–20%], at 19%." in captions.outcomes(
        example_forecast()
    )
    one = example_forecast()
    one["outcomes"]["accident"]["force"] = False
    assert "The use of force is very unlikely [5–20%], at 18% (90% interval" in captions.outcomes(
        one
    )


def test_the_caption_of_a_bluff_follows_its_direction():
    text = captions.bluff(example_forecast(), "russia")
    assert "falls from 52% to 27%" in text
    assert "Refusals so far lower it to 12%" in text
    data = example_forecast()
    last = list(data["bluff"]["russia"])[-1]
    data["bluff"]["russia"][last] = band(0.8, 0.1) | {"if_pressed": band(0.9, 0.05)}
    text = captions.bluff(data, "russia")
    assert "rises from 52% to 80%" in text
    assert "Refusals so far raise it to 90%" in text
    data["bluff"]["russia"][last] = band(0.53, 0.02) | {"if_pressed": None}
    text = captions.bluff(data, "russia")
    assert "stays about 53%" in text
    assert "Refusals" not in text


def test_the_caption_of_dates_names_the_step_and_the_half():
    data = example_forecast()
    text = captions.by_date(data)
    assert "passes 50%" in text
    data["when"]["median"] = None
    day = next(iter(data["when"]["by_outcome"]))
    data["when"]["by_outcome"][day]["force"] = 0.9
    text = captions.by_date(data)
    assert "“Use of force” gains 90 points" in text
    assert text.startswith("At the last date")


ROWS = [
    {"name": "cost", "index": 0.4, "direction": -1, "told_apart": True},
    {"name": "prize", "index": 0.2, "direction": 1, "told_apart": True},
    {"name": "rest", "index": 0.1, "direction": 0, "told_apart": False},
]


def test_the_caption_of_what_matters_counts_what_is_told_from_chance():
    text = captions.drivers("War", ROWS)
    assert text.startswith(
        "“cost” goes with 40% of the spread of “War”, which falls with it; 2 num"
    )
    assert "60% together" in text
    assert "no other number" in captions.drivers("War", [ROWS[0], ROWS[2]])
    assert captions.drivers("War", ROWS[2:]).startswith("No single number")
    assert "rises with it" in captions.drivers("War", ROWS[1:])


def searched(one, two, three):
    outcomes = {"a": {"others_lowest": 0.1, "others_highest": 0.4}}
    share = {"1": one, "2": two, "3+": three}
    return {"draws_searched": 20, "share": share, "outcomes": outcomes}


def test_the_caption_of_equilibria_says_when_none_was_searched_or_found():
    assert captions.multiplicity(None).startswith("No draw was searched")
    assert "no second equilibrium was found" in captions.multiplicity(searched(1, 0, 0))
    text = captions.multiplicity(searched(0.7, 0.2, 0.1))
    assert text.startswith("In 30% of 20 draws searched")
    assert "30 points" in text


def test_the_caption_of_the_spread_follows_the_larger_part():
    data = example_forecast()
    first = data["outcomes"]["suspense"]
    first |= {"chance_within": 0.45, "between_draws": 0.1}
    assert "the crisis itself leaves more open" in captions.spread(data)
    first |= {"chance_within": 0.1, "between_draws": 0.3}
    assert "the assumptions leave more open (standard deviation 30 points)" in captions.spread(data)


def test_the_caption_of_observed_events_follows_the_largest_change():
    data = example_forecast()
    start = {key: band(one["mean"], 0.05) for key, one in data["outcomes"].items()}
    after = start | {"force": band(0.5, 0.1)}
    series = [{"event": None, "outcomes": start}, {"event": 0, "outcomes": after}]
    data["observed"] = {"series": series}
    assert "raises the chance of “Use of force” from 18% to 50%" in captions.observed(data)
    series[1]["outcomes"] = start | {"suspense": band(0.1, 0.05)}
    assert "lowers the chance of “Prolonged suspense” from 33% to 10%" in captions.observed(data)
    series[1]["outcomes"] = start
    assert "moves no ending" in captions.observed(data)
