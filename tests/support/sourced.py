"""A small crisis whose numbers rest on two sources, with two views."""

from __future__ import annotations

FILE = """\
standoff: 1
title: Strait with two sources
as_of: 2022-01-15
precision: 5
sources:
  a: {title: A text, written: 2022-01-14, stance: eastern, note: re-posted}
  b: {title: Another, written: 2022-01-12}
parameters:
  prize:
    prior: {uniform: [10, 40]}
    unit: percent of the stakes
    means: what the strait is worth
    evidence: assumed
    reason: nobody has counted
  p_resolved:
    prior: {pooled: {base: {beta: {mean: 0.5, sd: 0.2}}}}
    unit: probability
    means: chance that the east is resolved
    claims:
      - {source: a, paragraph: 3, kind: event, value: 0.9, says: Troops were seen}
      - {source: b, paragraph: 1, kind: event, value: 0.3, says: None were seen}
  war_cost:
    prior: {uniform: [10, 50]}
    unit: percent of the stakes
    means: what war costs either side
    evidence: [{source: a, paragraph: 2, says: Some say that it would be dear}]
    fallback: {uniform: [0, 90]}
    fallback_reason: nobody knows
parties:
  east: {private: {resolve: {values: {low: {prob: rest}, high: {prob: p_resolved}}}}}
  west: {}
clock: {at_end: quiet}
turns:
  - {id: answer, mover: west, moves: {give: {outcome: peace}, wait: {}}}
  - {id: act, mover: east, moves: {strike: {outcome: war}, stay: {}}}
outcomes:
  quiet: {title: Nothing more}
  peace: {title: Peace, payoff: {east: prize, west: -prize}}
  war:
    title: War
    payoff: {west: -war_cost, east: "(if east.resolve == high then prize else 0) - war_cost / 2"}
    force: true
views:
  bleak:
    title: As the pessimist sees it
    source: a
    parameters:
      war_cost: {value: 15, evidence: [{source: a, paragraph: 2}]}
      p_resolved: {value: 0.8, evidence: [{source: a, paragraph: 3}]}
  calm:
    title: As the optimist sees it
    source: b
    rules_out: [strike]
    parameters:
      p_resolved: {value: 0.1, evidence: [{source: b, paragraph: 1}]}
      prize: {formula: prize / 2, evidence: assumed}
"""
