"""Hazards: where they stand, how the clock moves them, and what they do to the brink."""

from __future__ import annotations

import math

import pytest
from tests.support.tiny import load, named, solved, state, value

from standoff.scenario import NATURE, check_text
from standoff.scenario.expr import is_true

EXACT = 1e-9

BRINK = """
standoff: 1
title: A brink
precision: 10
parameters:
  risk: {{value: {risk}, unit: probability, means: risk a week, evidence: assumed}}
parties:
  east: {{}}
  west: {{}}
variables:
  rung: {{range: [0, 2], start: 1}}
hazards:
  slip:
    outcome: war
    prob: {prob}
    {where}
clock: {{start: 2022-01-01, end: 2022-01-29, at_end: quiet}}
turns:
  - repeat: 2
    every: 7
    turns:
      - id: push
        date: 2022-01-08
        mover: east
        moves:
          press: {{}}
          yield: {{outcome: given}}
  - id: answer
    date: 2022-01-22
    mover: west
    moves:
      stand: {{}}
      give: {{outcome: won}}
outcomes:
  quiet: {{payoff: {{east: 10 * rung}}}}
  given: {{payoff: {{west: 20}}}}
  won: {{payoff: {{east: 40, west: -20}}}}
  war: {{payoff: {{east: -60, west: -60}}}}
"""


def brink(risk=0.1, prob="risk", where="every: true"):
    return BRINK.format(risk=risk, prob=prob, where=where)


def order(text):
    return [turn.id for turn in load(text).turns]


def test_hazards_follow_the_turns_that_they_name():
    assert order(brink()) == [
        "push_1",
        "slip_push_1",
        "push_2",
        "slip_push_2",
        "answer",
        "slip_answer",
    ]
    assert order(brink(where="at: [push]")) == [
        "push_1",
        "slip_push_1",
        "push_2",
        "slip_push_2",
        "answer",
    ]
    assert order(brink(where="at: [push_2, answer]"))[2:4] == ["slip_push_2", "answer"]


STAGE = """
standoff: 1
title: A stage
parties: {{east: {{}}, west: {{}}}}
hazards:
  slip: {{outcome: war, prob: 0.1, {where}}}
clock: {{start: 2022-01-01, end: 2022-01-29, at_end: quiet}}
turns:
  - repeat: 2
    every: 7
    turns:
      - id: stage
        date: 2022-01-08
        together:
          - {{id: one, mover: east, moves: {{act: {{}}, wait: {{}}}}}}
          - {{id: two, mover: west, moves: {{act: {{}}, wait: {{}}}}}}
outcomes:
  quiet: {{}}
  war: {{payoff: {{east: -10, west: -10}}}}
"""


@pytest.mark.parametrize("where", ["every: true", "at: [stage]", "at: [one, two]"])
def test_a_stage_of_simultaneous_moves_counts_as_one_turn(where):
    hazards = [name for name in order(STAGE.format(where=where)) if name.startswith("slip")]
    assert hazards == ["slip_stage_1", "slip_stage_2"]
    assert solved(STAGE.format(where=where))["war"] == pytest.approx(1 - 0.9**2, abs=EXACT)


def test_one_repetition_of_a_stage_can_be_named():
    names = order(STAGE.format(where="at: [stage_2]"))
    assert [name for name in names if name.startswith("slip")] == ["slip_stage_2"]
    assert names[-1] == "slip_stage_2"


def test_a_hazard_is_natures_turn_on_the_day_of_the_turn_before_it():
    scenario = load(brink(where="at: [push]\n    when: rung > 0"))
    turn = named(scenario.turns, "slip_push_2")
    assert (turn.mover, turn.date) == (NATURE, named(scenario.turns, "push_2").date)
    assert [move.id for move in turn.moves] == ["slip", "nothing"]
    assert scenario.outcomes[turn.moves[0].outcome].id == "war"
    assert is_true(turn.when, state(scenario, rung=1))
    assert not is_true(turn.when, state(scenario, rung=0))


def test_the_clock_runs_in_the_chance():
    scenario = load(brink(prob="risk * rung * day / 14"))
    env = state(scenario, rung=2)
    seen = {t.id: value(t.moves[0].prob, env) for t in scenario.turns if t.id.startswith("slip")}
    assert seen == pytest.approx(
        {"slip_push_1": 0.1, "slip_push_2": 0.2, "slip_answer": 0.3}, abs=1e-12
    )
    rest = named(scenario.turns, "slip_answer").moves[1].prob
    assert value(rest, env) == pytest.approx(0.7)


def test_days_left_count_down_to_the_end():
    scenario = load(brink(prob="risk * days_left / 7", where="at: [answer]"))
    assert value(named(scenario.turns, "slip_answer").moves[0].prob, state(scenario)) == (
        pytest.approx(0.1)
    )


def test_a_chance_that_grows_beyond_one_is_found_on_its_day():
    text = brink(prob="day / 10", where="every: true")
    found = [item for item in check_text(text, "x.yaml") if item.is_error]
    assert [item.code for item in found] == ["SC216"]


def test_a_brink_has_the_closed_form():
    text = brink(risk=0.2, where="at: [answer]").replace("repeat: 2", "repeat: 1")
    ends = solved(text)
    stand = 1 / (1 + math.exp(-10 * (-0.2 * 0.6 + 0.2)))
    east = stand * (0.2 * -0.6 + 0.8 * 0.1) + (1 - stand) * 0.4
    press = 1 / (1 + math.exp(-10 * east))
    assert ends["war"] == pytest.approx(press * stand * 0.2, abs=EXACT)


def test_a_growing_autonomous_risk_makes_both_sides_give_way_earlier():
    """Schelling (1960), Powell (1990): the shared risk of disaster is what concedes."""
    given, stood = [], []
    for risk in (0.0, 0.2, 0.5):
        ends = solved(brink(risk=risk))
        given.append(ends["given"])
        stood.append(ends["quiet"] + ends["war"])
    assert given == sorted(given)
    assert given[-1] > given[0] + 0.1


def test_without_risk_there_is_no_unchosen_war():
    assert solved(brink(risk=0.0))["war"] == pytest.approx(0, abs=EXACT)
    assert solved(brink(risk=0.3))["war"] > 0.02
