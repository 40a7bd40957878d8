"""From solutions to statements about the world."""

from __future__ import annotations

from standoff.forecast.branches import Branches, branch_variance
from standoff.forecast.forecast import Forecast, forecast

__all__ = ["Branches", "Forecast", "branch_variance", "forecast"]
