"""Sobol indices: which share of the variance of an outcome is due to each factor.

The design and the estimators are those of SALib: a scrambled Sobol sequence for two sets A and B
of N points, and for each group of factors A with that group's columns from B. First-order indices
after Saltelli et al. (2010), Computer Physics Communications 181:259-270; total indices after
Jansen, named there too. Intervals come from SALib's bootstrap over the N rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import MissingExtraError

Array = np.ndarray[Any, Any]

LEVEL = 0.9
"""Level of the intervals."""
RESAMPLES = 200
LEAST_ROWS = 16
"""Rows that a bootstrap needs at least."""
VARIES = 1e-9
"""An outcome whose standard deviation is below this never varies."""


@dataclass(frozen=True)
class Design:
    """Points at which to solve.

    Attributes:
        groups: positions of the factors that are moved together, for each group (G).
        rows: N, a power of two.
        places: uniform numbers (F, N (G + 2)): for each row A, then A with each group from B, then
            B.
    """

    groups: tuple[tuple[int, ...], ...]
    rows: int
    places: Array

    @property
    def step(self) -> int:
        """Points in one row."""
        return len(self.groups) + 2

    def ordinary(self) -> Array:
        """Return the positions of the points that are draws of the prior: sets A and B."""
        starts = np.arange(self.rows) * self.step
        return np.concatenate([starts, starts + self.step - 1])


@dataclass(frozen=True)
class Indices:
    """Indices of K outcomes for G groups; nan for an outcome that never varies.

    Attributes:
        first: share of the variance that goes with a group by itself (K, G).
        first_half: half the width of its 90% interval.
        total: share that would be left if all other groups were known (K, G).
        total_half: half the width of its 90% interval.
        rows: rows of the design that were used.
        dropped: rows left out because a point in them was not solved.
    """

    first: Array
    first_half: Array
    total: Array
    total_half: Array
    rows: int
    dropped: int


def rows_within(solves: int, groups: int) -> int:
    """Return the largest power of two of rows that takes no more than a number of solves, or 0."""
    most = solves // (groups + 2)
    return 1 << (most.bit_length() - 1) if most else 0


def design(groups: Sequence[Sequence[int]], rows: int, seed: int) -> Design:
    """Return a design for groups of factors.

    Args:
        groups: positions of factors, each in exactly one group, from 0 without gaps.
        rows: a power of two.
        seed: of the scrambling.

    Raises:
        MissingExtraError: SALib is not installed.
    """
    sample, _ = _salib()
    values = sample(
        _problem(groups), rows, calc_second_order=False, scramble=True, seed=_seed(seed, 0)
    )
    order = np.argsort(np.concatenate([np.array(group) for group in groups]))
    return Design(tuple(tuple(group) for group in groups), rows, np.asarray(values).T[order])


def indices(made: Design, outcomes: Array, seed: int) -> Indices:
    """Return the indices from the outcomes at the points of a design.

    A row in which some point was not solved is left out whole: the estimators need all its points.

    Args:
        made: the design.
        outcomes: probability of each outcome at each point (K, N (G + 2)), nan where not solved.
        seed: of the bootstrap.

    Raises:
        MissingExtraError: SALib is not installed.
    """
    _, analyze = _salib()
    blocks = outcomes.reshape(len(outcomes), made.rows, made.step)
    good = np.isfinite(blocks).all(axis=(0, 2))
    kept = blocks[:, good].reshape(len(outcomes), -1)
    rows, groups = int(good.sum()), len(made.groups)
    out = np.full((4, len(outcomes), groups), np.nan)
    for k, values in enumerate(kept):
        if rows < LEAST_ROWS or values.std() < VARIES:
            continue
        found = analyze(
            _problem(made.groups),
            values,
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=LEVEL,
            seed=_seed(seed, 1),
        )
        out[:, k] = [found[key] for key in ("S1", "S1_conf", "ST", "ST_conf")]
    first, first_half, total, total_half = out
    return Indices(first, first_half, total, total_half, rows, made.rows - rows)


def require_salib() -> None:
    """Raise `MissingExtraError` where SALib is not installed, before anything is solved."""
    _salib()


def _problem(groups: Sequence[Sequence[int]]) -> dict[str, Any]:
    named = [(f"f{f}", f"g{g}") for g, group in enumerate(groups) for f in group]
    return {
        "num_vars": len(named),
        "names": [name for name, _ in named],
        "groups": [group for _, group in named],
        "bounds": [[0.0, 1.0]] * len(named),
    }


def _seed(seed: int, use: int) -> int:
    """Return a seed that SALib takes: positive, of 32 bits."""
    return int(np.random.SeedSequence([seed, use]).generate_state(1)[0]) | 1


def _salib() -> tuple[Any, Any]:
    try:
        from SALib.analyze.sobol import analyze
        from SALib.sample.sobol import sample
    except ImportError:
        raise MissingExtraError("sensitivity", "a Sobol index") from None
    return sample, analyze
