"""Newton's method with whole Jacobians, for strategies short enough to have them.

The columns of a Jacobian are tangent passes, and passes take lanes: one call of a kernel makes all
columns at one point, or at many points. Starts are solved in step, and what is known already is
divided out (deflation; Farrell, Birkisson and Funke 2015), so that they go elsewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.arclength import Branch
from standoff.solve.kernels import Structure, apply_map, apply_tangent, work_for

Array = np.ndarray[Any, Any]

LANE_BYTES = 60_000_000
"""Scratch of one call of a kernel stays near this."""
LONGEST = 1.5
"""Largest change of a logit in one step: longer ones leave mixed play for good."""
LOOSE = 1e-9
"""Largest change of a choice probability, in one more pass, at which a start has arrived."""


class DenseBranch(Branch):
    """The equations of one draw, solved with whole Jacobians."""

    def __init__(self, game: Game, structure: Structure, numbers: Numbers) -> None:
        """Take a game and the numbers of a single draw (B = 1)."""
        super().__init__(game, structure, numbers)
        self.jacobians = Jacobians(game, structure, numbers)
        self.point = np.zeros(self.count + 1)

    def residual(self, u: Array) -> tuple[Array, float]:
        """Return z - G(z, lambda), and the largest change of a probability in the pass."""
        self.point = u.copy()
        return super().residual(u)

    def solve_bordered(
        self, lam: float, column: Array | None, row: Array, rhs: Array, tol: float
    ) -> tuple[Array, float]:
        """Solve [I - dG/dz, column; row] exactly; -dG/dlambda if no column is given."""
        matrix = self._matrix(np.append(self.point[:-1], lam), row)
        if column is not None:
            matrix[:-1, -1] = column
        try:
            u = np.linalg.solve(matrix, rhs)
        except np.linalg.LinAlgError:
            return np.zeros_like(rhs), np.inf
        size = float(np.linalg.norm(rhs))
        error = float(np.linalg.norm(matrix @ u - rhs))
        return u, error / size if size > 0.0 else 0.0

    def bordered(self, u: Array, row: Array) -> Array:
        """Return the bordered Jacobian [I - dG/dz, -dG/dlambda; row] at u."""
        return self._matrix(u, row)

    def _matrix(self, u: Array, row: Array) -> Array:
        self.passes += 2 * (self.count + 1)
        matrix = np.empty((self.count + 1, self.count + 1))
        _, slopes = self.jacobians.at(u[:-1, None], float(u[-1]))
        matrix[:-1] = -slopes[0]
        matrix[np.arange(self.count), np.arange(self.count)] += 1.0
        matrix[-1, :-1] = self.scale * row[:-1]
        matrix[-1, -1] = row[-1]
        return matrix


class Jacobians:
    """Makes the derivatives of the map at several points in one call."""

    def __init__(self, game: Game, structure: Structure, numbers: Numbers) -> None:
        """Take a game and the numbers of a single draw (B = 1)."""
        self.game, self.structure = game, structure
        self.columns = game.n_entries + 1
        size = 8 * (game.n_nodes * 2 * (1 + len(game.players)) + 8 * game.n_entries)
        self.points = max(1, LANE_BYTES // (size * self.columns))
        self.numbers = numbers
        self.ready: tuple[int, Any] = (0, None)

    def at(self, z: Array, lam: float) -> tuple[Array, Array]:
        """Return G at the points z (X, L) and its derivatives (L, X, X + 1), the last by lambda."""
        parts = [
            self._block(z[:, first : first + self.points], lam)
            for first in range(0, z.shape[1], self.points)
        ]
        return (
            np.concatenate([part[0] for part in parts], axis=1),
            np.concatenate([part[1] for part in parts]),
        )

    def _block(self, z: Array, lam: float) -> tuple[Array, Array]:
        count, points = z.shape
        lanes = points * self.columns
        pay, prob, work, d_z, d_lam = self._arrays(points)
        lam_all = np.full(lanes, lam)
        answer, slopes, scratch = (np.empty((count, lanes)) for _ in range(3))
        every = np.repeat(z, self.columns, axis=1)
        apply_map(self.structure, pay, prob, lam_all, every, answer, work)
        apply_tangent(self.structure, pay, prob, lam_all, d_z, d_lam, slopes, scratch, work)
        shaped = slopes.reshape(count, points, self.columns).transpose(1, 0, 2)
        return answer[:, :: self.columns], shaped

    def _arrays(self, points: int) -> Any:
        if self.ready[0] != points:
            lanes = points * self.columns
            pay = np.ascontiguousarray(np.repeat(self.numbers.pay, lanes, axis=2))
            prob = np.ascontiguousarray(np.repeat(self.numbers.prob, lanes, axis=1))
            rates = np.repeat(self.numbers.rates[:, :1], lanes, axis=1)
            unit = np.eye(self.columns)
            d_z = np.ascontiguousarray(np.tile(unit[:-1], points))
            d_lam = np.tile(unit[-1], points)
            self.ready = points, (pay, prob, work_for(self.game, lanes, rates), d_z, d_lam)
        return self.ready[1]


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
        answer, slopes = branch.jacobians.at(here, lam)
        branch.passes += len(going) * 2 * (branch.count + 1)
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
    matrix = np.eye(f.shape[0]) - slopes[:, :, :-1]
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
