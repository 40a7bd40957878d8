"""A person's files: scenarios for the command."""

from __future__ import annotations

from pathlib import Path

import pytest

SCENARIO = """\
standoff: 1
title: A small strait crisis
summary: A asks for the strait, B answers, A acts or not.
as_of: 2022-01-15
left_out: [the neighbours]
precision: 5
parameters:
  war_cost:
    prior: {uniform: [10, 50]}
    unit: percent of the stakes
    means: what force costs each side
    evidence: assumed
    reason: wide on purpose
  p_resolved:
    prior: {uniform: [0.3, 0.9]}
    unit: probability
    means: chance that A is resolved
    evidence: assumed
    reason: nothing is known
parties:
  a:
    name: Atlantis
    means: wants the strait
    private:
      resolve:
        means: whether it would fight
        values:
          bluffing: {prob: rest}
          resolved: {prob: p_resolved}
  b:
    name: Borduria
    means: holds the strait
variables:
  answered: {values: [no_reply, refused], start: no_reply, means: what B said}
clock: {start: 2022-01-15, end: 2022-02-15, at_end: quiet, waiting: {a: 0.1, b: 0.1}}
turns:
  - id: reply
    title: B answers
    date: 2022-01-22
    mover: b
    moves:
      give: {title: Give the strait up, outcome: deal}
      refuse: {title: Refuse, effect: {answered: refused}, refuses: true}
  - id: act
    title: A acts or not
    date: 2022-02-01
    mover: a
    when: answered == refused
    moves:
      fight: {title: Use force, outcome: force}
      fold: {title: Let it be}
outcomes:
  deal: {title: Deal, means: B gives the strait, payoff: {a: 50, b: -50}}
  force:
    title: Use of force
    means: A fights
    payoff: {a: "30 * (a.resolve == resolved) - war_cost / 2", b: -40 - war_cost}
    force: true
  quiet: {title: Nothing more, means: all stays, payoff: {a: -10, b: 10}}
bluff:
  a: {threat: force if refused, carried_out: {outcomes: [force]}}
base_rates:
  - {outcomes: [force], rate: 0.2, cases: 10, source: made up for this test, means: made up}
"""


@pytest.fixture
def scenario(tmp_path) -> Path:
    """Return a small right scenario file in the working folder."""
    path = tmp_path / "strait.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path
