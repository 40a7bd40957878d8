"""Anderson-accelerated iteration up a ladder of lambda, for a block of draws in step.

Repeating the map alone stops converging where the equilibrium mixes; combining the last few
answers (Anderson 1965; Walker and Ni 2011) does not, up to large lambda. Every draw has
its own rung, its own step and its own history; only the passes are shared. A rung is accepted
when the map no longer moves any choice probability by more than the tolerance and when the answer
lies near the last one, so that a jump to another branch is refused; a refused rung halves the
step. A draw whose step gets too small is handed to pseudo-arclength continuation.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from standoff.solve.compiled import compiled, inner
from standoff.solve.kernels import Work, apply_map
from standoff.solve.lanes import apart, fused, larger, load, spread, store
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]

MEMORY = 8
"""Past answers that are combined."""
AT_ONCE = 32
"""Entries that are multiplied with all of the history while they are in the nearest cache."""
RUNG_PASSES = 60
"""Passes on one rung before it is refused."""
LOOSE = 1e-6
"""Tolerance on rungs below the target."""
JUMP = 0.3
"""Largest change of a choice probability between neighbouring rungs."""
FAR_FROM_GUESS = 0.05
"""Largest difference of a choice probability between the extrapolated and the accepted answer."""

SHORTEST_RUNG = 0.015
"""Smallest rung as a share of lambda: below it, Newton's method gets on faster."""
LONGEST_RUNG = 0.2
"""Largest rung as a share of lambda: longer ones can step over a near-bifurcation unseen."""

CLIMBED = 0
"""The target was reached."""
STALLED = 1
"""The step became too small."""
CLIMBING = 2
"""There is more to do."""


@inner
def solve_small(a: Array, b: Array, k: int) -> bool:
    """Solve the k by k symmetric positive system a x = b by Cholesky, x in b."""
    for i in range(k):
        for j in range(i + 1):
            total = a[i, j]
            for m in range(j):
                total -= a[i, m] * a[j, m]
            if i == j:
                if total <= 0.0:
                    return False
                a[i, i] = math.sqrt(total)
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

# Rows of `Climb.lane`.
TARGET = 0
FIRST_STEP = 1
LAM = 2  # lambda that is being tried
AT = 3  # lambda of the last accepted rung
AT_BEFORE = 4  # lambda of the rung before
STEP = 5
SLOPE = 6  # extrapolation factor for the next start
HELD = 7  # valid entries of the history
TRIES = 8  # passes on this rung
BEST = 9  # smallest step of the iteration on this rung
ACTION = 10
ACCEPTED = 11  # whether the last pass ended a rung
STATUS = 12
PASSES = 13
RUNGS = 14
SLOT = 15  # place of the newest entry of the history, the same in all lanes
MEASURES = 16  # change of probability, change of logit, distance to base and to guess
LANE_ROWS = 20

# Points of `Climb.points`.
Z = 0
G = 1
Z_OLD = 2
G_OLD = 3
BASE = 4  # logits of the last accepted rung
BEFORE = 5  # logits of the rung before
BASE_SIGMA = 6
GUESS = 7  # choice probabilities at the start of the rung
POINTS = 8

# Rows of `Climb.small`.
GRAM = 0
DOTS_SLOT = MEMORY * MEMORY  # newest difference times each
DOTS_F = DOTS_SLOT + MEMORY  # step of the iteration times each
WEIGHTS = DOTS_F + MEMORY
SMALL_ROWS = WEIGHTS + MEMORY


class Climb(NamedTuple):
    """Where a block of L draws is on its way up, so that the way can be interrupted.

    Attributes:
        lane: what each lane does (LANE_ROWS L).
        points: points in strategy space (POINTS X L).
        df: differences of the step of the iteration (MEMORY X L), in single precision: they
            shrink with the error, and so does what rounding them does.
        dg: differences of the map (MEMORY X L), likewise.
        small: products of differences, and weights (SMALL_ROWS L).
    """

    lane: Array
    points: Array
    df: Array
    dg: Array
    small: Array

    @property
    def logits(self) -> Array:
        """Logits of the last accepted rung (X, L)."""
        return np.asarray(self.points[BASE])

    def of(self, row: int, draws: int) -> Array:
        """Return a row of `lane` for the first draws."""
        return np.asarray(self.lane[row, :draws])


