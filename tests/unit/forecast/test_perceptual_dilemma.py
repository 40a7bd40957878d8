"""The perceptual dilemma of the arms race (Plous 1985, Journal of Conflict Resolution 29).

Each superpower ranks mutual reduction first, arming alone second, mutual armament third and
reducing alone last, and takes the other to rank arming alone first. Both arm, although neither
wants to. The ranks are those of the article's argument; the numbers put to them are ours.
"""

from __future__ import annotations

import pytest

from standoff.forecast import forecast
from standoff.scenario import load_scenario

SURE = 0.99
"""At lambda 20 a gap of half a rank leaves a chance of error of a few in 100,000."""

RACE = """
standoff: 1
title: A perceptual dilemma
payoffs: points
precision: 20
parameters:
  alone_a: {value: 2.9, unit: points, means: worth to A of arming alone, evidence: assumed}
  alone_b: {value: 2.9, unit: points, means: worth to B of arming alone, evidence: assumed}
parties: {a: {}, b: {}}
variables: {armed: {values: [none, only_a, only_b, both], start: none}}
clock: {at_end: reduction}
views:
  of_a: {held_by: [a], parameters: {alone_b: {value: 5, evidence: assumed}}}
  of_b: {held_by: [b], parameters: {alone_a: {value: 5, evidence: assumed}}}
perception: {level: LEVEL}
turns:
  - id: budgets
    together:
      - id: in_a
        mover: a
        moves: {arm: {effect: {armed: only_a}}, reduce: {}}
      - id: in_b
        mover: b
        moves: {arm: {effect: {armed: "if armed == only_a then both else only_b"}}, reduce: {}}
  - id: result
    mover: nature
    moves:
      race: {allowed: armed == both, prob: 1, outcome: race}
      a_alone: {allowed: armed == only_a, prob: 1, outcome: a_alone}
      b_alone: {allowed: armed == only_b, prob: 1, outcome: b_alone}
      calm: {allowed: armed == none, prob: 1, outcome: reduction}
outcomes:
  reduction: {payoff: {a: 4, b: 4}}
  race: {payoff: {a: 2, b: 2}}
  a_alone: {payoff: {a: alone_a, b: 1}}
  b_alone: {payoff: {a: 1, b: alone_b}}
"""


def ends(level: int, view: str | None = None) -> dict[str, float]:
    record = forecast(
        load_scenario("race.yaml", text=RACE.replace("LEVEL", str(level))), draws=1, view=view
    )
    assert record.solution.solved.all()
    return {
        outcome.id: float(record.answers.outcomes[k, 0])
        for k, outcome in enumerate(record.scenario.outcomes)
    }


def test_seen_as_it_is_the_race_does_not_come_about():
    assert ends(0)["reduction"] > SURE


@pytest.mark.parametrize("view", ["of_a", "of_b"])
def test_in_the_eyes_of_either_both_arm(view):
    assert ends(0, view)["race"] > SURE


@pytest.mark.parametrize("level", [1, 2])
def test_two_who_want_reduction_arm_because_each_misjudges_the_other(level):
    assert ends(level)["race"] > SURE
