"""What a game tree consists of, as plain data, before anything is solved."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import CHANCE, FORGETS, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import ranges

Array = np.ndarray[Any, np.dtype[Any]]


def tree_facts(game: Game, numbers: Numbers) -> dict[str, Any]:
    """Return size, players and payoffs of a tree, and whether anybody forgets.

    Args:
        game: a game in which every node has one parent.
        numbers: its numbers; the first draw is described.
    """
    paid, depth = _plays(game, numbers)
    ends = game.node_player == TERMINAL
    total = paid[ends].sum(axis=1)
    actions = np.diff(game.action_start)
    return {
        "title": game.title,
        "nodes": game.n_nodes,
        "nodes_of_nature": int((game.node_player == CHANCE).sum()),
        "endings": int(ends.sum()),
        "longest_play": depth,
        "infosets": game.n_infosets,
        "actions": game.n_entries,
        "players": [
            {
                "name": name,
                "nodes": int((game.node_player == p).sum()),
                "infosets": int((game.infoset_player == p).sum()),
                "actions": int(actions[game.infoset_player == p].sum()),
                "lowest": float(paid[ends, p].min()),
                "highest": float(paid[ends, p].max()),
            }
            for p, name in enumerate(game.players)
        ],
        "constant_sum": bool(np.ptp(total) <= 1e-12 * max(1.0, float(np.abs(paid).max()))),
        "perfect_recall": game.perfect_recall,
        "absent_minded": game.absent_minded,
        "forgets": game.extra.get(FORGETS),
    }


def _plays(game: Game, numbers: Numbers) -> tuple[Array, int]:
    """Return what has been paid on the way to each node, itself included, and the longest play."""
    pay = np.concatenate([numbers.pay[:, :, 0], np.zeros((1, len(game.players)))])
    paid = pay[game.node_pay]  # NONE finds the zeros that stand last
    here, depth = np.zeros(1, dtype=np.int64), 0
    while True:
        start, stop = game.edge_start[here], game.edge_start[here + 1]
        edges = ranges(start, stop)
        if not len(edges):
            return paid, depth
        child = game.edge_child[edges]
        paid[child] += paid[np.repeat(here, stop - start)]
        on_edge = game.edge_pay[edges]
        paid[child[on_edge != NONE]] += pay[on_edge[on_edge != NONE]]
        here, depth = child, depth + 1
