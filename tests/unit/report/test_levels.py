"""Actor trees, venues and win-sets on the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from tests.support.corpus import VALID

from standoff.forecast import forecast
from standoff.game import Budget, predict_size
from standoff.report.terminal import print_win_sets
from standoff.report.terminal_understood import print_understood
from standoff.report.understood import understood
from standoff.scenario import load_scenario

FILES = {path.stem: path for path in VALID}


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=120)


def described(console, name):
    scenario = load_scenario(FILES[name])
    data = understood(scenario, predict_size(scenario), Budget().memory_bytes)
    print_understood(console, data)
    return data, console.file.getvalue()


def test_kinds_of_actors_and_whom_they_belong_to(console):
    data, text = described(console, "factions")
    west, congress = (
        next(p for p in data["parties"] if p["id"] == k) for k in ("west", "congress")
    )
    assert (west["kind"], west["of"]) == ("bloc", None)
    assert (congress["kind"], congress["of"]) == ("public", "west")
    assert "West (bloc)" in text
    assert "Congress (public of west)" in text
    assert "East (" not in text


def test_venues_are_listed(console):
    data, text = described(console, "venues")
    geneva, council = data["venues"]
    assert (geneva["members"], geneva["items"]) == (["russia", "west"], ["missiles"])
    assert (geneva["public"], council["public"]) == (False, True)
    assert "Geneva" in text
    assert "2022-01-10" in text


def test_win_sets_have_a_column_for_each_who_decides(console):
    data = forecast(load_scenario(FILES["factions"]), draws=2, threads=1).to_json()
    print_win_sets(console, data)
    text = console.file.getvalue()
    for part in ("congress: deal", "west (hawks): deal", "reply full", "only troops"):
        assert part in text


def test_nothing_is_printed_where_nobody_ratifies(console):
    print_win_sets(console, {"win_sets": {}})
    assert console.file.getvalue() == ""
