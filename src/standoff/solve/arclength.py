"""Pseudo-arclength continuation of the principal branch, for one draw (Keller 1977).

The branch starts at lambda = 0 with every move equally likely. A predictor follows the tangent, a
Newton-Krylov corrector returns to the branch, and the step along it adapts to the corrector's
effort. lambda may turn back: the path goes through folds, and they are counted. The target is hit
exactly by a Newton solve at fixed lambda from the point where the path crosses it.

Only passes are compiled code; what is around them is NumPy and SciPy's GMRES, because a compiled
driver would have to be optimised together with the passes that it calls, which took 40 s at the
first use on a machine and saved time on games of a few dozen nodes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.linalg import LinearOperator, gmres

from standoff.game.game import Numbers
from standoff.solve.factors import Factors, System
from standoff.solve.kernels import (
    WIDTH,
    apply_map,
    apply_tangent,
    choice_probabilities,
    slopes_for,
    work_for,
)
from standoff.solve.lanes import EIGHT, ONE
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]

FOLLOWED = 0
"""The target was reached."""
OUT_OF_STEPS = 1
"""The path was still going when the steps ran out."""
STUCK = 2
"""The corrector failed at the smallest step."""

MAX_NEWTON = 7
SMALLEST_STEP = 1e-7
RESTART = 60
"""Krylov vectors kept before GMRES restarts: memory X times this."""
FAR_FROM_GUESS = 0.05
"""Largest difference of a choice probability between predictor and corrected point: beyond it
the corrector may have landed on another branch."""
FAR_FROM_LAST = 0.25
"""Largest change of a choice probability in one step."""
ROUNDING = 1e-9
"""Newton's method that no longer gains is done when probabilities and logits (per lambda) move by
less than this: at large lambda rounding ends it before the tolerance, well within what is promised
(1e-8)."""
COLUMN_BYTES = 30_000_000
"""Scratch for the columns of a Jacobian that are made in one call, which may stay in cache."""
DENSE = 120
"""Largest strategy whose Jacobian is formed at every step, to see where branches cross."""
LONGEST_STEP = 0.2
"""Longest step as a share of 1 + lambda: longer ones can step over a near-bifurcation unseen."""
SURE_STEP = 1e-3
"""A crossing is believed when steps of this share of 1 + lambda meet it too; a jump from one branch
to another near it looks the same and goes away with shorter steps."""
STRAIGHT = 0.9
"""Smallest cosine between neighbouring tangents."""


@dataclass(frozen=True)
class Followed:
    """Where a path ended.

    Attributes:
        status: `FOLLOWED`, `OUT_OF_STEPS` or `STUCK`.
        lam: lambda reached.
        logits: centred logits there (X).
        steps: accepted and refused steps along the branch.
        passes: passes and tangent passes.
        turned: how often lambda turned.
        crossed: how often another branch crossed the path; -1 for strategies longer than `DENSE`.
    """

    status: int
    lam: float
    logits: Array
    steps: int
    passes: int
    turned: int
    crossed: int


class Branch:
    """The equations of one draw, as a function of u = (z, lambda) of length X + 1."""

    def __init__(self, plan: PassPlan, numbers: Numbers, system: System | None = None) -> None:
        """Take the plan of a game and the numbers of a single draw (B = 1).

        `system` is the sparse system of the same game, if it is at hand from another draw.
        """
        self.plan = plan
        self.work = work_for(plan, numbers)
        self.system = system
        self.slopes = slopes_for(plan, self.work, 1)
        self.count = plan.entries
        self.scale = 1.0 / max(1, self.count)
        self.passes = 0
        self.out = np.zeros((self.count, 1))

    def residual(self, u: Array) -> tuple[Array, float]:
        """Return z - G(z, lambda), and the largest change of a probability in the pass."""
        self.passes += 1
        z = np.ascontiguousarray(u[:-1, None])
        apply_map(self.plan, u[-1:].copy(), z, self.out, self.work, ONE)
        new = self.work.table(self.work.new, self.count)
        moved = new - self.work.table(self.work.old, self.count)
        change = float(np.abs(moved).max(initial=0.0))
        return u[:-1] - self.out[:, 0], change

    def probabilities(self, u: Array) -> Array:
        """Return the choice probabilities of u."""
        return choice_probabilities(self.plan, u[:-1, None])[:, 0]

    def distance(self, u: Array, v: Array) -> float:
        """Return the largest difference of a choice probability between two points."""
        return float(np.abs(self.probabilities(u) - self.probabilities(v)).max(initial=0.0))

    def solve(self, lam: float, row: Array, rhs: Array, tol: float) -> tuple[Array, float]:
        """Solve the bordered system [I - dG/dz, -dG/dlambda; row] at the last residual.

        Returns the solution and its relative residual.
        """
        return self.solve_bordered(lam, None, row, rhs, tol)

    def solve_bordered(
        self, lam: float, column: Array | None, row: Array, rhs: Array, tol: float
    ) -> tuple[Array, float]:
        """Solve [I - dG/dz, column; row] at the last residual; -dG/dlambda if no column is given.

        Returns the solution and its relative residual.
        """

        def product(v: Array) -> Array:
            d_lam = float(v[-1]) if column is None else 0.0
            answer = np.empty(self.count + 1)
            answer[:-1] = v[:-1].ravel() - self.slope(lam, v[:-1].ravel(), d_lam)
            if column is not None:
                answer[:-1] += float(v[-1]) * column
            answer[-1] = self.inner(row, v)
            return answer

        size = float(np.linalg.norm(rhs))
        if size == 0.0 or not np.isfinite(size):
            return np.zeros_like(rhs), 0.0 if size == 0.0 else np.inf
        operator = LinearOperator((len(rhs), len(rhs)), matvec=product, dtype=np.float64)
        restart = min(RESTART, len(rhs))
        u, _ = gmres(operator, rhs, rtol=tol, atol=0.0, restart=restart, maxiter=10)
        return u, float(np.linalg.norm(product(u) - rhs)) / size

    def slope(self, lam: float, d_z: Array, d_lam: float) -> Array:
        """Return the derivative of G in direction (d_z, d_lam) at the last residual."""
        self.passes += 2
        apply_tangent(
            self.plan,
            np.array([lam]),
            np.ascontiguousarray(d_z[:, None]),
            np.array([d_lam]),
            self.out,
            self.work,
            self.slopes,
            ONE,
            ONE,
        )
        return self.out[:, 0].copy()

    @property
    def may_factor(self) -> bool:
        """Whether the factors of I - dG/dz are small enough to be computed."""
        return self._laid_out().fits

    def factor(self, lam: float) -> Factors | None:
        """Return the factors of I - dG/dz at the last residual; None if too large or singular."""
        system = self._laid_out()
        return system.factor(self.work, lam) if system.fits else None

    def _laid_out(self) -> System:
        if self.system is None:
            self.system = System(self.plan, biased=bool(self.work.biased))
        return self.system

    def jacobian(self, u: Array) -> Array:
        """Return the derivative of G at u (X, X + 1), the last column by lambda."""
        self.residual(u)
        return self.slopes_here(float(u[-1]), with_lam=True)

    def slopes_here(self, lam: float, *, with_lam: bool = False) -> Array:
        """Return the derivative of G at the last pass (X, X), and by lambda (X, X + 1)."""
        columns = self.count + int(with_lam)
        self.passes += 2 * columns
        out = np.empty((self.count, columns))
        width = WIDTH * max(1, min(-(-columns // WIDTH), COLUMN_BYTES // self._column_bytes()))
        work = slopes_for(self.plan, self.work, width)
        answer = np.empty((self.count, width))
        for first in range(0, columns, width):
            unit = np.eye(self.count + 1, width, -first)
            apply_tangent(
                self.plan,
                np.array([lam]),
                unit[:-1],
                unit[-1],
                answer,
                self.work,
                work,
                ONE,
                EIGHT,
            )
            out[:, first : first + width] = answer[:, : columns - first]
        return out

    def _column_bytes(self) -> int:
        rows = self.plan.nodes * (1 + self.plan.players) + 4 * self.count
        return max(1, 8 * WIDTH * rows)

    def inner(self, a: Array, b: Array) -> float:
        """Return the inner product in which a step along the branch is measured."""
        return float(self.scale * (a[:-1] @ b[:-1].ravel()) + a[-1] * b.ravel()[-1])

    def correct(
        self, start: Array, anchor: Array, row: Array, tol: float, limit: int
    ) -> tuple[bool, int, Array]:
        """Newton's method on the bordered system; the last equation is row . (u - anchor) = 0.

        Returns whether it converged, the iterations, and the last point.
        """
        u = start.copy()
        before = np.inf
        for iteration in range(limit):
            f, change = self.residual(u)
            last = self.inner(row, u - anchor)
            size = float(np.abs(f).max(initial=0.0))
            if not np.isfinite(size):
                return False, iteration, start
            near = size <= 10.0 * tol * (1.0 + abs(u[-1])) and abs(last) <= 1e-8
            if change <= tol and near:
                return True, iteration, u
            stalled = iteration > 0 and size > 0.5 * before and abs(last) <= 1e-8
            if stalled and max(change, size / (1.0 + abs(u[-1]))) <= ROUNDING:
                return True, iteration, u
            if iteration > 1 and size > 2.0 * before:
                return False, iteration, u
            before = size
            forcing = min(1e-3, max(1e-12, 0.1 * size))
            step, relative = self.solve(float(u[-1]), row, -np.append(f, last), forcing)
            if not np.isfinite(relative) or relative > 0.5:
                return False, iteration, u
            u = u + step
        return False, limit, u

    def at(self, z: Array, lam: float, tol: float, limit: int) -> tuple[bool, Array]:
        """Solve z = G(z, lam) by Newton's method from z; return success and the last z."""
        row = np.zeros(self.count + 1)
        row[-1] = 1.0
        start = np.append(z, lam)
        good, _, u = self.correct(start, start, row, tol, limit)
        return good, u[:-1]

    def tangent(self, u: Array, old: Array) -> tuple[Array, bool]:
        """Return the unit tangent at u that points the way of `old`."""
        self.residual(u)
        rhs = np.zeros(self.count + 1)
        rhs[-1] = 1.0
        t, relative = self.solve(float(u[-1]), old, rhs, 1e-6)
        size = np.sqrt(self.inner(t, t))
        if not np.isfinite(size) or size == 0.0 or relative > 1e-2:
            return old, False
        return t / size, True

    def orientation(self, u: Array, row: Array) -> int:
        """Return the sign of the determinant of the bordered Jacobian at u; X products.

        It changes where another branch crosses, and at no fold (Keller 1977).
        """
        return int(np.linalg.slogdet(self.bordered(u, row))[0])

    def bordered(self, u: Array, row: Array) -> Array:
        """Return the bordered Jacobian [I - dG/dz, -dG/dlambda; row] at u as a dense matrix."""
        matrix = np.empty((self.count + 1, self.count + 1))
        matrix[:-1] = -self.jacobian(u)
        matrix[np.arange(self.count), np.arange(self.count)] += 1.0
        matrix[-1, :-1] = self.scale * row[:-1]
        matrix[-1, -1] = row[-1]
        return matrix


