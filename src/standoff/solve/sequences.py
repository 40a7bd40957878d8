"""The sequence form of a game: a plan for each party, and payments between their sequences.

A party's *sequence* is its own moves up to a point; a *plan* gives each sequence the product of the
party's own choice probabilities along it. With two parties, the first one's expected payoff is then
x' A y, with A[s, t] the sum of chance probability times payment over all payments at which the two
parties' sequences are s and t (Koller, Megiddo and von Stengel 1996, Games and Economic Behavior
14). All that a method needs of a game are products with A, and sums within information sets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

Array = np.ndarray[Any, Any]

ZERO_SUM_TOLERANCE = 1e-9
"""Payoffs add up to the same everywhere within this share of their range: rounding of decimals."""
MAX_PATHS = 20_000_000
"""Paths from the root: a game in which paths meet is written out as a tree."""
ZERO_SUM_METHODS = "`cfr+`, `dcfr`, `pcfr+` and `lp`"
OTHERS = (
    "use `aqre`; or `backward` if everybody sees everything, or `enumerate` if the game is tiny"
)


@dataclass(frozen=True)
class Plan:
    """One party's sequences: number 0 is empty, those of an information set stand in a row.

    Attributes:
        infosets: numbers in the game, parents before children (J).
        start: sequences of the j-th are `start[j]:start[j + 1]` (J + 1).
        before: the sequence that leads to each information set (J).
        entry: strategy entry in the game of each sequence; `NONE` for the empty one.
    """

    infosets: Array
    start: Array
    before: Array
    entry: Array

    @property
    def length(self) -> int:
        """Number of sequences, the empty one included."""
        return len(self.entry)


@dataclass(frozen=True)
class Level:
    """Paths of one length: the path before each one, and the chance row at its last step."""

    before: Array
    prob: Array


@dataclass(frozen=True)
class Paths:
    """All paths of a game from the root, by length, and what is paid along them.

    Attributes:
        parties: numbers in the game of those whose sequences are kept.
        plans: of these parties.
        levels: paths of 1, 2, ... steps; the path of no steps has none.
        ends: paths that end, numbered over all lengths.
        paid_path: path of each payment.
        paid_at: sequences of the parties at each payment (parties, payments).
        paid_row: payoff row of each payment.
    """

    parties: tuple[int, ...]
    plans: tuple[Plan, ...]
    levels: tuple[Level, ...]
    ends: Array
    paid_path: Array
    paid_at: Array
    paid_row: Array

    def reach(self, numbers: Numbers) -> Array:
        """Return the product of nature's chances along each path (S B)."""
        made = [np.ones((1, numbers.n_draws))]
        for level in self.levels:
            reach = made[-1][level.before]
            chance = np.flatnonzero(level.prob != NONE)
            if len(chance):
                reach[chance] *= numbers.prob[level.prob[chance]]
            made.append(reach)
        return np.concatenate(made)

    def sums(self, numbers: Numbers) -> Array:
        """Return what the parties' payoffs add up to at the end of each path (ends, B)."""
        both = numbers.pay[:, list(self.parties)].sum(axis=1)
        count = 1 + sum(len(level.before) for level in self.levels)
        got = np.zeros((count, numbers.n_draws))
        # A path may be paid on its last edge and at its last node: `add.at` counts both.
        np.add.at(got, self.paid_path, both[self.paid_row])
        start = 1
        above = slice(0, 1)
        for level in self.levels:
            here = slice(start, start + len(level.before))
            got[here] += got[above][level.before]
            above, start = here, here.stop
        return np.asarray(got[self.ends])


@dataclass(frozen=True)
class SequenceForm:
    """A two-party game in sequence form; payments are filled in for each draw by `payments`.

    Attributes:
        paths: where payments come from; the first party's payoff is x' A y.
        row_start: entries of A's row s are `row_start[s]:row_start[s + 1]`, by rising column.
        column: column of each entry.
        column_start: the same by columns.
        row: row of each entry, by columns.
        by_column: place among the rows' entries of each of the columns' entries.
        first: where the payments of each entry begin.
    """

    paths: Paths
    row_start: Array
    column: Array
    column_start: Array
    row: Array
    by_column: Array
    first: Array

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """The two parties' sequences."""
        return self.paths.plans[0], self.paths.plans[1]

    def payments(self, numbers: Numbers) -> Array:
        """Return A's entries by rows, for every draw (B Z)."""
        paths = self.paths
        own = numbers.pay[:, paths.parties[0]]
        if not len(paths.paid_path):
            return np.zeros((numbers.n_draws, 0))
        each = paths.reach(numbers)[paths.paid_path] * own[paths.paid_row]
        if len(self.first) < len(each):
            each = np.add.reduceat(each, self.first, axis=0)
        return np.ascontiguousarray(each.T)


