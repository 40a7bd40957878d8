"""What `describe` says of views and theories."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from standoff.game import predict_size
from standoff.report.terminal_understood import print_understood
from standoff.report.understood import understood
from standoff.scenario import load_scenario

TEXT = """
standoff: 1
title: Small
payoffs: points
parameters: {gain: {value: 1, unit: points, means: what a strike brings, evidence: assumed}}
parties:
  a: {private: {mood: {values: {calm: {prob: rest}, keen: {prob: 0.4}}}}}
  b: {}
clock: {at_end: quiet}
views:
  rosy:
    title: Rosy
    held_by: [b]
    rules_out: [strike]
    parameters: {gain: {value: 0, evidence: assumed}}
perception: {level: 1}
theories:
  secrecy:
    title: Secrecy
    on: 0.25
    reference: Fearon 1995
    off: {reveals: [a.mood], views: [rosy]}
  greed: {title: Greed, off: {parameters: {gain: 0}}}
turns:
  - {id: act, mover: a, moves: {strike: {outcome: war}, wait: {}}}
  - {id: answer, mover: b, moves: {stay: {}, leave: {}}}
outcomes:
  quiet: {}
  war: {payoff: {a: "gain * (a.mood == keen)", b: -1}}
"""


@pytest.fixture(scope="module")
def data():
    scenario = load_scenario("small.yaml", text=TEXT)
    return understood(scenario, predict_size(scenario), 2**30)


def test_views_say_who_holds_them_and_what_they_change(data):
    assert data["perception_level"] == 1
    assert data["views"] == [
        {
            "id": "rosy",
            "title": "Rosy",
            "source": None,
            "held_by": ["b"],
            "parameters": ["gain"],
            "rules_out": ["strike"],
        }
    ]


def test_theories_say_how_often_they_are_on_and_what_happens_without_them(data):
    secrecy, greed = data["theories"]
    assert (secrecy["on"], greed["on"]) == (0.25, 1.0)
    assert secrecy["off"] == {"parameters": [], "reveals": ["a.mood"], "views": ["rosy"]}
    assert greed["off"] == {"parameters": ["gain"], "reveals": [], "views": []}


def test_both_are_printed(data):
    out = StringIO()
    print_understood(Console(file=out, width=100), data)
    for words in ("VIEWS OF THE CRISIS", "rosy", "THEORIES", "25%", "reveals a.mood"):
        assert words in out.getvalue()
