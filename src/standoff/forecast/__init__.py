"""From solutions to statements about the world."""

from __future__ import annotations

from standoff.forecast.compare import Comparison, compare
from standoff.forecast.contributions import Contributions, contributions
from standoff.forecast.forecast import Forecast, forecast

__all__ = [
    "Comparison",
    "Contributions",
    "Forecast",
    "compare",
    "contributions",
    "forecast",
]
