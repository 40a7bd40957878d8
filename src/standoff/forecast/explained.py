"""The explanation of two views as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.bands import band
from standoff.scenario.model import Evidence, Scenario, View

if TYPE_CHECKING:
    from standoff.forecast.explain import Explained

Array = np.ndarray[Any, Any]
Data = dict[str, Any]

SAME = 1e-12
"""Differences of chances below this have no shares."""


def explained_data(record: Explained) -> Data:
    """Return difference, shares and agreements, the disagreement that does most first.

    `share` of a disagreement counts what it adds in the direction of the difference, over all
    outcomes; the shares add up to 1, and one of them may be negative. `effect` is half the sum of
    its absolute values, and ranks them. `left` is the distance when both views have the analyst's
    number, `removes` the part of the distance that this takes away.
    """
    scenario, difference = record.scenario, record.difference
    solved = record.first.shape[1]
    distance = _half(difference) if solved else None
    rows = [_disagreement(record, k, distance) for k in range(len(record.players))]
    known = [row for row in rows if row["agreement"]["removes"] is not None]
    most = max(known, key=lambda row: row["agreement"]["removes"], default=None)
    return {
        "views": list(record.names),
        "method": "exact" if record.exact else "permutations",
        "permutations": None if record.exact else len(record.steps),
        "coalitions": record.coalitions,
        "draws": record.draws,
        "solved": solved,
        "distance": distance,
        "outcomes": {
            outcome.id: {
                "title": outcome.title,
                "force": outcome.force,
                "first": band(record.first[k]),
                "second": band(record.second[k]),
                "difference": _number(difference[k]) if solved else None,
                "explained": _number(record.shapley[:, k].sum()) if solved else None,
            }
            for k, outcome in enumerate(scenario.outcomes)
        },
        "disagreements": sorted(rows, key=lambda row: -(row["effect"] or 0.0)),
        "settles_most": None if most is None else most["name"],
    }


def _disagreement(record: Explained, player: int, distance: float | None) -> Data:
    scenario, name = record.scenario, record.players[player]
    if distance is None:
        values = np.full(len(scenario.outcomes), np.nan)
    else:
        values = record.shapley[player]
    error, sampled = _errors(record.steps[:, player])
    difference = record.difference if distance is not None else values
    return {
        "name": name or "options",
        "kind": "parameter" if name else "options",
        **(_parameter(record, name) if name else _options(record)),
        "effect": _half(values) if distance is not None else None,
        "share": _share(values, difference, distance),
        "outcomes": {
            outcome.id: {
                "shapley": _number(values[k]),
                "share": _number(values[k] / difference[k]) if abs(difference[k]) > SAME else None,
                "standard_error": _number(error[k]),
                "sampling_error": _number(sampled[k]),
            }
            for k, outcome in enumerate(scenario.outcomes)
        },
        "agreement": _agreement(record, name, distance),
    }


def _share(values: Array, difference: Array, distance: float | None) -> float | None:
    if distance is None or distance < SAME:
        return None
    return float((values * np.sign(difference)).sum() / (2 * distance))


def _errors(steps: Array) -> tuple[Array, Array]:
    """Return standard errors over the draws, and over pairs of orders (K each), of (M, K, B)."""
    empty = np.full(steps.shape[1], np.nan)
    by_draw = steps.mean(axis=0)
    count = by_draw.shape[1]
    error = by_draw.std(axis=1, ddof=1) / np.sqrt(count) if count > 1 else empty
    if len(steps) == 1 or not count:  # every coalition was solved
        return error, np.zeros(steps.shape[1]) if count else empty
    pairs = steps.mean(axis=2).reshape(-1, 2, steps.shape[1]).mean(axis=1)
    sampled = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)) if len(pairs) > 1 else empty
    return error, sampled


def _parameter(record: Explained, name: str) -> Data:
    scenario = record.scenario
    (index,) = (k for k, one in enumerate(scenario.parameters) if one.name == name)
    parameter, values = scenario.parameters[index], record.values[name]
    return {
        "unit": parameter.unit,
        "means": parameter.means,
        "first": _range(values[0]),
        "second": _range(values[1]),
        "analyst": _range(values[2]),
        "evidence": {view: _evidence(scenario, view, index) for view in record.names},
    }


def _options(record: Explained) -> Data:
    titles = {move.id: move.title for turn in record.scenario.turns for move in turn.moves}
    views = {view.id: view for view in record.scenario.views}
    out = {
        name: [titles[move] for move in titles if name in views and move in views[name].rules_out]
        for name in record.names
    }
    return {"unit": "", "means": "options that a view rules out", "rules_out": out}


def _evidence(scenario: Scenario, view: str, index: int) -> list[Data]:
    """Return what a view's belief rests on, or the analyst's number where it has none."""
    found: View | None = next((one for one in scenario.views if one.id == view), None)
    beliefs = [b for b in (found.beliefs if found else ()) if b.parameter == index]
    evidence: tuple[Evidence, ...] = (
        beliefs[0].evidence if beliefs else scenario.parameters[index].evidence
    )
    return [
        {"source": one.source, "paragraph": one.paragraph, "says": one.says} for one in evidence
    ]


def _agreement(record: Explained, name: str, distance: float | None) -> Data:
    if name not in record.agreed or not distance:
        return {"left": None, "removes": None}
    first, second = record.agreed[name]
    left = _half((first - second).mean(axis=1))
    return {"left": left, "removes": (distance - left) / distance}


def _range(values: Array) -> dict[str, float | None]:
    if not len(values):
        return {"median": None, "p05": None, "p95": None}
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return {"median": float(middle), "p05": float(low), "p95": float(high)}


def _half(values: Array) -> float:
    return float(0.5 * np.abs(values).sum())


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
