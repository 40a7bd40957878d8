"""From solutions to statements about the world."""

from __future__ import annotations

from standoff.forecast.forecast import Forecast, forecast

__all__ = ["Forecast", "forecast"]
