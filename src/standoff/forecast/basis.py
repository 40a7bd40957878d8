"""What a forecast rests on in counts, and its endings added up by date, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from standoff.forecast.bands import band
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]


def basis_data(scenario: Scenario) -> dict[str, int]:
    """Return how many numbers are drawn and how many of them are assumed, and how many sources.

    Groups: sources of one dependence group count once.
    """
    drawn = [one for one in scenario.parameters if one.prior.kind != "fixed"]
    groups = {source.group or source.key for source in scenario.sources}
    return {
        "parameters": len(scenario.parameters),
        "drawn": len(drawn),
        "assumed": sum(one.assumed for one in drawn),
        "sources": len(scenario.sources),
        "groups": len(groups),
    }


def by_then(
    scenario: Scenario, dates: Sequence[str], endings: Array, weights: Array | None
) -> dict[str, Any]:
    """Return the chance that each ending has come by each date, with bands.

    Args:
        scenario: with K outcomes.
        dates: D days.
        endings: chance that the crisis ends so on that day, per draw (D, K, B).
        weights: of the draws, adding up to 1 (B); None where all count alike.
    """
    so_far = np.cumsum(endings, axis=0)
    return {
        day: {one.id: band(so_far[d, k], weights) for k, one in enumerate(scenario.outcomes)}
        for d, day in enumerate(dates)
    }
