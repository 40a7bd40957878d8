"""How much of the spread of an outcome goes with each number: indices from draws that are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.bands import weighted_quantile

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


def influence(numbers: Array, outcomes: Array, weights: Array | None = None) -> Influence:
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
        weights: of the draws (n), positive; None for equal ones. All sums then count by weight, n
            is the effective sample size, and the numbers depend on each other through what was
            observed: the index is a correlation ratio still, but no Sobol index.
    """
    share = np.full(outcomes.shape[1], 1 / max(1, outcomes.shape[1]))
    if weights is not None:
        share = weights / weights.sum()
    n = 1 / float((share**2).sum())
    count, width = len(outcomes), len(numbers)
    index, rank, low, high = np.zeros((4, count, width))
    noise = np.zeros(width)
    ordered = _ranks(outcomes)
    for h, values in enumerate(numbers):
        group = bins(values, weights)
        k = int(group.max()) + 1
        means = _means(outcomes, group, share, k)
        low[:, h], high[:, h] = means[:, 0], means[:, -1]
        if k < 2:
            continue
        index[:, h] = _index(outcomes, means[:, group], share, n, k)
        noise[h] = _noise(n, k, width)
        rank[:, h] = _correlation(_ranks(values[None])[0], ordered, share)
    direction = np.where(rank**2 < TURNS * index, 0, np.sign(rank)).astype(int)
    return Influence(index, direction, noise, low, high)


def bins(values: Array, weights: Array | None = None) -> Array:
    """Return the bin of each value, from 0: about equal counts, equal values in one bin (n).

    With weights the bins have about equal weight, and as many draws as count, each.
    """
    count = len(values) if weights is None else int(weights.sum() ** 2 / (weights**2).sum() + 1e-9)
    wanted = max(2, min(MOST_BINS, count // DRAWS_PER_BIN))
    inner = np.linspace(0, 1, wanted + 1)[1:-1]
    if weights is None:
        edges = np.quantile(values, inner)
    else:
        edges = weighted_quantile(values, weights, inner)
    group = np.searchsorted(edges, values, side="left")
    return np.asarray(np.unique(group, return_inverse=True)[1])


def _means(outcomes: Array, group: Array, share: Array, k: int) -> Array:
    """Return the mean of each outcome over each bin (K, bins)."""
    member = (group == np.arange(k)[:, None]) * share
    return np.asarray(outcomes @ (member / member.sum(axis=1, keepdims=True)).T)


def _index(outcomes: Array, means: Array, share: Array, count: float, k: int) -> Array:
    """Return the indices (K) from the mean of each draw's own bin (K, n)."""
    if count <= k:
        return np.zeros(len(outcomes))
    within = ((outcomes - means) ** 2) @ share
    whole = ((outcomes - (outcomes @ share)[:, None]) ** 2) @ share
    varies = whole > _rounding(outcomes)
    ratio = np.divide(within, whole, out=np.ones(len(whole)), where=varies)
    return np.asarray(np.where(varies, 1 - ratio * (count - 1) / (count - k), 0.0))


def _rounding(outcomes: Array) -> Array:
    """Return mean squares that are nothing but rounding."""
    return np.asarray((1e-12 * np.abs(outcomes).max(axis=1)) ** 2)


def _noise(count: float, k: int, numbers: int) -> float:
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


def _correlation(x: Array, y: Array, share: Array) -> Array:
    x, y = x - share @ x, y - (y @ share)[:, None]
    size = np.sqrt((share @ x**2) * (y**2 @ share))
    return np.asarray(np.divide(y @ (share * x), size, out=np.zeros(len(y)), where=size > 1e-9))
