"""What a strategy and beliefs imply, node by node, in plain loops that share nothing with a solver.

An assessment is a strategy together with a belief at every information set (Kreps and Wilson 1982).
Nodes are numbered in order of play, so one loop forwards and one backwards is all that is needed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

Array = np.ndarray[Any, np.dtype[Any]]


class Assessed:
    """A game with the numbers of one draw and a strategy (X), and what follows from them.

    Attributes:
        parent: node that each edge leaves (E).
        entry: strategy entry of each edge (E); `NONE` at nature's.
        along: probability of each edge (E).
        reach: probability of each node (N).
        value: expected payoff from each node on, what is received on arrival included (N, P).
        behind: payoff of all players behind each edge (E, P).
        range: largest range of a player's payoff over all plays; 1 where nobody's payoff varies.
    """

    def __init__(self, game: Game, numbers: Numbers, strategy: Array) -> None:
        """Take a game, the numbers of a single draw (B = 1) and choice probabilities."""
        self.game = game
        self.players = len(game.players)
        self.pay, self.prob = numbers.pay[:, :, 0], numbers.prob[:, 0]
        self.strategy = np.asarray(strategy, dtype=np.float64)
        degree = np.diff(game.edge_start)
        self.parent = np.repeat(np.arange(game.n_nodes), degree)
        self.entry = np.full(len(self.parent), NONE)
        for edge, node in enumerate(self.parent):
            infoset = game.node_infoset[node]
            if infoset != NONE:
                place = edge - game.edge_start[node]
                self.entry[edge] = game.action_start[infoset] + place
        self.along = np.array(
            [
                self.prob[game.edge_prob[edge]]
                if game.node_player[node] == CHANCE
                else self.strategy[self.entry[edge]]
                for edge, node in enumerate(self.parent)
            ]
        )
        self.reach = self._reach()
        self.value, self.behind = self.look_ahead(self.along)
        self.range = self._range()

    def edges(self, node: int) -> range:
        """Return the edges that leave a node."""
        return range(int(self.game.edge_start[node]), int(self.game.edge_start[node + 1]))

    def members(self, infoset: int) -> Array:
        """Return the nodes of an information set."""
        start = self.game.infoset_start
        return self.game.infoset_nodes[start[infoset] : start[infoset + 1]]

    def actions(self, infoset: int) -> range:
        """Return the strategy entries of an information set."""
        start = self.game.action_start
        return range(int(start[infoset]), int(start[infoset + 1]))

    def received(self, rows: Array, which: int) -> Array:
        """Return the payoffs (P) of a row of the table that is looked up in `rows`."""
        row = int(rows[which])
        return np.zeros(self.players) if row == NONE else np.asarray(self.pay[row])

    def look_ahead(self, along: Array) -> tuple[Array, Array]:
        """Return payoffs from each node on (N, P) and behind each edge (E, P)."""
        game = self.game
        value = np.zeros((game.n_nodes, self.players))
        behind = np.zeros((len(self.parent), self.players))
        for node in range(game.n_nodes - 1, -1, -1):
            total = self.received(game.node_pay, node).copy()
            for edge in self.edges(node):
                behind[edge] = self.received(game.edge_pay, edge) + value[game.edge_child[edge]]
                total += along[edge] * behind[edge]
            value[node] = total
        return value, behind

    def bayes(self) -> tuple[Array, Array]:
        """Return Bayes' beliefs (M), zero where nobody comes, and whether anybody comes (I)."""
        game = self.game
        beliefs = np.zeros(len(game.infoset_nodes))
        reached = np.zeros(game.n_infosets, dtype=bool)
        for infoset in range(game.n_infosets):
            here = slice(int(game.infoset_start[infoset]), int(game.infoset_start[infoset + 1]))
            weight = self.reach[game.infoset_nodes[here]]
            reached[infoset] = weight.sum() > 0.0
            if reached[infoset]:
                beliefs[here] = weight / weight.sum()
        return beliefs, reached

    def move_gains(self, infoset: int) -> Array:
        """Return, for each node and move of an information set, what the move gains there (m, A).

        The mean over a belief is the gain of one move, with everything later as it is.
        """
        player = int(self.game.infoset_player[infoset])
        rows = []
        for node in self.members(infoset):
            got = self.behind[list(self.edges(int(node))), player]
            chances = self.along[list(self.edges(int(node)))]
            rows.append(got - chances @ got)
        return np.array(rows)

    def one_path(self) -> bool:
        """Return whether a single path leads to every node at which somebody moves."""
        paths = [0] * self.game.n_nodes
        paths[0] = 1
        for edge, node in enumerate(self.parent):
            paths[self.game.edge_child[edge]] += paths[node]
        movers = self.game.node_player != TERMINAL
        return all(paths[node] <= 1 for node in np.flatnonzero(movers))

    def _reach(self) -> Array:
        reach = np.zeros(self.game.n_nodes)
        reach[0] = 1.0
        for edge, node in enumerate(self.parent):
            reach[self.game.edge_child[edge]] += reach[node] * self.along[edge]
        return reach

    def _range(self) -> float:
        game = self.game
        low = np.zeros((game.n_nodes, self.players))
        high = low.copy()
        for node in range(game.n_nodes - 1, -1, -1):
            edges = self.edges(node)
            if len(edges):
                paid = np.array([self.received(game.edge_pay, edge) for edge in edges])
                kids = game.edge_child[edges.start : edges.stop]
                low[node] = (paid + low[kids]).min(axis=0)
                high[node] = (paid + high[kids]).max(axis=0)
            here = self.received(game.node_pay, node)
            low[node] += here
            high[node] += here
        spread = float((high[0] - low[0]).max(initial=0.0))
        return spread if spread > 0.0 else 1.0
