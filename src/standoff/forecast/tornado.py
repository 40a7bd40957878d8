"""One factor at a time at the ends of its range, the others as drawn: a tornado chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.factors import Factor, first_draws, moved, solved_at
from standoff.forecast.plan import Latent
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]

ENDS = (0.05, 0.95)
"""Quantiles of its prior at which a parameter stands; a switch is off, then on."""


@dataclass(frozen=True)
class Swing:
    """What one factor does at the ends of its range, over draws that were solved on both sides.

    Attributes:
        factor: which one.
        change: outcome probability at the low and the high end minus that as drawn (2, K).
        error: standard error of the mean change over paired draws (2, K).
        move: mean over draws of the absolute change from the low to the high end (K): counts what
            goes up in some draws and down in others.
        draws: paired draws.
    """

    factor: Factor
    change: Array
    error: Array
    move: Array
    draws: int


def ends(
    scenario: Scenario, random: Latent, factors: Sequence[Factor], draws: int, **how: Any
) -> Array:
    """Return the outcomes with each factor at both ends (F, 2, K, draws); nan where not solved.

    Args:
        scenario: a resolved scenario.
        random: uniform numbers behind the draws.
        factors: what is moved, one at a time.
        draws: number of draws, the first ones.
        how: as for `solved_at`.
    """
    base = first_draws(random, draws)
    if not factors:
        return np.zeros((0, 2, len(scenario.outcomes), draws))
    variants = [moved(base, [one], [place]) for one in factors for place in places(one)]
    found = solved_at(scenario, variants, **how)
    return found.reshape(len(factors), 2, *found.shape[1:])


def places(factor: Factor) -> tuple[float, float]:
    """Return the places of the low and the high end; a switch is off above its chance."""
    return (1.0, 0.0) if factor.is_switch else ENDS


def swings(factors: Sequence[Factor], found: Array, base: Array) -> tuple[Swing, ...]:
    """Return what each factor does.

    Args:
        factors: in the order of `found`.
        found: as `ends` returns it (F, 2, K, S).
        base: outcomes as drawn (K, B), B at least S; nan where not solved.
    """
    out = []
    for factor, pair in zip(factors, found, strict=True):
        gap = pair - base[:, : pair.shape[-1]]
        both = np.isfinite(gap).all(axis=(0, 1))
        gap, count = gap[:, :, both], int(both.sum())
        empty = np.full(gap.shape[:2], np.nan)
        mean = gap.mean(axis=-1) if count else empty
        error = gap.std(axis=-1, ddof=1) / np.sqrt(count) if count > 1 else empty
        move = np.abs(gap[1] - gap[0]).mean(axis=-1) if count else empty[0]
        out.append(Swing(factor, mean, error, move, count))
    return tuple(out)
