"""Faits accomplis, costs of stepping down, and variables that react to the tempo of a climb."""

from __future__ import annotations

import math

import pytest
from tests.support.tiny import load, move, named, solved, state, value

from standoff.scenario.expr import is_true
from standoff.scenario.lower.reactions import reaction

EXACT = 1e-9

GRAB = """
standoff: 1
title: A grab
precision: 10
parties:
  east: {{}}
  west: {{}}
table:
  demanded_by: east
  of: west
  sold: {sold}
  discuss_share: 0.5
  items:
    isle: {{value: {{east: 20, west: -10}}}}
    port: {{value: {{east: 8, west: -30}}, divisible: true}}
  replies:
    full: {{accept: rest}}
    half: {{discuss: [port], refuse: rest}}
    no: {{refuse: rest}}
clock: {{at_end: end}}
turns:
  - id: grab
    mover: east
    moves:
      land: {{takes: [isle], cost: {{east: {cost}}}}}
      wait: {{}}
  - id: again
    mover: east
    moves:
      both: {{takes: [port, isle]}}
      port_only: {{takes: [port]}}
      wait: {{}}
  - id: answer
    mover: west
    replies: true
outcomes:
  end: {{payoff: {{east: items.east, west: items.west}}}}
"""

CLIMB = """
standoff: 1
title: A climb
precision: 10
parameters:
  face: {{value: {face}, unit: percent of the stakes, means: face lost, evidence: assumed}}
parties:
  east: {{}}
  north: {{}}
variables:
  fear: {{range: [0, {top}], start: 0}}
  trust: {{range: [-9, 0], start: 0}}
ladders:
  pressure:
    climber: east
    rungs: [{{id: words}}, {{id: drill}}, {{id: massing}}, {{id: siege}}, {{id: war_footing}}]
    descent_cost: {{east: face}}
    reacts: {{fear: {{per_step: {step}}}, trust: {{per_step: -0.5}}}}
clock: {{at_end: apart}}
turns:
{turns}
  - id: choice
    mover: north
    moves:
      join: {{outcome: joined}}
      stay_out: {{}}
outcomes:
  apart: {{}}
  joined: {{payoff: {{north: -20 + 5 * fear - trust, east: -10}}}}
"""
LEAP = "  - {id: leap, mover: east, moves: {leap: {climb: {pressure: 2}}}}"
STEPS = """\
  - {id: one, mover: east, moves: {step: {climb: {pressure: 1}}}}
  - {id: two, mover: east, moves: {step: {climb: {pressure: 1}}}}"""
DOWN = "\n  - {id: ease, mover: east, moves: {down: {climb: {pressure: -2}}, stay: {}}}"


def grab(sold="singly", cost=2):
    return GRAB.format(sold=sold, cost=cost)


def climb(turns, face=0, top=9, step=1):
    return CLIMB.format(turns=turns, face=face, top=top, step=step)


def worth(scenario, **values):
    return [value(p, state(scenario, **values)) for p in scenario.outcomes[0].payoff]


def test_what_has_been_taken_is_a_public_variable_with_all_unions():
    taken = named(load(grab()).variables, "taken")
    assert taken.labels == ("none", "isle", "port", "isle_and_port")
    assert (taken.start, taken.role) == (0, "taken")


def test_taking_adds_to_what_is_held_and_must_add_something():
    scenario = load(grab())
    land, port = move(scenario, "grab", "land"), move(scenario, "again", "port_only")
    after = [value(port.effects[0][1], state(scenario, taken=code)) for code in range(4)]
    assert after == [2, 3, 2, 3]
    assert [is_true(land.allowed, state(scenario, taken=code)) for code in range(4)] == [
        True,
        False,
        True,
        False,
    ]


def test_taken_items_count_as_conceded_whatever_the_reply():
    scenario = load(grab())
    full, half, no = 1, 2, 3
    assert worth(scenario, taken=0, reply=0) == [0, 0]
    assert worth(scenario, taken=1, reply=0) == [20, -10]
    assert worth(scenario, taken=1, reply=no) == [20, -10]
    assert worth(scenario, taken=1, reply=half) == [24, -25]
    assert worth(scenario, taken=2, reply=half) == [8, -30]
    assert worth(scenario, taken=3, reply=no) == worth(scenario, taken=0, reply=full) == [28, -40]


