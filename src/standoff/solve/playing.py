"""Play a strategy forward and look ahead from every node, exactly and for a block of draws."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import CHANCE, TERMINAL, Game, Numbers
from standoff.solve.compiled import compiled
from standoff.solve.kernels import Structure, forward, structure_of

Array = np.ndarray[Any, Any]


def reach_probabilities(
    game: Game, numbers: Numbers, strategy: Array, keep_edge: Array | None = None
) -> Array:
    """Return the probability of reaching each node (N, B) when `strategy` (X, B) is played.

    With `keep_edge` (E, of 0 and 1), paths that use an edge marked 0 are left out.
    """
    reach = np.zeros((game.n_nodes, numbers.n_draws))
    structure = structure_of(game)
    if keep_edge is None:
        forward(structure, numbers.prob, np.ascontiguousarray(strategy), reach)
    else:
        _forward_kept(
            structure,
            numbers.prob,
            np.ascontiguousarray(strategy),
            np.ascontiguousarray(keep_edge, dtype=np.float64),
            reach,
        )
    return reach


def hit_probabilities(
    game: Game, numbers: Numbers, strategy: Array, node_hit: Array, edge_hit: Array
) -> Array:
    """Return, from every node, the chance that play passes a marked edge or ends at a marked node.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws.
        strategy: choice probabilities (X, B).
        node_hit: terminal nodes that count (N), of 0 and 1.
        edge_hit: edges that count (E), of 0 and 1.

    Returns:
        Probabilities (N, B).
    """
    out = np.zeros((game.n_nodes, numbers.n_draws))
    _hit(
        structure_of(game),
        numbers.prob,
        np.ascontiguousarray(strategy),
        np.ascontiguousarray(node_hit, dtype=np.float64),
        np.ascontiguousarray(edge_hit, dtype=np.float64),
        out,
    )
    return out


@compiled
def _forward_kept(s: Structure, prob: Array, sigma: Array, keep: Array, reach: Array) -> None:
    reach[:] = 0.0
    reach[0, :] = 1.0
    for n in range(s.sizes[0]):
        player = s.node_player[n]
        if player == TERMINAL:
            continue
        e0 = s.edge_start[n]
        for e in range(e0, s.edge_start[n + 1]):
            if keep[e] == 0.0:
                continue
            child = s.edge_child[e]
            for lane in range(reach.shape[1]):
                if player == CHANCE:
                    chance = prob[s.edge_prob[e], lane]
                else:
                    chance = sigma[s.action_start[s.node_infoset[n]] + e - e0, lane]
                reach[child, lane] += reach[n, lane] * chance


@compiled
def _hit(
    s: Structure, prob: Array, sigma: Array, node_hit: Array, edge_hit: Array, out: Array
) -> None:
    for n in range(s.sizes[0] - 1, -1, -1):
        player = s.node_player[n]
        if player == TERMINAL:
            out[n, :] = node_hit[n]
            continue
        e0 = s.edge_start[n]
        for e in range(e0, s.edge_start[n + 1]):
            child = s.edge_child[e]
            for lane in range(out.shape[1]):
                if player == CHANCE:
                    chance = prob[s.edge_prob[e], lane]
                else:
                    chance = sigma[s.action_start[s.node_infoset[n]] + e - e0, lane]
                out[n, lane] += chance * (1.0 if edge_hit[e] != 0.0 else out[child, lane])
