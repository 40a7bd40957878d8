"""Short ways to solve a tiny crisis written in a test."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.forecast import forecast
from standoff.scenario import load_scenario


def solved(text: str, draws: int = 1) -> dict[str, Any]:
    """Return the forecast of a crisis as plain data; every draw must be certified."""
    data = forecast(load_scenario("crisis.yaml", text=text), draws=draws, threads=1).to_json()
    assert data["certificate"]["failed"] == 0
    return data


def chance(text: str, outcome: str, draws: int = 1) -> float:
    """Return the mean probability of an outcome."""
    return float(solved(text, draws)["outcomes"][outcome]["mean"])


def soft(x: float) -> float:
    """Return the logistic function: the chance of a choice that is worth x/lambda more."""
    return float(1 / (1 + np.exp(-x)))
