"""One small example for each section of the format page; each fits its part of the schema."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, str] = {
    "File": """\
standoff: 1
title: Strait crisis
summary: The east wants a free passage; the west controls the strait.
as_of: 2022-01-15
left_out: [The islands, which neither side has mentioned]
parameters:
  war_cost:
    prior: {uniform: [10, 50]}
    unit: percent of the stakes
    means: what a war costs either side
    evidence: assumed
parties:
  east: {}
  west: {}
clock: {at_end: quiet}
turns:
  - id: answer
    mover: west
    moves:
      give: {outcome: passage}
      refuse: {}
  - id: strike
    mover: east
    moves:
      strike: {outcome: war}
      wait: {}
outcomes:
  quiet: {}
  passage: {payoff: {east: 100}}
  war: {payoff: {east: 50 - war_cost, west: 50 - war_cost}, force: true}
""",
    "Source": """\
title: The strait must stay open
author: A commentator
outlet: Morning paper
written: 2022-01-14
language: English
stance: eastern
""",
    "EvidenceItem": """\
source: a
paragraph: 17
says: The author thinks that both would lose
""",
    "Parameter": """\
prior: {triangular: [5, 20, 60]}
unit: percent of the stakes
means: what a war costs the east
evidence:
  - {source: a, paragraph: 17, says: The author thinks that both would lose}
reason: Wide, because the text gives no number
""",
    "Prior": "pert: [5, 20, 60]\n",
    "Normal": "{mean: 20, sd: 8, low: 0}\n",
    "Lognormal": "{median: 10, sd_log: 0.5}\n",
    "Beta": "{mean: 0.3, sd: 0.1}\n",
    "NamedFormula": """\
value: logistic((strength - 50) / 10)
unit: probability
means: chance that the east wins if it fights
""",
    "Party": """\
name: The East
means: The government that demands passage
private:
  resolve:
    means: whether it would fight
    values:
      low: {prob: rest}
      high: {prob: p_high}
""",
    "RelativeGains": "{of: west, weight: beta}\n",
    "Private": """\
given: east.resolve
values:
  soft: {prob: {low: 0.7, high: 0.2}}
  hard: {prob: rest}
""",
    "PrivateValue": "{prob: 0.3, means: Would rather fight than give way}\n",
    "OutsideOption": """\
party: east
means: a second route, built in secret
values:
  none: {prob: rest}
  ready: {prob: 0.1}
""",
    "Coordination": """\
between: [east, south]
prob: 0.2
means: a secret understanding to act together
""",
    "Support": """\
to: east
levels: [none, words, material, joint]
start: words
capability: 30
reliability: 0.4
means: loans, weapons, and at the top ships of its own
""",
    "Variable": "{values: [none, threatened, imposed], start: none, means: sanctions}\n",
    "Table": """\
demanded_by: east
of: west
sold: singly
discuss_share: 0.3
items:
  passage: {value: {east: 60, west: -30}, divisible: true}
  islands: {value: {east: 40, west: -50}}
replies:
  full: {accept: rest}
  partial: {discuss: [passage], refuse: rest}
  refusal: {refuse: rest}
""",
    "Item": "{title: Free passage, value: {east: 60, west: -30}, divisible: true}\n",
    "Reply": "{accept: [passage], refuse: rest}\n",
    "Ladder": """\
climber: east
rungs:
  - {id: words, means: statements only}
  - {id: drill, means: an exercise in the strait}
  - {id: siege, means: the strait is closed}
standing_cost: {east: 2, west: 5}
rate_cost: {east: 4}
descent_cost: {east: 1}
reacts: {opinion: {per_step: 0.5}}
accident: {prob_top: 0.05, outcome: war}
""",
    "Rung": "{id: drill, means: an exercise in the strait}\n",
    "Reaction": "{per_step: 0.5}\n",
    "Accident": "{prob_top: 0.05, growth: 2, outcome: war}\n",
    "Commitment": """\
party: east
means: a public vow not to back down
sunk: 1
belligerence: 2
retreat: 10
climbs_with: pressure
stakes_growth: 1.5
broken_by: {outcomes: [quiet], moves: [stand_down]}
""",
    "BrokenBy": "{outcomes: [quiet], moves: [stand_down]}\n",
    "Sanction": """\
sender: west
target: east
means: a ban on grain
cost_target: 30
cost_sender: 5
leakage: 0.2
against: {outcomes: [war]}
empty_threat: 4
""",
    "Against": "{outcomes: [war]}\n",
    "Assurance": """\
by: east
to: west
means: no further demands after this one
worth: 15
credibility: 0.5
price: 10
on: {outcomes: [passage]}
""",
    "On": "{outcomes: [passage]}\n",
    "SideCrisis": """\
party: east
means: troops sent to a neighbour in turmoil
announced: 2022-01-19
slip: {0: 0.4, 7: p_slip, 30: rest}
condition: rung < 2
residual: {days: 28, prob: 0.5}
""",
    "Residual": "{days: 28, prob: 0.5}\n",
    "Hazard": """\
means: a collision that nobody ordered
outcome: war
prob: 0.02 * logistic(day / 7 - 2) * (1 + rung)
at: [push, answer]
when: rung > 0
""",
    "Clock": """\
start: 2022-01-15
end: 2022-03-01
at_end: quiet
waiting: {east: 0.2, west: 0.1 * rung}
""",
    "Turn": """\
id: answer
title: The written answer is due
after: 7
mover: west
when: reply == open
moves:
  give: {outcome: passage}
  refuse: {refuses: true}
""",
    "Repeat": """\
repeat: 3
every: 7
turns:
  - id: push
    mover: east
    moves:
      press: {climb: {pressure: 1}}
      wait: {}
  - {id: slip, accident: pressure}
""",
    "Move": """\
title: Close the strait
allowed: rung < 2 and east.resolve == high
effect: {rung: rung + 1, sanctions: threatened}
cost: {east: 2, west: war_cost / 10}
""",
    "Outcome": """\
title: War
payoff: {east: 50 - war_cost, west: "if rung == 2 then -60 else -40"}
force: true
""",
    "Bluff": """\
threat: The strait is closed by force if passage is refused
carried_out: {outcomes: [war]}
""",
    "CarriedOut": "{outcomes: [war], moves: [strike]}\n",
    "BaseRate": "{outcomes: [war], rate: 0.2, cases: 400, source: a count of past crises}\n",
}
"""Text of the example by name of the section's model."""