def follow(branch: Branch, target: float, tol: float, max_steps: int) -> Followed:
    """Follow the principal branch from lambda = 0 to `target`, in units of the draw's payoffs.

    Args:
        branch: the equations of one draw; payoffs should span a range of order one.
        target: lambda to stop at.
        tol: largest change of a choice probability in one more pass at the target.
        max_steps: accepted and refused steps before the path is given up.
    """
    u = np.zeros(branch.count + 1)
    if target <= 0.0:
        return Followed(FOLLOWED, 0.0, u[:-1], 0, 0, 0, 0)
    row = np.zeros(branch.count + 1)
    row[-1] = 1.0
    t, _ = branch.tangent(u, row)
    h = 0.1
    turned = 0
    watch = _Crossings(branch, u, t)
    for step in range(max_steps):
        new, t_new, iterations = step_along(branch, u, t, h, tol)
        if new is not None and new[-1] >= target:
            z = hit_target(branch, u, new, target, tol)
            if z is not None:
                watch.accept(watch.at(np.append(z, target), t))
                return Followed(FOLLOWED, target, z, step + 1, branch.passes, turned, watch.count)
            new = None
        if new is None:
            h *= 0.4
            if h < SMALLEST_STEP:
                return Followed(
                    STUCK, float(u[-1]), u[:-1], step, branch.passes, turned, watch.count
                )
            continue
        sign = watch.at(new, t_new)
        if watch.crosses(sign) and h > SURE_STEP * (1.0 + abs(u[-1])):
            h *= 0.3
            continue
        turned += t_new[-1] * t[-1] < 0.0
        u, t = new, t_new
        watch.accept(sign)
        if iterations <= 3:
            h = min(1.7 * h, LONGEST_STEP * (1.0 + abs(u[-1])))
        elif iterations >= 5:
            h *= 0.7
    return Followed(
        OUT_OF_STEPS, float(u[-1]), u[:-1], max_steps, branch.passes, turned, watch.count
    )


