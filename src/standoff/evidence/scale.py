"""The scale on which claims are pooled, and the base as a normal distribution on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BOUNDED = ("beta", "uniform", "triangular", "pert", "logitnormal")
"""Kinds that are pooled on the logit scale between their own ends."""

POOLED = (*BOUNDED, "lognormal", "normal")
"""Kinds of distributions that can be a base."""

STEP, REACH = 0.05, 33.0
"""Grid of the numerical moments: the trapezoid rule in the logit of the quantile's share."""


@dataclass(frozen=True)
class Scale:
    """A scale: `logit` between two ends, `log`, or `identity` (cut off at its ends)."""

    name: str
    low: float = -math.inf
    high: float = math.inf

    def holds(self, value: float) -> bool:
        """Return whether a value has a place on the scale."""
        if self.name == "identity":
            return self.low <= value <= self.high
        return self.low < value < self.high

    def forward(self, value: float) -> float:
        """Return where a value lies on the scale."""
        if self.name == "logit":
            return math.log(value - self.low) - math.log(self.high - value)
        return math.log(value) if self.name == "log" else value

    def inverse(self, place: float) -> float:
        """Return the value at a place on the scale."""
        if self.name == "logit":
            share = 1 / (1 + math.exp(-place)) if place > -700 else 0.0
            return self.low + (self.high - self.low) * share
        return math.exp(min(place, 700.0)) if self.name == "log" else place

    def distribution(self, mean: float, sd: float) -> tuple[str, dict[str, float]]:
        """Return kind and numbers of the distribution that is normal on the scale."""
        if self.name == "logit":
            median = self.inverse(mean)
            return "logitnormal", {
                "median": median,
                "sd_logit": sd,
                "low": self.low,
                "high": self.high,
            }
        if self.name == "log":
            return "lognormal", {"median": self.inverse(mean), "sd_log": sd}
        ends = {"low": self.low, "high": self.high}
        return "normal", {"mean": mean, "sd": sd} | {
            k: v for k, v in ends.items() if math.isfinite(v)
        }


@dataclass(frozen=True)
class Base:
    """What is believed without the claims: a distribution, and its normal form on a scale."""

    kind: str
    arguments: Mapping[str, float] = field(default_factory=dict)
    scale: Scale = field(default_factory=lambda: Scale("identity"))
    mean: float = 0.0
    sd: float = 1.0


def base_of(kind: str, arguments: Mapping[str, float]) -> Base:
    """Return a distribution as a base.

    Normal, log-normal and logit-normal ones are exact on their scale (a normal keeps its cut-offs:
    a cut-off normal times normals is one again). The others are replaced by the logit-normal
    between their ends with the same mean and variance of the logit, which is the closest one in
    relative entropy from the original.

    Args:
        kind: one of `POOLED`.
        arguments: the numbers of the distribution, as in `Prior`.
    """
    a = arguments
    if kind == "normal":
        scale = Scale("identity", a.get("low", -math.inf), a.get("high", math.inf))
        return Base(kind, a, scale, a["mean"], a["sd"])
    if kind == "lognormal":
        return Base(kind, a, Scale("log", 0.0), math.log(a["median"]), a["sd_log"])
    scale = Scale("logit", a.get("low", 0.0), a.get("high", 1.0))
    if kind == "logitnormal":
        return Base(kind, a, scale, scale.forward(a["median"]), a["sd_logit"])
    shape = _beta_shape(kind, a)
    mean, sd = _beta_moments(*shape) if shape else _moments(kind, a, scale)
    return Base(kind, a, scale, mean, sd)


def _beta_shape(kind: str, a: Mapping[str, float]) -> tuple[float, float] | None:
    """Return the two shape numbers of what is a beta distribution between its ends."""
    if kind == "uniform":
        return 1.0, 1.0
    if kind == "pert":
        width = a["high"] - a["low"]
        return 1 + 4 * (a["mode"] - a["low"]) / width, 1 + 4 * (a["high"] - a["mode"]) / width
    if kind == "beta":
        count = a["mean"] * (1 - a["mean"]) / a["sd"] ** 2 - 1
        return a["mean"] * count, (1 - a["mean"]) * count
    return None


def _beta_moments(up: float, down: float) -> tuple[float, float]:
    """Return mean and standard deviation of the logit of a beta variable.

    The moment generating function of the logit is B(up + t, down - t) / B(up, down), so that its
    cumulants are sums of polygamma functions.
    """
    from scipy.special import digamma, polygamma

    mean = float(digamma(up) - digamma(down))
    return mean, math.sqrt(float(polygamma(1, up) + polygamma(1, down)))


def _moments(kind: str, arguments: Mapping[str, float], scale: Scale) -> tuple[float, float]:
    import numpy as np

    from standoff.evidence.quantiles import quantile

    grid = np.arange(-REACH, REACH + STEP / 2, STEP)
    share = 1 / (1 + np.exp(-grid))
    weight = share * (1 - share) * STEP
    value: Any = quantile(kind, arguments, (), share)
    inside = (value > scale.low) & (value < scale.high)
    place = np.log(value[inside] - scale.low) - np.log(scale.high - value[inside])
    weight = weight[inside] / weight[inside].sum()
    mean = float((weight * place).sum())
    return mean, math.sqrt(float((weight * (place - mean) ** 2).sum()))
