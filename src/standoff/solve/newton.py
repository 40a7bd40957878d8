"""Natural continuation: from rung to rung of lambda by Newton's method, for one draw.

Where the map pushes hard, because the equilibrium mixes, accelerated iteration needs ever shorter
rungs; Newton's method does not. The next rung starts from the parabola through the last three.

Every rung is watched for folds and crossings (`watch`), which this method, like the ladder, cannot
pass: then the branch has to be followed by its arclength.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.solve.anderson import FAR_FROM_GUESS, JUMP
from standoff.solve.arclength import Array, Branch
from standoff.solve.factors import Factors
from standoff.solve.krylov import MOST_VECTORS, gmres
from standoff.solve.watch import Watch

LOOSE = 1e-4
"""Largest change of a choice probability in one more pass, on rungs below the target."""
WANTED = 0.02
"""Difference of a choice probability between parabola and answer that rungs are sized for."""
NEWTON_STEPS = 12
"""Newton steps on one rung before it is refused."""
SLOW = 0.5
"""Factors are renewed where a step leaves more than this share of the error."""
FEW = 60
"""Products for one step beyond which factors are made instead."""
FORCING = 0.03
"""Accuracy of Krylov steps, relative to what they correct."""
ROUNDING = 1e-9
"""Change of a choice probability at which rounding may end it before the tolerance."""
SMALLEST = 1e-4
"""Smallest rung as a share of lambda before the branch is given up."""
SHARES = (1.0, 0.5, 0.25, 0.1)
"""Shares of a step that are tried, one after the other, until the error gets smaller."""
LAST_STEPS = 20
"""Newton steps at the target, where the tolerance is that of the answer."""


@dataclass
class Continued:
    """Where natural continuation ended.

    Attributes:
        lam: lambda of the last rung.
        logits: logits there (X).
        rungs: rungs accepted.
        arrived: whether that is the target.
    """

    lam: float
    logits: Array
    rungs: int
    arrived: bool


def climb_on(
    branch: Branch,
    watch: Watch,
    points: list[tuple[float, Array]],
    step: float,
    target: float,
    tol: float,
) -> Continued:
    """Go on from the last rungs to the target; stop early where `watch` is no longer clear.

    Args:
        branch: the equations of one draw; `watch` looks at its work.
        watch: looks at every rung.
        points: lambda and logits of accepted rungs, the last one last.
        step: first rung.
        target: lambda to climb to.
        tol: largest change of a choice probability in one more pass at the target.
    """
    points = points[-3:]
    steps = Steps(branch)
    rungs = 0
    while points[-1][0] < target and watch.clear:
        at, base = points[-1]
        lam = target if target - at < 1.2 * step else at + step
        final = lam >= target
        guess = _parabola(points, lam)
        z = steps.correct(guess, lam, LOOSE)
        off = branch.distance(np.append(z, 0.0), np.append(guess, 0.0)) if z is not None else np.inf
        if z is None or off > FAR_FROM_GUESS or _far(branch, z, base):
            step *= 0.5 if not np.isfinite(off) else _factor(off, 0.2, 0.6)
            if step < SMALLEST * (at + step):
                return Continued(at, base, rungs, arrived=False)
            continue
        if final:
            z = steps.correct(z, lam, tol, LAST_STEPS)
            if z is None:
                return Continued(at, base, rungs, arrived=False)
        branch.residual(np.append(z, lam))
        watch.look(lam, steps.judge())
        rungs += 1
        points = [*points[-2:], (lam, z)]
        step *= _factor(off, 0.6, 1.7)
    lam, z = points[-1]
    return Continued(lam, z, rungs, arrived=bool(lam >= target and watch.clear))


def _factor(off: float, least: float, most: float) -> float:
    """Return by how much the next rung is longer: the parabola's error grows with its cube."""
    return float(min(most, max(least, (WANTED / max(off, 1e-9)) ** (1.0 / 3.0))))


def _far(branch: Branch, z: Array, base: Array) -> bool:
    return branch.distance(np.append(z, 0.0), np.append(base, 0.0)) > JUMP


