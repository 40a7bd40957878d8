"""Generated words: likelihood with its range and number, and apart from confidence."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from tests.support.example_forecast import example_forecast
from tests.support.sourced import FILE

from standoff import library
from standoff.report.build import build_report, report_of
from standoff.report.confidence import confidence
from standoff.report.lint import faults, report_faults, texts
from standoff.report.material import Material, in_order
from standoff.scenario import load_scenario

STORED = Path(__file__).parent / "stored"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("War is unlikely [20–45%], at 31%, with low confidence.", "one sentence"),
        ("War is unlikely.", "without its range"),
        ("War is unlikely [20–45%].", "without a number"),
        ("War is Very Likely, at 90%.", "without its range"),
        ("War might come.", "no likelihood"),
        ("It could well be so.", "no likelihood"),
        ("War is possible.", "no likelihood"),
        ("Peace is the likeliest ending.", "without its range"),
        ("It is highly probable that it ends.", "without its range"),
    ],
)
def test_faults_are_found(text, rule):
    assert rule in next(one.rule for one in faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "War is unlikely [20–45%], at 31%. Confidence in this is low: few sources.",
        "War has almost no chance [under 1%], at <1%.",
        "“It might be likely” has a roughly even chance [45–55%], at 50%.",
        "The chance rises from 3% to 9%.",
    ],
)
def test_right_sentences_pass(text):
    assert faults(text) == []


def test_words_of_the_file_are_quotations():
    assert faults("Troops might move.", ["Troops might move"]) == []
    assert faults("Troops might move, unlikely.", ["Troops might move"]) != []


def stored_report(name):
    """Return the report on the stored data of a small run of a shipped crisis."""
    data = json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))
    scenario = library.load(name)
    return report_of(Material(in_order(data, scenario), scenario)), data, scenario


SLOW = {"nato-2022": pytest.mark.slow}
NAMES = sorted(path.stem for path in STORED.glob("*.json"))


@pytest.mark.parametrize("name", [pytest.param(n, marks=SLOW.get(n, ())) for n in NAMES])
def test_no_report_on_a_shipped_crisis_breaks_a_rule(name):
    report, data, scenario = stored_report(name)
    assert len(list(texts(report))) > 50
    assert report_faults(report, (data, dataclasses.asdict(scenario))) == []


def test_the_small_report_breaks_no_rule(report):
    scenario = load_scenario("strait.yaml", text=FILE)
    assert report_faults(report, dataclasses.asdict(scenario)) == []


def graded(**changes):
    data = example_forecast() | {
        "scored": True,
        "basis": {"drawn": 10, "assumed": 1, "groups": 4},
        "equilibria": {"draws_searched": 20, "share": {"1": 1.0, "2": 0.0, "3+": 0.0}},
    }
    data["sources"]["b"]["stance"] = "another"
    data["outcomes"] = {
        key: one | {"p05": one["mean"] - 0.01, "p95": one["mean"] + 0.01}
        for key, one in data["outcomes"].items()
    }
    return confidence(data | changes)


def test_nothing_against_it_is_high():
    assert graded().level == "high"
    assert graded().sentence == "Confidence in these judgements is high."


WEAK = {
    "scored": False,
    "basis": {"drawn": 10, "assumed": 5, "groups": 4},
    "equilibria": None,
    "observed": {"ess": 120.0},
}


@pytest.mark.parametrize("name", WEAK)
def test_one_weak_point_makes_it_moderate(name):
    made = graded(**{name: WEAK[name]})
    assert (made.level, len(made.weak)) == ("moderate", 1)
    assert made.weak[0] in made.sentence


def test_three_weak_points_make_it_low():
    assert graded(**{name: WEAK[name] for name in list(WEAK)[:2]}).level == "moderate"
    assert graded(**{name: WEAK[name] for name in list(WEAK)[:3]}).level == "low"


@pytest.mark.parametrize(
    "change",
    [
        {"basis": {"drawn": 10, "assumed": 8, "groups": 4}},
        {"basis": {"drawn": 10, "assumed": 1, "groups": 1}},
        {"observed": {"ess": 20.0}},
        {"certificate": {"solved_share": 0.8, "failed": 100}},
        {"outcomes": {"a": {"p05": 0.1, "p95": 0.8}}},
    ],
)
def test_one_severe_point_makes_it_low(change):
    assert graded(**change).level == "low"


def test_a_report_says_confidence_and_likelihood_apart(report):
    lead = report.sections[0].blocks
    assert "confidence" not in lead[0].text.lower()
    assert [b.text for b in lead if getattr(b, "text", "").startswith("Confidence in")]


def test_build_report_takes_a_folder_by_name_only_if_it_is_a_run(tmp_path):
    from standoff.errors import UsageError

    with pytest.raises(UsageError, match="no run of standoff"):
        build_report(str(tmp_path))


def test_the_headline_names_every_use_of_force_however_small():
    report, data, _ = stored_report("nato-2022-core")
    force = [one["title"] for one in data["outcomes"].values() if one["force"]]
    assert force
    assert data["outcomes"]["use_of_force"]["mean"] < 0.1
    listed = " ".join(item for item in report.sections[0].blocks[1].items)
    assert all(f"“{title}” (a use of force)" in listed for title in force)
