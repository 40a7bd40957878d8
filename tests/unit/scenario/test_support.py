"""Support of patrons and allies: what it adds up to, and what it does to a bluff."""

from __future__ import annotations

import math

import pytest
from tests.support.tiny import load, move, named, solved, state, value

from standoff.forecast import forecast
from standoff.scenario import NATURE
from standoff.scenario.expr import is_true

EXACT = 1e-9

ALLIES = """
standoff: 1
title: A threat and its allies
precision: 10
parameters:
  loyal: {{value: {loyal}, unit: share, means: reliability of the south, evidence: assumed}}
parties:
  east: {{}}
  west: {{}}
  south: {{private: {{heart: {{values: {{faint: {{prob: 0.5}}, stout: {{prob: 0.5}}}}}}}}}}
support:
  south:
    to: east
    start: words
    capability: {capability}
    reliability: loyal
  far:
    to: east
    levels: [none, some, full]
    capability: 6
    reliability: "if south.heart == stout then 1 else 0.5"
formulas:
  prob_win: {{value: logistic((support.east - 20) / 10), unit: probability}}
clock: {{start: 2022-01-01, end: 2022-01-31, at_end: calm}}
turns:
  - id: aid
    mover: south
    moves:
      arm: {{supports: {{south: +2}}, refuses: true}}
      leave: {{supports: {{south: -1}}, refuses: true}}
  - id: luck
    mover: nature
    moves:
      far_helps: {{supports: {{far: 1}}, prob: 0.5}}
      no_help: {{prob: rest}}
  - id: threat
    mover: east
    moves:
      fight: {{outcome: war}}
      rest_: {{}}
outcomes:
  calm: {{}}
  war:
    payoff:
      east: 100 * prob_win - 50
      south: 5 * (south_support == joint)
      west: support.west
bluff:
  east: {{threat: to fight, carried_out: {{outcomes: [war]}}}}
"""


def allies(capability=30, loyal=0.5):
    return ALLIES.format(capability=capability, loyal=loyal)


def test_support_is_a_public_variable_with_levels():
    scenario = load(allies())
    variable = named(scenario.variables, "south_support")
    assert variable.labels == ("none", "words", "material", "joint")
    assert (variable.start, variable.role) == (1, "support")


def test_supporters_add_up_by_capability_reliability_and_level():
    scenario = load(allies(capability=30, loyal=0.5))
    war = named(scenario.outcomes, "war").payoff

    def chance(hidden, **levels):
        return (value(war[0], state(scenario, hidden, **levels)) + 50) / 100

    def expected(strength):
        return pytest.approx(1 / (1 + math.exp(-(strength - 20) / 10)))

    assert chance({}, south_support=0, far_support=0) == expected(0)
    assert chance({}, south_support=3, far_support=0) == expected(15)
    assert chance({}, south_support=1, far_support=1) == expected(5 + 6 * 0.5 / 2)
    assert chance({"heart": 1}, south_support=1, far_support=2) == expected(5 + 6)
    assert value(war[2], state(scenario)) == 0


def test_levels_move_within_their_range():
    scenario = load(allies())
    arm, leave = move(scenario, "aid", "arm"), move(scenario, "aid", "leave")
    assert [is_true(arm.allowed, state(scenario, south_support=k)) for k in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert not is_true(leave.allowed, state(scenario, south_support=0))
    assert value(arm.effects[0][1], state(scenario, south_support=1)) == 3
    assert named(scenario.turns, "luck").mover == NATURE


def lone(capability, loyal):
    """Return the crisis with nothing but a threat, so that the choice has a closed form."""
    text = allies(capability, loyal)
    start = text.index("  - id: aid")
    end = text.index("  - id: threat")
    return text[:start] + text[end:]


@pytest.mark.parametrize(("capability", "loyal"), [(0, 1), (60, 1), (60, 0.25)])
def test_a_war_with_allies_has_the_closed_form(capability, loyal):
    win = 1 / (1 + math.exp(-(capability * loyal / 3 - 20) / 10))
    fight = 1 / (1 + math.exp(-10 * (win - 0.5)))
    assert solved(lone(capability, loyal))["war"] == pytest.approx(fight, abs=EXACT)


def bluffing(text):
    answers = forecast(load(text), draws=1, seed=1, threads=1).to_json()["bluff"]["east"]
    return next(iter(answers.values()))["mean"]


def test_removing_an_ally_makes_success_rarer_and_bluff_likelier():
    """Snyder (1984), Morrow (1994): a threat is worth what the allies behind it are worth."""
    weak, strong = bluffing(lone(0, 1)), bluffing(lone(90, 1))
    assert weak > strong + 0.2


def test_reliability_counts_like_capability():
    """Leeds (2003): an ally that will not come adds nothing."""
    assert solved(lone(60, 0.5))["war"] == pytest.approx(solved(lone(30, 1))["war"], abs=EXACT)
    assert solved(lone(60, 0.1))["war"] < solved(lone(60, 0.9))["war"]


THRESHOLD = """
standoff: 1
title: Membership above a threshold
precision: 10
parties:
  north: {{}}
variables:
  opinion: {{range: [-3, 3], start: {opinion}}}
  bloc: {{range: [0, 2], start: 1}}
clock: {{at_end: outside}}
turns:
  - id: choice
    mover: north
    moves:
      apply: {{allowed: opinion >= 2 and opinion + bloc >= 3, outcome: member}}
      stay_out: {{}}
outcomes:
  outside: {{}}
  member: {{payoff: {{north: 10}}}}
"""


def test_thresholds_are_guards_over_variables():
    """Granovetter (1978): below its threshold a public does not move at all."""
    assert [solved(THRESHOLD.format(opinion=k))["member"] > 0 for k in (0, 1, 2, 3)] == [
        False,
        False,
        True,
        True,
    ]
