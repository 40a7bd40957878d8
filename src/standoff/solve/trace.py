"""Follow a branch through an equilibrium, up and down in lambda, and note what it meets.

A branch that is not the principal one has no start at lambda = 0: it comes from large lambda,
turns at a fold and goes back. So an equilibrium has at least one partner on its own branch, and
following the branch through its folds finds it. Where another branch crosses (small games only:
the sign of a determinant changes), that one is entered as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from standoff.solve.arclength import (
    MAX_NEWTON,
    SMALLEST_STEP,
    Branch,
    hit_target,
    step_along,
)
from standoff.solve.dense import DenseBranch
from standoff.solve.distinct import SAME

Array = np.ndarray[Any, Any]

NEAR_ZERO = 0.05
"""Lambda times payoff range below which there is only one equilibrium: best responses hardly
react, so a path that gets there is the principal branch."""
BEYOND = 2.5
"""A path is given up where lambda is larger than this many times the target."""
LONGEST = 0.05
"""Longest step along a path as a share of the target; longer ones jump over folds."""
SIDE_STEPS = (0.1, 0.5)
"""Distances from a crossing at which the other branch is looked for, one after the other."""


def longest_step(target: float) -> float:
    """Return the longest step along a path to a target lambda."""
    return max(1.0, LONGEST * target)


@dataclass
class Traced:
    """What a path met.

    Attributes:
        hits: logits of the equilibria at the target, in order; the start is not among them.
        crossings: points (u, tangent) near which another branch crosses.
        steps: steps taken and refused.
        closed: whether the path came back to its start.
    """

    hits: list[Array] = field(default_factory=list)
    crossings: list[tuple[Array, Array]] = field(default_factory=list)
    steps: int = 0
    closed: bool = False


def trace(branch: Branch, u: Array, t: Array, target: float, tol: float, max_steps: int) -> Traced:
    """Follow a branch from the point u, which lies on it, in the direction t.

    Args:
        branch: the equations of one draw; payoffs should span a range of order one.
        u: logits and lambda (X + 1).
        t: direction to start in (X + 1); its tangent is computed.
        target: lambda at which equilibria are collected.
        tol: largest change of a choice probability in one more pass at the target.
        max_steps: steps, accepted and refused, before the path is given up.
    """
    found = Traced()
    start = u.copy()
    t, fine = branch.tangent(u, t)
    if not fine:
        return found
    watched = isinstance(branch, DenseBranch)
    sign = branch.orientation(u, t) if watched else 0
    h = 0.05
    for found.steps in range(1, max_steps + 1):
        new, t_new, iterations = step_along(branch, u, t, h, tol)
        passed = new is not None and (u[-1] - target) * (new[-1] - target) < 0.0
        hit = hit_target(branch, u, new, target, tol) if new is not None and passed else None
        if new is None or (passed and hit is None):
            h *= 0.4
            if h < SMALLEST_STEP or u[-1] < NEAR_ZERO:
                return found
            continue
        if hit is not None:
            if branch.distance(np.append(hit, target), start) <= SAME:
                found.closed = True
                return found
            found.hits.append(hit)
        if watched:
            now = branch.orientation(new, t_new)
            if now * sign < 0:
                found.crossings.append((0.5 * (u + new), t_new))
            sign = now or sign
        u, t = new, t_new
        if not NEAR_ZERO <= u[-1] <= BEYOND * target:
            return found
        if iterations <= 3:
            h = min(1.5 * h, longest_step(target))
        elif iterations >= 5:
            h *= 0.7
    return found


def enter_crossing(branch: Branch, u: Array, t: Array, tol: float) -> list[tuple[Array, Array]]:
    """Return points (u, direction) on the branch that crosses another near u, one on each side.

    The bordered Jacobian is nearly singular there; its null direction leads to the other branch
    (Keller 1977).
    """
    null = np.linalg.svd(branch.bordered(u, t))[2][-1]
    null = null - branch.inner(null, t) * t
    size = np.sqrt(branch.inner(null, null))
    if not np.isfinite(size) or size == 0.0:
        return []
    null /= size
    entered = []
    for side in (1.0, -1.0):
        for distance in SIDE_STEPS:
            guess = u + side * distance * null
            good, _, point = branch.correct(guess, guess, null, max(tol, 1e-9), 3 * MAX_NEWTON)
            if good and point[-1] > NEAR_ZERO and branch.distance(point, u) > SAME:
                entered.append((point, side * null))
                break
    return entered
