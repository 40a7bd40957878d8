"""Take moves out of a compiled game: what they alone lead to goes, the rest stays as it was.

Payoff and chance rows keep their places, so the numbers of the whole game serve the smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import NONE, Game

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Pruned:
    """A game without some moves.

    Attributes:
        game: with fewer nodes, edges and information sets; its numbers are those of the whole.
        entries: strategy entries of the whole game that are left, ascending (X').
        sets: information sets of the whole game that are left, ascending (I').
        gone: strategy entries of the whole game that were taken out (X).
    """

    game: Game
    entries: Array
    sets: Array
    gone: Array

    def whole(self, strategy: Array, before: Array) -> Array:
        """Return a strategy of the whole game (X, B) from one of the smaller game (X', B).

        Args:
            strategy: choice probabilities in the smaller game.
            before: choice probabilities in the whole game, kept where nobody gets any more.
        """
        out = before.copy()
        out[self.gone] = 0.0
        out[self.entries] = strategy
        return out


def pruned(game: Game, gone: Array) -> Pruned:
    """Return the game without the marked moves.

    Args:
        game: a compiled game.
        gone: strategy entries that nobody can choose any more (X).

    Raises:
        UsageError: nothing is left to do at some information set that can be reached.
    """
    gone = np.asarray(gone, dtype=bool)
    degree = np.diff(game.edge_start)
    parent = np.repeat(np.arange(game.n_nodes), degree)
    owner = game.node_infoset[parent]
    place = np.arange(len(parent)) - game.edge_start[parent]
    entry = np.where(owner == NONE, 0, game.action_start[owner] + place)
    open_edge = (owner == NONE) | ~gone[entry]
    node = _reached(game, parent, open_edge)
    edge = open_edge & node[parent]
    keeps = np.zeros(game.n_infosets, dtype=bool)
    keeps[game.node_infoset[node & (game.node_infoset != NONE)]] = True
    of_entry = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
    left = keeps[of_entry] & ~gone
    widths = np.bincount(of_entry[left], minlength=game.n_infosets)
    _require_moves(game, keeps, widths)
    new_node, new_set = _numbers(node), _numbers(keeps)
    members = node[game.infoset_nodes]
    of_member = np.repeat(np.arange(game.n_infosets), np.diff(game.infoset_start))
    smaller = replace(
        game,
        node_player=game.node_player[node],
        node_infoset=new_set[game.node_infoset[node]],
        node_pay=game.node_pay[node],
        node_outcome=game.node_outcome[node],
        edge_start=_starts(np.bincount(parent[edge], minlength=game.n_nodes)[node]),
        edge_child=new_node[game.edge_child[edge]],
        edge_pay=game.edge_pay[edge],
        edge_prob=game.edge_prob[edge],
        edge_label=game.edge_label[edge],
        infoset_player=game.infoset_player[keeps],
        infoset_start=_starts(np.bincount(of_member[members], minlength=game.n_infosets)[keeps]),
        infoset_nodes=new_node[game.infoset_nodes[members]],
        action_start=_starts(widths[keeps]),
        order=_order(game, node, keeps, new_node, new_set),
        infoset_labels=tuple(game.infoset_labels[k] for k in np.flatnonzero(keeps).tolist()),
        action_labels=tuple(game.action_labels[k] for k in np.flatnonzero(left).tolist()),
        node_origin=game.node_origin[node] if len(game.node_origin) else game.node_origin,
        extra={},
    )
    return Pruned(smaller, np.flatnonzero(left), np.flatnonzero(keeps), gone)


def _reached(game: Game, parent: Array, open_edge: Array) -> Array:
    """Return which nodes can still be reached; a wave for each step of play."""
    reached = np.zeros(game.n_nodes, dtype=bool)
    reached[0] = True
    fresh = reached.copy()
    while fresh.any():
        child = game.edge_child[open_edge & fresh[parent]]
        fresh = np.zeros(game.n_nodes, dtype=bool)
        fresh[child] = True
        fresh &= ~reached
        reached |= fresh
    return reached


def _require_moves(game: Game, keeps: Array, widths: Array) -> None:
    stuck = np.flatnonzero(keeps & (widths == 0))
    if len(stuck):
        label = game.infoset_labels[int(stuck[0])]
        raise UsageError(
            f"nothing is left to do at {label}",
            help="take out fewer moves, or force a move that is possible there",
        )


def _numbers(kept: Array) -> Array:
    """Return the new number of everything that is kept; the last entry stands for `NONE`."""
    out = np.full(len(kept) + 1, NONE)
    out[np.flatnonzero(kept)] = np.arange(int(kept.sum()))
    return out


def _starts(sizes: Array) -> Array:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _order(game: Game, node: Array, keeps: Array, new_node: Array, new_set: Array) -> Array:
    if not game.contiguous:
        return game.order
    is_set = game.order >= 0
    which = np.where(is_set, game.order, -1 - game.order)
    kept = np.where(is_set, keeps[np.where(is_set, which, 0)], node[np.where(is_set, 0, which)])
    renamed = np.where(is_set, new_set[np.where(is_set, which, 0)], -1 - new_node[which])
    return np.asarray(renamed[kept.astype(bool)])
