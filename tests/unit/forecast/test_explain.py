"""The difference of two views shared out among their disagreements."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.support.sourced import FILE

from standoff import library
from standoff.errors import UsageError
from standoff.forecast import explain, forecast
from standoff.forecast.explain import MAX_SOLVED, _orders
from standoff.scenario import load_scenario

TINY = """\
standoff: 1
title: Chance alone
parameters:
{parameters}
parties: {{east: {{}}}}
clock: {{at_end: quiet}}
turns:
  - {{id: t, mover: east, moves: {{go: {{}}}}}}
  - {{id: n, mover: nature, moves: {{hit: {{prob: "{hit}", outcome: loud}}, miss: {{prob: rest}}}}}}
outcomes: {{quiet: {{}}, loud: {{}}}}
views:
  high: {{parameters: {{{high}}}}}
  low: {{parameters: {{{low}}}}}
"""
VIEWS = """
views:
  a:
    source: a
    parameters:
      p_resolved: {prior: {beta: {mean: 0.7, sd: 0.12}}, evidence: [{source: a, paragraph: 17}]}
      win_chance: {value: 0.35, evidence: [{source: a, paragraph: 11}]}
      rate_cost: {value: 10, evidence: [{source: a, paragraph: 14}]}
      all_or_nothing: {prior: {beta: {mean: 0.75, sd: 0.1}}, evidence: [{source: a, paragraph: 13}]}
      nordic_alarm: {value: 8, evidence: [{source: a, paragraph: 14}]}
  b:
    source: b
    rules_out: [stand_down]
    parameters:
      p_firm: {prior: {beta: {mean: 0.9, sd: 0.06}}, evidence: [{source: b, paragraph: 4}]}
      west_unease: {value: 8, evidence: [{source: b, paragraph: 11}]}
