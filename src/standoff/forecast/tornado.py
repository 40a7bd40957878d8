"""One factor at a time at the ends of its range, the others as drawn: a tornado chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.bands import mean_and_error
from standoff.forecast.factors import Factor, moved, solved_at
from standoff.forecast.plan import Latent
from standoff.forecast.stack import Variants

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


def ends(solver: Variants, random: Latent, factors: Sequence[Factor]) -> Array:
    """Return the outcomes with each factor at both ends (F, 2, K, S); nan where not solved.

    Args:
        solver: of the scenario.
        random: uniform numbers behind the draws (S).
        factors: what is moved, one at a time.
    """
    if not factors:
        return np.zeros((0, 2, len(solver.scenario.outcomes), random.draws))
    variants = [moved(random, [one], [place]) for one in factors for place in places(one)]
    found, _ = solved_at(solver, variants)
    return found.reshape(len(factors), 2, *found.shape[1:])


def places(factor: Factor) -> tuple[float, float]:
    """Return the places of the low and the high end; a switch is off above its chance."""
    return (1.0, 0.0) if factor.is_switch else ENDS


def swings(
    factors: Sequence[Factor], found: Array, base: Array, weights: Array | None = None
) -> tuple[Swing, ...]:
    """Return what each factor does.

    Args:
        factors: in the order of `found`.
        found: as `ends` returns it (F, 2, K, S).
        base: outcomes as drawn (K, S); nan where not solved.
        weights: of the draws (S); None for equal ones.
    """
    out = []
    for factor, pair in zip(factors, found, strict=True):
        gap = pair - base
        both = np.isfinite(gap).all(axis=(0, 1))
        gap, heavy = gap[:, :, both], None if weights is None else weights[both]
        mean, error = mean_and_error(gap, heavy)
        move, _ = mean_and_error(np.abs(gap[1] - gap[0]), heavy)
        out.append(Swing(factor, mean, error, move, int(both.sum())))
    return tuple(out)
