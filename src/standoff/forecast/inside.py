"""What happens inside the crisis, as plain data: causes, doubt by its kind, variables, beliefs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from standoff.forecast.answers import Answers
from standoff.forecast.bands import band as plain_band
from standoff.forecast.bands import mean_of
from standoff.forecast.causes import CAUSES, fighting
from standoff.forecast.doubt import DEAL, NATURE
from standoff.forecast.states import Standing
from standoff.scenario.model import NOBODY, Scenario, Variable

Array = np.ndarray[Any, Any]
Band = Callable[[Array], dict[str, Any]]


def causes_data(scenario: Scenario, answers: Answers, band: Band = plain_band) -> dict[str, Any]:
    """Return how uses of force, clashes, and endings that come about in several ways are caused.

    Returns:
        `outcomes`: per ending a band for each of `accident`, `choice` and `time`; `war`: the same
        for all uses of force and clashes together, with their ids, or None without any.
    """
    war = fighting(scenario)
    ways = (answers.causes > 0).any(axis=-1).sum(axis=0)
    told = [k for k in range(len(scenario.outcomes)) if k in war or ways[k] > 1]
    together = None
    if war:
        ids = [scenario.outcomes[k].id for k in war]
        together = {"outcomes": ids, **_bands(answers.causes[:, list(war)].sum(axis=1), band)}
    return {
        "outcomes": {scenario.outcomes[k].id: _bands(answers.causes[:, k], band) for k in told},
        "war": together,
    }


def _bands(by_cause: Array, band: Band) -> dict[str, Any]:
    return {cause: band(by_cause[c]) for c, cause in enumerate(CAUSES)}


def within_data(
    scenario: Scenario, answers: Answers, weights: Array | None = None
) -> dict[str, Any]:
    """Return what the crisis itself leaves open, by who settles it, as shares that add up to 1.

    Returns:
        `outcomes`: per ending `variance`, the mean over draws of p(1 - p), and the shares of it
        that are `private` information, `nature` and `choices`, the last again by party under
        `parties`; `all`: the same for the sum over endings. Shares are None where nothing is open.
    """
    within = answers.within
    mean = mean_of(within, weights) if within.shape[-1] else np.full(within.shape[:-1], np.nan)
    return {
        "outcomes": {o.id: _shares(scenario, mean[:, k]) for k, o in enumerate(scenario.outcomes)},
        "all": _shares(scenario, mean.sum(axis=1)),
    }


def _shares(scenario: Scenario, parts: Array) -> dict[str, Any]:
    total = float(parts.sum())
    if not np.isfinite(total):
        return {"variance": None, "private": None, "nature": None, "choices": None, "parties": {}}
    share = parts / total if total > 0 else np.full(len(parts), np.nan)
    numbers = [float(s) if np.isfinite(s) else None for s in share]
    return {
        "variance": total,
        "private": numbers[DEAL],
        "nature": numbers[NATURE],
        "choices": float(share[2:].sum()) if total > 0 else None,
        "parties": {party.id: numbers[2 + p] for p, party in enumerate(scenario.parties)},
    }


def variables_data(
    scenario: Scenario, answers: Answers, days: Sequence[str], band: Band = plain_band
) -> dict[str, Any]:
    """Return each public variable by date, given that the crisis is open, and at the end.

    Values that are never taken are left out.
    """
    return {
        variable.id: {
            "means": variable.means,
            "role": variable.role,
            **_standing(_values_of(variable), answers.variables[k], days, band, means_only=True),
        }
        for k, variable in enumerate(scenario.variables)
    }


def beliefs_data(
    scenario: Scenario, answers: Answers, days: Sequence[str], band: Band = plain_band
) -> dict[str, Any]:
    """Return what the public past says of each hidden dimension, by date, and what is at the end.

    The bands of `dates` are the chance of each value given that the crisis is open: the belief of
    somebody who sees the public past only, averaged over the pasts that are possible by then.
    `told` is the share of the doubt that the public past has removed by each date, see
    `standoff.forecast.learnt`.
    """
    changed = {k for turn in scenario.turns for move in turn.moves for k, _ in move.becomes}
    return {
        scenario.full_name(private): {
            "means": private.means,
            "owner": None if private.party == NOBODY else scenario.parties[private.party].id,
            "seen_by": [p.id for n, p in enumerate(scenario.parties) if private.seen_by(n)],
            "changes": k in changed,
            **_standing(private.values, answers.hidden[k], days, band),
            "told": {day: band(answers.told[k][d]) for d, day in enumerate(days)},
        }
        for k, private in enumerate(scenario.privates)
        if not private.choice
    }


def _values_of(variable: Variable) -> tuple[str, ...]:
    return variable.labels or tuple(str(v) for v in range(variable.low, variable.high + 1))


def _standing(
    values: Sequence[str],
    standing: Standing,
    days: Sequence[str],
    band: Band,
    *,
    means_only: bool = False,
) -> dict[str, Any]:
    weight = np.nansum(standing.start, axis=-1) + np.nansum(standing.end, axis=-1)
    weight += np.nansum(standing.dates, axis=(0, -1))
    taken = [v for v in range(len(values)) if weight[v] > 0]

    def by_date(chances: Array) -> Any:
        return band(chances)["mean"] if means_only else band(chances)

    return {
        "values": [values[v] for v in taken],
        "start": {values[v]: band(standing.start[v])["mean"] for v in taken},
        "dates": {
            day: {values[v]: by_date(standing.dates[d, v]) for v in taken}
            for d, day in enumerate(days)
        },
        "end": {values[v]: band(standing.end[v]) for v in taken},
    }
