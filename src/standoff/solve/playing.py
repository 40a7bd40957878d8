"""Play a strategy forward and look ahead from every node, exactly and for a block of draws."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.compiled import compiled
from standoff.solve.passplan import choice_rows

Array = np.ndarray[Any, Any]


def reach_probabilities(
    game: Game, numbers: Numbers, strategy: Array, keep_edge: Array | None = None
) -> Array:
    """Return the probability of reaching each node (N, B) when `strategy` (X, B) is played.

    With `keep_edge` (E, of 0 and 1), paths that use an edge marked 0 are left out.
    """
    every = np.ones(len(game.edge_child))
    kept = every if keep_edge is None else (np.asarray(keep_edge) != 0).astype(np.float64)
    return reach_weights(game, numbers, strategy, kept)


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
    row, choice = _choices(game, numbers, strategy)
    _hit(
        game.edge_start,
        game.edge_child,
        row,
        choice,
        np.ascontiguousarray(node_hit, dtype=np.float64),
        np.ascontiguousarray(edge_hit, dtype=np.float64),
        out,
    )
    return out


def look_back(
    game: Game, numbers: Numbers, strategy: Array, edge_weight: Array, node_weight: Array
) -> Array:
    """Return, from every node, the mean product of the weights that play still meets (N, B).

    Args:
        game: a compiled game.
        numbers: its numbers for B draws.
        strategy: choice probabilities (X, B).
        edge_weight: of each edge (E), not negative.
        node_weight: of each terminal node (N), not negative.
    """
    out = np.zeros((game.n_nodes, numbers.n_draws))
    row, choice = _choices(game, numbers, strategy)
    _back(
        game.edge_start,
        game.edge_child,
        row,
        choice,
        np.ascontiguousarray(edge_weight, dtype=np.float64),
        np.ascontiguousarray(node_weight, dtype=np.float64),
        out,
    )
    return out


def reach_weights(game: Game, numbers: Numbers, strategy: Array, edge_weight: Array) -> Array:
    """Return the chance of reaching each node times the mean product of weights met (N, B)."""
    reach = np.zeros((game.n_nodes, numbers.n_draws))
    row, choice = _choices(game, numbers, strategy)
    weight = np.ascontiguousarray(edge_weight, dtype=np.float64)
    _forward(game.edge_start, game.edge_child, row, choice, weight, reach)
    return reach


def payoffs_to_go(game: Game, numbers: Numbers, strategy: Array) -> Array:
    """Return what each party can expect from each node on, in payoff units (N, P, B).

    Counts what is received at the node and after it, not what led there.
    """
    players = len(game.players)
    out = np.zeros((game.n_nodes, players, numbers.n_draws))
    row, choice = _choices(game, numbers, strategy)
    pay = np.concatenate([numbers.pay, np.zeros((1, players, numbers.n_draws))])
    _ahead(
        game.edge_start,
        game.edge_child,
        row,
        choice,
        game.node_pay,
        game.edge_pay,
        np.ascontiguousarray(pay),
        out,
    )
    return out


def _choices(game: Game, numbers: Numbers, strategy: Array) -> tuple[Array, Array]:
    """Return the row of each edge (E) in a table of chances (X + C + 1, B), and that table.

    The last row of the table is zero.
    """
    _, row = choice_rows(game)
    table = np.concatenate([strategy, numbers.prob, np.zeros((1, numbers.n_draws))])
    return row, np.ascontiguousarray(table)


@compiled
def _hit(
    edge_start: Array,
    edge_child: Array,
    edge_row: Array,
    choice: Array,
    node_hit: Array,
    edge_hit: Array,
    out: Array,
) -> None:
    for n in range(out.shape[0] - 1, -1, -1):
        e0, e1 = edge_start[n], edge_start[n + 1]
        if e0 == e1:
            out[n, :] = node_hit[n]
        for e in range(e0, e1):
            child, row = edge_child[e], edge_row[e]
            for lane in range(out.shape[1]):
                after = 1.0 if edge_hit[e] != 0.0 else out[child, lane]
                out[n, lane] += choice[row, lane] * after


@compiled
def _back(
    edge_start: Array,
    edge_child: Array,
    edge_row: Array,
    choice: Array,
    edge_weight: Array,
    node_weight: Array,
    out: Array,
) -> None:
    for n in range(out.shape[0] - 1, -1, -1):
        e0, e1 = edge_start[n], edge_start[n + 1]
        if e0 == e1:
            out[n, :] = node_weight[n]
        for e in range(e0, e1):
            child, row, weight = edge_child[e], edge_row[e], edge_weight[e]
            for lane in range(out.shape[1]):
                out[n, lane] += choice[row, lane] * weight * out[child, lane]


@compiled
def _forward(
    edge_start: Array,
    edge_child: Array,
    edge_row: Array,
    choice: Array,
    edge_weight: Array,
    reach: Array,
) -> None:
    reach[0, :] = 1.0
    for n in range(reach.shape[0]):
        for e in range(edge_start[n], edge_start[n + 1]):
            child, row, weight = edge_child[e], edge_row[e], edge_weight[e]
            for lane in range(reach.shape[1]):
                reach[child, lane] += reach[n, lane] * choice[row, lane] * weight


@compiled
def _ahead(
    edge_start: Array,
    edge_child: Array,
    edge_row: Array,
    choice: Array,
    node_pay: Array,
    edge_pay: Array,
    pay: Array,
    out: Array,
) -> None:
    last = pay.shape[0] - 1
    for n in range(out.shape[0] - 1, -1, -1):
        own = node_pay[n] if node_pay[n] >= 0 else last
        out[n, :, :] = pay[own, :, :]
        for e in range(edge_start[n], edge_start[n + 1]):
            child, row = edge_child[e], edge_row[e]
            along = edge_pay[e] if edge_pay[e] >= 0 else last
            for p in range(out.shape[1]):
                for lane in range(out.shape[2]):
                    out[n, p, lane] += choice[row, lane] * (
                        pay[along, p, lane] + out[child, p, lane]
                    )
