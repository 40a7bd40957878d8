"""Nodes and information sets in an order of play, as every `Game` promises.

An item is an information set, or a node at which no player moves. One item comes before another
if a node of it has a child in the other. Where that relation has no circle, items are laid out
level by level: every child comes after its parent, and the nodes of an information set are
neighbours. The work is linear in nodes and edges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Int

from standoff.game.game import NONE, Game

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class PlayOrder:
    """An order of play.

    Attributes:
        nodes: old node numbers in their new order.
        infosets: old numbers of information sets in their new order.
        order: items by their new numbers, as in `Game.order`; empty where information sets
            cannot be put in an order, and then nodes are in order by themselves.
    """

    nodes: Int[np.ndarray, " N"]
    infosets: Int[np.ndarray, " I"]
    order: Int[np.ndarray, " S"]


def arrange(game: Game, play: PlayOrder | None = None) -> Game:
    """Return the same game with nodes and information sets numbered in order of play.

    Args:
        game: a game in any numbering; `infoset_nodes`, `infoset_start` and `order` are not read.
        play: what `play_order` returns for it, if it is there already.

    Raises:
        ValueError: a node comes after itself, or cannot be reached from node 0.
    """
    if play is None:
        play = play_order(game.node_infoset, game.edge_start, game.edge_child)
    at_node, at_set = _ranks(play.nodes), _ranks(play.infosets)
    edges, edge_start = _slices(game.edge_start, play.nodes)
    entries, action_start = _slices(game.action_start, play.infosets)
    # NONE is -1, so it finds the NONE that stands last.
    infoset = np.append(at_set, NONE)[game.node_infoset[play.nodes]]
    infoset_nodes, infoset_start = _members(infoset, len(play.infosets))
    return replace(
        game,
        node_player=game.node_player[play.nodes],
        node_infoset=infoset,
        node_pay=game.node_pay[play.nodes],
        node_outcome=game.node_outcome[play.nodes],
        edge_start=edge_start,
        edge_child=at_node[game.edge_child[edges]],
        edge_pay=game.edge_pay[edges],
        edge_prob=game.edge_prob[edges],
        edge_label=game.edge_label[edges],
        infoset_start=infoset_start,
        infoset_nodes=infoset_nodes,
        infoset_player=game.infoset_player[play.infosets],
        action_start=action_start,
        order=play.order,
        infoset_labels=tuple(game.infoset_labels[i] for i in play.infosets.tolist()),
        action_labels=tuple(game.action_labels[x] for x in entries.tolist()),
    )


def play_order(node_infoset: Array, edge_start: Array, edge_child: Array) -> PlayOrder:
    """Return an order of play for nodes in any numbering, root at 0.

    Args:
        node_infoset: information set of each node; negative where it has none.
        edge_start: edges of node n are `edge_start[n]:edge_start[n + 1]`.
        edge_child: node that an edge leads to.

    Raises:
        ValueError: a node comes after itself, or cannot be reached from node 0.
    """
    item, n_infosets = _items(node_infoset)
    nodes, items = _levels(item, edge_start, edge_child)
    if len(nodes) == len(item):
        infosets = items[items < n_infosets]
        rank = _ranks(infosets)
        starts = _first_places(item[nodes])
        places = np.arange(len(nodes))[starts]
        owner = item[nodes][starts]
        new = -1 - places
        new[owner < n_infosets] = rank[owner[owner < n_infosets]]
        return PlayOrder(nodes, infosets, new)
    alone = np.arange(len(item))
    nodes, _ = _levels(alone, edge_start, edge_child)
    if len(nodes) != len(item):
        raise ValueError("a node comes after itself, or cannot be reached from node 0")
    seen = item[nodes]
    first = np.unique(seen[seen < n_infosets], return_index=True)[1]
    infosets = seen[seen < n_infosets][np.sort(first)]
    return PlayOrder(nodes, infosets, np.zeros(0, dtype=np.int64))


def _items(node_infoset: Array) -> tuple[Array, int]:
    """Return the item of each node: information sets first, then nodes of nobody's."""
    n_infosets = int(node_infoset.max(initial=-1)) + 1
    item = np.array(node_infoset, dtype=np.int64)
    alone = np.flatnonzero(item < 0)
    item[alone] = n_infosets + np.arange(len(alone))
    return item, n_infosets


def _levels(item: Array, edge_start: Array, edge_child: Array) -> tuple[Array, Array]:
    """Return nodes and items in order of play, as far as every earlier item is done.

    Kahn's method on items, a whole level at a time. Within a level, items stand in the order in
    which the level above leads to them, so that children of one node tend to be neighbours.
    """
    n_items = int(item.max(initial=-1)) + 1
    by_item = np.argsort(item, kind="stable")
    item_start = np.searchsorted(item[by_item], np.arange(n_items + 1))
    waiting = np.bincount(item[edge_child], minlength=n_items)
    ready = np.array([item[0]]) if not waiting[item[0]] else np.zeros(0, dtype=np.int64)
    nodes: list[Array] = []
    items: list[Array] = []
    while len(ready):
        members = by_item[ranges(item_start[ready], item_start[ready + 1])]
        nodes.append(members)
        items.append(ready)
        reached = item[edge_child[ranges(edge_start[members], edge_start[members + 1])]]
        found, first, count = np.unique(reached, return_index=True, return_counts=True)
        waiting[found] -= count
        free = waiting[found] == 0
        ready = found[free][np.argsort(first[free])]
    empty = [np.zeros(0, dtype=np.int64)]
    return np.concatenate(nodes or empty), np.concatenate(items or empty)


def ranges(starts: Array, stops: Array) -> Array:
    """Return `start:stop` of each pair, one after the other."""
    lengths = stops - starts
    ends = np.cumsum(lengths)
    shift = np.repeat(starts - (ends - lengths), lengths)
    places: Array = np.arange(ends[-1] if len(ends) else 0) + shift
    return places


def _slices(start: Array, chosen: Array) -> tuple[Array, Array]:
    """Return the elements that belong to the chosen owners, and where each owner's begin."""
    lengths = np.diff(start)[chosen]
    new_start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return ranges(start[chosen], start[chosen] + lengths), new_start


def _members(node_infoset: Array, n_infosets: int) -> tuple[Array, Array]:
    """Return the nodes of information sets, set by set, and where each set begins."""
    nodes = np.argsort(node_infoset, kind="stable")
    nodes = nodes[node_infoset[nodes] >= 0]
    start = np.searchsorted(node_infoset[nodes], np.arange(n_infosets + 1))
    return nodes.astype(np.int64), start.astype(np.int64)


def _first_places(owners: Array) -> Array:
    """Return whether an element differs from the one before."""
    return np.concatenate(([True], owners[1:] != owners[:-1]))


def _ranks(order: Array) -> Array:
    """Return the new number of each old one."""
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
