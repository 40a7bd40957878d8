"""A what-if as plain data."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.bands import band
from standoff.forecast.pairs import difference

if TYPE_CHECKING:
    from standoff.forecast.whatif import WhatIf

Array = np.ndarray[Any, Any]


def data_of(record: WhatIf) -> dict[str, Any]:
    """Return a what-if as plain data."""
    base, scenario = record.base.scenario, record.scenario
    before, after = record.before, record.after
    mean, error, pairs = weighted_difference(after.outcomes, before.outcomes, record.weights)
    threats = record.base.parts[0].questions.threats
    dates = record.base.parts[0].questions.layout.dates
    return {
        "format": 1,
        "version": version("standoff"),
        "study": "whatif",
        "scenario": base.name,
        "title": base.title,
        "hash": base.hash,
        "hash_changed": scenario.hash,
        "seed": record.base.seed,
        "draws": record.base.draws,
        "kind": record.kind,
        "knows": list(record.knows),
        "parties": {party.id: party.name for party in base.parties},
        "patches": [
            {"path": one.path, "before": one.before, "after": one.after} for one in record.changes
        ],
        "moves": [
            {
                "turn": scenario.turns[one.turn].id,
                "move": scenario.turns[one.turn].moves[one.move].id,
                "title": scenario.turns[one.turn].moves[one.move].title,
                "party": scenario.parties[one.mover].id,
                "how": "forced" if one.forced else "removed",
                "base_chance": chance,
            }
            for one, chance in zip(record.choices, record.chances, strict=True)
        ],
        "theories": {name: "on" if on else "off" for name, on in record.theories.items()},
        "weighted": record.weights is not None,
        "pairs": pairs,
        "failed": int(np.isnan(after.outcomes).any(axis=0).sum()),
        "input_changed": float(record.input_changed.mean()),
        "kept_between_0_and_1": dict(record.kept),
        "distance": _number(0.5 * np.abs(mean).sum()),
        "outcomes": {
            outcome.id: {
                "title": outcome.title,
                "force": outcome.force,
                **_row(record, before.outcomes[k], after.outcomes[k]),
                "difference": _number(mean[k]),
                "standard_error": _number(error[k]),
            }
            for k, outcome in enumerate(base.outcomes)
        },
        "bluff": {
            base.parties[threat.bluff.party].id: _row(record, before.bluff[k], after.bluff[k])
            for k, threat in enumerate(threats)
        },
        "payoffs": {
            party.id: _row(record, before.payoffs[k], after.payoffs[k])
            for k, party in enumerate(base.parties)
        },
        "payoff_unit": "percent of the stakes" if base.payoff_scale != 1 else "points",
        "ended_by": _dates(record, dates),
    }


def _dates(record: WhatIf, dates: tuple[str, ...]) -> dict[str, Any]:
    """Return when the crisis has ended; nothing where the change moved the dates themselves."""
    before, after = record.before.ended_by, record.after.ended_by
    if before.shape != after.shape:
        return {}
    return {day: _row(record, before[d], after[d]) for d, day in enumerate(dates)}


def _row(record: WhatIf, before: Array, after: Array) -> dict[str, Any]:
    mean, error, _ = weighted_difference(after[None], before[None], record.weights)
    return {
        "base": band(before, record.weights),
        "changed": band(after, record.weights),
        "difference": _number(mean[0]),
        "standard_error": _number(error[0]),
    }


def weighted_difference(
    first: Array, second: Array, weights: Array | None = None
) -> tuple[Array, Array, int]:
    """Return mean and standard error of `first - second`, as `pairs.difference`, with weights.

    The error of a weighted mean m of n differences d with weights w that add up to 1 is
    sqrt(n / (n - 1) sum w^2 (d - m)^2); with equal weights it is the usual one.

    Args:
        first: values by draw (K, B), nan where there is none.
        second: the same draws without the change.
        weights: of the draws (B); None for equal ones.
    """
    if weights is None:
        return difference(first, second)
    both = np.isfinite(first).all(axis=0) & np.isfinite(second).all(axis=0) & (weights > 0)
    gap, count = (first - second)[:, both], int(both.sum())
    empty = np.full(len(first), np.nan)
    if not count:
        return empty, empty, 0
    heavy = weights[both] / weights[both].sum()
    mean = gap @ heavy
    if count < 2:
        return mean, empty, count
    spread = (heavy**2 * (gap - mean[:, None]) ** 2).sum(axis=1)
    return mean, np.sqrt(spread * count / (count - 1)), count


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
