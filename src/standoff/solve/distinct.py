"""Which of the equilibria found are the same, and which differ only where nobody goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.playing import reach_probabilities

Array = np.ndarray[Any, Any]

SAME = 1e-5
"""Two equilibria are one when no choice probability differs by more. Each is known to about
1e-10, and less well near a fold."""
REACHED = 1e-6
"""An information set that is reached with a smaller probability is off the path."""


def at_draws(numbers: Numbers, draws: Array) -> Numbers:
    """Return the numbers of the listed draws, one column for each entry of the list."""
    some = numbers.select(draws)
    return replace(
        some,
        pay=np.ascontiguousarray(some.pay),
        prob=np.ascontiguousarray(some.prob),
        lam=np.ascontiguousarray(some.lam),
    )


def infoset_reach(game: Game, numbers: Numbers, strategy: Array) -> Array:
    """Return the probability of reaching each information set (I, B)."""
    if not game.n_infosets:
        return np.zeros((0, strategy.shape[1]))
    reach = reach_probabilities(game, numbers, strategy)
    return np.asarray(np.add.reduceat(reach[game.infoset_nodes], game.infoset_start[:-1], axis=0))


def largest_differences(game: Game, one: Array, many: Array) -> Array:
    """Return the largest difference at each information set between `one` (X) and `many` (X, F).

    Returns:
        Differences (I, F).
    """
    difference = np.abs(many - one[:, None])
    return np.asarray(np.maximum.reduceat(difference, game.action_start[:-1], axis=0))


def is_new(strategy: Array, known: list[Array]) -> bool:
    """Return whether a strategy (X) differs from all known ones."""
    return all(np.abs(strategy - other).max(initial=0.0) > SAME for other in known)


def paths(game: Game, strategy: Array, reach: Array) -> Array:
    """Return the class of each equilibrium of one draw (F): equal numbers play alike on the path.

    Two play alike when they make the same choices wherever either of them ever comes.

    Args:
        game: a compiled game.
        strategy: their choice probabilities (X, F).
        reach: their probabilities of reaching each information set (I, F).
    """
    count = strategy.shape[1]
    classes = np.full(count, -1)
    for k in range(count):
        if classes[k] >= 0:
            continue
        classes[k] = classes.max() + 1
        if not game.n_infosets:
            continue
        far = largest_differences(game, strategy[:, k], strategy) > SAME
        seen = (reach > REACHED) | (reach[:, [k]] > REACHED)
        alike = ~(far & seen).any(axis=0) & (classes < 0)
        classes[alike] = classes[k]
    return classes
