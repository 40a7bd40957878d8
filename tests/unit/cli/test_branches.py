"""`--branches`: other equilibria from the command line."""

from __future__ import annotations

import json

from standoff.errors import ExitCode

BATTLE = """EFG 2 R "battle" { "he" "she" }
p "" 1 1 "1" { "box" "opera" } 0
p "" 2 1 "2" { "box" "opera" } 0
t "" 1 "both box" { 3, 2 }
t "" 2 "apart" { 0, 0 }
p "" 2 1 "2" { "box" "opera" } 0
t "" 3 "wrong" { 0, 0 }
t "" 4 "both opera" { 2, 3 }
"""


def test_solve_lists_what_was_found(call, tmp_path):
    (tmp_path / "battle.efg").write_text(BATTLE, encoding="utf-8")
    words = ("solve", "battle.efg", "--lam", 4, "--branches", 6, "--threads", 1)
    data = json.loads(call(*words, "--json").out)
    assert data["equilibria"]["at_least"] == len(data["equilibria"]["found"]) == 3
    assert [one["principal"] for one in data["equilibria"]["found"]] == [True, False, False]
    assert data["equilibria"]["found"][0]["strategies"] == data["strategies"]
    text = call(*words, "--quiet").out
    assert "At least 3, from 6 starts" in text
    assert "1. found by the principal branch" in text
    assert "repels repeated best response" in text


def test_without_it_nothing_is_searched(call, tmp_path):
    (tmp_path / "battle.efg").write_text(BATTLE, encoding="utf-8")
    assert "equilibria" not in json.loads(call("solve", "battle.efg", "--json").out)


def test_forecast_searches_some_draws(call, scenario):
    words = ("forecast", "strait.yaml", "--draws", 3, "--threads", 1, "--quiet")
    data = json.loads(call(*words, "--branches", 2, "--json").out)
    assert data["equilibria"]["draws_searched"] == 2
    assert data["equilibria"]["share"]["1"] == 1.0


def test_more_draws_than_there_are_cannot_be_searched(call, scenario):
    result = call("forecast", "strait.yaml", "--draws", 3, "--branches", 4)
    assert result.code == ExitCode.USER_MISTAKE
    assert "--branches" in result.err