def start(entries: int, target: Array, first_step: Array) -> Climb:
    """Return the foot of the ladder for strategies of X entries.

    Args:
        entries: X.
        target: lambda to climb to, for each of L lanes.
        first_step: first rung of each lane; 1 / payoff range is a good one.
    """
    lanes = len(target)
    lane = np.zeros((LANE_ROWS, lanes))
    lane[TARGET], lane[FIRST_STEP], lane[STEP], lane[BEST] = target, first_step, first_step, np.inf
    lane[ACTION] = np.where(target <= 0.0, IDLE, MIX)
    lane[STATUS] = np.where(target <= 0.0, CLIMBED, CLIMBING)
    return Climb(
        lane,
        np.zeros((POINTS, entries, lanes)),
        np.zeros((MEMORY, entries, lanes), dtype=np.float32),
        np.zeros((MEMORY, entries, lanes), dtype=np.float32),
        np.zeros((SMALL_ROWS, lanes)),
    )


def start_near(c: Climb, z: Array, sigma: Array) -> None:
    """Begin at the target, near the logits z and choice probabilities sigma (X L) given."""
    climbing = c.lane[STATUS] == CLIMBING
    c.points[BASE], c.points[BASE_SIGMA], c.points[Z] = z, sigma, z
    c.lane[LAM] = np.where(climbing, c.lane[TARGET], 0.0)
    c.lane[AT] = np.where(climbing, (1.0 - 1e-9) * c.lane[TARGET], 0.0)


@inner
def _measure(c: Climb, w: Work, tag: tuple[int, ...]) -> None:
    """Write, per lane: change of probability, change of logit, distance to base and to guess."""
    points, lanes = c.points, len(tag)
    entries = points.shape[1]
    size = entries * lanes
    for lane in range(lanes):
        if c.lane[TRIES, lane] == 0.0:
            for x in range(entries):
                points[GUESS, x, lane] = w.buffer[w.old + x * lanes + lane]
    change, largest = spread(0.0, tag), spread(0.0, tag)
    jump, off = spread(0.0, tag), spread(0.0, tag)
    for x in range(0, size, lanes):
        answer = load(w.buffer, w.new + x, tag)
        change = larger(change, apart(answer, load(w.buffer, w.old + x, tag)))
        moved = apart(load(points, G * size + x, tag), load(points, Z * size + x, tag))
        largest = larger(largest, moved)
        jump = larger(jump, apart(answer, load(points, BASE_SIGMA * size + x, tag)))
        off = larger(off, apart(answer, load(points, GUESS * size + x, tag)))
    store(c.lane, MEASURES * lanes, change)
    store(c.lane, (MEASURES + 1) * lanes, largest)
    store(c.lane, (MEASURES + 2) * lanes, jump)
    store(c.lane, (MEASURES + 3) * lanes, off)


