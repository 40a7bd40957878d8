"""The published scale of likelihood words, which forecasts and claims share."""

from __future__ import annotations

from standoff.evidence.likelihood import SCALE, Likelihood, likelihood

__all__ = ["SCALE", "Likelihood", "likelihood"]
