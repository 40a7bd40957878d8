"""Rows and columns of bands, the same in every table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report.blocks import Cell, Column

Data = Mapping[str, Any]

BAND = (
    Column("chance", "probability"),
    Column("5% of draws below", "probability"),
    Column("95% below", "probability"),
)
"""Columns of a mean with its 90% interval."""


def band_cells(band: Data | None) -> tuple[Cell, Cell, Cell]:
    """Return the cells under `BAND`; empty ones without a band."""
    if not band:
        return None, None, None
    return band["mean"], band["p05"], band["p95"]


def starred(outcome: Data) -> str:
    """Return the title of an ending, with a star where it is a use of force."""
    return str(outcome["title"]) + (" *" if outcome["force"] else "")