@inner
def decide(s: Array, lane: int, tol: float) -> None:
    """Judge the last pass of one lane of `Climb.lane` and say what it does next."""
    change, largest = s[MEASURES, lane], s[MEASURES + 1, lane]
    jump, off = s[MEASURES + 2, lane], s[MEASURES + 3, lane]
    final = s[LAM, lane] >= s[TARGET, lane]
    wanted = tol if final else LOOSE
    done = change <= wanted and largest <= 10.0 * wanted * (1.0 + s[LAM, lane])
    good = done and (s[AT, lane] == 0.0 or (jump <= JUMP and off <= FAR_FROM_GUESS))
    lost = not math.isfinite(change) or s[TRIES, lane] >= RUNG_PASSES or (done and not good)
    lost = lost or (s[TRIES, lane] > 12 and largest > 1e3 * s[BEST, lane] + 1e-3)
    s[BEST, lane] = min(s[BEST, lane], largest)
    s[ACCEPTED, lane] = 1.0 if good else 0.0
    s[ACTION, lane] = MIX
    if good:
        s[RUNGS, lane] += 1.0
        s[AT_BEFORE, lane] = s[AT, lane]
        s[AT, lane] = s[LAM, lane]
        if final:
            s[ACTION, lane] = IDLE
            s[STATUS, lane] = CLIMBED
            return
        if s[TRIES, lane] < 20 and s[AT_BEFORE, lane] > 0.0:
            longest = max(s[FIRST_STEP, lane], LONGEST_RUNG * s[AT, lane])
            s[STEP, lane] = min(1.6 * s[STEP, lane], longest)
        elif s[TRIES, lane] > 35:
            s[STEP, lane] *= 0.7
    elif lost:
        s[STEP, lane] = 0.4 * (s[LAM, lane] - s[AT, lane])
    shortest = max(1e-3 * s[FIRST_STEP, lane], SHORTEST_RUNG * s[AT, lane])
    if (good or lost) and s[STEP, lane] < shortest:
        s[ACTION, lane] = IDLE
        s[STATUS, lane] = STALLED
        return
    if not (good or lost):
        s[TRIES, lane] += 1.0
        return
    s[ACTION, lane] = MOVE
    s[LAM, lane] = min(s[AT, lane] + s[STEP, lane], s[TARGET, lane])
    if s[TARGET, lane] - s[LAM, lane] < 0.2 * s[STEP, lane]:
        s[LAM, lane] = s[TARGET, lane]
    s[HELD, lane] = 0.0
    s[TRIES, lane] = 0.0
    s[BEST, lane] = np.inf
    s[SLOPE, lane] = 0.0
    if s[AT, lane] > s[AT_BEFORE, lane] > 0.0:
        rise = s[AT, lane] - s[AT_BEFORE, lane]
        s[SLOPE, lane] = (s[LAM, lane] - s[AT, lane]) / rise


@inner
def _remember(c: Climb, w: Work, slot: int, deepest: int, tag: tuple[int, ...]) -> None:
    """Update accepted points and the history, and the products of its newest entry.

    `deepest` entries of the history are in use in some lane, the newest included.
    """
    points, lanes = c.points, len(tag)
    entries = points.shape[1]
    size = entries * lanes
    for lane in range(lanes):
        if c.lane[ACCEPTED, lane] != 0.0:
            for x in range(entries):
                points[BEFORE, x, lane] = points[BASE, x, lane]
                points[BASE, x, lane] = points[G, x, lane]
                points[BASE_SIGMA, x, lane] = w.buffer[w.new + x * lanes + lane]
    here = slot * size
    for x in range(0, size, lanes):
        now, answer = load(points, Z * size + x, tag), load(points, G * size + x, tag)
        moved = answer - load(points, G_OLD * size + x, tag)
        store(c.dg, here + x, moved)
        store(c.df, here + x, moved - (now - load(points, Z_OLD * size + x, tag)))
        store(points, Z_OLD * size + x, now)
        store(points, G_OLD * size + x, answer)
    for row in range(DOTS_SLOT, WEIGHTS):
        store(c.small, row * lanes, spread(0.0, tag))
    for first in range(0, size, AT_ONCE * lanes):
        stop = min(size, first + AT_ONCE * lanes)
        for back in range(deepest):
            j = (slot - back) % MEMORY
            there = j * size
            with_new = load(c.small, (DOTS_SLOT + j) * lanes, tag)
            with_f = load(c.small, (DOTS_F + j) * lanes, tag)
            for x in range(first, stop, lanes):
                slope = load(c.df, there + x, tag)
                with_new = fused(slope, load(c.df, here + x, tag), with_new)
                f = load(points, G * size + x, tag) - load(points, Z * size + x, tag)
                with_f = fused(slope, f, with_f)
            store(c.small, (DOTS_SLOT + j) * lanes, with_new)
            store(c.small, (DOTS_F + j) * lanes, with_f)


