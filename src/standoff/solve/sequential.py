"""Whether a strategy is a sequential equilibrium: rational everywhere, with consistent beliefs.

The judge is separate from the methods that find strategies, as `standoff.solve.certify` is. With
beliefs it decides consistency exactly. Without, it looks for consistent beliefs that make every
move optimal, and says so when it finds neither them nor a proof that there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float
from scipy.optimize import linprog

from standoff.errors import UsageError
from standoff.game.game import Game, Numbers
from standoff.solve.assessment import Assessed
from standoff.solve.consistency import ZERO, Consistency, Trembles, Verdict, consistency

Array = np.ndarray[Any, np.dtype[Any]]

TOLERANCE = 1e-6
"""Largest gain of a sequential equilibrium, as a share of the payoff range."""
BAYES = 1e-6
"""Largest departure of a belief from Bayes' rule where the strategy comes."""
LEAST = 1e-4
"""Least belief that a search for beliefs gives to a node in their support."""
NOTHING = 1e-7
"""A least belief below this is zero up to the tolerance of the linear program."""
PROGRAMS = 2000
"""Linear programs that a search for beliefs may solve."""
MOST_MEMBERS = 8
"""Supports of beliefs are enumerated at information sets of at most so many nodes; at larger ones
only single nodes and the whole set are tried."""


@dataclass(frozen=True)
class SequentialTest:
    """What the judge says about one strategy.

    Attributes:
        verdict: `PASSED` if the strategy, with `beliefs`, is a sequential equilibrium within the
            tolerance; `FAILED` if it is none (with the beliefs given, or with any, where none
            were given); `UNDECIDED` otherwise.
        reason: one sentence.
        beliefs: beliefs that were tested or found (M), as in `Game.infoset_nodes`; where the
            search ended without any, Bayes' where play comes and even elsewhere.
        move_gain: what the best move gains at each information set, given beliefs and everything
            later as it is, in payoff units (I).
        plan_gain: what the best plan gains from each information set on, the player's own later
            moves included, in payoff units (I).
        bayes_error: largest departure of a belief from Bayes' rule where play comes.
        reached: whether play comes to each information set (I).
        consistency: the verdict on beliefs alone.
        payoff_range: largest range of a player's payoff over all plays.
        programs: linear programs that a search for beliefs solved.
    """

    verdict: Verdict
    reason: str
    beliefs: Float[np.ndarray, " M"]
    move_gain: Float[np.ndarray, " I"]
    plan_gain: Float[np.ndarray, " I"]
    bayes_error: float
    reached: Bool[np.ndarray, " I"]
    consistency: Consistency
    payoff_range: float
    programs: int

    @property
    def relative_gain(self) -> float:
        """Return the largest gain of a move or plan as a share of the payoff range."""
        largest = max(self.move_gain.max(initial=0.0), self.plan_gain.max(initial=0.0))
        return float(largest) / self.payoff_range


def sequential_test(
    game: Game,
    numbers: Numbers,
    strategy: Array,
    beliefs: Array | None = None,
    *,
    tol: float = TOLERANCE,
    programs: int = PROGRAMS,
) -> SequentialTest:
    """Test whether a strategy is a sequential equilibrium.

    Args:
        game: a game in which nobody forgets.
        numbers: the numbers of one draw; their lambda is not used.
        strategy: choice probabilities (X). A probability below 1e-9 counts as zero.
        beliefs: at each member of each information set (M), as in `Game.infoset_nodes`; looked
            for if left out.
        tol: largest gain, as a share of the payoff range.
        programs: linear programs that the search for beliefs may solve before it gives up.

    Raises:
        UsageError: imperfect recall, several draws, or arrays that are no probabilities.
    """
    _require(game, numbers, strategy, beliefs)
    assessed = Assessed(game, numbers, strategy)
    if beliefs is not None:
        return _judged(assessed, np.asarray(beliefs, dtype=np.float64), tol)
    return _Search(assessed, tol, programs).run()


