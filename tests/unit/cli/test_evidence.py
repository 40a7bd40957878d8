"""`standoff evidence`: the steps from claims to a prior."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from standoff.errors import ExitCode
from standoff.scenario import load_scenario

CLAIMS = Path(__file__).parents[2] / "corpus/valid/claims.yaml"


def test_it_prints_base_weights_rules_and_result(call):
    result = call("evidence", CLAIMS)
    assert (result.code, result.err) == (ExitCode.OK, "")
    for text in (
        "beta mean 0.5, sd 0.25",
        "hedges x0.5",
        "effective number of sources",
        "no second group bears out",
        "`from: reposter`",
        "motive: They only want to win",
        "unexplained",
        "minister: Minister of east, diplomats; credibility 0.6",
    ):
        assert text in result.out
    assert result.out.rstrip().endswith("No claims are pooled into: tone")


def test_one_parameter_can_be_asked_for(call):
    result = call("evidence", CLAIMS, "days")
    assert "DAYS" in result.out
    assert "P_HIGH" not in result.out
    assert "No claims are pooled into it: logitnormal" in call("evidence", CLAIMS, "tone").out


def test_the_json_has_the_numbers_of_the_pooling(call):
    data = json.loads(call("evidence", CLAIMS, "--json").out)
    scenario = load_scenario(CLAIMS)
    told = {one["name"]: one for one in data["parameters"]}
    assert set(told) == {"p_high", "days", "war_cost", "mood"}
    for parameter in scenario.parameters:
        if parameter.pooling is not None:
            one = told[parameter.name]
            assert one["pooled"]["effective"] == parameter.pooling.effective
            weights = [claim.weight for claim in parameter.pooling.claims]
            assert [claim["weight"] for claim in one["claims"]] == weights
    for one in told.values():
        for claim in one["claims"]:
            product = 1.0
            for factor in claim["factors"]:
                product *= factor["value"]
            assert claim["weight"] == pytest.approx(0.0 if claim["left_out_by"] else product)
    assert told["war_cost"]["pooled"]["unexplained"]
    assert told["war_cost"]["claims"][0]["left_out_by"] == "authors_need_two"
    assert data["not_pooled"] == ["tone"]


def test_an_unknown_parameter_names_the_near_one(call):
    result = call("evidence", CLAIMS, "dayz")
    assert result.code == ExitCode.USER_MISTAKE
    assert "has no parameter `dayz`" in result.err
    assert "write `days`" in result.err


def test_a_file_without_claims_says_so(call, scenario):
    result = call("evidence", scenario)
    assert "No claims are pooled into: war_cost, p_resolved" in result.out


def test_a_tree_has_no_evidence(call, tmp_path):
    path = tmp_path / "x.efg"
    path.write_text("", encoding="utf-8")
    result = call("evidence", path)
    assert result.code == ExitCode.USER_MISTAKE
    assert "is a game tree" in result.err
