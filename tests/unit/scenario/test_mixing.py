"""Relative gains and coordination: mixed payoffs, and what they do to play."""

from __future__ import annotations

import math

import pytest
from tests.support.tiny import load, move, named, solved, state, value

from standoff.scenario.model import NOBODY

LAMBDA = 10
EXACT = 1e-9

DEAL = """
standoff: 1
title: A deal that helps the other more
precision: 10
parameters:
  beta: {{value: {beta}, unit: share, means: weight on the gain of the west, evidence: assumed}}
parties:
  east: {{relative_gains: {{of: west, weight: beta}}}}
  west: {{}}
clock: {{start: 2022-01-01, end: 2022-01-11, at_end: none, waiting: {{west: 1}}}}
turns:
  - id: offer
    mover: west
    moves:
      offer: {{cost: {{west: 3, east: 1}}}}
  - id: answer
    after: 10
    mover: east
    moves:
      accept: {{outcome: deal}}
      refuse: {{}}
outcomes:
  none: {{}}
  deal: {{payoff: {{east: 10, west: 30}}}}
"""

AID = """
standoff: 1
title: Two patrons of one client
precision: 10
parameters:
  rho: {{value: {rho}, unit: probability, means: chance of acting as one, evidence: assumed}}
parties:
  first: {{}}
  second: {{}}
  third: {{}}
coordination:
  pact: {{between: [first, second], prob: rho, means: a secret understanding}}
clock: {{at_end: none}}
turns:
  - id: first_moves
    mover: first
    moves:
      help: {{cost: {{first: 10, second: -18}}}}
      stay: {{}}
  - id: second_moves
    mover: second
    moves:
      help: {{cost: {{second: 10, first: -18}}, outcome: {both}}}
      stay: {{}}
outcomes:
  none: {{payoff: {{third: 1}}}}
  second_helped: {{payoff: {{third: -1}}}}
"""


def soft(x):
    return 1 / (1 + math.exp(-x))


def test_relative_gains_reach_payoffs_costs_and_waiting():
    scenario = load(DEAL.format(beta=0.5))
    env = state(scenario)
    assert [value(p, env) for p in named(scenario.outcomes, "deal").payoff] == [-5, 30]
    costs = dict(move(scenario, "offer", "offer").costs)
    assert value(costs[0], env) == pytest.approx(1 - 0.5 * 3)
    assert value(costs[1], env) == 3
    assert [value(cost, env) for cost in scenario.waiting] == [-0.5, 1]


@pytest.mark.parametrize("beta", [0, 0.25, 0.5, 1])
def test_a_deal_with_relative_gains_has_the_closed_form(beta):
    chance = solved(DEAL.format(beta=beta))["deal"]
    assert chance == pytest.approx(soft(LAMBDA * (0.10 - beta * 0.30)), abs=EXACT)


def test_relative_gains_make_cooperation_rarer():
    """Grieco (1988): who minds the other's gain refuses deals that help both."""
    chances = [solved(DEAL.format(beta=beta))["deal"] for beta in (0, 0.3, 0.6, 1)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.5 > chances[-1]


def test_full_weight_on_both_sides_is_a_game_of_pure_conflict():
    text = DEAL.format(beta=1).replace(
        "west: {}\n", "west: {relative_gains: {of: east, weight: 1}}\n"
    )
    scenario = load(text)
    east, west = (value(p, state(scenario)) for p in named(scenario.outcomes, "deal").payoff)
    assert east + west == 0


def test_coordination_makes_a_hidden_dimension_that_the_two_see():
    scenario = load(AID.format(rho=0.3, both="second_helped"))
    pact = named(scenario.privates, "pact")
    assert (pact.party, pact.viewers, pact.values) == (NOBODY, {0, 1}, ("apart", "joint"))
    assert [value(p, state(scenario)) for p in pact.prob[0]] == pytest.approx([0.7, 0.3])
    assert scenario.privates_of(2) == ()


def test_joint_parties_count_each_other_and_nobody_else_does():
    scenario = load(AID.format(rho=0.3, both="second_helped"))
    costs = dict(move(scenario, "first_moves", "help").costs)
    apart, joint = state(scenario), state(scenario, {"pact": 1})
    assert [value(costs[p], apart) for p in (0, 1)] == [10, -18]
    assert [value(costs[p], joint) for p in (0, 1)] == [-8, -8]
    ending = named(scenario.outcomes, "second_helped").payoff
    assert [value(p, joint) for p in ending] == [0, 0, -1]


@pytest.mark.parametrize("rho", [0, 0.4, 1])
def test_coordinated_play_has_the_closed_form(rho):
    chance = solved(AID.format(rho=rho, both="second_helped"))["second_helped"]
    joint, apart = soft(LAMBDA * 0.08), soft(-LAMBDA * 0.10)
    assert chance == pytest.approx(rho * joint + (1 - rho) * apart, abs=EXACT)


PARALLEL = """
standoff: 1
title: Two who help at once
precision: 10
parties:
  first: {{}}
  second: {{}}
coordination:
  pact: {{between: [first, second], prob: {rho}}}
variables:
  helped: {{values: [no, yes], start: no}}
clock: {{at_end: neither}}
turns:
  - id: first_moves
    mover: first
    moves:
      help: {{cost: {{first: 10, second: -30}}, effect: {{helped: yes}}}}
      stay: {{}}
  - id: second_moves
    mover: second
    moves:
      join: {{cost: {{second: 10, first: -30}}, allowed: helped == yes, outcome: both}}
      leave: {{allowed: helped == yes, outcome: only_first}}
      help: {{cost: {{second: 10, first: -30}}, allowed: helped == no, outcome: only_second}}
      stay: {{allowed: helped == no, outcome: neither}}
outcomes:
  neither: {{}}
  both: {{}}
  only_first: {{}}
  only_second: {{}}
"""


def test_coordination_makes_parallel_help_likelier():
    """Aumann (1974): a device that both see correlates what looks like two free choices."""
    ends = solved(PARALLEL.format(rho=0.5))
    first, second = (ends["both"] + ends[one] for one in ("only_first", "only_second"))
    assert ends["both"] > first * second + 0.05
    apart = solved(PARALLEL.format(rho=0))
    first, second = (apart["both"] + apart[one] for one in ("only_first", "only_second"))
    assert apart["both"] == pytest.approx(first * second, abs=EXACT)
