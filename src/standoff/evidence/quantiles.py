"""Quantile functions of every kind of prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import special, stats

Array = np.ndarray[Any, Any]


def quantile(
    kind: str, arguments: Mapping[str, float], choices: Sequence[tuple[float, float]], u: Array
) -> Array:
    """Return the value of a distribution below which a share u lies.

    Args:
        kind: as in `Prior.kind`.
        arguments: its numbers by name.
        choices: value and probability of each, for `choice`.
        u: shares between 0 and 1.
    """
    a = arguments
    match kind:
        case "fixed":
            return np.full(u.shape, float(a["value"]))
        case "uniform":
            return np.asarray(a["low"] + u * (a["high"] - a["low"]))
        case "triangular":
            width = a["high"] - a["low"]
            peak = (a["mode"] - a["low"]) / width
            return np.asarray(stats.triang.ppf(u, peak, loc=a["low"], scale=width))
        case "normal":
            low = (a.get("low", -np.inf) - a["mean"]) / a["sd"]
            high = (a.get("high", np.inf) - a["mean"]) / a["sd"]
            return np.asarray(stats.truncnorm.ppf(u, low, high, loc=a["mean"], scale=a["sd"]))
        case "lognormal":
            return np.asarray(a["median"] * np.exp(a["sd_log"] * stats.norm.ppf(u)))
        case "logitnormal":
            width = a["high"] - a["low"]
            centre = special.logit((a["median"] - a["low"]) / width)
            share = special.expit(centre + a["sd_logit"] * stats.norm.ppf(u))
            return np.asarray(a["low"] + width * share)
        case "beta":
            count = a["mean"] * (1 - a["mean"]) / a["sd"] ** 2 - 1
            return np.asarray(stats.beta.ppf(u, a["mean"] * count, (1 - a["mean"]) * count))
        case "pert":
            width = a["high"] - a["low"]
            up = 1 + 4 * (a["mode"] - a["low"]) / width
            down = 1 + 4 * (a["high"] - a["mode"]) / width
            return np.asarray(a["low"] + width * stats.beta.ppf(u, up, down))
        case "choice":
            values = np.array([value for value, _ in choices])
            edges = np.cumsum([chance for _, chance in choices])
            place = np.searchsorted(edges, u * edges[-1], side="right")
            return np.asarray(values[np.minimum(place, len(values) - 1)])
    raise AssertionError(f"unknown prior {kind}")
