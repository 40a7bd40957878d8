"""Two forecasts of the same draws, compared draw by draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast

Array = np.ndarray[Any, Any]


def by_draw(record: Forecast) -> Array:
    """Return the outcome probabilities of every draw (K, B); nan where it was not solved."""
    out = np.full((len(record.scenario.outcomes), record.draws), np.nan)
    out[:, record.solution.solved] = record.answers.outcomes
    return out


def weights_of(record: Forecast) -> Array | None:
    """Return the weights of all draws of a forecast (B), 0 where not solved; None if equal."""
    if record.weights is None:
        return None
    out = np.zeros(record.draws)
    out[record.solution.solved] = record.weights
    return out


def difference(first: Array, second: Array) -> tuple[Array, Array, int]:
    """Return mean and standard error of `first - second` over draws that both have (K each).

    The draws are the same on both sides, so what they have in common cancels.

    Args:
        first: values by draw (K, B), nan where there is none.
        second: the same draws of another forecast.

    Returns:
        Mean difference, its standard error (nan below two draws), and the number of pairs.
    """
    both = np.isfinite(first).all(axis=0) & np.isfinite(second).all(axis=0)
    gap = (first - second)[:, both]
    count = gap.shape[1]
    empty = np.full(len(first), np.nan)
    mean = gap.mean(axis=1) if count else empty
    error = gap.std(axis=1, ddof=1) / np.sqrt(count) if count > 1 else empty
    return mean, error, count
