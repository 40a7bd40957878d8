"""From solutions to statements about the world."""

from __future__ import annotations

from standoff.forecast.advise import Advice, advise
from standoff.forecast.branches import Branches, branch_variance
from standoff.forecast.cluster import DaskCluster
from standoff.forecast.compare import Comparison, compare
from standoff.forecast.contributions import Contributions, contributions
from standoff.forecast.explain import Explained, explain
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.keep import ChunkFolder
from standoff.forecast.matters import Matters, matters
from standoff.forecast.observe import Observed, observe
from standoff.forecast.settle import Settle, settle
from standoff.forecast.standpoint import Standpoint, standpoint
from standoff.forecast.voi import Voi, voi
from standoff.forecast.whatif import WhatIf, whatif
from standoff.forecast.without import Without, without
from standoff.forecast.workers import Workers
from standoff.forecast.would import Would, would

__all__ = [
    "Advice",
    "Branches",
    "ChunkFolder",
    "Comparison",
    "Contributions",
    "DaskCluster",
    "Explained",
    "Forecast",
    "Matters",
    "Observed",
    "Settle",
    "Standpoint",
    "Voi",
    "WhatIf",
    "Without",
    "Workers",
    "Would",
    "advise",
    "branch_variance",
    "compare",
    "contributions",
    "explain",
    "forecast",
    "matters",
    "observe",
    "settle",
    "standpoint",
    "voi",
    "whatif",
    "without",
    "would",
]
