"""Commitments in two parts, and costs of retreat that grow with the stakes."""

from __future__ import annotations

import math

import pytest
from tests.support.tiny import load, move, named, solved, state, value

EXACT = 1e-9

VOW = """
standoff: 1
title: A vow
precision: 10
parties:
  east: {{private: {{resolve: {{values: {{weak: {{prob: 0.6}}, strong: {{prob: 0.4}}}}}}}}}}
  west: {{}}
ladders:
  pressure:
    climber: east
    rungs: [{{id: words}}, {{id: drill}}, {{id: siege}}]
commitments:
  vow:
    party: east
    {costs}
    broken_by: {{outcomes: [retreat]}}
clock: {{at_end: retreat}}
turns:
  - id: speech
    mover: east
    moves:
      swear: {{commits: vow}}
      swear_high: {{commits: vow, climb: {{pressure: 2}}}}
      silent: {{}}
  - id: answer
    mover: west
    moves:
      yield: {{outcome: passage}}
      stand: {{}}
  - id: act
    mover: east
    moves:
      fight: {{outcome: war}}
      back: {{outcome: retreat}}
outcomes:
  retreat: {{}}
  passage: {{payoff: {{east: 40, west: -40}}}}
  war: {{payoff: {{east: "if east.resolve == strong then 5 else -40", west: -60}}}}
"""


def vow(**costs):
    return VOW.format(costs="\n    ".join(f"{key}: {cost}" for key, cost in costs.items()))


def retreat(text, **values):
    scenario = load(text)
    return value(named(scenario.outcomes, "retreat").payoff[0], state(scenario, **values))


def test_belligerence_is_paid_when_the_vow_is_made():
    scenario = load(vow(sunk=1, belligerence=6, retreat=10))
    assert [value(c, state(scenario)) for _, c in move(scenario, "speech", "swear").costs] == [7]
    assert retreat(vow(belligerence=6, retreat=10), vow=1) == -10
    assert retreat(vow(belligerence=6, retreat=10), vow=0) == 0


def test_inconsistency_is_another_name_of_retreat():
    assert retreat(vow(inconsistency=10), vow=1) == retreat(vow(retreat=10), vow=1) == -10


def test_the_cost_of_retreat_grows_with_the_rung():
    text = vow(retreat=10, climbs_with="pressure", stakes_growth=1.5)
    assert [retreat(text, vow=1, pressure=rung) for rung in range(3)] == [-10, -17.5, -25]
    assert retreat(text, vow=0, pressure=2) == 0


def test_growth_also_counts_for_moves_that_break_the_vow():
    text = vow(retreat=10, climbs_with="pressure", stakes_growth=1)
    text = text.replace("broken_by: {outcomes: [retreat]}", "broken_by: {moves: [back]}")
    scenario = load(text)
    back = dict(move(scenario, "act", "back").costs)[0]
    assert value(back, state(scenario, vow=1, pressure=2)) == 20
    assert value(back, state(scenario, vow=1, pressure=0)) == 10


def test_what_a_weak_type_does_after_a_vow_has_the_closed_form():
    text = vow(retreat=20, belligerence=100, climbs_with="pressure", stakes_growth=1)
    text = text.replace("      silent: {}\n", "").replace("      swear: {commits: vow}\n", "")
    text = text.replace("{outcome: passage}", "{outcome: passage, allowed: vow == unmade}")
    fights = [1 / (1 + math.exp(-10 * (worth + 0.4))) for worth in (-0.4, 0.05)]
    assert solved(text)["war"] == pytest.approx(0.6 * fights[0] + 0.4 * fights[1], abs=EXACT)


def test_inconsistency_ties_hands_so_that_vows_are_kept():
    """Fearon (1994): audience costs make backing down rarer once the vow has been made."""
    only_vow = vow(retreat="{cost}").replace("      silent: {}\n", "")
    kept = [solved(only_vow.replace("{cost}", str(cost)))["retreat"] for cost in (0, 20, 60)]
    assert kept == sorted(kept, reverse=True)


def test_belligerence_makes_vows_rarer():
    """Kertzer & Brutger (2016): some of the audience punishes having threatened at all."""
    seen = []
    for cost in (0, 15, 60):
        text = vow(retreat=10, belligerence=cost)
        text = text.replace("silent: {}", "silent: {outcome: unsaid}")
        seen.append(
            solved(text.replace("outcomes:\n  retreat", "outcomes:\n  unsaid: {}\n  retreat"))[
                "unsaid"
            ]
        )
    assert seen == sorted(seen)


def test_higher_stakes_lock_in():
    """Fearon (1994), Schelling (1960): the higher the stakes have risen, the less retreat."""
    text = vow(retreat=20, climbs_with="pressure", stakes_growth="{growth}")
    text = text.replace("      silent: {}\n", "").replace("      swear: {commits: vow}\n", "")
    backed = [solved(text.replace("{growth}", str(growth)))["retreat"] for growth in (0, 1, 3)]
    assert backed == sorted(backed, reverse=True)
    assert backed[0] > backed[-1] + 0.05
