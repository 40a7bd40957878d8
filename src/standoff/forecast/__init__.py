"""From solutions to statements about the world."""

from __future__ import annotations

from standoff.forecast.branches import Branches, branch_variance
from standoff.forecast.cluster import DaskCluster
from standoff.forecast.compare import Comparison, compare
from standoff.forecast.contributions import Contributions, contributions
from standoff.forecast.explain import Explained, explain
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.keep import ChunkFolder
from standoff.forecast.observe import Observed, observe
from standoff.forecast.standpoint import Standpoint, standpoint
from standoff.forecast.whatif import WhatIf, whatif
from standoff.forecast.without import Without, without
from standoff.forecast.workers import Workers

__all__ = [
    "Branches",
    "ChunkFolder",
    "Comparison",
    "Contributions",
    "DaskCluster",
    "Explained",
    "Forecast",
    "Observed",
    "Standpoint",
    "WhatIf",
    "Without",
    "Workers",
    "branch_variance",
    "compare",
    "contributions",
    "explain",
    "forecast",
    "observe",
    "standpoint",
    "whatif",
    "without",
]