@inner
def _coefficients(c: Climb, lane: int, slot: int) -> None:
    """Write the weights of the history for one lane; zero where it does not mix."""
    small = c.small
    for j in range(MEMORY):
        small[GRAM + slot * MEMORY + j, lane] = small[DOTS_SLOT + j, lane]
        small[GRAM + j * MEMORY + slot, lane] = small[DOTS_SLOT + j, lane]
        small[WEIGHTS + j, lane] = 0.0
    if c.lane[ACTION, lane] != MIX:
        return
    if c.lane[TRIES, lane] > 1.0:
        c.lane[HELD, lane] += 1.0
    held = min(int(c.lane[HELD, lane]), MEMORY)
    if held == 0:
        return
    a = np.zeros((MEMORY, MEMORY))
    b = np.zeros(MEMORY)
    trace = 0.0
    for i in range(held):
        k = (slot - i) % MEMORY
        trace += small[GRAM + k * MEMORY + k, lane]
        b[i] = small[DOTS_F + k, lane]
        for j in range(held):
            a[i, j] = small[GRAM + k * MEMORY + (slot - j) % MEMORY, lane]
    for i in range(held):
        a[i, i] += 1e-13 * trace + 1e-300
    if not solve_small(a, b, held):
        return
    for i in range(held):
        if not np.isfinite(b[i]):
            return
    for i in range(held):
        small[WEIGHTS + (slot - i) % MEMORY, lane] = b[i]


@inner
def _advance(c: Climb, slot: int, deepest: int, tag: tuple[int, ...]) -> None:
    """Write the next logits of every lane."""
    points, lanes = c.points, len(tag)
    entries = points.shape[1]
    size = entries * lanes
    for x in range(0, size, lanes):
        total = load(points, G * size + x, tag)
        for back in range(deepest):
            j = (slot - back) % MEMORY
            weight = spread(0.0, tag) - load(c.small, (WEIGHTS + j) * lanes, tag)
            total = fused(weight, load(c.dg, j * size + x, tag), total)
        store(points, Z * size + x, total)
    for lane in range(lanes):
        action = c.lane[ACTION, lane]
        if action != MIX:
            slope = c.lane[SLOPE, lane] if action == MOVE else 0.0
            for x in range(entries):
                base = points[BASE, x, lane]
                points[Z, x, lane] = base + slope * (base - points[BEFORE, x, lane])


@compiled
def climb(
    plan: PassPlan,
    w: Work,
    c: Climb,
    tol: float,
    limit: int,
    pause: int,
    tag: tuple[int, ...],
) -> None:
    """Go on climbing, in every lane, for at most `limit` passes.

    A lane that has `STALLED` stays at its last accepted rung.

    Args:
        plan: the game's index arrays.
        w: the numbers of L draws; as many lanes as the tag has.
        c: where the draws are; changed in place.
        tol: largest change of a choice probability in one more pass at the target.
        limit: passes after which to come back.
        pause: 1 to come back whenever a rung was accepted.
        tag: of the lanes of w.
    """
    lanes = len(tag)
    for _ in range(limit):
        some = False
        for lane in range(lanes):
            some = some or c.lane[ACTION, lane] != IDLE
        if not some:
            return
        apply_map(plan, c.lane[LAM], c.points[Z], c.points[G], w, tag)
        _measure(c, w, tag)
        deepest, stop = 0, False
        for lane in range(lanes):
            c.lane[ACCEPTED, lane] = 0.0
            if c.lane[ACTION, lane] != IDLE:
                c.lane[PASSES, lane] += 1.0
                decide(c.lane, lane, tol)
                stop = stop or c.lane[ACCEPTED, lane] != 0.0
            if c.lane[ACTION, lane] == MIX and c.lane[TRIES, lane] > 1.0:
                deepest = max(deepest, min(int(c.lane[HELD, lane]) + 1, MEMORY))
        slot = (int(c.lane[SLOT, 0]) + 1) % MEMORY
        c.lane[SLOT, 0] = slot
        _remember(c, w, slot, deepest, tag)
        for lane in range(lanes):
            _coefficients(c, lane, slot)
        _advance(c, slot, deepest, tag)
        if stop and pause:
            return