def _judged(assessed: Assessed, beliefs: Array, tol: float, programs: int = 0) -> SequentialTest:
    """Judge a strategy with given beliefs."""
    game = assessed.game
    move_gain = np.array(
        [
            (_belief_at(game, beliefs, infoset) @ assessed.move_gains(infoset)).max(initial=0.0)
            for infoset in range(game.n_infosets)
        ]
    )
    plan_gain = _plan_gains(assessed, beliefs)
    exact, reached = assessed.bayes()
    at_reached = np.repeat(reached, np.diff(game.infoset_start))
    bayes_error = float(np.abs(exact - beliefs)[at_reached].max(initial=0.0))
    consistent = consistency(assessed, beliefs)
    worst = np.maximum(move_gain, plan_gain) / assessed.range
    if bayes_error > BAYES:
        verdict = Verdict.FAILED
        reason = f"where play comes beliefs depart from Bayes' rule by {bayes_error:.1e}"
    elif worst.max(initial=0.0) > tol:
        verdict = Verdict.FAILED
        place = int(worst.argmax())
        where = "" if reached[place] else ", where play never comes"
        reason = (
            f"{game.players[game.infoset_player[place]]} gains {worst[place]:.1e} of the payoff"
            f" range at {game.infoset_labels[place]}{where}"
        )
    else:
        verdict, reason = consistent.verdict, consistent.reason
    return SequentialTest(
        verdict=verdict,
        reason=reason,
        beliefs=beliefs,
        move_gain=move_gain,
        plan_gain=plan_gain,
        bayes_error=bayes_error,
        reached=reached,
        consistency=consistent,
        payoff_range=assessed.range,
        programs=programs,
    )


def _belief_at(game: Game, beliefs: Array, infoset: int) -> Array:
    return beliefs[game.infoset_start[infoset] : game.infoset_start[infoset + 1]]


def _plan_gains(assessed: Assessed, beliefs: Array) -> Array:
    """Return what each player's best plan gains from each of its information sets on (I)."""
    game = assessed.game
    gains = np.zeros(game.n_infosets)
    moved = np.zeros((game.n_nodes, assessed.players), dtype=np.int64)
    for edge, node in enumerate(assessed.parent):
        moved[game.edge_child[edge]] = moved[node]
        if game.node_infoset[node] >= 0:
            moved[game.edge_child[edge], game.node_player[node]] += 1
    for player in range(assessed.players):
        own = np.flatnonzero(game.infoset_player == player)
        firsts = [int(assessed.members(int(i))[0]) for i in own]
        depth = moved[firsts, player]
        along = assessed.along.copy()
        # The last own moves are chosen first; a player who never forgets is at one depth in a set.
        for level in sorted(set(depth.tolist()), reverse=True):
            _, behind = assessed.look_ahead(along)
            for infoset in own[depth == level]:
                gains[infoset] = _choose(assessed, beliefs, int(infoset), behind, along)
    return gains


def _choose(assessed: Assessed, beliefs: Array, infoset: int, behind: Array, along: Array) -> float:
    """Let a player choose its best move at an information set; return what the plan gains."""
    game = assessed.game
    player = int(game.infoset_player[infoset])
    belief = _belief_at(game, beliefs, infoset)
    edges = [list(assessed.edges(int(node))) for node in assessed.members(infoset)]
    payoff = belief @ np.array([behind[list(ways), player] for ways in edges])
    before = sum(
        weight * (assessed.along[ways] @ assessed.behind[ways, player])
        for weight, ways in zip(belief, edges, strict=True)
    )
    best = int(np.argmax(payoff))
    for ways in edges:
        along[ways] = 0.0
        along[ways[best]] = 1.0
    return float(payoff[best] - before)


