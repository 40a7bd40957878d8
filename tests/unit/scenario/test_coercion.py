"""Sanctions and assurances: what they become, and what they do to play."""

from __future__ import annotations

import math

import pytest
from tests.support.tiny import load, move, named, solved, state, value

from standoff.scenario.expr import is_true

EXACT = 1e-9
NONE, THREATENED, IMPOSED = 0, 1, 2

BAN = """
standoff: 1
title: A ban on grain
precision: 10
parameters:
  hurt: {{value: {hurt}, unit: percent of the stakes, means: cost to the target, evidence: assumed}}
  leak: {{value: {leak}, unit: share, means: leakage, evidence: assumed}}
parties:
  east: {{}}
  west: {{}}
sanctions:
  grain:
    sender: west
    target: east
    cost_target: hurt
    cost_sender: 5
    leakage: leak
    relief: 7
    against: {{outcomes: [seizure]}}
    empty_threat: {empty}
variables:
  seized: {{values: [no, yes], start: no}}
clock: {{at_end: seizure}}
turns:
  - id: warning
    mover: west
    moves:
      warn: {{threatens: grain}}
      silent: {{}}
  - id: choice
    mover: east
    moves:
      seize: {{effect: {{seized: yes}}}}
      stop: {{outcome: calm}}
  - id: answer
    mover: west
    moves:
      ban: {{imposes: grain}}
      nothing: {{}}
  - id: later
    mover: west
    when: grain == imposed and seized == no
    moves:
      lift: {{lifts: grain}}
      keep: {{}}
outcomes:
  calm: {{payoff: {{west: 10}}}}
  seizure: {{payoff: {{east: 20, west: -10}}}}
"""

PROMISE = """
standoff: 1
title: A concession and a promise
precision: 10
parties:
  east: {{}}
  west: {{}}
assurances:
  no_more:
    by: east
    to: west
    worth: 40
    credibility: {credibility}
    cost: 1
    price: 3
    on: {{outcomes: [passage]}}
clock: {{at_end: quiet}}
turns:
  - id: word
    mover: east
    moves:
      promise: {{assures: no_more}}
  - id: answer
    mover: west
    moves:
      give: {{outcome: passage}}
      refuse: {{}}
outcomes:
  quiet: {{}}
  passage: {{payoff: {{east: 30, west: -20}}}}
"""


def ban(hurt=30, leak=0, empty=0):
    return BAN.format(hurt=hurt, leak=leak, empty=empty)


def soft(x):
    return 1 / (1 + math.exp(-x))


def payoff(scenario, outcome, **values):
    return [value(p, state(scenario, **values)) for p in named(scenario.outcomes, outcome).payoff]


def test_a_sanction_is_a_public_variable_with_its_stages():
    variable = named(load(ban()).variables, "grain")
    assert variable.labels == ("none", "threatened", "imposed")
    assert (variable.start, variable.role) == (NONE, "sanction")


def test_threatening_imposing_and_lifting_keep_their_order():
    scenario = load(ban())
    warn, impose = move(scenario, "warning", "warn"), move(scenario, "answer", "ban")
    lift = move(scenario, "later", "lift")
    allowed = {
        stage: [is_true(m.allowed, state(scenario, grain=stage)) for m in (warn, impose, lift)]
        for stage in (NONE, THREATENED, IMPOSED)
    }
    assert allowed == {
        NONE: [True, True, False],
        THREATENED: [False, True, False],
        IMPOSED: [False, False, True],
    }
    after = [value(m.effects[0][1], state(scenario)) for m in (warn, impose, lift)]
    assert after == [THREATENED, IMPOSED, NONE]
    assert [(p, value(c, state(scenario))) for p, c in lift.costs] == [(0, -7)]


def test_costs_fall_on_both_sides_and_leakage_spares_the_target():
    scenario = load(ban(hurt=30, leak=0.25, empty=4))
    assert payoff(scenario, "seizure", grain=IMPOSED) == pytest.approx([20 - 22.5, -10 - 5])
    assert payoff(scenario, "seizure", grain=THREATENED) == [20, -10 - 4]
    assert payoff(scenario, "seizure") == [20, -10]
    assert payoff(scenario, "calm", grain=THREATENED) == [0, 10]


def test_a_game_with_a_sanction_has_the_closed_form():
    empty = 12
    ends = solved(ban(empty=empty))
    banned = soft(10 * (-0.15 - (-0.10 - empty / 100)))
    seize = soft(10 * (banned * (0.20 - 0.30) + (1 - banned) * 0.20))
    banned_unwarned = soft(10 * (-0.15 + 0.10))
    seize_unwarned = soft(10 * (0.20 - 0.30 * banned_unwarned))
    worth = {
        "warn": seize * (banned * -0.15 + (1 - banned) * (-0.10 - empty / 100)) + (1 - seize) * 0.1,
        "silent": seize_unwarned * (banned_unwarned * -0.15 + (1 - banned_unwarned) * -0.10)
        + (1 - seize_unwarned) * 0.1,
    }
    warned = soft(10 * (worth["warn"] - worth["silent"]))
    expected = warned * seize + (1 - warned) * seize_unwarned
    assert ends["seizure"] == pytest.approx(expected, abs=EXACT)


def seizures(**changes):
    return solved(ban(**{"empty": 20, **changes}))["seizure"]


def test_costlier_sanctions_deter_more_and_leaky_ones_less():
    """Drezner (1999): coercion works by the gap in costs between target and sender."""
    assert seizures(hurt=60) < seizures(hurt=30) < seizures(hurt=0)
    assert seizures(hurt=60, leak=0.8) > seizures(hurt=60, leak=0.2)


def test_a_threat_that_costs_to_leave_empty_deters_more():
    """Fearon (1997): what ties the sender's hands makes its threat believed."""
    assert seizures(hurt=60, empty=30) < seizures(hurt=60, empty=0)


def test_an_assurance_is_given_once_and_costs_its_giver():
    scenario = load(PROMISE.format(credibility=0.5))
    promise = move(scenario, "word", "promise")
    assert is_true(promise.allowed, state(scenario))
    assert not is_true(promise.allowed, state(scenario, no_more=1))
    assert [(p, value(c, state(scenario))) for p, c in promise.costs] == [(0, 1)]
    assert payoff(scenario, "passage") == [30, -20]
    assert payoff(scenario, "passage", no_more=1) == [30 - 3, -20 + 20]
    assert payoff(scenario, "quiet", no_more=1) == [0, 0]


@pytest.mark.parametrize("credibility", [0, 0.5, 1])
def test_a_concession_after_an_assurance_has_the_closed_form(credibility):
    chance = solved(PROMISE.format(credibility=credibility))["passage"]
    assert chance == pytest.approx(soft(10 * (-0.20 + 0.40 * credibility)), abs=EXACT)


def test_a_credible_assurance_makes_concession_likelier():
    """Kydd & McManus (2017): threats need assurances that compliance will not be exploited."""
    chances = [solved(PROMISE.format(credibility=c))["passage"] for c in (0, 0.3, 0.9)]
    assert chances == sorted(chances)
    assert chances[0] < 0.5 < chances[-1]
