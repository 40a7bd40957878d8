"""Anderson-accelerated iteration up a ladder of lambda, for a block of draws in step.

Repeating the map alone stops converging where the equilibrium mixes; combining the last few
answers (Anderson 1965; Walker and Ni 2011) does not, up to large lambda. Every draw has
its own rung, its own step and its own history; only the passes are shared. A rung is accepted
when the map no longer moves any choice probability by more than the tolerance and when the answer
lies near the last one, so that a jump to another branch is refused; a refused rung halves the
step. A draw whose step gets too small is handed to pseudo-arclength continuation.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from standoff.solve.compiled import compiled
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


@compiled
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


IDLE, MIX, MOVE = 0, 1, 2
"""What a lane does after a pass: nothing, mix, or start a rung from an extrapolated point."""


class _Lanes(NamedTuple):
    """State of every draw of a block (L each)."""

    lam: Array  # lambda that is being tried
    at: Array  # lambda of the last accepted rung
    at_before: Array  # lambda of the rung before
    step: Array
    slope: Array  # extrapolation factor for the next start
    held: Array  # valid entries of the history
    tries: Array  # passes on this rung
    best: Array  # smallest step of the iteration on this rung
    action: Array
    accepted: Array  # whether this pass ended a rung


class _Points(NamedTuple):
    """Points in strategy space (X L), and the history of differences (MEMORY X L)."""

    g: Array
    z_old: Array
    g_old: Array
    base: Array  # logits of the last accepted rung
    before: Array  # logits of the rung before
    base_sigma: Array
    guess: Array  # choice probabilities at the start of the rung
    df: Array
    dg: Array


@compiled
def _measure(z: Array, p: _Points, tries: Array, w: Work, out: Array) -> None:
    """Write, per lane: change of probability, change of logit, distance to base and to guess."""
    out[:] = 0.0
    for x in range(z.shape[0]):
        for lane in range(z.shape[1]):
            new, old = w.new[x, lane], w.old[x, lane]
            if tries[lane] == 0:
                p.guess[x, lane] = old
            out[0, lane] = max(out[0, lane], abs(new - old))
            out[1, lane] = max(out[1, lane], abs(p.g[x, lane] - z[x, lane]))
            out[2, lane] = max(out[2, lane], abs(new - p.base_sigma[x, lane]))
            out[3, lane] = max(out[3, lane], abs(new - p.guess[x, lane]))


@compiled
def _decide(
    lane: int,
    m: Array,
    target: Array,
    tol: float,
    first_step: Array,
    s: _Lanes,
    status: Array,
    reached: Array,
    rungs: Array,
) -> None:
    """Judge the last pass of one lane and say what it does next."""
    change, largest, jump, off = m[0, lane], m[1, lane], m[2, lane], m[3, lane]
    final = s.lam[lane] >= target[lane]
    wanted = tol if final else LOOSE
    done = change <= wanted and largest <= 10.0 * wanted * (1.0 + s.lam[lane])
    good = done and (s.at[lane] == 0.0 or (jump <= JUMP and off <= FAR_FROM_GUESS))
    lost = not np.isfinite(change) or s.tries[lane] >= RUNG_PASSES or (done and not good)
    lost = lost or (s.tries[lane] > 12 and largest > 1e3 * s.best[lane] + 1e-3)
    s.best[lane] = min(s.best[lane], largest)
    s.accepted[lane] = good
    s.action[lane] = MIX
    if good:
        rungs[lane] += 1
        s.at_before[lane] = s.at[lane]
        s.at[lane] = s.lam[lane]
        reached[lane] = s.lam[lane]
        if final:
            s.action[lane] = IDLE
            return
        if s.tries[lane] < 20 and s.at_before[lane] > 0.0:
            longest = max(first_step[lane], LONGEST_RUNG * s.at[lane])
            s.step[lane] = min(1.6 * s.step[lane], longest)
        elif s.tries[lane] > 35:
            s.step[lane] *= 0.7
    elif lost:
        s.step[lane] = 0.4 * (s.lam[lane] - s.at[lane])
        if s.step[lane] < 1e-3 * first_step[lane]:
            s.action[lane] = IDLE
            status[lane] = STALLED
            return
    if not (good or lost):
        s.tries[lane] += 1
        return
    s.action[lane] = MOVE
    s.lam[lane] = min(s.at[lane] + s.step[lane], target[lane])
    if target[lane] - s.lam[lane] < 0.2 * s.step[lane]:
        s.lam[lane] = target[lane]
    s.held[lane] = 0
    s.tries[lane] = 0
    s.best[lane] = np.inf
    s.slope[lane] = 0.0
    if s.at[lane] > s.at_before[lane] > 0.0:
        s.slope[lane] = (s.lam[lane] - s.at[lane]) / (s.at[lane] - s.at_before[lane])


@compiled
def _remember(z: Array, p: _Points, s: _Lanes, slot: int, dots: Array, w: Work) -> None:
    """Update accepted points and the history; write df . df[slot] and df . f to `dots`."""
    dots[:] = 0.0
    for x in range(z.shape[0]):
        for lane in range(z.shape[1]):
            if s.accepted[lane]:
                p.before[x, lane] = p.base[x, lane]
                p.base[x, lane] = p.g[x, lane]
                p.base_sigma[x, lane] = w.new[x, lane]
            if s.tries[lane] > 1:
                p.dg[slot, x, lane] = p.g[x, lane] - p.g_old[x, lane]
                p.df[slot, x, lane] = p.dg[slot, x, lane] - (z[x, lane] - p.z_old[x, lane])
            else:
                p.dg[slot, x, lane] = 0.0
                p.df[slot, x, lane] = 0.0
            p.z_old[x, lane] = z[x, lane]
            p.g_old[x, lane] = p.g[x, lane]
        for j in range(MEMORY):
            for lane in range(z.shape[1]):
                dots[0, j, lane] += p.df[slot, x, lane] * p.df[j, x, lane]
                dots[1, j, lane] += p.df[j, x, lane] * (p.g[x, lane] - z[x, lane])


@compiled
def _coefficients(lane: int, slot: int, gram: Array, dots: Array, s: _Lanes, out: Array) -> None:
    """Write the weights of the history for one lane; zero where it does not mix."""
    for j in range(MEMORY):
        gram[slot, j, lane] = dots[0, j, lane]
        gram[j, slot, lane] = dots[0, j, lane]
        out[j, lane] = 0.0
    if s.action[lane] != MIX:
        return
    if s.tries[lane] > 1:
        s.held[lane] += 1
    held = min(s.held[lane], MEMORY)
    if held == 0:
        return
    a = np.zeros((MEMORY, MEMORY))
    b = np.zeros(MEMORY)
    trace = 0.0
    for i in range(held):
        k = (slot - i) % MEMORY
        trace += gram[k, k, lane]
        b[i] = dots[1, k, lane]
        for j in range(held):
            a[i, j] = gram[k, (slot - j) % MEMORY, lane]
    for i in range(held):
        a[i, i] += 1e-13 * trace + 1e-300
    if _solve_small(a, b, held):
        for i in range(held):
            out[(slot - i) % MEMORY, lane] = b[i]


@compiled
def _advance(z: Array, p: _Points, s: _Lanes, weights: Array, next_sum: Array) -> None:
    """Write the next logits of every lane to z."""
    lanes = z.shape[1]
    for x in range(z.shape[0]):
        next_sum[:] = 0.0
        for j in range(MEMORY):
            for lane in range(lanes):
                next_sum[lane] += weights[j, lane] * p.dg[j, x, lane]
        for lane in range(lanes):
            if s.action[lane] == MIX:
                z[x, lane] = p.g[x, lane] - next_sum[lane]
            elif s.action[lane] == MOVE:
                base = p.base[x, lane]
                z[x, lane] = base + s.slope[lane] * (base - p.before[x, lane])


@compiled
def climb(
    structure: Structure,
    pay: Array,
    prob: Array,
    target: Array,
    tol: float,
    first_step: Array,
    w: Work,
    z: Array,
    status: Array,
    reached: Array,
    passes: Array,
    rungs: Array,
) -> None:
    """Climb from lambda = 0 to `target` (L) in every lane; write the logits to z (X L).

    A lane that stalls ends at its last accepted rung. Shapes: pay (U P L), prob (C L); status,
    reached, passes, rungs, target, first_step (L).
    """
    x_count, lanes = z.shape
    z[:] = 0.0
    p = _Points(
        np.zeros((x_count, lanes)),
        np.zeros((x_count, lanes)),
        np.zeros((x_count, lanes)),
        np.zeros((x_count, lanes)),
        np.zeros((x_count, lanes)),
        np.zeros((x_count, lanes)),
        np.zeros((x_count, lanes)),
        np.zeros((MEMORY, x_count, lanes)),
        np.zeros((MEMORY, x_count, lanes)),
    )
    s = _Lanes(
        np.zeros(lanes),
        np.zeros(lanes),
        np.zeros(lanes),
        first_step.copy(),
        np.zeros(lanes),
        np.zeros(lanes, dtype=np.int64),
        np.zeros(lanes, dtype=np.int64),
        np.full(lanes, np.inf),
        np.full(lanes, MIX, dtype=np.int64),
        np.zeros(lanes, dtype=np.bool_),
    )
    gram = np.zeros((MEMORY, MEMORY, lanes))
    dots = np.zeros((2, MEMORY, lanes))
    weights = np.zeros((MEMORY, lanes))
    measures = np.zeros((4, lanes))
    next_sum = np.zeros(lanes)
    open_lanes = 0
    for lane in range(lanes):
        status[lane] = CLIMBED
        if target[lane] <= 0.0:
            s.action[lane] = IDLE
        else:
            open_lanes += 1
    slot = 0
    while open_lanes > 0:
        apply_map(structure, pay, prob, s.lam, z, p.g, w)
        _measure(z, p, s.tries, w, measures)
        for lane in range(lanes):
            s.accepted[lane] = False
            if s.action[lane] != IDLE:
                passes[lane] += 1
                _decide(lane, measures, target, tol, first_step, s, status, reached, rungs)
        slot = (slot + 1) % MEMORY
        _remember(z, p, s, slot, dots, w)
        open_lanes = 0
        for lane in range(lanes):
            _coefficients(lane, slot, gram, dots, s, weights)
            open_lanes += s.action[lane] != IDLE
        _advance(z, p, s, weights, next_sum)
    z[:] = p.base
