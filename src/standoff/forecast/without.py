"""What a source does to a forecast: the same draws with it and without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.bands import band
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.pairs import by_draw, difference
from standoff.forecast.plan import plan_draws
from standoff.forecast.stack import outcomes_of
from standoff.forecast.unobserved import require_unobserved
from standoff.scenario.model import Scenario, View

Array = np.ndarray[Any, Any]

SWAP_DRAWS = 50
"""Draws, the first ones, in which single numbers are swapped, unless somebody says otherwise."""
VIEWS = ""
"""Stands for what becomes of the views; no parameter has this name."""


@dataclass(frozen=True)
class Without:
    """A forecast with a source and without it.

    Attributes:
        base: with the source.
        left: without it.
        swaps: by parameter that changed, and `VIEWS`, outcome probabilities (K, S) of the base in
            which that alone is as it is without the source; S first draws.
    """

    base: Forecast
    left: Forecast
    swaps: Mapping[str, Array]

    def to_json(self) -> dict[str, Any]:
        """Return the change as plain data."""
        scenario, redaction = self.left.scenario, self.left.scenario.redaction
        assert redaction is not None
        before, after = by_draw(self.base), by_draw(self.left)
        mean, error, pairs = difference(after, before)
        return {
            "format": 1,
            "version": version("standoff"),
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": self.base.scenario.hash,
            "hash_without": scenario.hash,
            "seed": self.base.seed,
            "draws": self.base.draws,
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "without": {
                source.key: {"title": source.title, "stance": source.stance}
                for source in self.base.scenario.sources
                if source.key in redaction.sources
            },
            "pairs": pairs,
            "distance": _half(mean),
            "outcomes": {
                outcome.id: {
                    "title": outcome.title,
                    "force": outcome.force,
                    "base": band(before[k]),
                    "without": band(after[k]),
                    "difference": _number(mean[k]),
                    "standard_error": _number(error[k]),
                }
                for k, outcome in enumerate(scenario.outcomes)
            },
            "parameters": self._parameters(),
            "swap_draws": next((v.shape[1] for v in self.swaps.values()), 0),
            "views": {
                "left_out": list(redaction.views),
                "beliefs": [list(pair) for pair in redaction.beliefs],
                **self._swap(VIEWS),
            },
            "typed": list(redaction.typed),
            "mixed": list(redaction.mixed),
        }

    def _parameters(self) -> list[dict[str, Any]]:
        """Return the parameters that changed, the one with the largest effect first."""
        redaction = self.left.scenario.redaction
        assert redaction is not None
        out = []
        for k, parameter in enumerate(self.left.scenario.parameters):
            if parameter.prior == self.base.scenario.parameters[k].prior:
                continue
            out.append(
                {
                    "name": parameter.name,
                    "unit": parameter.unit,
                    "means": parameter.means,
                    "how": "fallback" if parameter.name in redaction.fallback else "pooled",
                    "reason": parameter.reason,
                    "before": _range(self.base.parameters[k]),
                    "after": _range(self.left.parameters[k]),
                    **self._swap(parameter.name),
                }
            )
        return sorted(out, key=lambda one: -(one["effect"] or 0.0))

    def _swap(self, name: str) -> dict[str, Any]:
        """Return what changing one thing does; `effect` is half the sum of absolute changes."""
        if name not in self.swaps:
            return {"effect": None, "outcomes": {}}
        swapped = self.swaps[name]
        mean, error, pairs = difference(swapped, by_draw(self.base)[:, : swapped.shape[1]])
        return {
            "effect": _half(mean),
            "pairs": pairs,
            "outcomes": {
                outcome.id: {"difference": _number(mean[k]), "standard_error": _number(error[k])}
                for k, outcome in enumerate(self.left.scenario.outcomes)
            },
        }


def without(
    base: Scenario,
    left: Scenario,
    *,
    draws: int = 500,
    seed: int = 1,
    swap_draws: int = SWAP_DRAWS,
    **more: Any,
) -> Without:
    """Return the forecasts with and without a source on the same draws, and what did it.

    A parameter that the source has nothing to do with has the same draws in both: its stream of
    random numbers depends on its name and the seed alone.

    Args:
        base: the scenario.
        left: the same file loaded with `without=`.
        draws: number of draws.
        seed: of the draws.
        swap_draws: draws in which each number that changed is swapped alone; 0 for none.
        more: `threads`, `budget`, `progress` and `crew` of `standoff.forecast.forecast`.

    Raises:
        UsageError: nothing was left out.
    """
    require_unobserved(base, "what a source does")
    if left.redaction is None or not left.redaction.sources:
        raise UsageError("no source was left out", help="name one of the file's sources")
    options = {"draws": draws, "seed": seed, **more}
    with_it, without_it = forecast(base, **options), forecast(left, **options)
    swaps = _swaps(base, left, min(draws, swap_draws), seed, more)
    return Without(with_it, without_it, swaps)


def _swaps(
    base: Scenario, left: Scenario, draws: int, seed: int, more: Mapping[str, Any]
) -> dict[str, Array]:
    """Return the outcome probabilities with one thing changed at a time, by its name."""
    variants: dict[str, Scenario] = {}
    for k, parameter in enumerate(left.parameters):
        if parameter.prior != base.parameters[k].prior:
            changed = [*base.parameters]
            changed[k] = parameter
            variants[parameter.name] = replace(base, parameters=tuple(changed))
    views = _views(base, left)
    if views != base.views and base.perception_level:
        variants[VIEWS] = replace(base, views=views)
    if not (draws and variants):
        return {}
    plans = [plan_draws(one, draws, seed) for one in variants.values()]
    solved = outcomes_of(base, plans, **{k: v for k, v in more.items() if k != "crew"})
    return dict(zip(variants, solved, strict=True))


def _views(base: Scenario, left: Scenario) -> tuple[View, ...]:
    """Return the base's views as they are without the source; those that are gone nobody holds."""
    there: dict[str, View] = {view.id: view for view in left.views}
    out = []
    for view in base.views:
        if not view.held_by:
            out.append(view)
        elif view.id in there:
            out.append(replace(view, beliefs=there[view.id].beliefs))
        else:
            out.append(replace(view, beliefs=(), held_by=()))
    return tuple(out)


def _range(values: Array) -> dict[str, float]:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return {"median": float(middle), "p05": float(low), "p95": float(high)}


def _half(changes: Array) -> float | None:
    return _number(0.5 * np.abs(changes).sum())


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
