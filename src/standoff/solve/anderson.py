"""Anderson-accelerated iteration up a ladder of lambda, for a block of draws in step.

Repeating the map alone stops converging where the equilibrium mixes; combining the last few
answers (Anderson 1965; Walker and Ni 2011, type II) does not, up to large lambda. Every draw has
its own rung, its own step and its own history; only the passes are shared. A rung is accepted
when the map no longer moves any choice probability by more than the tolerance and when the answer
lies near the last one, so that a jump to another branch is refused; a refused rung halves the
step. A draw whose step gets too small is handed to pseudo-arclength continuation.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from standoff.solve.kernels import Structure, Work, apply_map

Array = np.ndarray[Any, Any]

MEMORY = 8
"""Past answers that are combined."""
RUNG_PASSES = 60
"""Passes on one rung before it is refused."""
LOOSE = 1e-6
"""Tolerance on rungs below the target."""
JUMP = 0.3
"""Largest change of a choice probability between neighbouring rungs."""
FAR_FROM_GUESS = 0.05
"""Largest difference of a choice probability between the extrapolated and the accepted answer."""

LONGEST_RUNG = 0.2
"""Largest rung as a share of lambda: longer ones can step over a near-bifurcation unseen."""

CLIMBED = 0
"""The target was reached."""
STALLED = 1
"""The step became too small."""


@nb.njit(cache=True, nogil=True)
def _solve_small(a: Array, b: Array, k: int) -> bool:
    """Solve the k by k symmetric positive system a x = b by Cholesky, x in b."""
    for i in range(k):
        for j in range(i + 1):
            total = a[i, j]
            for m in range(j):
                total -= a[i, m] * a[j, m]
            if i == j:
                if total <= 0.0:
                    return False
                a[i, i] = np.sqrt(total)
            else:
                a[i, j] = total / a[j, j]
    for i in range(k):
        for m in range(i):
            b[i] -= a[i, m] * b[m]
        b[i] /= a[i, i]
    for i in range(k - 1, -1, -1):
        for m in range(i + 1, k):
            b[i] -= a[m, i] * b[m]
        b[i] /= a[i, i]
    return True


@nb.njit(cache=True, nogil=True)
def _mix(z: Array, g: Array, df: Array, dg: Array, gram: Array, count: int, lane: int) -> None:
    """Replace z by the accelerated next iterate for one lane."""
    x_count = z.shape[0]
    a = np.zeros((MEMORY, MEMORY))
    b = np.zeros(MEMORY)
    trace = 0.0
    for i in range(count):
        trace += gram[lane, i, i]
    for i in range(count):
        for x in range(x_count):
            b[i] += df[i, x, lane] * (g[x, lane] - z[x, lane])
        for j in range(count):
            a[i, j] = gram[lane, i, j]
        a[i, i] += 1e-13 * trace + 1e-300
    mixed = _solve_small(a, b, count)
    for x in range(x_count):
        z[x, lane] = g[x, lane]
    if mixed:
        for i in range(count):
            for x in range(x_count):
                z[x, lane] -= b[i] * dg[i, x, lane]


@nb.njit(cache=True, nogil=True)
def climb(
    s: Structure,
    pay: Array,
    prob: Array,
    target: Array,
    tol: float,
    first_step: float,
    w: Work,
    z: Array,
    status: Array,
    reached: Array,
    passes: Array,
    rungs: Array,
) -> None:
    """Climb from lambda = 0 to `target` (L) in every lane; write the logits to z (X L).

    Shapes: pay (U P L), prob (C L); status, reached, passes, rungs (L).
    """
    x_count, lanes = z.shape
    z[:] = 0.0
    g = np.zeros((x_count, lanes))
    z_old = np.zeros((x_count, lanes))
    g_old = np.zeros((x_count, lanes))
    df = np.zeros((MEMORY, x_count, lanes))
    dg = np.zeros((MEMORY, x_count, lanes))
    gram = np.zeros((lanes, MEMORY, MEMORY))
    base = np.zeros((x_count, lanes))
    base_sigma = np.zeros((x_count, lanes))
    guess = np.zeros((x_count, lanes))
    before = np.zeros((x_count, lanes))
    lam = np.zeros(lanes)
    at = np.zeros(lanes)
    at_before = np.zeros(lanes)
    step = np.full(lanes, first_step)
    count = np.zeros(lanes, dtype=np.int64)
    tries = np.zeros(lanes, dtype=np.int64)
    best = np.full(lanes, np.inf)
    open_lane = np.ones(lanes, dtype=np.bool_)
    for lane in range(lanes):
        status[lane] = CLIMBED
        if target[lane] <= 0.0:
            open_lane[lane] = False
    while np.any(open_lane):
        apply_map(s, pay, prob, lam, z, g, w)
        for lane in range(lanes):
            if not open_lane[lane]:
                continue
            passes[lane] += 1
            change = 0.0
            largest = 0.0
            jump = 0.0
            off = 0.0
            if tries[lane] == 0:
                for x in range(x_count):
                    guess[x, lane] = w.old[x, lane]
            for x in range(x_count):
                change = max(change, abs(w.new[x, lane] - w.old[x, lane]))
                largest = max(largest, abs(g[x, lane] - z[x, lane]))
                jump = max(jump, abs(w.new[x, lane] - base_sigma[x, lane]))
                off = max(off, abs(w.new[x, lane] - guess[x, lane]))
            final = lam[lane] >= target[lane]
            wanted = tol if final else LOOSE
            done = change <= wanted and largest <= 10.0 * wanted * (1.0 + lam[lane])
            near = jump <= JUMP and off <= FAR_FROM_GUESS
            good = done and (near or at[lane] == 0.0)
            if good:
                rungs[lane] += 1
                for x in range(x_count):
                    before[x, lane] = base[x, lane]
                    base[x, lane] = g[x, lane]
                    base_sigma[x, lane] = w.new[x, lane]
                at_before[lane] = at[lane]
                at[lane] = lam[lane]
                reached[lane] = lam[lane]
                if final:
                    open_lane[lane] = False
                    for x in range(x_count):
                        z[x, lane] = g[x, lane]
                    continue
                if tries[lane] < 20 and at[lane] > 0.0:
                    longest = max(first_step, LONGEST_RUNG * at[lane])
                    step[lane] = min(1.6 * step[lane], longest)
                elif tries[lane] > 35:
                    step[lane] *= 0.7
            lost = not np.isfinite(change) or tries[lane] >= RUNG_PASSES or (done and not good)
            lost = lost or (tries[lane] > 12 and largest > 1e3 * best[lane] + 1e-3)
            best[lane] = min(best[lane], largest)
            if good or lost:
                if lost and not good:
                    step[lane] = 0.4 * (lam[lane] - at[lane])
                    if step[lane] < 1e-3 * first_step:
                        open_lane[lane] = False
                        status[lane] = STALLED
                        for x in range(x_count):
                            z[x, lane] = base[x, lane]
                        continue
                lam[lane] = min(at[lane] + step[lane], target[lane])
                if target[lane] - lam[lane] < 0.2 * step[lane]:
                    lam[lane] = target[lane]
                count[lane] = 0
                tries[lane] = 0
                best[lane] = np.inf
                if at[lane] > at_before[lane] and at_before[lane] > 0.0:
                    slope = (lam[lane] - at[lane]) / (at[lane] - at_before[lane])
                    for x in range(x_count):
                        z[x, lane] = base[x, lane] + slope * (base[x, lane] - before[x, lane])
                else:
                    for x in range(x_count):
                        z[x, lane] = base[x, lane]
                continue
            tries[lane] += 1
            if tries[lane] > 1:
                slot = count[lane] % MEMORY
                for x in range(x_count):
                    dg[slot, x, lane] = g[x, lane] - g_old[x, lane]
                    df[slot, x, lane] = dg[slot, x, lane] - (z[x, lane] - z_old[x, lane])
                count[lane] += 1
                held = min(count[lane], MEMORY)
                for j in range(held):
                    dot = 0.0
                    for x in range(x_count):
                        dot += df[slot, x, lane] * df[j, x, lane]
                    gram[lane, slot, j] = dot
                    gram[lane, j, slot] = dot
            for x in range(x_count):
                z_old[x, lane] = z[x, lane]
                g_old[x, lane] = g[x, lane]
            _mix(z, g, df, dg, gram, min(count[lane], MEMORY), lane)
