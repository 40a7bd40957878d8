"""A crisis in which nature decides by a formula: the probability of an outcome is known exactly."""

from __future__ import annotations

from standoff.scenario import load_scenario
from standoff.scenario.model import Scenario

TEXT = """\
standoff: 1
title: Chance alone
left_out: [everybody else]
precision: 1
parameters:
  x: {{prior: {{uniform: [0, 1]}}, unit: share, means: the first number, evidence: assumed}}
  y: {{prior: {{uniform: [0, 1]}}, unit: share, means: the second number, evidence: assumed}}
  idle: {{prior: {{uniform: [0, 1]}}, unit: share, means: read, evidence: assumed}}
parties: {{east: {{}}}}
clock: {{at_end: quiet}}
turns:
  - {{id: t, mover: east, moves: {{go: {{cost: {{east: 0 * idle}}}}}}}}
  - id: n
    mover: nature
    moves: {{hit: {{prob: "{formula}", outcome: loud}}, miss: {{prob: rest}}}}
outcomes: {{quiet: {{title: Quiet}}, loud: {{title: Loud}}}}
"""
SWITCH = """theories:
  doubt: {title: Doubt, on: 0.5, off: {parameters: {y: 0}}}
"""


def chance(formula: str, more: str = "") -> Scenario:
    """Return the crisis in which `loud` has the probability of a formula over x and y."""
    return load_scenario("chance.yaml", text=TEXT.format(formula=formula) + more)


SIGN = """  - {{id: sign, mover: nature, moves: {{show: {{prob: "SIGN"}}, hide: {{prob: rest}}}}}}
  - {{id: t,"""
SEEN = """observed:
  - {made: {turn: sign, move: show}}
"""


def after_sign(sign: str, formula: str) -> Scenario:
    """Return the crisis after a sign was seen, whose chance is a formula too."""
    text = TEXT.replace("  - {{id: t,", SIGN).format(formula=formula).replace("SIGN", sign)
    return load_scenario("chance.yaml", text=text + SEEN)
