"""Compiled kernels of regret minimisation on a game in sequence form.

One update of a party multiplies the payoff matrix by the other party's plan, sums the products up
the party's own information sets, updates regrets there, and writes down its next plan. Nothing
walks the game tree. All arrays belong to one draw.

Regret matching plus and linear averaging: Tammelin (2014), Solving large imperfect information
games using CFR+. Discounting with exponents 1.5, 0 and 2: Brown and Sandholm (2019), Solving
imperfect-information games via discounted regret minimization. Prediction by the payoffs seen last,
with quadratic averaging: Farina, Kroer and Sandholm (2021), Faster game solving via predictive
Blackwell approachability.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from standoff.solve.compiled import compiled

Array = np.ndarray[Any, Any]

CFR_PLUS, DISCOUNTED, PREDICTIVE = range(3)
FIRST_CHECK = 8
"""Iterations before the first look at exploitability, which costs about one iteration."""
CHECK_GROWTH = 16
"""Later looks come every sixteenth of the iterations done so far, at least every `FIRST_CHECK`."""


class Side(NamedTuple):
    """What one party's update reads: its information sets, and payoffs by its own sequences."""

    start: Array
    before: Array
    row_start: Array
    column: Array
    value: Array  # D Z, of the party itself, higher is better


class State(NamedTuple):
    """What one party's update writes, one number for each sequence."""

    regret: Array
    policy: Array
    plan: Array
    total: Array  # plans added up with their weights
    score: Array
    hope: Array  # scores that the next answer expects


def state_for(length: int) -> State:
    """Return room for the regrets and plans of one party."""
    return State(*(np.zeros(length) for _ in State._fields))


@compiled
def _multiply(side: Side, value: Array, plan: Array, out: Array) -> None:
    for s in range(out.size):
        total = 0.0
        for z in range(side.row_start[s], side.row_start[s + 1]):
            total += value[z] * plan[side.column[z]]
        out[s] = total


@compiled
def _write_plan(side: Side, policy: Array, plan: Array) -> None:
    plan[0] = 1.0
    for j in range(side.before.size):
        reach = plan[side.before[j]]
        for s in range(side.start[j], side.start[j + 1]):
            plan[s] = reach * policy[s]


@compiled
def _update(side: Side, value: Array, own: State, other: Array, kind: int, step: int) -> None:
    """Let one party answer the other's plan, and add its new plan to the total."""
    score, regret, policy = own.score, own.regret, own.policy
    _multiply(side, value, other, score)
    keep, forget = 1.0, 1.0
    if kind == DISCOUNTED:
        power = step * np.sqrt(float(step))
        keep, forget = power / (power + 1.0), 0.5
    hope = own.hope
    if kind == PREDICTIVE:
        for s in range(score.size):
            hope[s] = score[s]
    for j in range(side.before.size - 1, -1, -1):
        s0, s1 = side.start[j], side.start[j + 1]
        mean = 0.0
        guess = 0.0
        for s in range(s0, s1):
            mean += policy[s] * score[s]
            guess += policy[s] * hope[s]
        score[side.before[j]] += mean
        total = 0.0
        for s in range(s0, s1):
            seen = score[s] - mean
            now = regret[s] + seen
            if kind == DISCOUNTED:
                now *= keep if now > 0.0 else forget
                regret[s] = now
            else:
                now = max(now, 0.0)
                regret[s] = now
                if kind == PREDICTIVE:
                    now += hope[s] - guess
            now = max(now, 0.0)
            policy[s] = now
            total += now
        for s in range(s0, s1):
            policy[s] = policy[s] / total if total > 0.0 else 1.0 / (s1 - s0)
        if kind == PREDICTIVE:
            guess = 0.0
            for s in range(s0, s1):
                guess += policy[s] * hope[s]
            hope[side.before[j]] += guess
    _write_plan(side, policy, own.plan)
    weight = float(step) if kind == CFR_PLUS else float(step) * step
    for s in range(own.plan.size):
        own.total[s] += weight * own.plan[s]


@compiled
def _best(side: Side, value: Array, other: Array, score: Array) -> float:
    """Return what a best reply to the other party's plan earns."""
    _multiply(side, value, other, score)
    for j in range(side.before.size - 1, -1, -1):
        top = score[side.start[j]]
        for s in range(side.start[j] + 1, side.start[j + 1]):
            top = max(top, score[s])
        score[side.before[j]] += top
    return float(score[0])


@compiled
def _uniform(side: Side, own: State) -> None:
    for j in range(side.before.size):
        s0, s1 = side.start[j], side.start[j + 1]
        for s in range(s0, s1):
            own.policy[s] = 1.0 / (s1 - s0)
    _write_plan(side, own.policy, own.plan)


@compiled
def minimise(
    one: Side, two: Side, first: State, second: State, kind: int, span: Array, at: Array
) -> None:
    """Improve the average plans of both parties of draw `at[0]` until they are good enough.

    Args:
        one: the first party's side of the game.
        two: the second party's.
        first: its state; `total` is the average plan up to a factor, `total[0]`.
        second: the same of the second party.
        kind: `CFR_PLUS`, `DISCOUNTED` or `PREDICTIVE`.
        span: wanted exploitability; exploitability found last (written).
        at: draw; iterations done before (written); iterations after which to return.
    """
    value, mirror = one.value[at[0]], two.value[at[0]]
    step = at[1]
    if step == 0:
        _uniform(one, first)
        _uniform(two, second)
    check = step + FIRST_CHECK
    while step < at[2]:
        step += 1
        _update(one, value, first, second.plan, kind, step)
        _update(two, mirror, second, first.plan, kind, step)
        if step >= check or step == at[2]:
            best = _best(one, value, second.total, first.score) / second.total[0]
            best += _best(two, mirror, first.total, second.score) / first.total[0]
            span[1] = 0.5 * best
            if span[1] <= span[0]:
                break
            check = step + max(FIRST_CHECK, step // CHECK_GROWTH)
    at[1] = step