def test_a_package_is_complete_with_what_has_been_taken():
    scenario = load(grab(sold="package"))
    assert worth(scenario, taken=1, reply=3) == [0, 0]
    assert worth(scenario, taken=3, reply=3) == [28, -40]
    assert worth(scenario, taken=0, reply=1) == [28, -40]


def test_a_grab_has_the_closed_form():
    text = grab(cost=2).replace("      both: {takes: [port, isle]}\n", "")
    text = text.replace("      port_only: {takes: [port]}\n", "")
    scenario = load(text)
    assert named(scenario.variables, "taken").labels == ("none", "isle")
    text = text.replace("  end: {payoff", "  grabbed: {payoff")
    text = text.replace("at_end: end", "at_end: grabbed")
    text = text.replace(
        "land: {takes: [isle], cost: {east: 2}}",
        "land: {takes: [isle], cost: {east: 2}, outcome: landed}",
    )
    text += "  landed: {payoff: {east: items.east, west: items.west}}\n"
    ends = solved(text)
    west = {"full": -0.40, "half": -0.15, "no": 0.0}
    weight = {name: math.exp(10 * w) for name, w in west.items()}
    east = {"full": 0.28, "half": 0.04, "no": 0.0}
    waits = sum(weight[name] * east[name] for name in weight) / sum(weight.values())
    taken_at_once = 0.20 - 0.02
    assert ends["landed"] == pytest.approx(
        1 / (1 + math.exp(-10 * (taken_at_once - waits))), abs=EXACT
    )


def test_a_cheaper_grab_is_chosen_over_asking():
    """Altman (2017): small gains are taken without asking where taking is cheap."""
    text = grab(cost="{cost}").replace(
        "land: {takes: [isle]", "land: {outcome: landed, takes: [isle]"
    )
    text += "  landed: {payoff: {east: items.east, west: items.west}}\n"
    seen = [solved(text.replace("{cost}", str(cost)))["landed"] for cost in (30, 10, 0)]
    assert seen == sorted(seen)
    assert seen[-1] > seen[0] + 0.3


def test_reactions_are_rounded_away_from_zero_and_even():
    assert [reaction(0.5, k) for k in (1, 2, 3)] == [1, 2, 5]
    assert [reaction(-0.5, k) for k in (1, 2, 3)] == [-1, -2, -5]
    assert reaction(0.2, 1) == 0


def test_a_climb_moves_what_reacts_and_stays_in_its_range():
    scenario = load(climb(LEAP, top=6))
    leap = move(scenario, "leap", "leap")
    fear, trust = (k for k, v in enumerate(scenario.variables) if v.id in ("fear", "trust"))
    after = dict(leap.effects)
    assert value(after[fear], state(scenario, fear=1)) == 5
    assert value(after[fear], state(scenario, fear=4)) == 6
    assert value(after[trust], state(scenario)) == -2


def test_stepping_down_costs_face_for_every_rung_and_moves_nobody():
    scenario = load(climb(LEAP + DOWN, face=3))
    down = move(scenario, "ease", "down")
    assert [(p, value(c, state(scenario))) for p, c in down.costs] == [(0, 6)]
    assert len(down.effects) == 1


def test_a_faster_climb_to_the_same_rung_moves_neutrals_more():
    """Jervis (1976), Walt (1987): threat is read from the tempo, and neutrals balance."""
    fast, slow = solved(climb(LEAP)), solved(climb(STEPS))
    assert fast["joined"] > slow["joined"] + 0.05
    worth_fast, worth_slow = -0.20 + 0.05 * 4 + 0.02, -0.20 + 0.05 * 2 + 0.02
    assert fast["joined"] == pytest.approx(1 / (1 + math.exp(-10 * worth_fast)), abs=EXACT)
    assert slow["joined"] == pytest.approx(1 / (1 + math.exp(-10 * worth_slow)), abs=EXACT)


def test_neutrals_that_do_not_react_are_not_moved_by_tempo():
    fast, slow = (
        solved(climb(turns, step=0).replace("- trust", "+ 0 * trust")) for turns in (LEAP, STEPS)
    )
    assert fast["joined"] == pytest.approx(slow["joined"], abs=EXACT)


def test_face_lost_on_the_way_down_keeps_a_party_up():
    """O'Neill (1999): face that is lost by giving way keeps a party where it stands."""
    text = climb(LEAP + DOWN, face="{face}").replace("stay: {}", "stay: {outcome: joined}")
    up = [solved(text.replace("{face}", str(face)))["joined"] for face in (0, 5, 20)]
    assert up == sorted(up)
    assert up[-1] > up[0]
