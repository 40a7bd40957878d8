"""From a biased game back to the game: every move of a random plan gets a bonus, then loses it.

With a large enough bonus the plan is the only equilibrium. Taking the bonus away by
pseudo-arclength, through folds if need be, ends in an equilibrium of the game itself, often one
on another branch than the principal one (the idea of Harsanyi's tracing procedure).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Numbers
from standoff.solve.arclength import SMALLEST_STEP, Branch, hit_target, step_along
from standoff.solve.passplan import PassPlan
from standoff.solve.trace import longest_step

Array = np.ndarray[Any, Any]

PASSES = 60
"""Plain passes to the equilibrium of the biased game."""


class Biased(Branch):
    """The equations z = G(z, lambda) + (1 - share) bias in u = (z, share), at one lambda."""

    def __init__(self, plan: PassPlan, numbers: Numbers, lam: float, bias: Array) -> None:
        """Take the plan of a game, the numbers of one draw, lambda, and a bias in logits (X)."""
        super().__init__(plan, numbers)
        self.lam = lam
        self.bias = bias

    def residual(self, u: Array) -> tuple[Array, float]:
        """Return the equations' left less right side, and the change in a pass."""
        f, _ = super().residual(np.append(u[:-1], self.lam))
        f = f - (1.0 - u[-1]) * self.bias
        here, there = self.probabilities(u), self.probabilities(np.append(u[:-1] - f, 0.0))
        return f, float(np.abs(there - here).max(initial=0.0))

    def solve(self, lam: float, row: Array, rhs: Array, tol: float) -> tuple[Array, float]:
        """Solve the bordered system; the last column is the derivative by the share."""
        return self.solve_bordered(self.lam, self.bias, row, rhs, tol)


def unbias(branch: Biased, tol: float, max_steps: int) -> Array | None:
    """Return the logits of the equilibrium in which a biased game ends; None if it was lost."""
    z = branch.bias.copy()
    for _ in range(PASSES):
        f, change = branch.residual(np.append(z, 0.0))
        z = z - f
        if change <= tol:
            break
    good, z = branch.at(z, 0.0, max(tol, 1e-9), 12)
    if not good:
        return None
    u = np.append(z, 0.0)
    row = np.zeros(len(u))
    row[-1] = 1.0
    t, fine = branch.tangent(u, row)
    h = 0.1
    for _ in range(max_steps if fine else 0):
        new, t_new, iterations = step_along(branch, u, t, h, tol)
        if new is not None and new[-1] >= 1.0:
            z_end = hit_target(branch, u, new, 1.0, tol)
            if z_end is not None:
                return z_end
            new = None
        if new is None:
            h *= 0.4
            if h < SMALLEST_STEP:
                return None
            continue
        u, t = new, t_new
        if iterations <= 3:
            h = min(1.5 * h, longest_step(branch.lam))
        elif iterations >= 5:
            h *= 0.7
    return None
