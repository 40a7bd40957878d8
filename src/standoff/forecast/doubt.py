"""What the crisis itself leaves open, split by whose move settles it.

Within one draw an ending happens or not, and the chance of it moves along each path from its
probability p at the root to 0 or 1. These moves are the steps of a martingale, so their variances
add up exactly:

    p (1 - p)  =  sum over nodes n of  reach(n) * variance of the chance at the children of n

Each node has one mover: the deal of the private types at the root, nature later on, or a party.
Adding up by mover says how much of the doubt is private information, chance, and choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from standoff.game import CHANCE, NONE
from standoff.solve.playing import hit_probabilities, look_back

if TYPE_CHECKING:
    from standoff.forecast.lens import Play
    from standoff.forecast.questions import Questions

Array = np.ndarray[Any, Any]

DEAL, NATURE = 0, 1
"""First two rows of `split_variance`; party p has row 2 + p."""


def split_variance(q: Questions, play: Play) -> Array:
    """Return the variance of each ending by who settles it (2 + P, K, B).

    The rows are the deal of private types, nature later on, and the parties in order; they add up
    to p(1 - p) of the ending in every draw.
    """
    game, numbers, strategy = q.game, play.numbers, play.strategy
    count = len(q.scenario.outcomes)
    out = np.zeros((2 + len(game.players), count, numbers.n_draws))
    edges = np.arange(len(game.edge_child))
    flow = q.flow(edges, play)
    by_mover = sparse.csr_matrix(
        (np.ones(len(edges)), (_mover_rows(q)[q.parent], edges)), shape=(len(out), len(edges))
    )
    no_edge = np.zeros(len(edges))
    for k in range(count):
        ends = game.node_outcome == k
        if play.back is None or play.weight is None:
            chance = hit_probabilities(game, numbers, strategy, ends, no_edge)
        else:
            chance = look_back(game, numbers, strategy, play.weight, ends.astype(np.float64))
            seen = play.back > 0
            chance = np.where(seen, chance / np.where(seen, play.back, 1.0), 0.0)
        step = chance[game.edge_child] - chance[q.parent]
        out[:, k] = by_mover @ (flow * step * step)
    return out


def _mover_rows(q: Questions) -> Array:
    """Return, per node, the row of whoever moves there."""
    player = q.game.node_player
    rows = np.where(player == CHANCE, NATURE, 2 + np.maximum(player, 0))
    dealt = player[0] == CHANCE and q.layout.node_state[0] == NONE
    if dealt:
        rows[0] = DEAL
    return np.asarray(rows)
