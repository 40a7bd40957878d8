"""Numbers across draws in short: a mean and a 90% interval."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def band(values: Array) -> dict[str, float | None]:
    """Return mean and 90% interval across draws; None where no draw has a value."""
    known = values[np.isfinite(values)]
    if not len(known):
        return {"mean": None, "p05": None, "p95": None}
    low, high = np.quantile(known, [0.05, 0.95])
    return {"mean": float(known.mean()), "p05": float(low), "p95": float(high)}
