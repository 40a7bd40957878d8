"""Whether an assessment is consistent in the sense of Kreps and Wilson (1982), decided exactly.

Beliefs are consistent if they are the limit of Bayes' beliefs along fully mixed strategies that
tend to the strategy. Such a sequence may be taken of the form

    probability of move a = c_a * eps^(e_a),    eps -> 0,

with order e_a = 0 for moves that are played and e_a > 0 for the others (Kreps and Wilson 1982;
Perea, Jansen and Peters 1997). The order of a node is the sum of the orders on its path, and a
belief is positive exactly at the nodes of the lowest order in its information set. Orders solve a
system of linear inequalities, which a linear program decides; logarithms of the coefficients
solve a system of linear equations, since ratios of beliefs are ratios of products of them. Either
system without a solution means that no sequence exists (Farkas' lemma).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from standoff.game.game import NONE
from standoff.solve.assessment import Assessed

Array = np.ndarray[Any, np.dtype[Any]]

ZERO = 1e-9
"""A probability below this is zero."""
CLOSE = 1e-5
"""Logs of ratios of beliefs that differ by less agree."""
APART = 1e-2
"""Logs of ratios of beliefs that differ by more disagree; in between nothing is decided."""


class Verdict(enum.IntEnum):
    """The answer of a test that may be unable to decide."""

    PASSED = 0
    FAILED = 1
    UNDECIDED = 2


@dataclass(frozen=True)
class Consistency:
    """Whether beliefs are the limit of Bayes' beliefs, and a sequence that shows it.

    Attributes:
        verdict: `PASSED`, `FAILED` or `UNDECIDED`.
        reason: one sentence.
        orders: order of vanishing of each move (X) of a sequence that works; empty otherwise.
        coefficients: its coefficients (X); empty otherwise.
    """

    verdict: Verdict
    reason: str
    orders: Array
    coefficients: Array


class Trembles:
    """The two linear systems of a strategy; beliefs add their rows."""

    def __init__(self, assessed: Assessed) -> None:
        """Take a game with a strategy in which a single path leads to each mover's node."""
        self.assessed = assessed
        game = assessed.game
        self.free = np.flatnonzero(assessed.strategy < ZERO)
        self.column = np.full(game.n_entries, NONE)
        self.column[self.free] = np.arange(len(self.free))
        self.possible = np.zeros(game.n_nodes, dtype=bool)
        self.possible[0] = True
        self.above = np.full(game.n_nodes, NONE)
        for edge, node in enumerate(assessed.parent):
            child = int(game.edge_child[edge])
            self.above[child] = edge
            forbidden = assessed.entry[edge] == NONE and assessed.along[edge] == 0.0
            self.possible[child] = self.possible[node] and not forbidden

    def path(self, node: int) -> tuple[dict[int, int], float]:
        """Return how often each vanishing move is on the way to a node, and the log of the rest."""
        counts: dict[int, int] = {}
        logs = 0.0
        while self.above[node] != NONE:
            edge = int(self.above[node])
            entry = int(self.assessed.entry[edge])
            if entry != NONE and self.column[entry] != NONE:
                column = int(self.column[entry])
                counts[column] = counts.get(column, 0) + 1
            else:
                logs += float(np.log(self.assessed.along[edge]))
            node = int(self.assessed.parent[edge])
        return counts, logs

    def orders(self, supports: Iterable[tuple[list[int], list[int]]]) -> Array | None:
        """Return orders of the vanishing moves such that supports are the lowest nodes.

        Args:
            supports: for some information sets, nodes with a positive belief and the others.

        Returns:
            Orders (one per vanishing move), at least 1; None if there are none.
        """
        equal, higher = [], []
        for inside, outside in supports:
            first = self.path(inside[0])[0]
            equal += [_difference(self.path(node)[0], first) for node in inside[1:]]
            higher += [_difference(self.path(node)[0], first) for node in outside]
        if any(not row for row in higher):
            return None
        equal = [row for row in equal if row]
        if not len(self.free):
            return np.zeros(0)
        found = linprog(
            np.ones(len(self.free)),
            A_ub=_matrix(higher, len(self.free), -1.0),
            b_ub=-np.ones(len(higher)) if higher else None,
            A_eq=_matrix(equal, len(self.free), 1.0),
            b_eq=np.zeros(len(equal)) if equal else None,
            bounds=(1.0, None),
            method="highs",
        )
        return np.asarray(found.x) if found.status == 0 else None

    def equations(self, infoset: int, inside: list[int], logs: Array) -> list[Any]:
        """Return rows and right sides for log coefficients that give beliefs of these logs."""
        del infoset
        counts, known = self.path(inside[0])
        made = []
        for node, log in zip(inside[1:], logs[1:], strict=True):
            other, also = self.path(node)
            made.append((_difference(other, counts), float(log - logs[0]) - (also - known)))
        return made

    def solve(self, rows: list[Any]) -> tuple[Array, float, bool]:
        """Solve equations for log coefficients.

        Returns the coefficients, the largest error, and whether any right side could be met.
        """
        if not rows:
            return np.zeros(len(self.free)), 0.0, True
        matrix = np.zeros((len(rows), max(1, len(self.free))))
        for place, (row, _) in enumerate(rows):
            for column, count in row.items():
                matrix[place, column] = count
        right = np.array([value for _, value in rows])
        answer, _, rank, _ = np.linalg.lstsq(matrix, right, rcond=None)
        error = float(np.abs(matrix @ answer - right).max())
        return answer[: len(self.free)], error, int(rank) == len(rows)

    def spread_out(self, orders: Array, logs: Array) -> tuple[Array, Array]:
        """Return orders and coefficients of all moves (X), vanishing or not."""
        game = self.assessed.game
        all_orders = np.zeros(game.n_entries)
        all_orders[self.free] = orders
        coefficients = self.assessed.strategy.copy()
        coefficients[self.free] = np.exp(np.clip(logs, -700.0, 700.0))
        return all_orders, coefficients


