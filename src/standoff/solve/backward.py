"""Games in which everybody sees everything: backward induction, for any number of parties."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, Game, Numbers
from standoff.solve.sequences import payment_scale

Array = np.ndarray[Any, Any]

EQUAL = 1e-12
"""Moves whose payoffs differ by no more than this share of the largest payment are equally good."""
BLOCK_BYTES = 200_000_000
"""Values of one block of draws stay below this."""


def solve_backward(game: Game, numbers: Numbers) -> tuple[Array, Array]:
    """Return a subgame-perfect equilibrium in pure strategies (X B), and ties (B).

    Whoever moves takes the best move, given what follows; of moves that are equally good, the
    first. Ties count the nodes with several best moves: with none, the equilibrium is the only
    subgame-perfect one.

    Raises:
        UsageError: somebody moves without seeing everything.
    """
    _require_sight(game)
    strategy = np.zeros((game.n_entries, numbers.n_draws))
    ties = np.zeros(numbers.n_draws, dtype=np.int64)
    heights = _by_height(game)
    width = max(1, BLOCK_BYTES // (8 * game.n_nodes * (1 + len(game.players))))
    for start in range(0, numbers.n_draws, width):
        part = numbers.block(start, start + width)
        here = slice(start, start + part.n_draws)
        strategy[:, here], ties[here] = _solve(game, part, heights)
    return strategy, ties


def _require_sight(game: Game) -> None:
    several = np.flatnonzero(np.diff(game.infoset_start) > 1)
    if len(several):
        label = game.infoset_labels[int(several[0])]
        party = game.players[int(game.infoset_player[several[0]])]
        count = int(np.diff(game.infoset_start)[several[0]])
        raise UsageError(
            f"`{party}` does not see everything in `{game.title}`: {count} nodes look alike at"
            f" `{label}`, so `backward` does not apply",
            help="use `aqre`; or `lp` for two parties and zero sum, or `enumerate` if the game is"
            " tiny",
        )


def _by_height(game: Game) -> list[Array]:
    """Return nodes with edges by their longest way to an end, the shortest first."""
    degree = np.diff(game.edge_start)
    parent = np.repeat(np.arange(game.n_nodes), degree)
    height = np.zeros(game.n_nodes, dtype=np.int64)
    while True:
        higher = height.copy()
        np.maximum.at(higher, parent, height[game.edge_child] + 1)
        if np.array_equal(higher, height):
            break
        height = higher
    order = np.argsort(height, kind="stable")
    bounds = np.searchsorted(height[order], np.arange(1, int(height.max()) + 2))
    return [order[a:b] for a, b in pairwise(bounds)]


def _solve(game: Game, numbers: Numbers, heights: list[Array]) -> tuple[Array, Array]:
    draws = numbers.n_draws
    table = np.concatenate((numbers.pay, np.zeros((1, *numbers.pay.shape[1:]))))  # NONE is -1
    value = table[game.node_pay]
    strategy = np.zeros((game.n_entries, draws))
    ties = np.zeros(draws, dtype=np.int64)
    slack = EQUAL * payment_scale(numbers)
    for nodes in heights:
        degree = game.edge_start[nodes + 1] - game.edge_start[nodes]
        first = np.cumsum(degree) - degree
        step = np.arange(int(degree.sum())) - np.repeat(first, degree)
        edge = np.repeat(game.edge_start[nodes], degree) + step
        source = np.repeat(np.arange(len(nodes)), degree)
        mover = game.node_player[nodes][source]
        got = table[game.edge_pay[edge]] + value[game.edge_child[edge]]  # edges P B
        weight = np.zeros((len(edge), draws))
        by_chance = mover == CHANCE
        weight[by_chance] = numbers.prob[game.edge_prob[edge[by_chance]]]
        own = got[np.arange(len(edge)), np.maximum(mover, 0)]
        best = own >= np.maximum.reduceat(own, first, axis=0)[source] - slack
        many = np.add.reduceat(best.astype(np.int64), first, axis=0)
        decides = game.node_infoset[nodes] != NONE
        ties += (many[decides] > 1).sum(axis=0)
        seen = np.cumsum(best, axis=0)
        before = (seen - best)[first]
        chosen = best & (seen - before[source] == 1)
        weight[~by_chance] = chosen[~by_chance]
        entry = game.action_start[game.node_infoset[nodes[source]]] + step
        strategy[entry[~by_chance]] = weight[~by_chance]
        value[nodes] += np.add.reduceat(weight[:, None, :] * got, first, axis=0)
    return strategy, ties
