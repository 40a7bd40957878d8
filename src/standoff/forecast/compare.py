"""Forecasts of one crisis as several people see it, side by side on the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.forecast.bands import band
from standoff.forecast.explain import ANALYST, Explained
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.pairs import by_draw, difference
from standoff.forecast.unobserved import require_unobserved
from standoff.scenario.model import Scenario, View

PLAYED = "played"
"""Name of the forecast in which parties hold views; `ANALYST` is that of the one without any."""


@dataclass(frozen=True)
class Comparison:
    """Forecasts of one crisis, the analyst's first, then one for each view.

    Attributes:
        scenario: the resolved scenario.
        views: the views that are compared.
        forecasts: by name: `analyst`, every view, and `played` where parties hold views.
        explained: how the disagreements of two views share out their difference, if asked for.
    """

    scenario: Scenario
    views: tuple[View, ...]
    forecasts: dict[str, Forecast]
    explained: Explained | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        scenario, base = self.scenario, self.forecasts[ANALYST]
        return {
            "format": 1,
            "version": version("standoff"),
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "seed": base.seed,
            "draws": base.draws,
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "outcomes": {
                outcome.id: {"title": outcome.title, "force": outcome.force}
                for outcome in scenario.outcomes
            },
            "forecasts": {name: self._forecast(name) for name in self.forecasts},
            "parameters": self._parameters(),
            "rules_out": {view.id: self._ruled_out(view) for view in self.views},
            **({"explained": self.explained.to_json()} if self.explained else {}),
        }

    def _forecast(self, name: str) -> dict[str, Any]:
        record, base = self.forecasts[name], self.forecasts[ANALYST]
        values = by_draw(record)
        mean, error, pairs = difference(values, by_draw(base))
        solved = int(record.solution.solved.sum())
        return {
            **self._about(name),
            "solved": solved,
            "failed": record.draws - solved,
            "pairs": pairs,
            "outcomes": {
                outcome.id: {
                    **band(values[k]),
                    "difference": _number(mean[k]),
                    "standard_error": _number(error[k]),
                }
                for k, outcome in enumerate(self.scenario.outcomes)
            },
        }

    def _about(self, name: str) -> dict[str, Any]:
        if name == ANALYST:
            return {"title": "As the analyst sees it", "means": "", "source": "", "held_by": []}
        if name == PLAYED:
            level = self.scenario.perception_level
            title = f"As played by parties with views of their own (level {level})"
            return {"title": title, "means": "", "source": "", "held_by": []}
        (view,) = (view for view in self.views if view.id == name)
        return {
            "title": view.title,
            "means": view.means,
            "source": view.source,
            "held_by": [self.scenario.parties[party].id for party in view.held_by],
        }

    def _parameters(self) -> dict[str, Any]:
        """Return the parameters on which somebody differs, with medians over the draws."""
        differ = sorted({belief.parameter for view in self.views for belief in view.beliefs})
        out = {}
        for k in differ:
            parameter = self.scenario.parameters[k]
            own = float(np.median(self.forecasts[ANALYST].parameters[k]))
            medians = {
                view.id: float(np.median(self.forecasts[view.id].parameters[k]))
                for view in self.views
                if any(belief.parameter == k for belief in view.beliefs)
            }
            out[parameter.name] = {
                "unit": parameter.unit,
                "means": parameter.means,
                "analyst": own,
                "views": {
                    name: {"median": median, "difference": median - own}
                    for name, median in medians.items()
                },
            }
        return out

    def _ruled_out(self, view: View) -> dict[str, str]:
        titles = {move.id: move.title for turn in self.scenario.turns for move in turn.moves}
        return {name: titles[name] for name in titles if name in view.rules_out}


def compare(
    scenario: Scenario,
    views: Sequence[str] = (),
    *,
    draws: int = 500,
    seed: int = 1,
    **more: Any,
) -> Comparison:
    """Return the forecasts of the analyst and of some views on the same draws.

    Args:
        scenario: a resolved scenario.
        views: ids of views; all of the file by default.
        draws: number of draws.
        seed: of the draws; the same for every forecast.
        more: `threads`, `budget`, `progress` and `crew` of `standoff.forecast.forecast`.

    Raises:
        UsageError: there is no such view, or none at all.
    """
    require_unobserved(scenario, "a comparison of views")
    known = {view.id: view for view in scenario.views}
    if not known:
        raise UsageError(
            f"`{scenario.name}` declares no views",
            help="write `views:` with what each of them believes of the parameters",
        )
    for name in views:
        if name not in known:
            raise UsageError(f"there is no view `{name}`", help=advice(name, known))
    chosen = tuple(known[name] for name in dict.fromkeys(views or known))
    options = {"draws": draws, "seed": seed, **more}
    forecasts = {ANALYST: forecast(scenario, level=0, **options)}
    for view in chosen:
        forecasts[view.id] = forecast(scenario, view=view.id, **options)
    if scenario.perception_level and any(view.held_by for view in scenario.views):
        forecasts[PLAYED] = forecast(scenario, **options)
    return Comparison(scenario, chosen, forecasts)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
