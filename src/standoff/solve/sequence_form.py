"""Two-party zero-sum games by one linear program, in sequence form.

The first party chooses a plan x, and one number for each information set of the second party: what
the second party can hold the first one to there. The multipliers of the program are the second
party's plan. The program is solved by HiGHS through `scipy.optimize.linprog`.

Source: Koller, Megiddo and von Stengel (1996), Games and Economic Behavior 14.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.pool import Progress
from standoff.solve.sequences import Plan, SequenceForm, require_zero_sum, sequence_form, uniform

Array = np.ndarray[Any, Any]

FEASIBILITY = 1e-10
"""Smallest tolerance that HiGHS takes."""
REACHED = 1e-12
"""A sequence that is played with less probability than this is taken for unreached."""
SOLVED = 0
"""Status of `linprog` at an optimum."""


def solve_sequence_form(
    game: Game, numbers: Numbers, progress: Progress | None = None
) -> tuple[Array, Array]:
    """Return optimal strategies (X B), and which draws the program solved (B).

    An optimal plan says nothing about information sets that it does not reach. There, the party
    answers the other's plan as best it can, and plays moves that are equally good alike.

    Raises:
        UsageError: the game is not a two-party zero-sum game with perfect recall.
    """
    form = sequence_form(game)
    require_zero_sum(game, form, numbers)
    strategy = uniform(game, numbers.n_draws)
    solved = np.zeros(numbers.n_draws, dtype=bool)
    for draw in range(numbers.n_draws):
        value = form.payments(numbers.block(draw, draw + 1))[0]
        plans = _optimal_plans(form, value)
        solved[draw] = plans is not None
        if plans is not None:
            matrix = _matrix(form, value)
            scores = matrix @ plans[1], -(matrix.T @ plans[0])
            for plan, x, score in zip(form.plans, plans, scores, strict=True):
                strategy[plan.entry[1:], draw] = behaviour(plan, x, score)[1:]
        if progress is not None:
            progress("solve", draw + 1, numbers.n_draws)
    return strategy, solved


def behaviour(plan: Plan, x: Array, score: Array) -> Array:
    """Return a party's policy (sequences) from a plan; best replies where the plan never goes.

    Args:
        plan: the party's sequences.
        x: probability of its own moves along each sequence.
        score: what each sequence earns against the others, without what follows it.
    """
    policy = np.ones(plan.length)
    total = np.array(score, dtype=np.float64)
    start, before = plan.start.tolist(), plan.before.tolist()
    for j in range(len(before) - 1, -1, -1):
        here = slice(start[j], start[j + 1])
        played = np.maximum(x[here], 0.0)
        if x[before[j]] > REACHED and played.sum() > REACHED:
            policy[here] = played / played.sum()
        else:
            best = total[here] >= total[here].max() - REACHED * (1 + np.abs(total[here]).max())
            policy[here] = best / best.sum()
        total[before[j]] += policy[here] @ total[here]
    return policy


def _matrix(form: SequenceForm, value: Array) -> Any:
    from scipy.sparse import csr_array

    shape = (form.plans[0].length, form.plans[1].length)
    return csr_array((value, form.column, form.row_start), shape=shape)


def _flow(plan: Plan) -> Any:
    """Return the rows of "moves add up to what came before" (1 + J, sequences)."""
    from scipy.sparse import csr_array

    sets = len(plan.before)
    owner = np.repeat(np.arange(sets), np.diff(plan.start))
    row = np.concatenate(([0], 1 + owner, 1 + np.arange(sets)))
    column = np.concatenate(([0], np.arange(1, plan.length), plan.before))
    value = np.concatenate((np.ones(plan.length), -np.ones(sets)))
    return csr_array((value, (row, column)), shape=(1 + sets, plan.length))


def _optimal_plans(form: SequenceForm, value: Array) -> tuple[Array, Array] | None:
    """Return both parties' optimal plans, or None where HiGHS gave up."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack

    scale = float(np.abs(value).max(initial=0.0)) or 1.0
    matrix = _matrix(form, value / scale)
    one, two = _flow(form.plans[0]), _flow(form.plans[1])
    known = np.zeros(one.shape[0])
    known[0] = 1.0
    cost = np.zeros(matrix.shape[0] + two.shape[0])
    cost[matrix.shape[0]] = -1.0
    bounds = [(0, None)] * matrix.shape[0] + [(None, None)] * two.shape[0]
    done = linprog(
        cost,
        A_ub=hstack((-matrix.T, two.T), format="csr"),
        b_ub=np.zeros(matrix.shape[1]),
        A_eq=hstack((one, csr_array((one.shape[0], two.shape[0]))), format="csr"),
        b_eq=known,
        bounds=bounds,
        method="highs",
        options={
            "primal_feasibility_tolerance": FEASIBILITY,
            "dual_feasibility_tolerance": FEASIBILITY,
        },
    )
    if done.status != SOLVED:
        return None
    return done.x[: matrix.shape[0]], -done.ineqlin.marginals
