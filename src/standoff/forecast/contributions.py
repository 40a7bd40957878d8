"""What each theory contributes: the same draws with it on and with it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.bands import band
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.pairs import by_draw, difference
from standoff.forecast.plan import plan_draws
from standoff.forecast.unobserved import require_unobserved
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Contribution:
    """Outcome probabilities of the same draws with a theory on and off (K, B each).

    Attributes:
        theory: its id; empty for all theories together.
    """

    theory: str
    with_it: Array
    without: Array


@dataclass(frozen=True)
class Contributions:
    """What each theory of a scenario contributes.

    Attributes:
        base: the forecast as the file says.
        each: one entry for each theory, the others drawn as the file says.
        together: all theories on against all off.
    """

    base: Forecast
    each: tuple[Contribution, ...]
    together: Contribution

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain data."""
        scenario = self.base.scenario
        theories = {theory.id: theory for theory in scenario.theories}
        return {
            "format": 1,
            "version": version("standoff"),
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "seed": self.base.seed,
            "draws": self.base.draws,
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "outcomes": {
                outcome.id: {"title": outcome.title, "force": outcome.force}
                for outcome in scenario.outcomes
            },
            "base": _means(scenario, by_draw(self.base)),
            "theories": {
                one.theory: {
                    "title": theories[one.theory].title,
                    "means": theories[one.theory].means,
                    "reference": theories[one.theory].reference,
                    "critics": theories[one.theory].critics,
                    "on_in": float(self.base.on[list(theories).index(one.theory)].mean()),
                    **_contrast(scenario, one),
                }
                for one in self.each
            },
            "all": _contrast(scenario, self.together),
        }


def contributions(
    scenario: Scenario, *, draws: int = 500, seed: int = 1, **more: Any
) -> Contributions:
    """Return what each theory contributes to the forecast, on paired draws.

    Args:
        scenario: a resolved scenario with theories.
        draws: number of draws.
        seed: of the draws; the same for every forecast.
        more: `threads`, `budget`, `progress` and `crew` of `standoff.forecast.forecast`.

    Raises:
        UsageError: the scenario has no theories.
    """
    require_unobserved(scenario, "what theories contribute")
    if not scenario.theories:
        raise UsageError(
            f"`{scenario.name}` declares no theories",
            help="write `theories:` with what holds when each of them is off",
        )
    made: dict[bytes, Forecast] = {}

    def run(forced: Mapping[str, bool]) -> Forecast:
        on = plan_draws(scenario, draws, seed, theories=forced).on
        if on.tobytes() not in made:
            made[on.tobytes()] = forecast(scenario, draws=draws, seed=seed, theories=forced, **more)
        return made[on.tobytes()]

    base = run({})
    names = [theory.id for theory in scenario.theories]
    each = tuple(_between(name, run, {name: True}, {name: False}) for name in names)
    together = _between("", run, dict.fromkeys(names, True), dict.fromkeys(names, False))
    return Contributions(base, each, together)


def _between(
    name: str,
    run: Callable[[Mapping[str, bool]], Forecast],
    on: Mapping[str, bool],
    off: Mapping[str, bool],
) -> Contribution:
    return Contribution(name, by_draw(run(on)), by_draw(run(off)))


def _means(scenario: Scenario, values: Array) -> dict[str, Any]:
    return {outcome.id: band(values[k]) for k, outcome in enumerate(scenario.outcomes)}


def _contrast(scenario: Scenario, one: Contribution) -> dict[str, Any]:
    mean, error, pairs = difference(one.with_it, one.without)
    return {
        "pairs": pairs,
        "outcomes": {
            outcome.id: {
                "on": band(one.with_it[k])["mean"],
                "off": band(one.without[k])["mean"],
                "difference": _number(mean[k]),
                "standard_error": _number(error[k]),
            }
            for k, outcome in enumerate(scenario.outcomes)
        },
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
