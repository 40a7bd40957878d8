"""How much of the spread of an outcome goes with each number: indices from draws that are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LEAST_DRAWS = 10
MOST_BINS, DRAWS_PER_BIN = 15, 10
LEVEL = 0.05
"""Chance that any index of unrelated numbers is above `noise`, all of them together."""
TURNS = 0.25
"""A rank correlation whose square is below this part of the index is no direction."""


@dataclass(frozen=True)
class Influence:
    """First-order indices of H numbers for K outcomes.

    Attributes:
        index: share of the variance of an outcome that goes with a number (K, H), corrected for
            bias, so that unrelated numbers give 0 on average; 0 where the outcome never varies.
        direction: 1 where the outcome rises with the number, -1 where it falls, 0 for neither.
        noise: index that unrelated numbers stay below, see `LEVEL` (H).
        low: mean of each outcome over the lowest bin of each number (K, H).
        high: the same over the highest.
    """

    index: Array
    direction: Array
    noise: Array
    low: Array
    high: Array


def influence(numbers: Array, outcomes: Array) -> Influence:
    """Return how much of the spread of outcomes goes with each number, by itself.

    The draws are sorted by a number and cut into bins of about equal count; with k bins, n draws,
    the sum of squares SSW within the bins and SST in all, the index is

        1 - (SSW / (n - k)) / (SST / (n - 1)),

    an estimate of Var(E[y | x]) / Var(y). It says what goes with the number across the draws,
    alone: a number that acts only together with others has an index of 0.

    Source: the ratio is Pearson's correlation ratio, corrected for bias as in T. L. Kelley (1935),
    An unbiased correlation ratio measure, Proceedings of the National Academy of Sciences
    21:554-559; its use as a sensitivity index from given data is that of Plischke, Borgonovo and
    Smith (2013), European Journal of Operational Research 226:536-550, whose indices are not
    corrected. The numbers are drawn independently here, so that the index is a Sobol index.

    Args:
        numbers: draws (H, n).
        outcomes: outcome probabilities in the same draws (K, n), all known.
    """
    count, width = len(outcomes), len(numbers)
    index, rank, low, high = np.zeros((4, count, width))
    noise = np.zeros(width)
    ordered = _ranks(outcomes)
    for h, values in enumerate(numbers):
        group = bins(values)
        k = int(group.max()) + 1
        low[:, h], high[:, h] = (outcomes[:, group == g].mean(axis=1) for g in (0, k - 1))
        if k < 2:
            continue
        index[:, h] = _index(outcomes, group, k)
        noise[h] = _noise(outcomes.shape[1], k, width)
        rank[:, h] = _correlation(_ranks(values[None])[0], ordered)
    direction = np.where(rank**2 < TURNS * index, 0, np.sign(rank)).astype(int)
    return Influence(index, direction, noise, low, high)


def bins(values: Array) -> Array:
    """Return the bin of each value, from 0: about equal counts, equal values in one bin (n)."""
    wanted = max(2, min(MOST_BINS, len(values) // DRAWS_PER_BIN))
    edges = np.quantile(values, np.linspace(0, 1, wanted + 1)[1:-1])
    group = np.searchsorted(edges, values, side="left")
    return np.asarray(np.unique(group, return_inverse=True)[1])


def _index(outcomes: Array, group: Array, k: int) -> Array:
    count = outcomes.shape[1]
    if count <= k:
        return np.zeros(len(outcomes))
    within = np.zeros(len(outcomes))
    for g in range(k):
        part = outcomes[:, group == g]
        within += ((part - part.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    whole = ((outcomes - outcomes.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    varies = whole > _rounding(outcomes)
    ratio = np.divide(within, whole, out=np.ones(len(whole)), where=varies)
    return np.asarray(np.where(varies, 1 - ratio * (count - 1) / (count - k), 0.0))


def _rounding(outcomes: Array) -> Array:
    """Return sums of squares that are nothing but rounding."""
    return np.asarray(outcomes.shape[1] * (1e-12 * np.abs(outcomes).max(axis=1)) ** 2)


def _noise(count: int, k: int, numbers: int) -> float:
    """Return the index that unrelated numbers stay below, by the F test of k equal means."""
    from scipy.stats import f

    if count <= k:
        return 1.0
    limit = float(f.ppf(1 - LEVEL / numbers, k - 1, count - k))
    share = limit * (k - 1) / (limit * (k - 1) + count - k)
    return 1 - (1 - share) * (count - 1) / (count - k)


def _ranks(values: Array) -> Array:
    from scipy.stats import rankdata

    return np.asarray(rankdata(values, axis=1))


def _correlation(x: Array, y: Array) -> Array:
    x, y = x - x.mean(), y - y.mean(axis=1, keepdims=True)
    size = np.sqrt((x**2).sum() * (y**2).sum(axis=1))
    return np.asarray(np.divide(y @ x, size, out=np.zeros(len(y)), where=size > 0))
