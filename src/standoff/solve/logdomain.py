"""The equations of the branch with reach in logarithms, for lambda far beyond exp's range.

At large lambda a node off the path is reached with a probability such as exp(-100000), which is
zero in double precision, while the belief there is the ratio of two such numbers. Here reach is
kept as a logarithm from start to end, so that beliefs exist at every information set.

The derivative is one sparse system in the changes of logits, of log probabilities, of log reach,
of expected payoffs and of move payoffs, factorised by SuperLU. All of it is plain NumPy and SciPy
and meant for games of up to some ten thousand nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from standoff.game.game import CHANCE, NONE, Game, Numbers

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Point:
    """What the equations say at logits z and a lambda.

    Attributes:
        logs: log of each choice probability (X).
        reach: log of the probability of each node (N); -inf where chance forbids it.
        belief: belief at each member of each information set (M).
        value: expected payoff from each node on (N, P).
        got: payoff of the mover behind each edge (E); zero at nature's.
        payoff: expected payoff of each move given beliefs (X).
    """

    logs: Array
    reach: Array
    belief: Array
    value: Array
    got: Array
    payoff: Array

    @property
    def sigma(self) -> Array:
        """Return the choice probabilities."""
        return np.asarray(np.exp(self.logs))


class LogEquations:
    """z = lambda * (Q - mean Q) for one draw, as a function of u = (z, lambda)."""

    def __init__(self, game: Game, numbers: Numbers) -> None:
        """Take a game and the numbers of a single draw (B = 1); payoffs of order one."""
        self.game = game
        self.count = game.n_entries
        degree = np.diff(game.edge_start)
        self.parent = np.repeat(np.arange(game.n_nodes), degree)
        place = np.arange(len(game.edge_child)) - np.repeat(game.edge_start[:-1], degree)
        owner = game.node_infoset[self.parent]
        self.entry = np.where(owner == NONE, NONE, game.action_start[owner] + place)
        self.chance = game.node_player[self.parent] == CHANCE
        self.own = np.flatnonzero(~self.chance)
        with np.errstate(divide="ignore"):
            self.log_chance = np.where(
                self.chance, np.log(_rows(numbers.prob[:, 0], game.edge_prob)), 0.0
            )
        self.arrive = _rows(numbers.pay[:, :, 0], game.node_pay)
        self.on_edge = _rows(numbers.pay[:, :, 0], game.edge_pay)
        self.set_of_entry = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
        self.width = np.diff(game.action_start)[self.set_of_entry].astype(float)
        self.mover = np.append(game.infoset_player, 0)[owner]  # NONE finds the last one
        self.member_set = np.repeat(np.arange(game.n_infosets), np.diff(game.infoset_start))
        self.member_of_node = np.full(game.n_nodes, NONE)
        self.member_of_node[game.infoset_nodes] = np.arange(len(game.infoset_nodes))
        self._order_edges()
        self._pattern()

    def _order_edges(self) -> None:
        game = self.game
        level = np.zeros(game.n_nodes, dtype=np.int64)
        for node in range(game.n_nodes):  # parents come before children
            kids = game.edge_child[game.edge_start[node] : game.edge_start[node + 1]]
            level[kids] = np.maximum(level[kids], level[node] + 1)
        deepest = int(level.max(initial=0))
        into = np.lexsort((game.edge_child, level[game.edge_child]))
        out = np.argsort(level[self.parent], kind="stable")
        self.into = _groups(into, level[game.edge_child][into], game.edge_child[into], deepest)
        self.out = _groups(out, level[self.parent][out], self.parent[out], deepest)[::-1]

    def at(self, z: Array) -> Point:
        """Return what the equations say at logits z (X)."""
        game = self.game
        logs = z - self._log_sum(z)[self.set_of_entry] if self.count else z
        along = self.log_chance.copy()
        along[self.own] = logs[self.entry[self.own]]
        reach = np.full(game.n_nodes, -np.inf)
        reach[0] = 0.0
        for edges, starts, nodes in self.into:
            reach[nodes] = _log_add(reach[self.parent[edges]] + along[edges], starts)
        value = self._values(np.exp(along))
        belief = self._beliefs(reach)
        got, payoff = self._payoffs(value, belief)
        return Point(logs, reach, belief, value, got, payoff)

    def _chances(self, sigma: Array) -> Array:
        """Return the probability of each edge (E)."""
        along = np.exp(self.log_chance)
        along[self.own] = sigma[self.entry[self.own]]
        return along

    def _values(self, along: Array) -> Array:
        """Return the expected payoff from each node on (N, P)."""
        value = self.arrive.copy()
        for edges, starts, nodes in self.out:
            then = self.on_edge[edges] + value[self.game.edge_child[edges]]
            value[nodes] += np.add.reduceat(along[edges, None] * then, starts, axis=0)
        return value

    def _payoffs(self, value: Array, belief: Array) -> tuple[Array, Array]:
        """Return the mover's payoff behind each edge (E) and of each move (X)."""
        own, got = self.own, np.zeros(len(self.parent))
        then = self.on_edge[own] + value[self.game.edge_child[own]]
        got[own] = then[np.arange(len(own)), self.mover[own]]
        weight = belief[self.member_of_node[self.parent[own]]] if self.count else np.zeros(0)
        return got, np.bincount(self.entry[own], weight * got[own], self.count)

    def regret(self, sigma: Array, payoff: Array) -> Array:
        """Return, at each information set, how far the best move beats the mean (I)."""
        if not self.count:
            return np.zeros(0)
        starts = self.game.action_start[:-1]
        best = np.maximum.reduceat(payoff, starts)
        return np.asarray(best - np.add.reduceat(sigma * payoff, starts))

    def judge(self, sigma: Array, belief: Array) -> Array:
        """Return the regret of probabilities (X) with given beliefs (M) at each set (I)."""
        along = self._chances(sigma)
        value = self._values(along)
        _, payoff = self._payoffs(value, belief)
        return self.regret(sigma, payoff)

    def residual(self, u: Array, point: Point) -> Array:
        """Return z - lambda * (Q - mean Q) (X)."""
        return np.asarray(u[:-1] - u[-1] * self._centred(point.payoff))

    def _centred(self, payoff: Array) -> Array:
        mean = np.bincount(self.set_of_entry, payoff) if self.count else np.zeros(0)
        return np.asarray(payoff - mean[self.set_of_entry] / self.width)

    def _log_sum(self, z: Array) -> Array:
        return _log_add(z, self.game.action_start[:-1]) if self.count else np.zeros(0)

    def _beliefs(self, reach: Array) -> Array:
        game = self.game
        if not self.count:
            return np.zeros(0)
        logs = reach[game.infoset_nodes]
        total = _log_add(logs, game.infoset_start[:-1])[self.member_set]
        size = np.diff(game.infoset_start)[self.member_set]
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(np.isfinite(total), np.exp(logs - total), 1.0 / size))

    def _pattern(self) -> None:
        """Lay out rows and columns of the sparse system; the numbers change, they do not."""
        game, x, n = self.game, self.count, self.game.n_nodes
        p = len(game.players)
        # columns: logits, log probabilities, move payoffs, log reach, payoffs node by node, lambda
        self.at_log, self.at_pay, self.at_reach = x, 2 * x, 3 * x
        self.at_value = 3 * x + n
        self.size = 3 * x + n + n * p + 1
        entries, own = np.arange(x), self.own
        pairs = [
            (a, b)
            for start, stop in zip(game.action_start[:-1], game.action_start[1:], strict=True)
            for a in range(start, stop)
            for b in range(start, stop)
        ]
        self.left, self.right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        child, parent = game.edge_child, self.parent
        who = np.arange(p)
        value_of = self.at_value + (np.arange(n)[:, None] * p + who)
        mover_value = self.at_value + child[own] * p + self.mover[own]
        last = np.full(x, self.size - 1)
        inner = np.arange(x, self.size - 1)
        blocks = [
            (entries, entries),  # z
            (self.left, self.at_pay + self.right),  # -lambda (dQ - mean dQ)
            (entries, last),  # -(Q - mean Q) dlambda
            (inner, inner),  # what the others are made of
            (self.at_log + entries, entries),  # -dz
            (self.at_log + self.left, self.right),  # + sum p dz
            (self.at_reach + child, self.at_reach + parent),  # -share of the way there
            (self.at_reach + child[own], self.at_log + self.entry[own]),
            (value_of[parent].ravel(), value_of[child].ravel()),  # -p dV
            (
                value_of[parent[own]].ravel(),
                np.repeat(self.at_log + self.entry[own], p),
            ),
            (self.at_pay + self.entry[own], mover_value),  # -belief dV
            (self.at_pay + self.entry[own], self.at_reach + parent[own]),
            (np.full(x + 1, self.size - 1), np.append(entries, self.size - 1)),  # the border
        ]
        self.row = np.concatenate([block[0] for block in blocks])
        self.column = np.concatenate([block[1] for block in blocks])

    def factor(self, u: Array, point: Point, border: Array) -> Any:
        """Return the factorised derivative of (residual; border . u) by u at a point.

        Raises:
            RuntimeError: it is exactly singular.
        """
        game, x, own = self.game, self.count, self.own
        lam = float(u[-1])
        along = self.log_chance.copy()
        along[own] = point.logs[self.entry[own]]
        prob = np.exp(along)
        with np.errstate(invalid="ignore"):
            share = np.exp(point.reach[self.parent] + along - point.reach[game.edge_child])
        share = np.where(np.isfinite(share), share, 0.0)
        got = self.on_edge + point.value[game.edge_child]
        mean = point.value[self.parent] - self.arrive[self.parent]
        weight = point.belief[self.member_of_node[self.parent[own]]]
        known = np.isfinite(point.reach[self.parent[own]])
        surprise = np.where(known, weight * (point.got[own] - point.payoff[self.entry[own]]), 0.0)
        p = len(game.players)
        same = self.left == self.right
        data = np.concatenate(
            [
                np.ones(x),
                -lam * (same - 1.0 / self.width[self.left]),
                -self._centred(point.payoff),
                np.ones(self.size - 1 - x),
                -np.ones(x),
                point.sigma[self.right],
                -share,
                -share[own],
                -np.repeat(prob, p),
                -(prob[own, None] * (got[own] - mean[own])).ravel(),
                -weight,
                -surprise,
                border,
            ]
        )
        matrix = csc_matrix((data, (self.row, self.column)), shape=(self.size, self.size))
        return splu(matrix)

    def solve(self, factors: Any, rhs: Array) -> Array:
        """Solve the bordered system for a right side of length X + 1."""
        whole = np.zeros(self.size)
        whole[: self.count] = rhs[:-1]
        whole[-1] = rhs[-1]
        answer = factors.solve(whole)
        return np.append(answer[: self.count], answer[-1])


