"""From solutions to statements about the world."""

from __future__ import annotations

from standoff.forecast.branches import Branches, branch_variance
from standoff.forecast.compare import Comparison, compare
from standoff.forecast.contributions import Contributions, contributions
from standoff.forecast.forecast import Forecast, forecast

__all__ = [
    "Branches",
    "Comparison",
    "Contributions",
    "Forecast",
    "branch_variance",
    "compare",
    "contributions",
    "forecast",
]
