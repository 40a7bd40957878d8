"""Boxes of numbers in which an outcome passes a level, found on some draws, judged on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.bands import weighted_quantile
from standoff.forecast.factors import Factor, places_of
from standoff.forecast.plan import Latent, plan_at
from standoff.forecast.prim import Box, Side, coverage, density, find_box, inside
from standoff.game.numbers import quantile
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]

MOST_BOXES = 2
TOP = 0.75
"""Quantile that is the threshold where too few draws, or too many, pass the one asked for."""
RARE = 0.05
"""Share of draws below which too few pass, and above one less this too many."""


@dataclass(frozen=True)
class Cases:
    """Draws of the prior with what happens in each.

    Attributes:
        random: uniform numbers (B).
        outcomes: probability of each outcome (K, B); nan where not solved.
        weights: of the draws (B), where something was observed; None for equal ones.
    """

    random: Latent
    outcomes: Array
    weights: Array | None = None


@dataclass(frozen=True)
class Scene:
    """Boxes in which the probability of an event is above a threshold.

    Attributes:
        level: the threshold.
        below: whether the probability is below it rather than above.
        asked: the threshold that was asked for; another one where too few or many draws pass it.
        share: of the draws that it was judged on, those that pass.
        fitted: draws on which the boxes were found.
        judged: other draws, on which density and coverage were counted.
        boxes: at most two, plain data.
    """

    level: float
    below: bool
    asked: float
    share: float
    fitted: int
    judged: int
    boxes: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the scene as plain data."""
        return {
            "level": self.level,
            "below": self.below,
            "asked": self.asked,
            "share": self.share,
            "fitted": self.fitted,
            "judged": self.judged,
            "boxes": list(self.boxes),
        }


def find_scene(
    scenario: Scenario,
    factors: Sequence[Factor],
    fit: Cases,
    judge: Cases,
    event: Array,
    above: float,
    *,
    below: bool = False,
) -> Scene | None:
    """Return the boxes in which an event's probability is above a level; None without draws.

    Density and coverage are counted on draws that the search has not seen, so they are not
    flattered by it.

    Args:
        scenario: a resolved scenario.
        factors: numbers and switches that boxes may restrict.
        fit: draws on which boxes are found.
        judge: other draws.
        event: outcomes that make the event (K), true or false.
        above: the threshold.
        below: look for probabilities below the level instead.
    """
    chance, known = _chance(fit, event)
    fresh, there = _chance(judge, event)
    if not (len(chance) and len(fresh)):
        return None
    level = above
    heavy, even = _weights(fit, known), _weights(judge, there)
    if not RARE <= heavy @ ((chance < above) if below else (chance > above)) <= 1 - RARE:
        level = float(weighted_quantile(chance, heavy, np.array([1 - TOP if below else TOP]))[0])
    numbers, test = _columns(scenario, factors, fit)[:, known], _columns(scenario, factors, judge)
    test = test[:, there]
    hit, fresh_hit = ((values < level if below else values > level) for values in (chance, fresh))
    share = float(even @ fresh_hit)
    boxes: list[dict[str, Any]] = []
    among = np.ones(len(hit), dtype=bool)
    free = np.ones(len(fresh), dtype=bool)
    while len(boxes) < MOST_BOXES:
        box = find_box(numbers, hit, heavy, among)
        if box is None:
            break
        which = inside(test, box.sides) & free
        dense = density(fresh_hit, even, which)
        if not dense > share:  # it did not hold on other draws
            break
        boxes.append(
            {
                "density": dense,
                "coverage": coverage(fresh_hit, even, which),
                "draws": int(which.sum()),
                "hits": int((which & fresh_hit).sum()),
                "sides": [_side(scenario, factors[s.column], s) for s in box.sides],
                "prior": _mass(numbers, box),
            }
        )
        among, free = among & ~box.inside, free & ~which
    return Scene(level, below, above, share, len(hit), len(fresh), tuple(boxes))


def _chance(cases: Cases, event: Array) -> tuple[Array, Array]:
    """Return the event's probability in the draws that were solved, and which those are."""
    chance = cases.outcomes[event].sum(axis=0)
    known = np.isfinite(chance)
    if cases.weights is not None:
        known &= cases.weights > 0
    return chance[known], known


def _weights(cases: Cases, known: Array) -> Array:
    """Return the weights of the draws that were solved, adding up to 1."""
    heavy = np.ones(int(known.sum())) if cases.weights is None else cases.weights[known]
    return np.asarray(heavy / heavy.sum())


def _columns(scenario: Scenario, factors: Sequence[Factor], cases: Cases) -> Array:
    """Return what boxes cut (F, B): places in the prior; values of choices; switches, on or off."""
    out = places_of(cases.random, factors)
    on = plan_at(scenario, cases.random).on
    for f, factor in enumerate(factors):
        if factor.is_switch:
            out[f] = on[factor.index]
        elif scenario.parameters[factor.index].prior.kind == "choice":
            out[f] = quantile(scenario.parameters[factor.index].prior, out[f])
    return out


def _side(scenario: Scenario, factor: Factor, side: Side) -> dict[str, Any]:
    """Return a side as plain data, in the parameter's own unit and as a share of its prior."""
    ends = [side.low, side.high]
    discrete = factor.is_switch or scenario.parameters[factor.index].prior.kind == "choice"
    if discrete:
        values = [end if np.isfinite(end) else None for end in ends]
        quantiles: list[float | None] = [None, None]
    else:
        quantiles = [end if np.isfinite(end) else None for end in ends]
        values = [None if q is None else factor.value(scenario, q) for q in quantiles]
    return {
        "name": factor.name,
        "kind": factor.kind,
        "means": factor.means,
        "unit": factor.unit,
        "low": values[0],
        "high": values[1],
        "low_quantile": quantiles[0],
        "high_quantile": quantiles[1],
        "range": [factor.value(scenario, u) for u in (0.01, 0.99)],
        "doubt": side.doubt,
    }


def _mass(numbers: Array, box: Box) -> float:
    """Return the share of the draws that satisfy all sides: the prior probability of the box."""
    return float(inside(numbers, box.sides).mean())
