"""Trees in file order: who is whose child, and what players remember. No loop over nodes.

File order is depth first: a node, then its first child with all that follows it, then the next
child. Let the height of a node be the number of children of nodes before it that are still to
come. Children of one node stand one below the other in height, and within one height, nodes and
the nodes that they are children of follow each other in the same order (the walk that Lukasiewicz's
notation without brackets makes).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import NONE
from standoff.interop.efg.sheet import offsets

Array = np.ndarray[Any, np.dtype[Any]]


def heights(degree: Array) -> Array:
    """Return the height of each node, and of the place behind: -1 when the tree is whole."""
    return offsets(degree - 1)


def children(degree: Array) -> Array:
    """Return the children of all nodes, one node's after the other's.

    Args:
        degree: number of children of each node, of a whole tree in file order.
    """
    height = _small(heights(degree)[:-1])
    first = offsets(degree)[:-1]
    # The k-th child comes when those before it, and all that follows them, have been told.
    place = np.arange(len(height) - 1) - np.repeat(first, degree)
    wanted = _small(np.repeat(height + degree - 1, degree) - place)
    child = np.empty(len(height) - 1, dtype=np.int64)
    child[np.argsort(wanted, kind="stable")] = 1 + np.argsort(height[1:], kind="stable")
    return child


def _small(values: Array) -> Array:
    """Return the same integers in 16 bits where they fit, because those are sorted faster."""
    fits = len(values) == 0 or -(2**15) <= values.min() <= values.max() < 2**15
    return values.astype(np.int16) if fits else values


def forgetful(degree: Array, child: Array, mover: Array, move: Array, players: int) -> int:
    """Return an information set whose player has forgotten its own past, or `NONE`.

    A player remembers everything if its own past is the same at all nodes of each set.

    It is enough to compare the last own move: with the last ones equal everywhere, whole pasts
    are equal (Kuhn 1953, definition 17, in the form of the player's sequences).

    Args:
        degree: number of children of each node.
        child: what `children` returns.
        mover: player of a node, negative where nobody or nature moves.
        move: information set or event of a node.
        players: number of players.
    """
    nodes = len(degree)
    parent = np.zeros(nodes, dtype=np.int32)
    parent[child] = np.repeat(np.arange(nodes, dtype=np.int32), degree)
    # An action is known by its set and its place: by the first place of the set's first node.
    _, first_node, of = np.unique(move, return_index=True, return_inverse=True)
    place = np.zeros(nodes, dtype=np.int64)
    place[child] = np.arange(len(child)) - np.repeat(offsets(degree)[:-1], degree)
    taken = offsets(degree)[first_node][of][parent] + place
    for player in range(players):
        own = mover == player
        # Where the last own move is to be looked up: at the node, or where its parent looks.
        look = np.where(own[parent], np.arange(nodes, dtype=np.int32), parent)
        here = np.flatnonzero(own)
        while True:
            further = look[look]
            if np.array_equal(further, look):
                break
            look = further
        last = np.where(look[here] == 0, NONE, taken[look[here]])
        _, first, group = np.unique(move[here], return_index=True, return_inverse=True)
        differs = np.flatnonzero(last != last[first][group])
        if len(differs):
            return int(move[here[differs[0]]])
    return NONE


def absent_minded(degree: Array, mover: Array, move: Array) -> int:
    """Return an information set that comes twice on one path, or `NONE`.

    Args:
        degree: number of children of each node.
        mover: player of a node, negative where nobody or nature moves.
        move: information set or event of a node.
    """
    own = np.flatnonzero(mover >= 0)
    own = own[np.argsort(move[own], kind="stable")]
    # Descendants of a node follow it at once; if any is in its set, the next of the set is.
    here, after = own[:-1], own[1:]
    twice = np.flatnonzero((move[here] == move[after]) & (after < _ends(degree)[here]))
    return int(move[here[twice[0]]]) if len(twice) else NONE


def _ends(degree: Array) -> Array:
    """Return the node after the last descendant of each node."""
    height = heights(degree)
    nodes = len(degree)
    by_height = np.argsort(height, kind="stable")
    keys = (height[by_height] + 1) * (nodes + 1) + by_height
    at = np.searchsorted(keys, height[:-1] * (nodes + 1) + np.arange(nodes))
    ends: Array = by_height[at]
    return ends