class _Crossings:
    """Counts sign changes of the orientation along a path, where the strategy is short enough."""

    def __init__(self, branch: Branch, u: Array, t: Array) -> None:
        self.branch = branch
        self.watched = branch.count <= DENSE
        self.count = 0 if self.watched else -1
        self.sign = branch.orientation(u, t) if self.watched else 0

    def at(self, u: Array, t: Array) -> int:
        """Return the sign at a point; 0 where it is not watched."""
        return self.branch.orientation(u, t) if self.watched else 0

    def crosses(self, sign: int) -> bool:
        """Return whether a sign differs from the last one."""
        return sign * self.sign < 0

    def accept(self, sign: int) -> None:
        """Go on with the sign of the next point of the path."""
        self.count += self.crosses(sign)
        self.sign = sign or self.sign


def step_along(
    branch: Branch, u: Array, t: Array, h: float, tol: float
) -> tuple[Array | None, Array, int]:
    """Take one step; return the new point (None if refused), its tangent and the effort."""
    guess = u + h * t
    good, iterations, new = branch.correct(guess, guess, t, max(tol, 1e-9), MAX_NEWTON)
    if not good or new[-1] < -1e-9:
        return None, t, iterations
    if branch.distance(guess, new) > FAR_FROM_GUESS or branch.distance(u, new) > FAR_FROM_LAST:
        return None, t, iterations
    t_new, fine = branch.tangent(new, t)
    if not fine or branch.inner(t_new, t) < STRAIGHT:
        return None, t, iterations
    return new, t_new, iterations


def hit_target(branch: Branch, u: Array, new: Array, target: float, tol: float) -> Array | None:
    """Return the logits at the target between two points of the path; None if they are far."""
    share = (target - u[-1]) / (new[-1] - u[-1])
    hit, z = branch.at(u[:-1] + share * (new[:-1] - u[:-1]), target, tol, 12)
    end = np.append(z, target)
    close = min(branch.distance(u, end), branch.distance(new, end)) <= FAR_FROM_GUESS
    return z if hit and close else None