class _Search:
    """Looks for consistent beliefs that make every move optimal."""

    def __init__(self, assessed: Assessed, tol: float, programs: int) -> None:
        self.assessed, self.tol, self.limit = assessed, tol, programs
        self.programs = 0
        self.cut = False
        game = assessed.game
        self.beliefs, self.reached = assessed.bayes()
        self.even = self.beliefs.copy()
        for infoset in np.flatnonzero(~self.reached):
            start, stop = game.infoset_start[infoset], game.infoset_start[infoset + 1]
            self.even[start:stop] = 1.0 / (stop - start)

    def run(self) -> SequentialTest:
        """Return the test of the first beliefs that pass, or of even ones with a verdict."""
        assessed = self.assessed
        plain = _judged(assessed, self.even, self.tol)
        if plain.verdict == Verdict.PASSED or self.reached.all():
            return plain
        for infoset in np.flatnonzero(self.reached):
            gain = plain.move_gain[infoset] / assessed.range
            if gain > self.tol:
                return self._ended(plain, Verdict.FAILED, plain.reason)
        if not assessed.one_path():
            return self._ended(plain, Verdict.UNDECIDED, plain.consistency.reason)
        return self._search(plain)

    def _search(self, plain: SequentialTest) -> SequentialTest:
        assessed, game = self.assessed, self.assessed.game
        self.trembles = Trembles(assessed)
        equal = self._after_equal_mistakes()
        if equal.verdict == Verdict.PASSED:
            return equal
        fixed = [self._support(int(infoset)) for infoset in np.flatnonzero(self.reached)]
        options: list[tuple[int, list[tuple[list[int], list[int], Array]]]] = []
        for infoset in np.flatnonzero(~self.reached):
            nodes = assessed.members(int(infoset))
            if not self.trembles.possible[nodes].any():
                continue
            faces = self._faces(int(infoset))
            if not faces:
                if not self._any_belief(int(infoset)):
                    player = game.players[game.infoset_player[infoset]]
                    return self._ended(
                        plain,
                        Verdict.FAILED,
                        f"no belief makes {player}'s choice at {game.infoset_labels[infoset]} best",
                    )
                return self._ended(plain, Verdict.UNDECIDED, self._gave_up())
            options.append((int(infoset), faces))
        options.sort(key=lambda one: len(one[1]))
        found = self._descend(options, 0, [(a, b) for a, b, _ in fixed], [])
        if found is not None:
            return _judged(assessed, found, self.tol, self.programs)
        if self.cut:
            return self._ended(plain, Verdict.UNDECIDED, self._gave_up())
        return self._ended(
            plain, Verdict.FAILED, "no consistent beliefs make every choice off the path best"
        )

    def _after_equal_mistakes(self) -> SequentialTest:
        """Judge the beliefs to which mistakes lead that are all made with the same chance."""
        game, trembles = self.assessed.game, self.trembles
        made = self.beliefs.copy()
        for infoset in np.flatnonzero(~self.reached):
            start = int(game.infoset_start[infoset])
            paths = {}
            for place, node in enumerate(self.assessed.members(int(infoset)), start):
                if trembles.possible[node]:
                    counts, logs = trembles.path(int(node))
                    paths[place] = (sum(counts.values()), logs)
            fewest = min((count for count, _ in paths.values()), default=0)
            for place, (count, logs) in paths.items():
                made[place] = np.exp(logs) if count == fewest else 0.0
            stop = int(game.infoset_start[infoset + 1])
            made[start:stop] /= max(made[start:stop].sum(), 1e-300)
        return _judged(self.assessed, self._fill(made), self.tol)

    def _gave_up(self) -> str:
        return f"neither beliefs nor a proof that there are none in {self.programs} linear programs"

    def _ended(self, plain: SequentialTest, verdict: Verdict, reason: str) -> SequentialTest:
        values = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
        values |= {"verdict": verdict, "reason": reason, "programs": self.programs}
        return SequentialTest(**values)

    def _support(self, infoset: int) -> tuple[list[int], list[int], Array]:
        """Return where Bayes' belief of a reached information set is positive, and where not."""
        nodes = [int(node) for node in self.assessed.members(infoset)]
        belief = _belief_at(self.assessed.game, self.beliefs, infoset)
        inside = [node for node, mu in zip(nodes, belief, strict=True) if mu >= ZERO]
        possible = self.trembles.possible
        outside = [n for n, mu in zip(nodes, belief, strict=True) if mu < ZERO and possible[n]]
        return inside, outside, np.log(belief[belief >= ZERO])

    def _faces(self, infoset: int) -> list[tuple[list[int], list[int], Array]]:
        """Return supports on which some belief makes the choice best, with such a belief's logs."""
        groups = self._groups(infoset)
        gains = self._gains(infoset, groups)
        if len(groups) > MOST_MEMBERS:
            self.cut = True
        made = []
        for support in _supports(len(groups)):
            if self.programs >= self.limit:
                self.cut = True
                break
            belief = self._inner(gains[support])
            if belief is None:
                continue
            inside = [node for k in support for node in groups[k][0]]
            outside = [n for k, (nodes, _) in enumerate(groups) if k not in support for n in nodes]
            shares = [b * groups[k][1] for k, b in zip(support, belief, strict=True)]
            made.append((inside, outside, np.log(np.concatenate(shares))))
        return made

    def _groups(self, infoset: int) -> list[tuple[list[int], Array]]:
        """Return the nodes of an information set by the mistakes on the way, and shares in them.

        Nodes that the same mistakes lead to are as likely, relative to each other, as the moves
        that are no mistakes make them, whatever the mistakes are.
        """
        found: dict[frozenset[tuple[int, int]], tuple[list[int], list[float]]] = {}
        for node in self.assessed.members(infoset):
            if self.trembles.possible[node]:
                counts, logs = self.trembles.path(int(node))
                nodes, known = found.setdefault(frozenset(counts.items()), ([], []))
                nodes.append(int(node))
                known.append(logs)
        made = []
        for nodes, known in found.values():
            share = np.exp(np.array(known) - max(known))
            made.append((nodes, share / share.sum()))
        return made

    def _gains(self, infoset: int, groups: list[tuple[list[int], Array]]) -> Array:
        """Return what each move gains at each group of nodes."""
        gains = self.assessed.move_gains(infoset)
        every = [int(node) for node in self.assessed.members(infoset)]
        rows = [share @ gains[[every.index(node) for node in nodes]] for nodes, share in groups]
        return np.array(rows)

    def _any_belief(self, infoset: int) -> bool:
        gains = self._gains(infoset, self._groups(infoset))
        return self._inner(gains, least=False) is not None

    def _inner(self, gains: Array, *, least: bool = True) -> Array | None:
        """Return a belief, as even as can be, at which no move gains (gains are m A)."""
        size, moves = gains.shape
        slack = self.tol * self.assessed.range
        if size == 1:
            good = gains.max(initial=0.0) <= slack
            return np.ones(1) if good else None
        even = np.full(size, 1.0 / size)
        if (even @ gains).max(initial=0.0) <= slack:
            return even
        self.programs += 1
        found = linprog(
            np.append(np.zeros(size), -1.0),
            A_ub=np.vstack(
                [
                    np.hstack([gains.T, np.zeros((moves, 1))]),
                    np.hstack([-np.eye(size), np.ones((size, 1))]),
                ]
            ),
            b_ub=np.append(np.full(moves, 0.5 * slack), np.zeros(size)),
            A_eq=np.append(np.ones(size), 0.0)[None],
            b_eq=np.ones(1),
            bounds=[(0.0, 1.0)] * size + [(0.0, 1.0)],
            method="highs",
        )
        if found.status != 0:
            return None
        if least and found.x[-1] < LEAST:
            self.cut = self.cut or found.x[-1] > NOTHING
            return None
        return np.asarray(found.x[:size])

    def _descend(
        self,
        options: list[Any],
        depth: int,
        supports: list[tuple[list[int], list[int]]],
        chosen: list[tuple[int, list[int], Array]],
    ) -> Array | None:
        """Try supports of the information sets one after the other, deepest first."""
        if self.programs >= self.limit:
            self.cut = True
            return None
        self.programs += 1
        orders = self.trembles.orders(supports)
        if orders is None:
            return None
        if depth == len(options):
            return self._beliefs_of(chosen)
        infoset, faces = options[depth]
        for inside, outside, logs in faces:
            found = self._descend(
                options,
                depth + 1,
                [*supports, (inside, outside)],
                [*chosen, (infoset, inside, logs)],
            )
            if found is not None:
                return found
        return None

    def _beliefs_of(self, chosen: list[tuple[int, list[int], Array]]) -> Array | None:
        """Return beliefs with these supports that are consistent and rational, if any are found."""
        game, trembles = self.assessed.game, self.trembles
        rows = [
            row
            for infoset, inside, logs in chosen
            for row in trembles.equations(infoset, inside, logs)
        ]
        coefficients, _, any_side = trembles.solve(rows)
        made = self.beliefs.copy()
        for infoset, inside, _ in chosen:
            logs = np.array([self._log(node, coefficients) for node in inside])
            share = np.exp(logs - logs.max())
            share /= share.sum()
            place = {int(node): k for k, node in enumerate(self.assessed.members(infoset))}
            for node, mu in zip(inside, share, strict=True):
                made[int(game.infoset_start[infoset]) + place[node]] = mu
        for infoset, _, _ in chosen:
            gain = _belief_at(game, made, infoset) @ self.assessed.move_gains(infoset)
            if gain.max(initial=0.0) > self.tol * self.assessed.range:
                # Ratios of beliefs are tied to each other, and these ones do not fit.
                self.cut = self.cut or not any_side
                return None
        return self._fill(made)

    def _log(self, node: int, coefficients: Array) -> float:
        counts, known = self.trembles.path(node)
        return known + float(sum(count * coefficients[k] for k, count in counts.items()))

    def _fill(self, beliefs: Array) -> Array:
        """Give even beliefs to information sets that nature rules out."""
        game = self.assessed.game
        for infoset in range(game.n_infosets):
            start, stop = int(game.infoset_start[infoset]), int(game.infoset_start[infoset + 1])
            if beliefs[start:stop].sum() == 0.0:
                beliefs[start:stop] = 1.0 / (stop - start)
        return beliefs