def _parabola(points: list[tuple[float, Array]], lam: float) -> Array:
    """Return the logits at lambda of the parabola (line, point) through the points."""
    guess = np.zeros_like(points[0][1])
    for k, (at, z) in enumerate(points):
        weight = 1.0
        for other, (elsewhere, _) in enumerate(points):
            if other != k:
                weight *= (lam - elsewhere) / (at - elsewhere)
        guess += weight * z
    return guess


class Steps:
    """Newton's method for z = G(z, lambda), by Krylov steps while few products are enough.

    Otherwise steps are taken with factors, which are kept for as long as they serve.

    Attributes:
        factors: those that were made last, at a point on the branch or near it.
        served: whether the last step was taken with them, whole, and left a smaller error.
    """

    def __init__(self, branch: Branch) -> None:
        """Take the equations of one draw."""
        self.branch = branch
        self.factors: Factors | None = None
        self.served = False
        self.easy = True

    def correct(
        self, guess: Array, lam: float, tol: float, limit: int = NEWTON_STEPS
    ) -> Array | None:
        """Return a solution near a guess, or None."""
        old = self.factors
        z = self._correct(guess, lam, tol, limit)
        if z is None:
            self.factors = old  # others are of points far from the branch
        return z

    def judge(self) -> Factors | None:
        """Return factors whose determinant has the sign of that at the solution found last.

        With M the factorised matrix and A the one at the solution, steps with M leave the share
        I - A/M of the error. Where that shrinks, no eigenvalue of A/M is negative, so the signs of
        both determinants are the same.
        """
        return self.factors if self.served else None

    def _correct(self, z: Array, lam: float, tol: float, limit: int) -> Array | None:
        f, change, size = self._residual(z, lam)
        before = np.inf
        by_factors = not self.easy
        for _ in range(limit + 1):
            if not np.isfinite(size):
                return None
            if change <= tol and size <= 10.0 * tol * (1.0 + lam):
                return z
            if size > 0.5 * before and change <= ROUNDING:
                return z
            step = None if by_factors else self._krylov_step(lam, -f)
            fresh = step is None and (self.factors is None or size > SLOW * before)
            while True:
                if fresh:
                    self.factors = self.branch.factor(lam)
                if step is None and self.factors is not None:
                    step, by_factors = self.factors.solve(-f), True
                if step is None:
                    return None
                found = self._along(z, step, lam, change, size)
                if found is not None or fresh:
                    break
                # The step does not lead down: another, with factors from here.
                self._residual(z, lam)
                fresh, step = True, None
            if found is None:
                return z if change <= ROUNDING else None
            share, (f, change, size), before = *found, size
            z = z + share * step
            self.served = by_factors and share == 1.0 and size < before
        return None

    def _residual(self, z: Array, lam: float) -> tuple[Array, float, float]:
        f, change = self.branch.residual(np.append(z, lam))
        return f, change, float(np.abs(f).max(initial=0.0))

    def _along(
        self, z: Array, step: Array, lam: float, change: float, size: float
    ) -> tuple[float, tuple[Array, float, float]] | None:
        """Return the largest share of a step that makes the error smaller, and what it leaves.

        Logits of information sets that are hardly ever reached may go the wrong way for a step, so
        it is enough if the largest change of a probability gets smaller.
        """
        for share in SHARES:
            left = self._residual(z + share * step, lam)
            less = 1.0 - 0.1 * share
            if left[1] <= less * change or left[2] <= less * size:
                return share, left
        return None

    def _krylov_step(self, lam: float, rhs: Array) -> Array | None:
        """Return a Newton step if few products are enough for it."""
        branch = self.branch
        hard = not branch.may_factor
        step, relative = gmres(
            lambda v: v - branch.slope(lam, v, 0.0), rhs, FORCING, MOST_VECTORS if hard else FEW
        )
        if relative <= (0.5 if hard else FORCING):
            return step
        self.easy = hard
        return None