"""
CORE = library.path("nato-2022-core").read_text(encoding="utf-8")
ROUNDING = 1e-12
SUM = 1e-9
"""What the shares may miss the whole by."""


def tiny(hit, high, low):
    """Return a crisis in which chance alone decides, with two views of the numbers."""

    def written(values):
        return ", ".join(f"{k}: {{value: {v}, evidence: assumed}}" for k, v in values.items())

    parameters = "\n".join(
        f"  {name}: {{value: 0.05, unit: share, means: x, evidence: assumed, reason: x}}"
        for name in high
    )
    text = TINY.format(parameters=parameters, hit=hit, high=written(high), low=written(low))
    return load_scenario("tiny.yaml", text=text)


def shares(scenario, **how):
    data = explain(scenario, ["high", "low"], draws=2, threads=1, **how).to_json()
    return data, {o["name"]: o["outcomes"]["loud"]["shapley"] for o in data["disagreements"]}


def test_where_numbers_add_up_each_gets_what_it_adds():
    high, low = {"x": 0.5, "y": 0.2, "z": 0.1}, {"x": 0.2, "y": 0.1, "z": 0.15}
    data, found = shares(tiny("x + y + z", high, low))
    assert found == pytest.approx({"x": 0.3, "y": 0.1, "z": -0.05}, abs=ROUNDING)
    assert data["method"] == "exact"
    assert [one["name"] for one in data["disagreements"]] == ["x", "y", "z"]
    assert sum(one["share"] for one in data["disagreements"]) == pytest.approx(1, abs=SUM)
    assert data["disagreements"][2]["share"] == pytest.approx(-0.05 / 0.35)


def test_numbers_that_do_the_same_get_the_same():
    high, low = {"x": 0.9, "y": 0.9, "z": 0.1}, {"x": 0.3, "y": 0.3, "z": 0.1}
    _, found = shares(tiny("x * y + z / 9", high, low))
    assert set(found) == {"x", "y"}
    assert found["x"] == pytest.approx(0.36, abs=ROUNDING)
    assert found["x"] == pytest.approx(found["y"], abs=ROUNDING)


def test_many_numbers_are_shared_out_by_sampled_orders():
    names = [f"x{k}" for k in range(8)]
    high = {name: 0.1 + 0.001 * k for k, name in enumerate(names)}
    low = dict.fromkeys(names, 0.05)
    data, found = shares(tiny(" + ".join(names), high, low), permutations=4)
    assert data["method"] == "permutations"
    assert found == pytest.approx({name: high[name] - 0.05 for name in names}, abs=ROUNDING)
    one = data["disagreements"][0]["outcomes"]["loud"]
    assert one["sampling_error"] == pytest.approx(0, abs=ROUNDING)


def test_orders_come_with_their_reverse_and_depend_on_the_seed():
    orders = _orders(9, 5, 1)
    assert len(orders) == 6
    assert all(a == b[::-1] for a, b in zip(orders[::2], orders[1::2], strict=True))
    assert orders == _orders(9, 5, 1) != _orders(9, 5, 2)


def test_observing_a_number_takes_its_part_away():
    high, low = {"x": 0.5, "y": 0.2}, {"x": 0.2, "y": 0.1}
    data, _ = shares(tiny("x + y", high, low))
    assert data["settles_most"] == "x"
    removes = {one["name"]: one["agreement"]["removes"] for one in data["disagreements"]}
    assert removes == pytest.approx({"x": 0.75, "y": 0.25}, abs=ROUNDING)


@pytest.fixture(scope="module")
def core():
    scenario = load_scenario("nato.yaml", text=CORE + VIEWS)
    return explain(scenario, ["a", "b"], draws=4, seed=2, permutations=2, threads=1)


def test_the_shares_add_up_to_the_difference_on_a_real_case(core):
    data = json.loads(json.dumps(core.to_json(), allow_nan=False))
    assert len(data["disagreements"]) == 8
    assert sum(one["share"] for one in data["disagreements"]) == pytest.approx(1, abs=SUM)
    for key, outcome in data["outcomes"].items():
        parts = [one["outcomes"][key] for one in data["disagreements"]]
        assert sum(p["shapley"] for p in parts) == pytest.approx(outcome["difference"], abs=SUM)
        assert sum(p["share"] for p in parts) == pytest.approx(1, abs=SUM)
        assert outcome["explained"] == pytest.approx(outcome["difference"], abs=SUM)


def test_the_two_ends_are_the_forecasts_of_the_views(core):
    for name, mine in (("a", core.first), ("b", core.second)):
        alone = forecast(core.scenario, draws=4, seed=2, threads=1, view=name).answers.outcomes
        assert np.abs(alone - mine).max() < SUM


def test_options_that_one_view_rules_out_are_one_disagreement(core):
    (options,) = (one for one in core.to_json()["disagreements"] if one["kind"] == "options")
    assert options["rules_out"] == {"a": [], "b": ["Stand down in public"]}
    assert options["outcomes"]["backing_down"]["shapley"] > 0


def test_disagreements_lead_to_paragraphs(core):
    rows = {one["name"]: one for one in core.to_json()["disagreements"]}
    assert rows["win_chance"]["evidence"]["a"][0]["paragraph"] == 11
    assert {one["source"] for one in rows["win_chance"]["evidence"]["b"]} == {"a", "b"}


def test_a_view_can_be_explained_against_the_analyst():
    scenario = load_scenario("strait.yaml", text=FILE)
    data = explain(scenario, ["bleak", "analyst"], draws=6, threads=1).to_json()
    assert {one["name"] for one in data["disagreements"]} == {"war_cost", "p_resolved"}
    assert data["distance"] > 0


@pytest.mark.parametrize(
    ("views", "how", "said"),
    [
        (["bleak"], {}, "two views can be explained at a time; found 1"),
        (["bleak", "bleak"], {}, "two views can be explained at a time; found 1"),
        (["bleak", "none"], {}, "there is no view `none`"),
        (["bleak", "calm"], {"draws": MAX_SOLVED}, "200,000 are the most"),
    ],
)
def test_what_cannot_be_explained_is_refused(views, how, said):
    scenario = load_scenario("strait.yaml", text=FILE)
    with pytest.raises(UsageError, match=said):
        explain(scenario, views, **how)
