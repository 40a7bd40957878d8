"""Small crises that parties see differently, with their answers in closed form."""

from __future__ import annotations

import numpy as np

from standoff.scenario import load_scenario
from standoff.scenario.model import Scenario

DARE = """
standoff: 1
title: A dare
payoffs: points
precision: lam
parameters:
  lam: {prior: {uniform: [1, 3]}, unit: per point, means: precision, evidence: assumed}
  will: {prior: {uniform: [-1, 1]}, unit: points, means: worth of resisting, evidence: assumed}
  prize: {value: 1, unit: points, means: what A gets if B gives way, evidence: assumed}
parties: {a: {name: A}, b: {name: B}}
clock: {at_end: quiet}
turns:
  - {id: dare, mover: a, moves: {push: {}, rest: {outcome: quiet}}}
  - {id: answer, mover: b, moves: {resist: {outcome: fight}, yield: {outcome: won}}}
outcomes:
  quiet: {}
  won: {payoff: {a: prize}}
  fight: {payoff: {a: -2, b: will}}
"""
"""A pushes or not; B resists or gives way. One decision each, so every answer is a logit."""


def dare(more: str = "") -> Scenario:
    """Return the dare with further sections."""
    return load_scenario("dare.yaml", text=DARE + more)


def soft(x: np.ndarray) -> np.ndarray:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-x))


ASKED = """
standoff: 1
title: One question
payoffs: points
precision: 2
parameters:
  p_strong: {prior: {beta: {mean: 0.4, sd: 0.2}}, unit: share, means: chance, evidence: assumed}
  loss: {prior: {uniform: [1, 3]}, unit: points, means: what war costs B, evidence: assumed}
  retreat: {prior: {uniform: [0.5, 1]}, unit: points, means: cost of a retreat, evidence: assumed}
parties:
  a:
    name: A
    private: {strength: {values: {weak: {prob: rest}, strong: {prob: p_strong}}}}
  b: {name: B}
clock: {start: 2022-01-01, end: 2022-01-31, at_end: peace}
turns:
  - id: speak
    date: 2022-01-10
    mover: a
    moves:
      threaten: {title: Threaten}
      quiet: {title: Keep quiet, outcome: peace}
  - id: answer
    date: 2022-01-20
    mover: b
    moves:
      refuse: {title: Refuse, refuses: true}
      yield: {title: Give way, outcome: won}
  - id: act
    date: 2022-01-25
    mover: a
    moves:
      strike: {title: Strike, outcome: war}
      stop: {title: Stop, outcome: backed_down}
outcomes:
  peace: {title: Peace}
  won: {title: A wins, payoff: {a: 1, b: -1}}
  backed_down: {title: A backs down, payoff: {a: -retreat}}
  war: {title: War, payoff: {a: "if a.strength == strong then 0.5 else -1", b: -loss}, force: true}
bluff:
  a: {threat: to strike if refused, carried_out: {outcomes: [war]}}
"""
"""A threat by a party of two types."""


def asked(more: str = "") -> Scenario:
    """Return the crisis of one question with further sections."""
    return load_scenario("asked.yaml", text=ASKED + more)
