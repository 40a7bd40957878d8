"""What matters, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.bands import band, deviation, even_draws
from standoff.forecast.factors import Factor
from standoff.forecast.spread import split_spread
from standoff.forecast.tornado import ENDS

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast
    from standoff.forecast.matters import Matters

Array = np.ndarray[Any, Any]


def matters_data(record: Matters) -> dict[str, Any]:
    """Return the record's content as plain data, outcomes in the file's order."""
    scenario, base = record.base.scenario, record.base
    factors = {
        factor.name: _factor(record, factor, bool(enters))
        for factor, enters in zip(record.factors, record.enters, strict=True)
    }
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "hash": scenario.hash,
        "seed": base.seed,
        "draws": base.draws,
        "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
        "solved": int(base.solution.solved.sum()),
        "solves": record.solves,
        "observed": weights_data(base),
        "screen_draws": record.screen,
        "factors": factors,
        "outside": [name for name, one in factors.items() if not one["enters"]],
        "design": None
        if record.sobol is None
        else {
            "rows": record.sobol.rows,
            "dropped": record.sobol.dropped,
            "groups": [[record.entered[f].name for f in group] for group in record.groups],
        },
        "outcomes": {scenario.outcomes[k].id: _outcome(record, k) for k in record.outcomes},
    }


def weights_data(base: Forecast) -> dict[str, Any] | None:
    """Return how what was observed weighs the draws of a forecast; None where nothing was."""
    if base.posterior is None:
        return None
    return {
        "events": [one.text for one in base.scenario.observed],
        "how": base.posterior.how,
        "ess": base.posterior.ess,
        "prior_ess": base.posterior.prior_ess,
        "temper": base.posterior.temper,
    }


def _factor(record: Matters, factor: Factor, enters: bool) -> dict[str, Any]:
    scenario = record.base.scenario
    return {
        "kind": factor.kind,
        "unit": factor.unit,
        "means": factor.means,
        "enters": enters,
        "low": factor.value(scenario, ENDS[0]) if not factor.is_switch else 0.0,
        "high": factor.value(scenario, ENDS[1]) if not factor.is_switch else 1.0,
    }


def _outcome(record: Matters, k: int) -> dict[str, Any]:
    outcome = record.base.scenario.outcomes[k]
    values = record.base.answers.outcomes[k]
    scene = None if record.scenes is None else record.scenes[k]
    return {
        "title": outcome.title,
        "force": outcome.force,
        **band(values, record.base.weights),
        "variance": _number(deviation(values[None], record.base.weights)[0] ** 2),
        "spread": _spread(record, k),
        "sobol": _sobol(record, k),
        "tornado": _tornado(record, k),
        "given": _given(record, k),
        "boxes": None if scene is None else scene.to_json(),
    }


def _spread(record: Matters, k: int) -> dict[str, float | None]:
    """Return the variances by where they come from: chance within a draw, the rest across."""
    base = record.base
    on = base.on[:, base.solution.solved].astype(bool)
    alike = even_draws(base.weights, on.shape[1])
    spread = split_spread(base.answers.outcomes[:, alike], on[:, alike], base.branch_variance)
    parts = {
        name: _number(getattr(spread, name)[k]) for name in ("chance", "parameters", "switches")
    }
    searched = base.branch_variance is not None
    return {**parts, "branches": _number(spread.branches[k]) if searched else None}


def _sobol(record: Matters, k: int) -> list[dict[str, Any]] | None:
    """Return the indices, the largest total first and a group last; None where nothing varies."""
    found = record.sobol
    if found is None or not np.isfinite(found.total[k]).any():
        return None
    rows = [
        {
            "factors": [record.entered[f].name for f in group],
            **{
                name: _number(getattr(found, name)[k, g])
                for name in ("first", "first_half", "total", "total_half")
            },
        }
        for g, group in enumerate(record.groups)
    ]
    return sorted(rows, key=lambda row: (len(row["factors"]) > 1, -(row["total"] or 0.0)))


def _tornado(record: Matters, k: int) -> list[dict[str, Any]] | None:
    """Return what each factor does alone, the widest swing first."""
    if record.swings is None:
        return None
    rows = [
        {
            "name": one.factor.name,
            "draws": one.draws,
            "low": _number(one.change[0, k]),
            "high": _number(one.change[1, k]),
            "low_error": _number(one.error[0, k]),
            "high_error": _number(one.error[1, k]),
            "move": _number(one.move[k]),
        }
        for one in record.swings
    ]
    return sorted(rows, key=lambda row: -abs((row["high"] or 0.0) - (row["low"] or 0.0)))


def _given(record: Matters, k: int) -> list[dict[str, Any]] | None:
    """Return the indices over ordinary draws, the largest first."""
    found = record.given
    if found is None:
        return None
    rows = [
        {
            "name": factor.name,
            "index": _number(found.index[k, f]),
            "noise": _number(found.noise[f]),
            "direction": int(found.direction[k, f]),
            "low": _number(found.low[k, f]),
            "high": _number(found.high[k, f]),
        }
        for f, factor in enumerate(record.entered)
    ]
    return sorted(rows, key=lambda row: -(row["index"] or 0.0))


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
