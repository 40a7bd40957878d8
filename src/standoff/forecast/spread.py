"""Where the spread of a forecast comes from: chance, parameters, theories, equilibrium branches.

Within a draw chance decides; across draws the probability itself moves, because of parameters,
because of theories that are on or off, and because there is more than one equilibrium. The law of
total variance splits the second kind; docs/concepts/spread.md has the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

DRAWS_PER_GROUP = 10
"""Draws per combination of switches that are needed to give each combination its own mean."""


@dataclass(frozen=True)
class Spread:
    """Variances of the outcome probabilities (K each).

    Attributes:
        chance: mean of p (1 - p) over the draws: what the crisis itself leaves open.
        parameters: across draws, not explained by the switches.
        switches: across draws, between states of the theory switches.
        branches: between equilibrium branches within a draw, mean over the draws.
        estimator: `combinations`, `main effects`, or `none` without switches that vary.
        combinations: number of combinations of switches that occur.
    """

    chance: Array
    parameters: Array
    switches: Array
    branches: Array
    estimator: str
    combinations: int

    @property
    def across(self) -> Array:
        """Variance across draws and branches, the sum of its three parts."""
        return self.parameters + self.switches + self.branches

    def shares(self) -> dict[str, Array]:
        """Return the share of each part of the variance across draws; nan where there is none."""
        with np.errstate(all="ignore"):
            return {
                name: np.where(self.across > 0, getattr(self, name) / self.across, np.nan)
                for name in ("parameters", "switches", "branches")
            }


def split_spread(outcomes: Array, on: Array, branches: Array | None = None) -> Spread:
    """Return the spread of outcome probabilities, split by where it comes from.

    With enough draws for each combination of switches the part of the switches is the variance
    between the means of the combinations, interactions included; with fewer it is the variance
    of a least-squares fit of main effects, and interactions count as parameters. Both are reduced
    by what chance alone would put there, and are never below 0.

    Args:
        outcomes: probability of each outcome in each draw (K, B).
        on: theory switches (T, B).
        branches: variance between equilibrium branches within a draw, mean over draws (K); none
            were searched for by default.
    """
    count, draws = outcomes.shape
    between = np.zeros(count) if branches is None else np.asarray(branches, dtype=np.float64)
    if not draws:
        empty = np.full(count, np.nan)
        return Spread(empty, empty, empty, empty, "none", 0)
    across = outcomes.var(axis=1)
    design, estimator, combinations = _design(on)
    switches = np.minimum(_explained(outcomes, design), across)
    return Spread(
        chance=(outcomes * (1 - outcomes)).mean(axis=1),
        parameters=across - switches,
        switches=switches,
        branches=between,
        estimator=estimator,
        combinations=combinations,
    )


def _design(on: Array) -> tuple[Array, str, int]:
    """Return the columns to fit (B, columns), centred, and how they were made."""
    patterns, group = np.unique(on.T, axis=0, return_inverse=True)
    varied = on[on.any(axis=1) & ~on.all(axis=1)].T.astype(np.float64)
    if not varied.shape[1]:
        return varied, "none", len(patterns)
    enough = on.shape[1] >= DRAWS_PER_GROUP * len(patterns)
    columns = np.eye(len(patterns))[np.ravel(group)][:, 1:] if enough else varied
    estimator = "combinations" if enough else "main effects"
    return columns - columns.mean(axis=0), estimator, len(patterns)


def _explained(outcomes: Array, design: Array) -> Array:
    """Return the variance that a fit explains, less what pure noise would, at least 0 (K)."""
    count, draws = outcomes.shape
    rank = int(np.linalg.matrix_rank(design)) if design.shape[1] else 0
    if rank == 0:
        return np.zeros(count)
    centred = outcomes - outcomes.mean(axis=1, keepdims=True)
    fit = design @ np.linalg.lstsq(design, centred.T, rcond=None)[0]
    explained = (fit.T**2).sum(axis=1)
    rest = (centred**2).sum(axis=1) - explained
    free = draws - 1 - rank
    noise = rest / free if free > 0 else explained / rank
    return np.asarray(np.maximum(explained - rank * noise, 0.0) / draws)
