"""The forecast with a source and without it, on the same draws."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.support.sourced import FILE

from standoff.errors import UsageError
from standoff.forecast import forecast, without
from standoff.forecast.plan import plan_draws
from standoff.forecast.stack import outcomes_of
from standoff.scenario import load_scenario

DRAWS, SEED = 30, 4
SAME = 1e-9
"""Ten times the tolerance of the solver: draws are solved in other company."""


def load(**how):
    return load_scenario("strait.yaml", text=FILE, **how)


@pytest.fixture(scope="module")
def change():
    return without(load(), load(without=("a",)), draws=DRAWS, seed=SEED, threads=1)


def test_numbers_that_the_source_has_nothing_to_do_with_have_the_same_draws(change):
    names = [parameter.name for parameter in change.base.scenario.parameters]
    same = [(change.base.parameters[k] == change.left.parameters[k]).all() for k in range(3)]
    assert dict(zip(names, same, strict=True)) == {
        "war_cost": False,
        "prize": True,
        "p_resolved": False,
    }


def test_both_forecasts_are_those_of_the_two_files(change):
    data = json.loads(json.dumps(change.to_json(), allow_nan=False))
    alone = forecast(load(without=("a",)), draws=DRAWS, seed=SEED, threads=1).to_json()
    for key, outcome in data["outcomes"].items():
        assert outcome["without"]["mean"] == alone["outcomes"][key]["mean"]
        gap = outcome["without"]["mean"] - outcome["base"]["mean"]
        assert outcome["difference"] == pytest.approx(gap, abs=1e-12)
        assert outcome["standard_error"] > 0
    assert data["distance"] == pytest.approx(
        sum(abs(o["difference"]) for o in data["outcomes"].values()) / 2
    )


def test_numbers_are_ranked_by_what_each_does_alone(change):
    data = change.to_json()
    effects = [one["effect"] for one in data["parameters"]]
    assert effects == sorted(effects, reverse=True)
    assert {one["name"]: one["how"] for one in data["parameters"]} == {
        "war_cost": "fallback",
        "p_resolved": "pooled",
    }
    assert data["swap_draws"] == DRAWS


def test_one_number_alone_makes_the_whole_change():
    text = FILE.replace("{source: a, paragraph: 3, kind", "{source: b, paragraph: 3, kind")
    base = load_scenario("strait.yaml", text=text)
    left = load_scenario("strait.yaml", text=text, without=("a",))
    data = without(base, left, draws=DRAWS, seed=SEED, threads=1).to_json()
    (one,) = data["parameters"]
    assert one["effect"] == pytest.approx(data["distance"], abs=SAME)
    for key, outcome in data["outcomes"].items():
        assert one["outcomes"][key]["difference"] == pytest.approx(outcome["difference"], abs=SAME)


def test_stacked_variants_are_those_that_are_solved_alone():
    scenario = load()
    plans = [plan_draws(scenario, 5, seed) for seed in (1, 2)]
    both = outcomes_of(scenario, plans, threads=1)
    for k, seed in enumerate((1, 2)):
        alone = forecast(scenario, draws=5, seed=seed, threads=1).answers.outcomes
        assert np.abs(both[k] - alone).max() < SAME


def test_held_views_go_with_their_source():
    text = FILE.replace("    source: a\n", "    source: a\n    held_by: [west]\n")
    base = load_scenario("strait.yaml", text=text)
    left = load_scenario("strait.yaml", text=text, without=("a",))
    data = without(base, left, draws=10, seed=SEED, threads=1).to_json()
    assert data["views"]["left_out"] == ["bleak"]
    assert data["views"]["effect"] > 0


def test_without_any_source_there_is_nothing_to_compare():
    with pytest.raises(UsageError, match="no source was left out"):
        without(load(), load(), draws=2)
