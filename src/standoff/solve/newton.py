"""Natural continuation: from rung to rung of lambda by Newton's method, for one draw.

Where the map pushes hard, because the equilibrium mixes, accelerated iteration needs ever shorter
rungs; Newton's method with Krylov steps does not. The next rung starts from the parabola
through the last three. Every rung is watched for folds and crossings (`watch`), which this method,
like the ladder, cannot pass: then the branch has to be followed by its arclength.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.solve.anderson import FAR_FROM_GUESS, JUMP, LOOSE
from standoff.solve.arclength import Array, Branch
from standoff.solve.krylov import gmres
from standoff.solve.watch import Watch

WANTED = 0.02
"""Difference of a choice probability between parabola and answer that rungs are sized for."""
NEWTON_STEPS = 5
"""Newton steps on one rung before it is refused."""
FORCING = 0.03
"""Accuracy of Krylov steps, relative to what they correct."""
SMALLEST = 1e-4
"""Smallest rung as a share of lambda before the branch is given up."""
LAST_STEPS = 8
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
    rungs = 0
    while points[-1][0] < target and watch.clear:
        at, base = points[-1]
        lam = target if target - at < 1.2 * step else at + step
        final = lam >= target
        guess = _parabola(points, lam)
        z = _correct(branch, guess, lam, LOOSE)
        off = branch.distance(np.append(z, 0.0), np.append(guess, 0.0)) if z is not None else np.inf
        if z is None or off > FAR_FROM_GUESS or _far(branch, z, base):
            step *= 0.5 if not np.isfinite(off) else _factor(off, 0.2, 0.6)
            if step < SMALLEST * (at + step):
                return Continued(at, base, rungs, arrived=False)
            continue
        if final:
            z = _correct(branch, z, lam, tol, LAST_STEPS)
            if z is None:
                return Continued(at, base, rungs, arrived=False)
        branch.residual(np.append(z, lam))
        watch.look(lam)
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


def _correct(
    branch: Branch, guess: Array, lam: float, tol: float, limit: int = NEWTON_STEPS
) -> Array | None:
    """Return a solution of z = G(z, lam) near a guess, or None."""
    z = guess
    before = np.inf
    for _ in range(limit + 1):
        f, change = branch.residual(np.append(z, lam))
        size = float(np.abs(f).max(initial=0.0))
        if not np.isfinite(size):
            return None
        if change <= tol and size <= 10.0 * tol * (1.0 + lam):
            return z
        if size > 0.5 * before and change <= max(tol, 1e-9):
            return z  # rounding ends it before the tolerance
        if size > 3.0 * before:
            return None
        before = size
        step, relative = gmres(lambda v: v - branch.slope(lam, v, 0.0), -f, FORCING)
        if relative > 0.5:
            return None
        z = z + step
    return None
