"""Numbers across draws in short: a mean and a 90% interval."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def band(values: Array, weights: Array | None = None) -> dict[str, float | None]:
    """Return mean and 90% interval across draws; None where no draw has a value.

    Args:
        values: by draw (B); nan where there is none.
        weights: of the draws (B), not negative; None for equal ones.
    """
    there = np.isfinite(values)
    known = values[there]
    if not len(known):
        return {"mean": None, "p05": None, "p95": None}
    if weights is None:
        low, high = np.quantile(known, [0.05, 0.95])
        return {"mean": float(known.mean()), "p05": float(low), "p95": float(high)}
    heavy = weights[there]
    if heavy.sum() <= 0:
        return {"mean": None, "p05": None, "p95": None}
    low, high = weighted_quantile(known, heavy, np.array([0.05, 0.95]))
    mean = float(heavy @ known / heavy.sum())
    return {"mean": mean, "p05": float(low), "p95": float(high)}


def mean_of(values: Array, weights: Array | None = None) -> Array:
    """Return the mean over the draws, the last axis, with weights (B) where there are any."""
    if weights is None:
        return np.asarray(values.mean(axis=-1))
    return np.asarray(values @ (weights / weights.sum()))


def weighted_quantile(values: Array, weights: Array, shares: Array) -> Array:
    """Return the values below which shares of the weight lie.

    Equal weights give the quantiles of `numpy.quantile`: value k of n, in order, stands at the
    share of the weight before it and half of its own, stretched so that the ends are 0 and 1.
    """
    order = np.argsort(values, kind="stable")
    ordered, heavy = values[order], weights[order]
    keep = heavy > 0
    ordered, heavy = ordered[keep], heavy[keep]
    if len(ordered) == 1:
        return np.full(len(shares), ordered[0])
    place = np.cumsum(heavy) - heavy / 2
    place = (place - place[0]) / (place[-1] - place[0])
    return np.asarray(np.interp(shares, place, ordered))


def even_draws(weights: Array | None, count: int) -> Array:
    """Return indices of draws, each as often as its weight says; all of them once without weights.

    Args:
        weights: adding up to 1 (B), or None.
        count: number of draws.
    """
    if weights is None or not count:
        return np.arange(count)
    points = (0.5 + np.arange(count)) / count
    return picked(weights, points)


def picked(weights: Array, points: Array) -> Array:
    """Return the draw at each point along the weights laid end to end.

    Args:
        weights: of the draws (B), not negative.
        points: from 0 to the sum of the weights, at any number.
    """
    return np.minimum(np.searchsorted(np.cumsum(weights), points), len(weights) - 1)


def fewer_draws(weights: Array | None, count: int) -> tuple[Array, Array | None]:
    """Return draws that stand for all, and their weights, adding up to 1.

    Without weights they are the first ones. With weights, and fewer draws than there are, each is
    taken as often as its weight says, by systematic resampling, and counted once with that number.

    Args:
        weights: of all draws (B), adding up to 1, or None.
        count: draws wanted, at most.
    """
    if weights is None:
        return np.arange(count), None
    if count >= len(weights):
        heavy = np.flatnonzero(weights > 0)
        return heavy, np.asarray(weights[heavy] / weights[heavy].sum())
    points = (0.5 + np.arange(count)) / count * weights.sum()
    taken = picked(weights, points)
    chosen, often = np.unique(taken, return_counts=True)
    return chosen, often / count


def mean_and_error(values: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """Return the mean over the draws, the last axis, and its standard error; nan where unknown.

    With weights the error is that of as many draws as count: s^2 = sum w (x - mean)^2 n / (n - 1)
    over n, for n = 1 / sum w^2 and weights that add up to 1.

    Args:
        values: by draw (..., B), all known.
        weights: of the draws (B), not negative; None for equal ones.
    """
    empty = np.full(values.shape[:-1], np.nan)
    count = values.shape[-1]
    even = np.full(count, 1 / max(1, count))
    share = even if weights is None or not weights.sum() > 0 else weights / weights.sum()
    if not count:
        return empty, empty
    mean = np.asarray(values @ share)
    free = 1 / float((share**2).sum()) - 1
    if free <= 1e-9:
        return mean, empty
    return mean, np.sqrt(((values - mean[..., None]) ** 2) @ share / free)


def deviation(values: Array, weights: Array | None = None) -> Array:
    """Return the standard deviation over the draws that were solved (K), by weight if any."""
    good = np.isfinite(values).all(axis=0)
    if weights is not None:
        good &= weights > 0
    heavy = None if weights is None else weights[good]
    mean, _ = mean_and_error(values[:, good], heavy)
    square, _ = mean_and_error((values[:, good] - mean[:, None]) ** 2, heavy)
    return np.sqrt(square)