def sequence_form(game: Game) -> SequenceForm:
    """Return the sequence form of a game of two parties with perfect recall.

    Whether payoffs add up to a constant depends on the numbers: see `require_zero_sum`.

    Raises:
        UsageError: more than two parties move, somebody forgets, or the tree is too large; the
            message says which method to use.
    """
    paths = paths_of(game, _two_parties(game), ZERO_SUM_METHODS)
    one, two = paths.paid_at
    height, width = paths.plans[0].length, paths.plans[1].length
    key = one * width + two
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    row, column = key[first] // width, key[first] % width
    by_column = np.argsort(column, kind="stable")
    ordered = replace(
        paths,
        paid_path=paths.paid_path[order],
        paid_at=paths.paid_at[:, order],
        paid_row=paths.paid_row[order],
    )
    return SequenceForm(
        paths=ordered,
        row_start=np.searchsorted(row, np.arange(height + 1)).astype(np.int32),
        column=column.astype(np.int32),
        column_start=np.searchsorted(column[by_column], np.arange(width + 1)).astype(np.int32),
        row=row[by_column].astype(np.int32),
        by_column=by_column,
        first=first,
    )


def require_zero_sum(game: Game, form: SequenceForm, numbers: Numbers) -> None:
    """Check that the two parties' payoffs add up to one number, draw by draw.

    Ends that nature rules out do not count.

    Raises:
        UsageError: they do not wherever the game ends, or a party does not learn by Bayes' rule.
    """
    require_bayes(game, numbers, ZERO_SUM_METHODS)
    one, two = form.paths.parties
    sums = form.paths.sums(numbers)
    possible = form.paths.reach(numbers)[form.paths.ends] > 0
    low = np.where(possible, sums, np.inf).min(axis=0)
    high = np.where(possible, sums, -np.inf).max(axis=0)
    off = high - low > ZERO_SUM_TOLERANCE * payment_scale(numbers)
    if off.any():
        draw = int(np.argmax(off))
        raise UsageError(
            f"`{game.title}` is not zero-sum: the payoffs of `{game.players[one]}` and"
            f" `{game.players[two]}` add up to {low[draw]:.6g} at one end and to"
            f" {high[draw]:.6g} at another, so {ZERO_SUM_METHODS} do not apply",
            help=OTHERS,
        )


def require_bayes(game: Game, numbers: Numbers, methods: str) -> None:
    """Check that everybody learns by Bayes' rule.

    Raises:
        UsageError: somebody does not.
    """
    if len(numbers.rates) and not (numbers.rates == 1.0).all():
        raise UsageError(
            f"a party of `{game.title}` does not learn by Bayes' rule, so {methods} do not apply",
            help="use the method `aqre`",
        )


def payment_scale(numbers: Numbers) -> Array:
    """Return the largest absolute payment of each draw (B), at least a tiny number."""
    return np.asarray(np.maximum(np.abs(numbers.pay).max(axis=(0, 1), initial=0.0), 1e-300))


def uniform(game: Game, draws: int) -> Array:
    """Return the strategy that plays all moves alike (X B): what a failed draw is given."""
    width = np.diff(game.action_start)
    return np.repeat(1.0 / np.repeat(width, width), draws).reshape(game.n_entries, draws)


def _two_parties(game: Game) -> tuple[int, ...]:
    movers = np.unique(game.infoset_player).tolist()
    if len(movers) > 2:
        raise UsageError(
            f"{len(movers)} parties move in `{game.title}`; {ZERO_SUM_METHODS} are for two",
            help=OTHERS,
        )
    others = [p for p in range(len(game.players)) if p not in movers]
    both = sorted([*movers, *others][:2])
    if len(both) < 2:
        raise UsageError(
            f"`{game.title}` has one party; {ZERO_SUM_METHODS} are for two",
            help="use the method `backward`, or `aqre`",
        )
    return tuple(both)


def paths_of(game: Game, parties: tuple[int, ...], methods: str) -> Paths:
    """Return all paths of a game with perfect recall, with the sequences of some parties.

    Raises:
        UsageError: somebody forgets, or there are too many paths; `methods` is who needs them.
    """
    if not game.perfect_recall:
        raise UsageError(
            f"a party forgets in `{game.title}`, so {methods} do not apply",
            help="use the method `aqre`",
        )
    return _Walk(game, parties, methods).paths()


