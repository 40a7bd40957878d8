"""Pseudo-arclength continuation of the principal branch, for one draw (Keller 1977).

The branch starts at lambda = 0 with every move equally likely. A predictor follows the tangent, a
Newton-Krylov corrector returns to the branch, and the step along it adapts to the corrector's
effort. lambda may turn back: the path goes through folds, and they are counted. The target is hit
exactly by a Newton solve at fixed lambda from the point where the path crosses it.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from standoff.solve.kernels import Structure, Work, apply_map, choice_probabilities
from standoff.solve.krylov import gmres

Array = np.ndarray[Any, Any]

FOLLOWED = 0
"""The target was reached."""
OUT_OF_STEPS = 1
"""The path was still going when the steps ran out."""
STUCK = 2
"""The corrector failed at the smallest step."""

MAX_NEWTON = 7
SMALLEST_STEP = 1e-7
FAR_FROM_GUESS = 0.05
"""Largest difference of a choice probability between predictor and corrected point: beyond it
the corrector may have landed on another branch."""
FAR_FROM_LAST = 0.25
"""Largest change of a choice probability in one step."""


@nb.njit(cache=True, nogil=True)
def _residual(
    s: Structure, pay: Array, prob: Array, u: Array, out: Array, z: Array, g: Array, w: Work
) -> float:
    """Write z - G(z, lambda) at u to out[:X]; return the largest change of a probability."""
    x_count = u.shape[0] - 1
    for x in range(x_count):
        z[x, 0] = u[x]
    apply_map(s, pay, prob, u[x_count:], z, g, w)
    worst = 0.0
    for x in range(x_count):
        out[x] = u[x] - g[x, 0]
        worst = max(worst, abs(w.new[x, 0] - w.old[x, 0]))
    return worst


@nb.njit(cache=True, nogil=True)
def _correct(
    s: Structure,
    pay: Array,
    prob: Array,
    u: Array,
    anchor: Array,
    row: Array,
    scale: float,
    tol: float,
    limit: int,
    w: Work,
) -> tuple[bool, int, int]:
    """Newton's method on the bordered system from u, in place.

    The last equation is row . (u - anchor) = 0 in the scaled inner product. Returns whether it
    converged, the iterations and the passes used.
    """
    x_count = u.shape[0] - 1
    f = np.zeros(x_count + 1)
    z = np.zeros((x_count, 1))
    g = np.zeros((x_count, 1))
    passes = 0
    before = np.inf
    for iteration in range(limit):
        worst = _residual(s, pay, prob, u, f, z, g, w)
        passes += 1
        last = row[x_count] * (u[x_count] - anchor[x_count])
        size = 0.0
        for x in range(x_count):
            last += scale * row[x] * (u[x] - anchor[x])
            size = max(size, abs(f[x]))
        f[x_count] = last
        if not np.isfinite(size):
            return False, iteration, passes
        if worst <= tol and size <= 10.0 * tol * (1.0 + abs(u[x_count])) and abs(last) <= 1e-8:
            return True, iteration, passes
        if iteration > 1 and size > 2.0 * before:
            return False, iteration, passes
        before = size
        forcing = min(1e-3, max(1e-12, 0.1 * size))
        step, relative, used = gmres(
            s, pay, prob, u[x_count:].copy(), row, scale, -f, forcing, 600, w
        )
        passes += 2 * used
        if not np.isfinite(relative) or relative > 0.5:
            return False, iteration, passes
        for x in range(x_count + 1):
            u[x] += step[x]
    return False, limit, passes


@nb.njit(cache=True, nogil=True)
def newton_at(
    s: Structure, pay: Array, prob: Array, z: Array, lam: float, tol: float, limit: int, w: Work
) -> tuple[bool, int]:
    """Solve z = G(z, lam) by Newton-Krylov from z (X L with L = 1), in place."""
    x_count = z.shape[0]
    u = np.zeros(x_count + 1)
    u[:x_count] = z[:, 0]
    u[x_count] = lam
    row = np.zeros(x_count + 1)
    row[x_count] = 1.0
    good, _, passes = _correct(s, pay, prob, u, u.copy(), row, 1.0, tol, limit, w)
    if np.all(np.isfinite(u)):
        z[:, 0] = u[:x_count]
    return good, passes


@nb.njit(cache=True, nogil=True)
def _distance(s: Structure, u: Array, v: Array) -> float:
    """Return the largest difference of a choice probability between two points."""
    x_count = u.shape[0] - 1
    z = np.zeros((x_count, 2))
    z[:, 0] = u[:x_count]
    z[:, 1] = v[:x_count]
    sigma = np.zeros((x_count, 2))
    choice_probabilities(s, z, sigma)
    return float(np.max(np.abs(sigma[:, 0] - sigma[:, 1])))


@nb.njit(cache=True, nogil=True)
def _tangent(
    s: Structure, pay: Array, prob: Array, u: Array, old: Array, scale: float, w: Work
) -> tuple[Array, bool, int]:
    """Return the unit tangent at u that points the way of `old`."""
    x_count = u.shape[0] - 1
    f = np.zeros(x_count + 1)
    _residual(s, pay, prob, u, f, np.zeros((x_count, 1)), np.zeros((x_count, 1)), w)
    rhs = np.zeros(x_count + 1)
    rhs[x_count] = 1.0
    t, relative, used = gmres(s, pay, prob, u[x_count:].copy(), old, scale, rhs, 1e-6, 600, w)
    size = np.sqrt(scale * np.sum(t[:x_count] ** 2) + t[x_count] ** 2)
    if not np.isfinite(size) or size == 0.0 or relative > 1e-2:
        return old, False, 2 * used + 1
    return t / size, True, 2 * used + 1


@nb.njit(cache=True, nogil=True)
def follow(
    s: Structure,
    pay: Array,
    prob: Array,
    target: float,
    tol: float,
    max_steps: int,
    w: Work,
    z: Array,
) -> tuple[int, float, int, int, int]:
    """Follow the principal branch from lambda = 0 to `target`; write the logits to z (X 1).

    Shapes: pay (U P 1), prob (C 1). Returns status, lambda reached, steps, passes, and how often
    lambda turned.
    """
    x_count = z.shape[0]
    scale = 1.0 / max(1, x_count)
    u = np.zeros(x_count + 1)
    z[:] = 0.0
    if target <= 0.0:
        return FOLLOWED, 0.0, 0, 0, 0
    row = np.zeros(x_count + 1)
    row[x_count] = 1.0
    t, _, passes = _tangent(s, pay, prob, u, row, scale, w)
    h = 0.1
    turned = 0
    for step in range(max_steps):
        guess = u + h * t
        new = guess.copy()
        good, iterations, used = _correct(
            s, pay, prob, new, guess, t, scale, max(tol, 1e-9), MAX_NEWTON, w
        )
        passes += used
        if good:
            good = (
                _distance(s, guess, new) <= FAR_FROM_GUESS and _distance(s, u, new) <= FAR_FROM_LAST
            )
        if good:
            t_new, fine, used = _tangent(s, pay, prob, new, t, scale, w)
            passes += used
            cosine = scale * np.sum(t_new[:x_count] * t[:x_count]) + t_new[x_count] * t[x_count]
            good = fine and cosine > 0.9 and new[x_count] > -1e-9
        if not good:
            h *= 0.4
            if h < SMALLEST_STEP:
                z[:, 0] = u[:x_count]
                return STUCK, u[x_count], step, passes, turned
            continue
        if t_new[x_count] * t[x_count] < 0.0:
            turned += 1
        if new[x_count] >= target:
            share = (target - u[x_count]) / (new[x_count] - u[x_count])
            z[:, 0] = u[:x_count] + share * (new[:x_count] - u[:x_count])
            hit, used = newton_at(s, pay, prob, z, target, tol, 12, w)
            passes += used
            end = new.copy()
            end[:x_count] = z[:, 0]
            close = min(_distance(s, u, end), _distance(s, new, end)) <= FAR_FROM_GUESS
            if hit and close:
                return FOLLOWED, target, step + 1, passes, turned
            h *= 0.4
            if h < SMALLEST_STEP:
                z[:, 0] = u[:x_count]
                return STUCK, u[x_count], step, passes, turned
            continue
        u = new
        t = t_new
        if iterations <= 3:
            h *= 1.7
        elif iterations >= 5:
            h *= 0.7
    z[:, 0] = u[:x_count]
    return OUT_OF_STEPS, u[x_count], max_steps, passes, turned
