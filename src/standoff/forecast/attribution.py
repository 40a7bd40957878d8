"""attribute(scenario): how much each of several causes has to do with an event.

Every subset of the causes is switched off in turn and the crisis solved again at the same draws.
The share of a cause is its Shapley value: what it adds to the chance of the event, averaged over
all orders in which the causes could be added to a crisis without any of them (Shapley 1953). The
values add up to the difference that all causes make together. A cause is a switch on parameters,
so nothing is said about how the causes came about.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.forecast.bands import band
from standoff.forecast.unobserved import require_unobserved
from standoff.scenario.expr import Const
from standoff.scenario.model import Attribution, Scenario, Theory

Array = np.ndarray[Any, Any]

MAX_DRAWS = 100
"""Draws that are solved again for every subset of causes."""


@dataclass(frozen=True)
class Attributed:
    """The chance of one event with every subset of its causes.

    Attributes:
        attribution: the question.
        prob: chance of the event; bit k of the first index says whether cause k is on
            (2^causes, B); nan in draws that were not solved.
    """

    attribution: Attribution
    prob: Array

    @property
    def shapley(self) -> Array:
        """Shapley value of each cause (causes, B)."""
        return shapley_values(self.prob)

    def to_json(self) -> dict[str, Any]:
        """Return the shares as plain data, over the draws that were solved with every subset."""
        causes = self.attribution.causes
        good = np.isfinite(self.prob).all(axis=0)
        prob = self.prob[:, good]
        every = len(self.prob) - 1
        values = shapley_values(prob)
        whole = prob[every] - prob[0]
        total = float(whole.mean()) if good.any() else math.nan
        return {
            "means": self.attribution.means,
            "event": self.attribution.text,
            "draws": self.prob.shape[1],
            "solved": int(good.sum()),
            "with_all": band(prob[every]),
            "with_none": band(prob[0]),
            "difference": band(whole),
            "causes": {
                cause.id: {
                    "means": cause.means,
                    "shapley": band(values[k]),
                    "share": float(values[k].mean()) / total if total else None,
                    "alone": band(prob[1 << k] - prob[0]),
                    "last": band(prob[every] - prob[every ^ (1 << k)]),
                }
                for k, cause in enumerate(causes)
            }
            if good.any()
            else {},
        }


def attribute(scenario: Scenario, *, draws: int, seed: int, **how: Any) -> tuple[Attributed, ...]:
    """Return the attribution of every event of a scenario.

    Args:
        scenario: a resolved scenario.
        draws: number of draws of the forecast; at most `MAX_DRAWS` are used. A draw is the same
            whatever their number, so these are the first draws of the forecast.
        seed: of the draws.
        how: further arguments of `forecast`.
    """
    if scenario.attributions:
        require_unobserved(scenario, "an attribution to causes")
    used = min(draws, MAX_DRAWS)
    return tuple(
        Attributed(one, _chances(scenario, k, used, seed, how))
        for k, one in enumerate(scenario.attributions)
    )


def _chances(scenario: Scenario, which: int, draws: int, seed: int, how: dict[str, Any]) -> Array:
    """Return the chance of one event with every subset of its causes (2^causes, B)."""
    from standoff.forecast.forecast import forecast

    causes = scenario.attributions[which].causes
    names = [f"without {cause.id}" for cause in causes]  # no id of a file has a blank
    switches = tuple(
        Theory(name, name, Const(1.0), parameters=cause.parameters)
        for name, cause in zip(names, causes, strict=True)
    )
    switched = replace(scenario, theories=(*scenario.theories, *switches))
    forced = dict(how.get("theories") or {})
    out = np.full((2 ** len(causes), draws), np.nan)
    for subset in range(len(out)):
        on = {name: bool(subset >> k & 1) for k, name in enumerate(names)}
        record = forecast(
            switched, draws=draws, seed=seed, **(how | {"theories": {**forced, **on}})
        )
        out[subset, record.solution.solved] = record.answers.events[which]
    return out


def shapley_values(prob: Array) -> Array:
    """Return the Shapley values (causes, B) of a game given by its 2^causes values (2^causes, B).

    Source: L. S. Shapley (1953), A value for n-person games, in Contributions to the Theory of
    Games II, Annals of Mathematics Studies 28, 307-317.
    """
    count = len(prob).bit_length() - 1
    out = np.zeros((count, prob.shape[1]))
    weight = [
        math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        for size in range(count)
    ]
    for k in range(count):
        for subset in range(len(prob)):
            if not subset >> k & 1:
                gain = prob[subset | 1 << k] - prob[subset]
                out[k] += weight[subset.bit_count()] * gain
    return out
