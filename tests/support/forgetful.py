"""Crises in which somebody would need to remember more than the public variables say."""

from __future__ import annotations

from dataclasses import replace

from tests.support.crises import ASK, DUEL, duel

from standoff import library
from standoff.scenario import load_scenario
from standoff.scenario.expr import Const
from standoff.scenario.model import Scenario


def hint() -> Scenario:
    """Return the crisis of one question with a costly threat and a free hint, both forgotten."""
    loud = "threaten: {title: Threaten, cost: {a: 'if a.strength == strong then 0 else 0.5'}}"
    text = ASK.replace("threaten: {title: Threaten}", f"{loud}\n      hint: {{title: Hint}}")
    return load_scenario("hint.yaml", text=text)


def rumour() -> Scenario:
    """Return the crisis of one question in which a rumour about A's strength is forgotten."""
    news = """
  - id: news
    date: 2022-01-12
    mover: nature
    moves:
      strong: {prob: "if a.strength == strong then 0.8 else 0.3"}
      weak: {prob: rest}
  - id: answer"""
    return load_scenario("rumour.yaml", text=ASK.replace("\n  - id: answer", news))


def breakfast() -> Scenario:
    """Return beer and quiche without a plate: breakfast is enjoyed at once and then forgotten."""
    text = library.path("cho-kreps-1987-beer-quiche").read_text(encoding="utf-8")
    for dish, kind in (("beer", "surly"), ("quiche", "wimp")):
        liked = f"cost: {{stranger: '-breakfast * (stranger.nature_of == {kind})'}}"
        text = text.replace(f"effect: {{plate: {dish}}}", liked)
    start = text.index("variables:")
    text = text[:start] + text[text.index("clock:") :]
    start = text.index("outcomes:")
    text = f"""{text[:start]}outcomes:
  duel_fought: {{force: true, payoff: {{rival: stranger.nature_of == wimp}}}}
  walked_away: {{payoff: {{stranger: peace, rival: stranger.nature_of == surly}}}}
"""
    return load_scenario("breakfast.yaml", text=text)


def sinking() -> Scenario:
    """Return the costly signal of sunk costs with choices that err, paid at once and forgotten.

    The cost is the same for both types, so both signal alike and there is nothing to forget.
    """
    text = library.path("fearon-1997-sinking-costs").read_text(encoding="utf-8")
    text = text.replace("commits: mobilised", "cost: {state: signal_cost}")
    text = text[: text.index("commitments:")] + text[text.index("clock:") :]
    return replace(load_scenario("sinking.yaml", text=text), precision=Const(0.5))


CHAIN = """
standoff: 1
title: A chain store whose fights nobody records
payoffs: points
precision: 3
parameters:
  p_tough: {prior: {beta: {mean: 0.3, sd: 0.1}}, unit: probability, means: tough, evidence: assumed}
parties:
  one: {}
  two: {}
  store: {private: {kind: {values: {weak: {prob: rest}, tough: {prob: p_tough}}}}}
variables: {door: {values: [shut, open], start: shut}}
clock: {at_end: over}
turns:
  - id: first
    mover: one
    moves: {out: {cost: {store: -2}}, enter: {effect: {door: open}}}
  - {id: reply_1, when: door == open, mover: store, moves: REPLY_one}
  - id: second
    mover: two
    moves: {out: {cost: {store: -2}}, enter: {effect: {door: open}}}
  - {id: reply_2, when: door == open, mover: store, moves: REPLY_two}
outcomes: {over: {}}
"""
REPLY = """{
  share: {effect: {door: shut}, cost: {PARTY: -0.5, store: store.kind == tough}},
  fight: {effect: {door: shut}, cost: {PARTY: 0.5, store: store.kind == weak}}}"""


def chain() -> Scenario:
    """Return two markets of a chain store; what it did in the first is not recorded."""
    text = CHAIN
    for party in ("one", "two"):
        text = text.replace(f"REPLY_{party}", REPLY.replace("PARTY", party))
    return load_scenario("chain.yaml", text=text)


def open_duel() -> Scenario:
    """Return a duel of three rounds in which nothing is hidden."""
    text = DUEL.format(rounds=3, memory="history")
    for party in "ab":
        hidden = "private: {resolve: {values: {low: {prob: rest}, high: {prob: p_high}}}}"
        text = text.replace(f"name: {party.upper()}\n    {hidden}", f"name: {party.upper()}")
        text = text.replace(f"if {party}.resolve == high then war_low else war_high", "war_low")
    text = text.replace(", allowed: b.resolve == high", "")
    start = text.index("  p_high:")
    return load_scenario("open.yaml", text=text[:start] + text[text.index("  war_low:") :])


def long_duel(rounds: int) -> Scenario:
    """Return the duel, in which B may step up or hold: only the sum of steps is public."""
    return replace(duel(rounds), name=f"duel-{rounds}")