def sign_of(factors: Any) -> int:
    """Return the sign of the determinant of a factorised matrix."""
    negative = int((factors.U.diagonal() < 0).sum())
    return 1 - 2 * ((negative + _odd(factors.perm_r) + _odd(factors.perm_c)) % 2)


def _odd(order: Array) -> int:
    """Return 1 for an odd permutation: its length less its cycles is odd."""
    count = len(order)
    links = csr_matrix((np.ones(count), order, np.arange(count + 1)), shape=(count, count))
    cycles, _ = connected_components(links, directed=False)
    return int(count - cycles) % 2


def _groups(edges: Array, level: Array, node: Array, deepest: int) -> list[Any]:
    """Return (edges, where each node's begin, nodes) for each level that has edges."""
    bounds = np.searchsorted(level, np.arange(deepest + 2))
    found = []
    for start, stop in pairwise(bounds.tolist()):
        if start == stop:
            continue
        here = node[start:stop]
        first = np.flatnonzero(np.append(True, here[1:] != here[:-1]))
        found.append((edges[start:stop], first, here[first]))
    return found


def _log_add(logs: Array, starts: Array) -> Array:
    """Return the log of the sum of exponentials of each run."""
    top = np.maximum.reduceat(logs, starts)
    base = np.where(np.isfinite(top), top, 0.0)
    lengths = np.diff(np.append(starts, len(logs)))
    with np.errstate(divide="ignore"):
        total = np.add.reduceat(np.exp(logs - np.repeat(base, lengths)), starts)
        return np.asarray(base + np.log(total))


def _rows(table: Array, rows: Array) -> Array:
    """Return rows of a table, zero where a row is missing."""
    if not len(table):
        return np.zeros((len(rows), *table.shape[1:]))
    missing = (rows == NONE).reshape(-1, *[1] * (table.ndim - 1))
    return np.where(missing, 0.0, table[rows])