def consistency(assessed: Assessed, beliefs: Array) -> Consistency:
    """Decide whether beliefs (M) are consistent with a strategy.

    Information sets that only an impossible move of nature leads to are left out.
    """
    none = np.zeros(0)
    if not assessed.one_path():
        return Consistency(
            Verdict.UNDECIDED, "paths meet in this game; the test needs a tree", none, none
        )
    trembles = Trembles(assessed)
    supports, rows = [], []
    game = assessed.game
    for infoset in range(game.n_infosets):
        start, stop = int(game.infoset_start[infoset]), int(game.infoset_start[infoset + 1])
        nodes = [int(node) for node in game.infoset_nodes[start:stop]]
        if not any(trembles.possible[node] for node in nodes):
            continue
        belief = dict(zip(nodes, beliefs[start:stop], strict=True))
        inside = [node for node in nodes if belief[node] >= ZERO]
        outside = [n for n in nodes if belief[n] < ZERO and trembles.possible[n]]
        label = game.infoset_labels[infoset]
        if any(not trembles.possible[node] for node in inside):
            return Consistency(
                Verdict.FAILED, f"at {label} a node that nature rules out is believed", none, none
            )
        supports.append((inside, outside))
        logs = np.log(np.array([belief[node] for node in inside]))
        rows += trembles.equations(infoset, inside, logs)
    orders = trembles.orders(supports)
    if orders is None:
        return Consistency(
            Verdict.FAILED, "no orders of mistakes lead to these beliefs", none, none
        )
    logs, error, _ = trembles.solve(rows)
    if error > APART:
        return Consistency(
            Verdict.FAILED, "no sizes of mistakes give beliefs of these ratios", none, none
        )
    if error > CLOSE:
        return Consistency(
            Verdict.UNDECIDED,
            f"ratios of beliefs are off by {error:.1e}, which may be rounding",
            none,
            none,
        )
    return Consistency(
        Verdict.PASSED,
        "a sequence of mistakes leads to these beliefs",
        *trembles.spread_out(orders, logs),
    )


def _difference(a: dict[int, int], b: dict[int, int]) -> dict[int, int]:
    """Return the counts of a less those of b, zeros left out."""
    keys = set(a) | set(b)
    made = {key: a.get(key, 0) - b.get(key, 0) for key in sorted(keys)}
    return {key: count for key, count in made.items() if count}


def _matrix(rows: list[dict[int, int]], columns: int, sign: float) -> Any:
    if not rows:
        return None
    at = [(r, c, sign * count) for r, row in enumerate(rows) for c, count in row.items()]
    row, column, data = zip(*at, strict=True) if at else ((), (), ())
    return csr_matrix((data, (row, column)), shape=(len(rows), columns))
