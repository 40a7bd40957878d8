"""Scenario discovery: boxes of numbers in which something happens more often than elsewhere.

Patient rule induction after J. H. Friedman and N. I. Fisher (1999), Bump hunting in
high-dimensional data, Statistics and Computing 9:123-143: thin slices are peeled off until little
is left, one box on the way is chosen, its sides are pasted out again where that helps. A side that
chance explains is taken off, by the quasi-p-value of B. P. Bryant and R. J. Lempert (2010),
Technological Forecasting and Social Change 77:34-49 (both named from memory).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.influence import influence

Array = np.ndarray[Any, Any]

PEEL = 0.05
"""Share of the points in the box that is peeled off in one step, or more where values are equal."""
PASTE = 0.01
LEAST = 0.05
"""Share of all the points that a box has at least."""
LEAST_HITS = 10
"""Hits, and misses, below which no box is looked for."""
DOUBT = 0.05
"""A side with a larger quasi-p-value, times the number of numbers, is taken off."""
JUDGED = 4
"""Every so many boxes of the first peeling are judged."""
MOST_TRIED = 8
"""Numbers that the second peeling may cut."""
MOST_SIDES = 4
"""A box of more numbers is hard to read."""


@dataclass(frozen=True)
class Side:
    """A restriction of one number; both bounds are inside, infinite where there is none.

    Attributes:
        column: which number.
        low: lowest value inside.
        high: highest value inside.
        doubt: quasi-p-value: chance of as many hits if the side did nothing.
    """

    column: int
    low: float
    high: float
    doubt: float


@dataclass(frozen=True)
class Box:
    """A box of numbers.

    Attributes:
        sides: its restrictions, the one that matters most first.
        inside: which of the points are in it (n).
    """

    sides: tuple[Side, ...]
    inside: Array


def find_box(
    numbers: Array, hit: Array, weights: Array | None = None, among: Array | None = None
) -> Box | None:
    """Return the box that tells hits best, or None where there is none.

    Of the boxes on the way the one is chosen with the largest harmonic mean of density (share of
    its points that are hits) and coverage (share of the hits that are in it).

    Args:
        numbers: points (H, n).
        hit: whether each is a hit (n).
        weights: of the points (n), not negative; equal by default.
        among: points that count (n); all by default.
    """
    heavy = np.ones(len(hit)) if weights is None else np.asarray(weights, dtype=np.float64)
    heavy = heavy * len(heavy) / heavy.sum()
    pool = np.ones(len(hit), dtype=bool) if among is None else among
    hits = hit & (heavy > 0)
    if min((hits & pool).sum(), (~hits & pool).sum()) < LEAST_HITS:
        return None
    columns = _promising(numbers, hits, heavy, pool)
    if not len(columns):
        return None
    path = _peel(numbers, hits, heavy, pool, columns)
    bounds = max(path, key=lambda one: _harmonic(hits & pool, heavy, _within(numbers, one) & pool))
    bounds = _paste(numbers, hits, heavy, pool, bounds)
    bounds = _prune(numbers, hits, heavy, pool, bounds)
    sides = _sides(numbers, hits, heavy, pool, bounds)
    if not sides:
        return None
    return Box(sides, _within(numbers, bounds) & pool)


def inside(numbers: Array, sides: tuple[Side, ...]) -> Array:
    """Return which points satisfy all sides (n)."""
    out = np.ones(numbers.shape[1], dtype=bool)
    for side in sides:
        out &= (numbers[side.column] >= side.low) & (numbers[side.column] <= side.high)
    return out


def density(hit: Array, weights: Array, which: Array) -> float:
    """Return the share of hits among some points; nan without any."""
    total = weights[which].sum()
    return float(weights[which & hit].sum() / total) if total > 0 else float("nan")


def coverage(hit: Array, weights: Array, which: Array) -> float:
    """Return the share of the hits that are among some points; nan without hits."""
    total = weights[hit].sum()
    return float(weights[which & hit].sum() / total) if total > 0 else float("nan")


def _within(numbers: Array, bounds: Array) -> Array:
    """Return which points lie inside bounds (2, H)."""
    cut = np.isfinite(bounds).any(axis=0)
    low, high = bounds[0, cut, None], bounds[1, cut, None]
    return np.asarray(((numbers[cut] >= low) & (numbers[cut] <= high)).all(axis=0))


def _promising(numbers: Array, hit: Array, weights: Array, pool: Array) -> Array:
    """Return the columns that may matter; the second peeling cuts no other.

    Among many numbers each slice is the best of many, so most cuts of a peeling over all of them
    are made by chance. Columns stay that hits go with by themselves, or whose side on some box
    along the way of a first peeling is more than chance.
    """
    alone = influence(numbers[:, pool], hit[None, pool].astype(np.float64)).index[0]
    first = [int(c) for c in np.argsort(-alone)[: MOST_TRIED // 2] if alone[c] > 0]
    doubts: dict[int, float] = {}
    path = _peel(numbers, hit, weights, pool, np.arange(len(numbers)))
    for bounds in [*path[::JUDGED], path[-1]]:
        for side in _sides(numbers, hit, weights, pool, bounds):
            doubts[side.column] = min(side.doubt, doubts.get(side.column, 1.0))
    sure = sorted((c for c in doubts if doubts[c] <= DOUBT), key=lambda c: doubts[c])
    return np.array(list(dict.fromkeys([*first, *sure]))[:MOST_TRIED], dtype=int)


def _peel(numbers: Array, hit: Array, weights: Array, pool: Array, columns: Array) -> list[Array]:
    """Return the bounds (2, H) of every box on the way from everything to little."""
    width = len(numbers)
    bounds = np.array([np.full(width, -np.inf), np.full(width, np.inf)])
    least = LEAST * weights[pool].sum()
    path, which = [bounds.copy()], pool.copy()
    while True:
        cut = _thinnest(numbers[np.ix_(columns, which)], hit[which], weights[which], least)
        if cut is None:
            return path
        end, place, value = cut
        column = columns[place]
        bounds[end, column] = value
        path.append(bounds.copy())
        row = numbers[column]
        which &= (row >= bounds[0, column]) & (row <= bounds[1, column])


def _harmonic(hit: Array, weights: Array, which: Array) -> float:
    dense, covered = density(hit, weights, which), coverage(hit, weights, which)
    return 2 * dense * covered / (dense + covered) if dense + covered > 0 else 0.0


def _thinnest(
    numbers: Array, hit: Array, weights: Array, least: float
) -> tuple[int, int, float] | None:
    """Return the slice whose loss raises the density most for what it takes away."""
    total, mean = weights.sum(), float((weights * hit).sum() / weights.sum())
    steps = max(1, int(PEEL * numbers.shape[1]))
    best, found = 0.0, None
    for column, row in enumerate(numbers):
        for end in (0, 1):
            value = _next(row, steps, end)
            if value is None:
                continue
            kept = row >= value if end == 0 else row <= value
            heavy = weights[kept]
            left = heavy.sum()
            if left < least or left >= total:
                continue
            gain = (float((heavy * hit[kept]).sum() / left) - mean) / (total - left)
            if gain > best:
                best, found = gain, (end, column, value)
    return found


def _next(row: Array, steps: int, end: int) -> float | None:
    """Return the outermost value that stays when at least some points are taken off one end."""
    ordered = np.sort(row) if end == 0 else -np.sort(-row)
    edge = ordered[steps - 1]
    further = ordered[ordered > edge] if end == 0 else ordered[ordered < edge]
    return float(further[0]) if len(further) else None


def _paste(numbers: Array, hit: Array, weights: Array, pool: Array, bounds: Array) -> Array:
    """Return bounds that are moved out as long as the density does not fall."""
    bounds = bounds.copy()
    moved = True
    while moved:
        moved = False
        which = _within(numbers, bounds) & pool
        dense, count = density(hit, weights, which), max(1, int(PASTE * which.sum()))
        for end, column in zip(*np.nonzero(np.isfinite(bounds)), strict=True):
            trial = bounds.copy()
            trial[end, column] = _further(numbers, pool, bounds, end, column, count)
            more = _within(numbers, trial) & pool
            if more.sum() > which.sum() and density(hit, weights, more) >= dense:
                bounds, moved = trial, True
                break
    return bounds


def _further(
    numbers: Array, pool: Array, bounds: Array, end: int, column: int, count: int
) -> float:
    """Return a bound that lets some more points in, or none where all are in."""
    free = bounds.copy()
    free[end, column] = -np.inf if end == 0 else np.inf
    row = numbers[column, _within(numbers, free) & pool]
    edge = bounds[end, column]
    outside = np.sort(row[row < edge])[::-1] if end == 0 else np.sort(row[row > edge])
    if len(outside) <= count:
        return -np.inf if end == 0 else np.inf
    return float(outside[count - 1])


def _prune(numbers: Array, hit: Array, weights: Array, pool: Array, bounds: Array) -> Array:
    """Return bounds without the sides that chance explains, and without too many."""
    bounds = bounds.copy()
    while True:
        sides = _sides(numbers, hit, weights, pool, bounds)
        if not sides:
            return bounds
        worst = sides[-1]
        if worst.doubt * len(numbers) <= DOUBT and len(sides) <= MOST_SIDES:
            return bounds
        bounds[:, worst.column] = -np.inf, np.inf


def _sides(
    numbers: Array, hit: Array, weights: Array, pool: Array, bounds: Array
) -> tuple[Side, ...]:
    """Return the restrictions with their quasi-p-values, the least doubtful first."""
    which = _within(numbers, bounds) & pool
    out = []
    for column in np.flatnonzero(np.isfinite(bounds).any(axis=0)):
        free = bounds.copy()
        free[:, column] = -np.inf, np.inf
        chance = density(hit, weights, _within(numbers, free) & pool)
        doubt = _as_many(which, hit, weights, chance)
        low, high = bounds[:, column]
        out.append((chance, Side(int(column), float(low), float(high), doubt)))
    # without it the density would be lowest: that side does most
    return tuple(side for _, side in sorted(out, key=lambda pair: (pair[1].doubt, pair[0])))


def _as_many(which: Array, hit: Array, weights: Array, chance: float) -> float:
    """Return the chance of as many hits or more in the box, at a chance of each.

    With weights the box counts as its effective number of points.
    """
    from scipy.stats import binom

    heavy = weights[which]
    count = round(float(heavy.sum() ** 2 / (heavy**2).sum()))
    hits = round(count * density(hit, weights, which))
    return float(binom.sf(hits - 1, count, chance))
