"""observe(scenario, events): what has been seen, and what follows from it, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from standoff.errors import UsageError
from standoff.forecast.forecast import Forecast, forecast
from standoff.scenario import load_scenario
from standoff.scenario.events import event_data, with_events
from standoff.scenario.model import Scenario

KEPT = (
    "format", "version", "scenario", "title", "hash", "seed", "draws", "as_of", "parties",
    "outcomes", "bluff_definition", "bluff", "next_moves", "types", "beliefs", "observed",
    "certificate",
)  # fmt: skip
"""Entries of a forecast that belong to what was observed."""


@dataclass(frozen=True)
class Observed:
    """A forecast that is conditioned on what has been seen.

    Attributes:
        forecast: of the crisis given all observations.
    """

    forecast: Forecast

    def to_json(self) -> dict[str, Any]:
        """Return what the observations say as plain data, with the series after each."""
        whole = self.forecast.to_json()
        return {**{name: whole[name] for name in KEPT}, "study": "observe"}


def observe(
    scenario: Scenario, events: Sequence[str] = (), *, draws: int = 200, **more: Any
) -> Observed:
    """Return the forecast of a crisis given what has been seen.

    Args:
        scenario: a resolved scenario, with observations in its file or without.
        events: further observations, such as `answer=step_up on 2022-01-27`, see
            `standoff.scenario.events`.
        draws: number of draws.
        more: `seed`, `threads`, `budget`, `progress` and `mend` of `standoff.forecast.forecast`.

    Raises:
        UsageError: nothing was seen, or it is impossible in every draw.
        ScenarioError: an observation does not fit the crisis.
    """
    seen = with_observations(scenario, events)
    if not seen.observed:
        raise UsageError("nothing was observed", help="give at least one event")
    return Observed(forecast(seen, draws=draws, **more))


def with_observations(scenario: Scenario, events: Sequence[str]) -> Scenario:
    """Return a scenario with more observations, as if they stood in its file.

    Raises:
        UsageError: one of the texts is no observation.
        ScenarioError: one of them does not fit the crisis.
    """
    if not events:
        return scenario
    text = with_events(scenario.text, [event_data(one) for one in events], scenario.name)
    made = load_scenario(f"{scenario.name}.yaml", text=text)
    return replace(made, memory=scenario.memory)
