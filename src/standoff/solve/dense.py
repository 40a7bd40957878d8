"""Newton's method with whole Jacobians, for strategies short enough to have them.

The columns of a Jacobian are tangent passes, and passes take lanes: one call of a kernel makes all
columns at one point. Starts are solved in step, and what is known already is
divided out (deflation; Farrell, Birkisson and Funke 2015), so that they go elsewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Numbers
from standoff.solve.arclength import Branch
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]

LONGEST = 1.5
"""Largest change of a logit in one step: longer ones leave mixed play for good."""
LOOSE = 1e-9
"""Largest change of a choice probability, in one more pass, at which a start has arrived."""


class DenseBranch(Branch):
    """The equations of one draw, solved with whole Jacobians."""

    def __init__(self, plan: PassPlan, numbers: Numbers) -> None:
        """Take the plan of a game and the numbers of a single draw (B = 1)."""
        super().__init__(plan, numbers)
        self.point = np.zeros(self.count + 1)

    def residual(self, u: Array) -> tuple[Array, float]:
        """Return z - G(z, lambda), and the largest change of a probability in the pass."""
        self.point = u.copy()
        return super().residual(u)

    def solve_bordered(
        self, lam: float, column: Array | None, row: Array, rhs: Array, tol: float
    ) -> tuple[Array, float]:
        """Solve [I - dG/dz, column; row] exactly; -dG/dlambda if no column is given."""
        matrix = self.bordered(np.append(self.point[:-1], lam), row)
        if column is not None:
            matrix[:-1, -1] = column
        try:
            u = np.linalg.solve(matrix, rhs)
        except np.linalg.LinAlgError:
            return np.zeros_like(rhs), np.inf
        size = float(np.linalg.norm(rhs))
        error = float(np.linalg.norm(matrix @ u - rhs))
        return u, error / size if size > 0.0 else 0.0

    def derivatives(self, z: Array, lam: float) -> tuple[Array, Array]:
        """Return G at the points z (X, L) and its derivatives by z (L, X, X)."""
        answers, slopes = np.empty_like(z), np.empty((z.shape[1], self.count, self.count))
        for k in range(z.shape[1]):
            slopes[k] = self.jacobian(np.append(z[:, k], lam))[:, :-1]
            answers[:, k] = self.out[:, 0]  # of the pass that the Jacobian begins with
        return answers, slopes


def newton_lanes(
    branch: DenseBranch, z: Array, lam: float, known: list[Array], limit: int
) -> Array:
    """Run Newton's method from many starts at once, away from what is known.

    Args:
        branch: the equations of one draw.
        z: logits of the starts (X, L).
        lam: lambda.
        known: logits of equilibria (X each) that are divided out.
        limit: steps before the starts that have not arrived are given up.

    Returns:
        Logits of the starts that arrived (X, number of them); several may be the same.
    """
    z = z.copy()
    going = np.arange(z.shape[1])
    arrived: list[Array] = []
    for _ in range(limit):
        if not len(going):
            break
        here = z[:, going]
        answer, slopes = branch.derivatives(here, lam)
        f = here - answer
        good = np.isfinite(f).all(axis=0)
        done = good & (np.abs(f).max(axis=0) <= LOOSE * (1.0 + lam))
        arrived += list(here[:, done].T)
        on = np.flatnonzero(good & ~done)
        step = _steps(f[:, on], slopes[on])
        step *= _away(here[:, on], step, known)
        size = np.abs(step).max(axis=0, initial=0.0)
        step *= np.minimum(1.0, LONGEST / np.maximum(size, 1e-300))
        going = going[on]
        z[:, going] += step
    return np.array(arrived).reshape(-1, z.shape[0]).T


def _steps(f: Array, slopes: Array) -> Array:
    """Return Newton steps (X, L); a singular point is moved a little and solved again."""
    matrix = np.eye(f.shape[0]) - slopes
    try:
        solved = np.linalg.solve(matrix, -f.T[:, :, None])
    except np.linalg.LinAlgError:
        solved = np.linalg.solve(matrix + 1e-8 * np.eye(f.shape[0]), -f.T[:, :, None])
    return np.asarray(np.nan_to_num(solved[:, :, 0].T))


def _away(z: Array, step: Array, known: list[Array]) -> Array:
    """Return the factor by which deflation by 1 + 1/distance^2 scales each step (L)."""
    pull = np.zeros(z.shape[1])
    for other in known:
        apart = z - other[:, None]
        square = np.maximum((apart * apart).sum(axis=0), 1e-12)
        pull -= 2.0 * (apart * step).sum(axis=0) / (square * (1.0 + square))
    factor = 1.0 / (1.0 - pull)
    return np.where(np.isfinite(factor), np.clip(factor, -10.0, 10.0), 1.0)