def _supports(size: int) -> list[list[int]]:
    """Return sets of places out of `size`: all of them where that is not too many, large first."""
    if size > MOST_MEMBERS:
        return [list(range(size)), *([k] for k in range(size))]
    every = [[k for k in range(size) if mask >> k & 1] for mask in range(1, 1 << size)]
    return sorted(every, key=len, reverse=True)


def _require(game: Game, numbers: Numbers, strategy: Array, beliefs: Array | None) -> None:
    if not game.perfect_recall:
        raise UsageError(
            "a player forgets something in this game; sequential equilibrium needs perfect recall",
            help="test the certificate of a logit equilibrium instead (`standoff.solve.certify`)",
        )
    if numbers.n_draws != 1:
        raise UsageError(f"one draw is tested at a time, not {numbers.n_draws}")
    _require_shares("strategy", np.asarray(strategy), game.action_start)
    if beliefs is not None:
        _require_shares("beliefs", np.asarray(beliefs), game.infoset_start)


def _require_shares(name: str, given: Array, start: Array) -> None:
    """Raise an error unless an array has one probability per place, adding up to 1 by slices."""
    if given.shape != (int(start[-1]),):
        raise UsageError(f"`{name}` has shape {given.shape}; it needs ({int(start[-1])},)")
    if not len(given):
        return
    if not np.isfinite(given).all() or given.min() < 0.0:
        raise UsageError(f"`{name}` has a number that is no probability")
    total = np.add.reduceat(given, start[:-1])
    if np.abs(total - 1.0).max() > 1e-9:
        place = int(np.abs(total - 1.0).argmax())
        raise UsageError(
            f"`{name}` adds up to {total[place]:.12g} at information set {place}, not to 1"
        )