class _Walk:
    """Follow all paths from the root at once, a step at a time.

    Until the plans are known, a sequence is its last strategy entry plus 1, and 0 where empty.
    """

    def __init__(self, game: Game, parties: tuple[int, ...], methods: str) -> None:
        self.game, self.parties, self.methods = game, parties, methods
        self.before = np.full(game.n_infosets, NONE)
        self.met = np.zeros(game.n_infosets, dtype=np.int64)
        self.paid: list[tuple[Array, Array, Array]] = []

    def paths(self) -> Paths:
        game = self.game
        node = np.zeros(1, dtype=np.int64)
        own = np.zeros((len(self.parties), 1), dtype=np.int64)
        levels: list[Level] = []
        ends, first = [], 0
        self._pay(0, own, game.node_pay[node])
        while len(node):
            mover = game.node_player[node]
            self._meet(node, mover, own, len(levels))
            ends.append(first + np.flatnonzero(mover == TERMINAL))
            first += len(node)
            start = game.edge_start[node]
            degree = game.edge_start[node + 1] - start
            source = np.repeat(np.arange(len(node)), degree)
            self._require_few(first + len(source))
            step = np.arange(len(source)) - np.repeat(np.cumsum(degree) - degree, degree)
            edge = start[source] + step
            move, infoset = mover[source], game.node_infoset[node][source]
            taken = np.where(infoset == NONE, 0, game.action_start[infoset] + step + 1)
            owner = np.array(self.parties)[:, None]
            own = np.where(move == owner, taken, own[:, source])
            node = game.edge_child[edge]
            levels.append(Level(source, np.where(move == CHANCE, game.edge_prob[edge], NONE)))
            self._pay(first, own, game.edge_pay[edge])
            self._pay(first, own, game.node_pay[node])
        numbered = [self._plan(party) for party in self.parties]
        path, at, rows = (np.concatenate(parts, axis=-1) for parts in zip(*self.paid, strict=True))
        return Paths(
            parties=self.parties,
            plans=tuple(plan for plan, _ in numbered),
            levels=tuple(levels[:-1]),
            ends=np.concatenate(ends),
            paid_path=path,
            paid_at=np.stack([number[at[k]] for k, (_, number) in enumerate(numbered)]),
            paid_row=rows,
        )

    def _require_few(self, count: int) -> None:
        if count > MAX_PATHS:
            raise UsageError(
                f"`{self.game.title}` has more than {MAX_PATHS:,} paths, too many for"
                f" {self.methods}",
                help="use the method `aqre`, or shorten the game",
            )

    def _pay(self, first: int, own: Array, rows: Array) -> None:
        used = np.flatnonzero(rows != NONE)
        if len(used) or not first:
            self.paid.append((first + used, own[:, used], rows[used]))

    def _meet(self, node: Array, mover: Array, own: Array, level: int) -> None:
        """Note which sequence leads to each information set, and how soon it is met."""
        for k, party in enumerate(self.parties):
            mine = np.flatnonzero(mover == party)
            infoset = self.game.node_infoset[node[mine]]
            new = self.before[infoset] == NONE
            self.met[infoset[new]] = level
            self.before[infoset[new]] = own[k][mine][new]
            if (self.before[infoset] != own[k][mine]).any():
                raise UsageError(
                    f"`{self.game.players[party]}` forgets its own moves in `{self.game.title}`,"
                    f" so {self.methods} do not apply",
                    help="use the method `aqre`",
                )

    def _plan(self, party: int) -> tuple[Plan, Array]:
        """Return a party's plan, and its sequences' numbers by entry + 1."""
        game = self.game
        mine = np.flatnonzero((game.infoset_player == party) & (self.before != NONE))
        # Parents are met at fewer steps than their children.
        mine = mine[np.argsort(self.met[mine], kind="stable")]
        width = np.diff(game.action_start)[mine]
        start = np.concatenate(([1], 1 + np.cumsum(width))).astype(np.int64)
        shift = np.repeat(game.action_start[mine] - start[:-1], width)
        entry = np.arange(1, int(start[-1])) + shift
        number = np.zeros(game.n_entries + 1, dtype=np.int64)
        number[entry + 1] = np.arange(1, len(entry) + 1)
        plan = Plan(mine, start, number[self.before[mine]], np.concatenate(([NONE], entry)))
        return plan, number
