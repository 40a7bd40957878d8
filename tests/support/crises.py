"""Small crises, written as users write them."""

from __future__ import annotations

from pathlib import Path

from standoff.scenario import load_scenario
from standoff.scenario.model import Scenario

DUEL = """
standoff: 1
title: A duel of threats
payoffs: percent
memory: {memory}
precision: lam
parameters:
  lam:
    prior: {{lognormal: {{median: 8, sd_log: 0.4}}}}
    unit: per whole stakes
    means: how closely choices follow payoffs
    evidence: assumed
  p_high:
    prior: {{beta: {{mean: 0.5, sd: 0.2}}}}
    unit: probability
    means: chance that a party is resolved
    evidence: assumed
  war_low:
    prior: {{uniform: [10, 30]}}
    unit: percent of the stakes
    means: cost of war to a resolved party
    evidence: assumed
  war_high:
    prior: {{uniform: [40, 80]}}
    unit: percent of the stakes
    means: cost of war to an unresolved party
    evidence: assumed
  step:
    prior: {{uniform: [0, 5]}}
    unit: percent of the stakes
    means: cost of a step up
    evidence: assumed
parties:
  a:
    name: A
    private: {{resolve: {{values: {{low: {{prob: rest}}, high: {{prob: p_high}}}}}}}}
  b:
    name: B
    private: {{resolve: {{values: {{low: {{prob: rest}}, high: {{prob: p_high}}}}}}}}
variables:
  level: {{range: [0, 20], start: 0, means: pressure}}
clock: {{start: 2022-01-15, end: 2022-05-01, at_end: stall, waiting: {{a: 0.1}}}}
turns:
  - repeat: {rounds}
    every: 7
    turns:
      - id: a
        after: 3
        mover: a
        moves:
          up: {{title: Step up, effect: {{level: level + 1}}, cost: {{a: step}}}}
          down: {{title: Stand down, outcome: a_backs}}
      - id: b
        after: 3
        mover: b
        moves:
          up: {{title: Step up, effect: {{level: level + 1}}, cost: {{b: step}}, refuses: true}}
          hold: {{title: Hold, refuses: true}}
          down: {{title: Stand down, outcome: b_backs}}
          fight: {{title: Fight, outcome: war, allowed: b.resolve == high}}
outcomes:
  stall: {{title: Stall, payoff: {{a: level - 10, b: -5}}}}
  a_backs: {{title: A backs down, payoff: {{a: -20 - 3 * level, b: 20}}}}
  b_backs: {{title: B backs down, payoff: {{a: 40, b: -40 - 3 * level}}}}
  war:
    title: War
    force: true
    payoff:
      a: "-(if a.resolve == high then war_low else war_high)"
      b: "-(if b.resolve == high then war_low else war_high)"
bluff:
  a: {{threat: to go on to the end, carried_out: {{outcomes: [stall, war]}}}}
"""
"""Two parties with two types each; only a resolved B can fight."""

ASK = """
standoff: 1
title: One question
payoffs: points
precision: 2
parameters:
  p_strong: {value: 0.3, unit: probability, means: chance that A is strong, evidence: assumed}
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
      stop: {title: Stop, outcome: peace}
outcomes:
  peace: {title: Peace, payoff: {a: 0, b: 0}}
  won: {title: A wins, payoff: {a: 1, b: -1}}
  war: {title: War, payoff: {a: "if a.strength == strong then 0.5 else -1", b: -2}}
bluff:
  a: {threat: to strike if refused, carried_out: {outcomes: [war]}}
"""
"""A threatens, B refuses, A acts: small enough for Bayes' rule by hand."""


def duel(rounds: int = 2, memory: str = "history") -> Scenario:
    """Return the duel with some rounds."""
    return load_scenario("duel.yaml", text=DUEL.format(rounds=rounds, memory=memory))


def ask() -> Scenario:
    """Return the crisis of one question."""
    return load_scenario("ask.yaml", text=ASK)


def strait() -> Scenario:
    """Return the strait crisis: a ladder, an accident, a table and two types."""
    return load_scenario(Path(__file__).with_name("strait.yaml"))
