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
    "Link": "{who: a translation service, role: translation, reliability: C}\n",
    "Speaker": """\
name: The foreign minister
party: east
faction: diplomats
credibility: 0.6
""",
    "EvidenceRules": """\
discount_per_hop: 0.5
against_interest: 1
reliability: {B: 0.9}
evaluations_set_numbers: true
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
    "Claim": """\
source: a
paragraph: 10
says: The minister says that patience is over
kind: quotation
by: minister
via: [columnist]
words: very likely
credibility: 2
hedge: it seems
""",
    "Pooled": "{base: {beta: {mean: 0.5, sd: 0.25}}}\n",
    "Distribution": "beta: {mean: 0.5, sd: 0.25}\n",
    "Prior": "pert: [5, 20, 60]\n",
    "Normal": "{mean: 20, sd: 8, low: 0}\n",
    "Lognormal": "{median: 10, sd_log: 0.5}\n",
    "Logitnormal": "{median: 0.3, sd_logit: 0.8}\n",
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
    "Hidden": """\
means: whether the two capitals act in concert
values:
  apart: {prob: rest}
  concert: {prob: p_concert}
seen_by: [east, south]
""",
    "RelativeGains": "{of: west, weight: beta}\n",
    "Private": """\
given: east.resolve
values:
  soft: {prob: {low: 0.7, high: 0.2}}
  hard: {prob: rest}
""",
    "PrivateValue": "{prob: 0.3, means: Would rather fight than give way}\n",
    "Faction": "{prob: p_hawks, payoff: {passage: -firm_signing}, means: Would never sign}\n",
    "FactionDrift": "{prob: 0.1, after: [answer], to: doves}\n",
    "Ratification": """\
by: congress
agreement: [passage]
reversion: quiet
means: Two thirds of the house must agree
""",
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
    "Venue": """\
title: Geneva
members: [east, west]
items: [passage]
public: false
replies:
  yes_to_passage: {accept: rest}
  no_to_passage: {refuse: rest}
dates: [2022-01-10]
""",
    "Linkage": "{between: [geneva, table], items: [passage], value: {east: 5, west: 2}}\n",
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
    "Form": "{seen_by: addressee, retreat_share: 0.2, means: A word between two envoys}\n",
    "Noise": "{heard_as: soft_demand, prob: 0.1}\n",
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
    "Together": """\
id: talks
date: 2022-01-10
together:
  - {id: east_talks, mover: east, moves: {press: {}, probe: {}}}
  - {id: west_talks, mover: west, moves: {offer: {}, stall: {}}}
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
    "Guarantee": """\
title: ratification by parliaments
means: What is granted cannot be undone by the next government
sets: {assurance: 0.9}
cost: {west: 4}
""",
    "Observation": """\
date: 2022-02-14
says: Neither side has used force
not_made: {moves: [strike], party: east}
evidence: [{source: a, paragraph: 3, says: The day passed quietly}]
""",
    "Made": "{turn: answer, move: refuse}\n",
    "NotMade": "{moves: [strike, blockade], party: east}\n",
    "Report": "{that: east.plan == ready, if_true: 0.7, if_false: 0.2}\n",
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
    "View": """\
title: As the east sees it
means: The east trusts its own fleet and does not believe in a blockade
held_by: [east]
rules_out: [blockade]
parameters:
  win_chance: {formula: "clip(win_chance + 0.2, 0, 1)", evidence: assumed}
  p_high: {prior: {beta: {mean: 0.8, sd: 0.1}}, evidence: assumed}
""",
    "Belief": "{value: 0.9, evidence: assumed, reason: The author sees no doubt}\n",
    "Perception": "{level: 2}\n",
    "Attribution": """\
event: nordic == applying
means: Why would the north join?
causes:
  east: {parameters: {alarm: 0}, means: the pressure of the east}
  west: {parameters: {invitation: 0}, means: the open door}
""",
    "Cause": "{parameters: {alarm: 0, distance: 2 * distance}, means: the pressure of the east}\n",
    "Theory": """\
title: Audience costs
means: A leader who makes a public threat and backs down is punished at home
reference: Fearon 1994
critics: Snyder and Borghard 2011; Trachtenberg 2012
on: 0.7
off: {parameters: {retreat: 0}}
""",
    "Off": "{parameters: {retreat: retreat / 10}, reveals: [east.resolve], views: [hopeful]}\n",
    "BaseRate": "{outcomes: [war], rate: 0.2, cases: 400, source: a count of past crises}\n",
}
"""Text of the example by name of the section's model."""
