"""Exact solutions with I - dG/dz, and the sign of its determinant, at any size of game.

The derivative of G couples every choice with every other, but through few hands: a choice changes
reach, reach changes beliefs, beliefs and values change choices. With reach and values kept as
unknowns beside the logits, the system is as sparse as the game tree. Eliminating it from the end of
the game to its beginning fills in little, because what comes after a public state hangs together
with the rest through that state only. SuperLU (Li 2005) does the elimination.

The unknowns that were added have ones on the diagonal and depend on one another in the order of the
game, so that the whole matrix has the determinant of I - dG/dz itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from standoff.solve.compiled import compiled
from standoff.solve.kernels import Work
from standoff.solve.logdomain import sign_of
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, np.dtype[Any]]

MOST_ENTRIES = 40_000_000
"""Entries of both factors, of about 16 bytes each, beyond which there are none."""
PIVOT = 0.01
"""A pivot on the diagonal is kept if it has this share of the largest in its column."""


class System:
    """The sparse matrix of one game; its pattern stays, its numbers are those of a pass.

    Attributes:
        size: unknowns.
        fits: whether its factors are small enough to be computed.
    """

    def __init__(self, plan: PassPlan, *, biased: bool = False) -> None:
        """Take the plan of a game, and whether somebody does not follow Bayes' rule."""
        self.plan = plan
        self.biased = biased and plan.dealt > 0
        self._read(plan)
        self._lay_out()

    def _read(self, plan: PassPlan) -> None:
        """Take the plan's parts, and list which choices and nodes meet where."""
        m, x = plan.nodes, plan.entries
        edge_start = _part(plan, plan.edge_start, m + 1)
        edges = int(edge_start[-1])
        self.source = np.repeat(np.arange(m), np.diff(edge_start))
        self.value = _part(plan, plan.edge_value, edges)
        self.weight = _part(plan, plan.edge_weight, edges)
        set_start = _part(plan, plan.set_start, plan.sets + 1)
        set_nodes = _part(plan, plan.set_nodes, int(set_start[-1]))
        starts = _part(plan, plan.action_start, plan.sets + 1)
        self.set_of = np.repeat(np.arange(plan.sets), np.diff(starts))
        self.degree = np.diff(starts)[self.set_of]
        self.first = starts[self.set_of]
        self.members = np.diff(set_start)[self.set_of]
        # How a move is worth what it is: (entry, node of its information set, edge from there).
        self.of, place = _spread(self.members)
        self.node = set_nodes[set_start[self.set_of[self.of]] + place]
        self.edge = edge_start[self.node] + self.of - self.first[self.of]
        self.player = _part(plan, plan.set_player, plan.sets)[self.set_of[self.of]]
        # Centring spreads what changes the worth of one move over all moves of the set.
        self.term, place = _spread(self.degree[self.of])
        self.entry = self.first[self.of[self.term]] + place
        centred = (self.entry == self.of[self.term]) - 1.0 / self.degree[self.entry]
        self.centred = np.asarray(centred, dtype=np.float64)
        # Order of play of information sets, by their first node.
        self.item = np.arange(m)
        self.item[set_nodes] = np.repeat(set_nodes[set_start[:-1]], np.diff(set_start))
        self.set_item = set_nodes[set_start[:-1]]
        if self.biased:
            origin = _part(plan, plan.node_origin, m)
            owner = np.full(m, -1)
            owner[set_nodes] = np.repeat(np.arange(plan.sets), np.diff(set_start))
            self.owned = set_nodes
            keys = owner[set_nodes] * plan.dealt + origin[set_nodes]
            groups, group = np.unique(keys, return_inverse=True)
            self.group_of = np.full(m, -1)
            self.group_of[set_nodes] = group
            self.group_item = self.set_item[groups // plan.dealt]
            self.origin = origin
        self.chosen = np.flatnonzero(self.weight < x)
        self.inner = np.flatnonzero(self.value < m)
        self.passed_on = self.inner[self.source[self.inner] > 0]
        moved = self.inner[self.weight[self.inner] < x]
        turn, place = _spread(self.degree[self.weight[moved]])
        self.moved = moved[turn]
        self.because = self.first[self.weight[self.moved]] + place
        self.valued = np.flatnonzero(self.value[self.edge[self.term]] < m)

    def _lay_out(self) -> None:
        """Number the unknowns, list rows and columns, and put both in order of elimination."""
        plan = self.plan
        m, x, p = plan.nodes, plan.entries, plan.players
        groups = len(self.group_item) if self.biased else 0
        self.at_reach, self.at_value = x, x + m
        self.at_mass = x + m + m * p
        self.size = self.at_mass + groups
        reach, value = self.at_reach, self.at_value
        all_of = np.arange(self.size)
        blocks = [
            (all_of, all_of),
            (reach + self.value[self.passed_on], reach + self.source[self.passed_on]),
            (reach + self.value[self.moved], self.because),
        ]
        for player in range(p):
            here = value + self.source * p + player
            then = value + self.value * p + player
            blocks.append((here[self.inner], then[self.inner]))
            blocks.append((here[self.chosen], self.weight[self.chosen]))
        edge, entry = self.edge[self.term], self.entry
        worth = value + self.value[edge] * p + self.player[self.term]
        blocks.append((entry[self.valued], worth[self.valued]))
        blocks.append((entry, reach + self.node[self.term]))
        if self.biased:
            blocks.append((entry, self.at_mass + self.group_of[self.node[self.term]]))
            blocks.append((self.at_mass + self.group_of[self.owned], reach + self.owned))
        row = np.concatenate([block[0] for block in blocks])
        column = np.concatenate([block[1] for block in blocks])
        # From the end of the game: of each item first reach, then values, then what is chosen.
        item = np.concatenate([self.set_item[self.set_of], self.item, np.repeat(self.item, p)])
        kind = np.repeat([3, 0, 2], [x, m, m * p])
        if self.biased:
            item = np.concatenate([item, self.group_item])
            kind = np.append(kind, np.full(groups, 1))
        self.order = np.lexsort((kind, -item))
        place = np.empty(self.size, dtype=np.int64)
        place[self.order] = all_of
        cells, self.slot = np.unique(place[column] * self.size + place[row], return_inverse=True)
        self.row = (cells % self.size).astype(np.int32)
        self.start = np.searchsorted(cells // self.size, np.arange(self.size + 1)).astype(np.int32)
        self.cells = len(cells)
        most = MOST_ENTRIES // 2  # of one of the two factors
        self.fits = bool(x) and fill_of(self.start, self.row, most) <= most

    def factor(self, work: Work, lam: float) -> Factors | None:
        """Return the factors at the last pass of a block of one lane; None if it is singular."""
        matrix = csc_matrix(
            (self._numbers(work, lam), self.row, self.start), shape=(self.size, self.size)
        )
        try:
            made = splu(
                matrix,
                permc_spec="NATURAL",
                diag_pivot_thresh=PIVOT,
                options={"SymmetricMode": True},
            )
        except RuntimeError:  # exactly singular
            return None
        return Factors(self, matrix, made)

    def _numbers(self, work: Work, lam: float) -> Array:
        plan = self.plan
        m, x, p = plan.nodes, plan.entries, plan.players
        choices = (work.new - work.old) // work.lanes
        old = work.table(work.old, choices)[:, 0]
        play = work.table(work.new if plan.at_once else work.old, choices)[:, 0]
        reach, weigh = work.table(work.reach, m)[:, 0], work.table(work.weight, m)[:, 0]
        value = work.table(work.value, (m + len(plan.final_pay)) * p)[:, 0].reshape(-1, p)
        gain, total = work.table(work.gain, x)[:, 0], work.table(work.total, plan.sets)[:, 0]
        cause = self.weight[self.moved]
        parts = [
            np.ones(self.size),
            -old[self.weight[self.passed_on]],
            -reach[self.source[self.moved]]
            * old[cause]
            * ((cause == self.because) - old[self.because]),
        ]
        took = self.chosen
        for player in range(p):
            got = value[self.value[took], player]
            mean = np.bincount(self.source[took], play[self.weight[took]] * got, m)
            parts.append(-play[self.weight[self.inner]])
            parts.append(-play[self.weight[took]] * (got - mean[self.source[took]]))
        seen = total[self.set_of]
        known = seen > 0.0
        share = np.where(known, 1.0 / np.where(known, seen, 1.0), 1.0 / self.members)
        part = np.where(known[self.of], weigh[self.node], 1.0) * share[self.of]
        surprise = value[self.value[self.edge], self.player] - gain[self.of]
        surprise *= np.where(known, share, 0.0)[self.of]
        parts.append(-lam * (self.centred * part[self.term])[self.valued])
        if self.biased:
            moved, by_mass = self._learning(work, reach, weigh)
            parts.append(-lam * self.centred * (surprise * moved)[self.term])
            parts.append(-lam * self.centred * (surprise * by_mass)[self.term])
            parts.append(-np.ones(len(self.owned)))
        else:
            parts.append(-lam * self.centred * surprise[self.term])
        return np.bincount(self.slot, np.concatenate(parts), self.cells)

    def _learning(self, work: Work, reach: Array, weigh: Array) -> tuple[Array, Array]:
        """Return how the weight of each term's node moves with its reach and its profile's mass."""
        rate = work.table(work.rates, self.plan.players)[:, 0][self.player]
        mass = np.bincount(self.group_of[self.owned], reach[self.owned], len(self.group_item))[
            self.group_of[self.node]
        ]
        slow = (rate < 1.0) & (reach[self.node] > 0.0)
        come = np.where(slow, reach[self.node], 1.0)
        moved = np.where(slow, weigh[self.node] / come, 1.0)
        by_mass = -(1.0 - rate) * weigh[self.node] / np.where(slow, mass, 1.0)
        return moved, np.where(slow, by_mass, 0.0)


class Factors:
    """The factorised derivative at one point."""

    def __init__(self, system: System, matrix: Any, made: Any) -> None:
        """Take a system, its matrix, and SuperLU's factors of it."""
        self.system, self.matrix, self.made = system, matrix, made
        self.sign = sign_of(made)

    def solve(self, rhs: Array) -> Array:
        """Return x with (I - dG/dz) x = rhs (X)."""
        s = self.system
        whole = np.zeros(s.size)
        whole[: len(rhs)] = rhs
        # A right side of the pass is what old choices move less what new ones do; values see both.
        if s.plan.at_once:
            seen = np.empty(s.size)
            seen[s.order] = self.matrix @ whole[s.order]
            whole[s.at_value : s.at_mass] = seen[s.at_value : s.at_mass]
        answer = np.empty(s.size)
        answer[s.order] = self.made.solve(whole[s.order])
        return answer[: len(rhs)]


def _part(plan: PassPlan, place: int, length: int) -> Array:
    return plan.table[place : place + length].astype(np.int64)


def _spread(counts: Array) -> tuple[Array, Array]:
    """Return, for each of `counts` items, its owner and its place among the owner's."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


def fill_of(start: Array, row: Array, most: int) -> int:
    """Return the entries of the lower factor of a symmetrised pattern, or more than `most`.

    Pivots off the diagonal can add to it.

    Args:
        start: where columns begin (N + 1).
        row: rows of the entries.
        most: number beyond which counting stops.
    """
    size = len(start) - 1
    column = np.repeat(np.arange(size), np.diff(start))
    low, high = np.minimum(row, column), np.maximum(row, column)
    cells = np.unique((high * size + low)[high > low])
    return filled(np.searchsorted(cells // size, np.arange(size + 1)), cells % size, most)


@compiled
def filled(start: Array, column: Array, most: int) -> int:
    """Return the entries of a Cholesky factor, or more than `most`.

    Its rows are walks in the elimination tree, from the entries of the matrix up (Liu 1990, SIAM
    Journal on Matrix Analysis and Applications 11:134-172).

    Args:
        start: where rows begin (N + 1).
        column: columns of the entries left of the diagonal.
        most: number beyond which counting stops.
    """
    size = len(start) - 1
    parent, ancestor, mark = np.full(size, -1), np.full(size, -1), np.full(size, -1)
    total = size
    for i in range(size):
        for k in range(start[i], start[i + 1]):
            j = column[k]
            while j != -1 and j < i:
                above = ancestor[j]
                ancestor[j] = i
                if above == -1:
                    parent[j] = i
                j = above
        mark[i] = i
        for k in range(start[i], start[i + 1]):
            j = column[k]
            while mark[j] != i:
                mark[j] = i
                total += 1
                j = parent[j]
        if total > most:
            return total
    return total
