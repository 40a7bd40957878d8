"""Hold the play of some information sets fixed: they become nature's, and the rest is solved.

A surprise is solved so: those who do not know of it play on as before. So is what happens from a
day on: the past stays as it was played. The game keeps its nodes and edges; only who moves changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.game.game import CHANCE, NONE, Game, Numbers

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Fixed:
    """A game in which some information sets play as given.

    Attributes:
        game: the same nodes and edges; the fixed sets are nature's.
        numbers: with one more chance row for each fixed strategy entry.
        free: strategy entries of the whole game that are still chosen, ascending (X').
        given: the strategy that was given (X, B).
    """

    game: Game
    numbers: Numbers
    free: Array
    given: Array

    def whole(self, strategy: Array) -> Array:
        """Return a strategy of the whole game (X, B) from one of what is still chosen (X', B)."""
        out = self.given.copy()
        out[self.free] = strategy
        return out

    def part(self, values: Array) -> Array:
        """Return the rows of what is still chosen (X', B) from rows of the whole game (X, B)."""
        return np.ascontiguousarray(values[self.free])


def fixed(game: Game, numbers: Numbers, strategy: Array, held: Array) -> Fixed:
    """Return the game in which the marked information sets play as given.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws.
        strategy: choice probabilities (X, B); used where `held` is true.
        held: which information sets are fixed (I); where all are, there is nothing to solve.
    """
    held = np.asarray(held, dtype=bool)
    widths = np.diff(game.action_start)
    of_entry = np.repeat(np.arange(game.n_infosets), widths)
    fixed_entries = np.flatnonzero(held[of_entry])
    row = np.full(game.n_entries, NONE)
    row[fixed_entries] = game.prob_rows + np.arange(len(fixed_entries))
    edge_entry, here = _edges(game, held)
    edge_prob, edge_label = game.edge_prob.copy(), game.edge_label.copy()
    edge_prob[here] = row[edge_entry]
    edge_label[here] = len(game.chance_labels) + row[edge_entry] - game.prob_rows
    free_sets = np.flatnonzero(~held)
    number = np.full(game.n_infosets + 1, NONE)  # the last entry stands for `NONE`
    number[free_sets] = np.arange(len(free_sets))
    free = np.flatnonzero(~held[of_entry])
    sizes = np.diff(game.infoset_start)
    of_member = np.repeat(np.arange(game.n_infosets), sizes)
    decided = game.node_infoset != NONE
    gone = np.zeros(game.n_nodes, dtype=bool)
    gone[decided] = held[game.node_infoset[decided]]
    changed = replace(
        game,
        node_player=np.where(gone, CHANCE, game.node_player),
        node_infoset=number[game.node_infoset],
        edge_prob=edge_prob,
        edge_label=edge_label,
        infoset_player=game.infoset_player[free_sets],
        infoset_start=_starts(sizes[free_sets]),
        infoset_nodes=game.infoset_nodes[~held[of_member]],
        action_start=_starts(widths[free_sets]),
        order=_order(game, held, number),
        infoset_labels=tuple(game.infoset_labels[k] for k in free_sets.tolist()),
        action_labels=tuple(game.action_labels[k] for k in free.tolist()),
        chance_labels=(
            *game.chance_labels,
            *(game.action_labels[k] for k in fixed_entries.tolist()),
        ),
        prob_rows=game.prob_rows + len(fixed_entries),
        extra={},
    )
    prob = np.concatenate([numbers.prob, strategy[fixed_entries]])
    return Fixed(changed, replace(numbers, prob=prob), free, strategy)


def _edges(game: Game, held: Array) -> tuple[Array, Array]:
    """Return the strategy entries of the edges of fixed information sets, and the edges."""
    degree = np.diff(game.edge_start)
    parent = np.repeat(np.arange(game.n_nodes), degree)
    owner = game.node_infoset[parent]
    here = np.flatnonzero((owner != NONE) & held[owner])
    place = here - game.edge_start[parent[here]]
    return game.action_start[owner[here]] + place, here


def _starts(sizes: Array) -> Array:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _order(game: Game, held: Array, number: Array) -> Array:
    """Return the items in order of play; the nodes of a fixed set take its place one by one."""
    if not game.contiguous:
        return game.order
    sizes = np.diff(game.infoset_start)
    is_set = game.order >= 0
    owner = np.where(is_set, game.order, 0)
    spread = is_set & held[owner]
    count = np.where(spread, sizes[owner], 1)
    item = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(item)) - np.repeat(_starts(count)[:-1], count)
    first = game.infoset_start[owner[item]]
    inside = game.infoset_nodes[np.minimum(first + place, max(0, len(game.infoset_nodes) - 1))]
    kept = np.where(is_set[item], number[owner[item]], game.order[item])
    return np.where(spread[item], -1 - inside, kept)
