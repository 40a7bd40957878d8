"""limit(game, numbers): the principal branch to very large lambda, and what it tends to.

Limits of logit agent quantal response equilibria are sequential equilibria (McKelvey and Palfrey
1998): every move has a positive probability on the way, so beliefs exist at every information set,
also where the limit never comes, and they are consistent. Turocy (2010) computes sequential
equilibria in this way.

The branch is followed by pseudo-arclength in (logits, lambda). Far out logits are nearly straight
lines in lambda, so steps grow with lambda, and a branch that settles needs a few dozen of them.
"""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float

from standoff.errors import UsageError
from standoff.game.game import Game, Numbers
from standoff.solve.logdomain import LogEquations, Point, sign_of
from standoff.solve.pool import Progress

Array = np.ndarray[Any, np.dtype[Any]]

FAR = 1e6
"""Lambda times the payoff range to which a branch is followed at least."""
FARTHEST = 1e9
"""Lambda times the payoff range at which a branch is given up: rounding in a payoff is about
1e-16 of the range, so logits are then off by about 1e-7."""
REGRET = 1e-6
"""Largest agent regret of a limit, as a share of the payoff range."""
DRIFT = 1e-3
"""Largest change of a choice probability or belief over the last factor 10 in lambda."""
MAX_STEPS = 5000
MOST_ENTRIES = 20_000
"""Longest strategy: the factors of a sparse matrix a dozen times as long are kept."""
SMALLEST_STEP = 1e-9
MAX_NEWTON = 12
TIGHT = 1e-7
"""Newton's method has arrived when a step changes no probability and no belief by more: the error
that is left is about the square of it."""
LOOSE = 1e-4
"""The same where rounding keeps it from getting nearer."""
FAR_FROM_GUESS = 0.1
FAR_FROM_LAST = 0.5
STRAIGHT = 0.8
"""Smallest cosine between neighbouring tangents."""
NOTHING = 1e-9
"""A probability below this in the limit is zero."""
ROUNDING = 1e-12
"""Rounding of a regret, as a share of the payoff range."""


class Ending(enum.IntEnum):
    """How the following of a branch ended; `sentence` is what people read."""

    SETTLED = 0
    DRIFTING = 1
    FARTHEST = 2
    OUT_OF_STEPS = 3
    OUT_OF_TIME = 4
    SINGULAR = 5
    LOST = 6

    @property
    def sentence(self) -> str:
        """The ending in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Ending.SETTLED: "the branch has settled: regret, probabilities and beliefs hardly move",
    Ending.DRIFTING: "regret is small, but probabilities or beliefs still move with lambda",
    Ending.FARTHEST: "stopped at the largest lambda that double precision bears; regret is left",
    Ending.OUT_OF_STEPS: "stopped: the branch was still going when the steps ran out",
    Ending.OUT_OF_TIME: "stopped: the branch was still going when the time ran out",
    Ending.SINGULAR: "stopped: branches meet here and the equations are singular",
    Ending.LOST: "stopped: Newton's method lost the branch at the smallest step",
}


@dataclass(frozen=True)
class Limit:
    """Where the principal branch went.

    Attributes:
        ending: how it ended.
        lam: lambda reached, in one over payoff units.
        lam_range: the same times the payoff range, which has no unit.
        payoff_range: largest less smallest payoff of a player at the end of a play, over players.
        strategy: choice probabilities there (X), extrapolated to lambda = infinity where that
            lowers the regret.
        beliefs: belief at each member of each information set (M), as in `Game.infoset_nodes`.
        regret: what the best move gains over the strategy at each information set, given beliefs,
            in payoff units (I).
        drift: largest change of a probability or belief over the last factor 10 in lambda.
        steps: accepted and refused steps.
        folds: lambda (times range) at which lambda turned.
        crossings: pairs of lambda (times range) between which another branch crossed; the path
            went straight on.
        extrapolated: whether `strategy` and `beliefs` are extrapolated.
    """

    ending: Ending
    lam: float
    lam_range: float
    payoff_range: float
    strategy: Float[np.ndarray, " X"]
    beliefs: Float[np.ndarray, " M"]
    regret: Float[np.ndarray, " I"]
    drift: float
    steps: int
    folds: tuple[float, ...]
    crossings: tuple[tuple[float, float], ...]
    extrapolated: bool

    @property
    def relative_regret(self) -> float:
        """Return the largest regret as a share of the payoff range."""
        return float(self.regret.max(initial=0.0)) / self.payoff_range


def limit(
    game: Game,
    numbers: Numbers,
    *,
    regret: float = REGRET,
    far: float = FAR,
    max_steps: int = MAX_STEPS,
    max_seconds: float = np.inf,
    progress: Progress | None = None,
) -> Limit:
    """Follow the principal branch from lambda = 0 as far as it takes.

    It ends when lambda times the payoff range is at least `far`, agent regret at most `regret` of
    the range, and neither probabilities nor beliefs have moved by more than `DRIFT` over the last
    factor 10 in lambda; or for one of the other reasons in `Ending`.

    Args:
        game: a game in which nobody forgets.
        numbers: the numbers of one draw; their lambda is not used.
        regret: as a share of the payoff range.
        far: lambda times the payoff range.
        max_steps: steps along the branch.
        max_seconds: processor time.
        progress: called as progress("limit", decades of lambda done, decades).

    Raises:
        UsageError: the game has imperfect recall, several draws, or update rates below 1.
    """
    _require(game, numbers)
    spread = payoff_range(game, numbers)
    scaled = replace(numbers, pay=numbers.pay / spread)
    path = _Path(LogEquations(game, scaled), regret, far, max_steps, max_seconds, progress)
    ending = path.run()
    return path.result(ending, spread)


def payoff_range(game: Game, numbers: Numbers) -> float:
    """Return the largest range of a player's payoff over all plays, at least the smallest float.

    A game in which nobody can win or lose anything has range 1.
    """
    low = np.zeros((game.n_nodes, len(game.players)))
    high = low.copy()
    pay = numbers.pay[:, :, 0]
    for node in range(game.n_nodes - 1, -1, -1):
        here = pay[game.node_pay[node]] if game.node_pay[node] >= 0 else 0.0
        edges = range(int(game.edge_start[node]), int(game.edge_start[node + 1]))
        if edges:
            kids = game.edge_child[edges.start : edges.stop]
            rows = game.edge_pay[edges.start : edges.stop]
            on_edge = np.zeros((len(kids), len(game.players)))
            on_edge[rows >= 0] = pay[rows[rows >= 0]]
            low[node] = (low[kids] + on_edge).min(axis=0)
            high[node] = (high[kids] + on_edge).max(axis=0)
        low[node] += here
        high[node] += here
    spread = float((high[0] - low[0]).max(initial=0.0))
    return spread if spread > 0.0 else 1.0


def _require(game: Game, numbers: Numbers) -> None:
    if not game.perfect_recall:
        raise UsageError(
            "a player forgets something in this game; the limit needs perfect recall",
            help="solve it at one lambda: leave `--limit` out",
        )
    if game.n_entries > MOST_ENTRIES:
        raise UsageError(
            f"a strategy of this game has {game.n_entries:,} entries; the limit is followed for at"
            f" most {MOST_ENTRIES:,}",
            help="shorten the crisis, or solve it at one lambda: leave `--limit` out",
        )
    if numbers.n_draws != 1:
        raise UsageError(f"the limit is taken for one draw, not for {numbers.n_draws}")
    if len(numbers.rates) and not bool((numbers.rates == 1.0).all()):
        raise UsageError(
            "a player learns at a rate below 1; its beliefs have no Bayesian limit",
            help="set every update rate to 1, or leave `--limit` out",
        )


class _Path:
    """The state of the path, in units in which the payoff range is 1."""

    def __init__(
        self,
        equations: LogEquations,
        regret: float,
        far: float,
        max_steps: int,
        max_seconds: float,
        progress: Progress | None,
    ) -> None:
        self.equations = equations
        self.regret, self.far = regret, far
        self.max_steps = max_steps
        self.stop_at = time.process_time() + max_seconds
        self.progress = progress
        self.scale = 1.0 / max(1, equations.count)
        self.u = np.zeros(equations.count + 1)
        self.point = equations.at(self.u[:-1])
        self.steps = 0
        self.folds: list[float] = []
        self.crossings: list[tuple[float, float]] = []
        self.past: list[tuple[float, Array]] = []
        self.sign = 0
        self.last: tuple[Array, float] | None = None

    def run(self) -> Ending:
        """Follow the branch; afterwards `result` says where it went."""
        if not self.equations.count:
            self.u[-1] = self.far
            self.past = [(0.0, self.u)]
            return Ending.SETTLED
        row = np.zeros(len(self.u))
        row[-1] = 1.0
        t, factors = self.tangent(self.u, self.point, row)
        if t is None:
            return Ending.SINGULAR
        self.sign = sign_of(factors)
        h = 0.1
        while True:
            done = self._done()
            if done is not None:
                return done
            self.steps += 1
            made = self._step(t, h)
            if made is None:
                h *= 0.4
                if h < SMALLEST_STEP * (1.0 + self.u[-1]):
                    return Ending.LOST
                continue
            t_new, iterations = made
            if t_new[-1] * t[-1] < 0.0:
                self.folds.append(float(self.u[-1]))
            t = t_new
            if iterations <= 4:
                h *= 2.0
            elif iterations >= 7:
                h *= 0.6

    def _done(self) -> Ending | None:
        lam = float(self.u[-1])
        if self.progress is not None:
            decades = int(np.log10(self.far))
            self.progress("limit", min(decades - 1, max(0, int(np.log10(1.0 + lam)))), decades)
        small = self._regret(self.point) <= self.regret
        if lam >= self.far and small and self.drift() <= DRIFT:
            return Ending.SETTLED
        if lam >= FARTHEST:
            return Ending.DRIFTING if small else Ending.FARTHEST
        if self.steps >= self.max_steps:
            return Ending.OUT_OF_STEPS
        if time.process_time() > self.stop_at:
            return Ending.OUT_OF_TIME
        return None

    def _regret(self, point: Point) -> float:
        return float(self.equations.regret(point.sigma, point.payoff).max(initial=0.0))

    def _step(self, t: Array, h: float) -> tuple[Array, int] | None:
        guess, first = self._guess(t, h)
        if guess[-1] < 0.0:
            return None
        got = self.correct(guess, t)
        if got is None:
            return None
        u, point, iterations = got
        if _apart(first, point) > FAR_FROM_GUESS or _apart(self.point, point) > FAR_FROM_LAST:
            return None
        t_new, factors = self.tangent(u, point, t)
        if t_new is None or self.inner(t_new, t) < STRAIGHT:
            return None
        sign = sign_of(factors)
        if sign != self.sign:
            low, high = sorted((float(self.u[-1]), float(u[-1])))
            self.crossings.append((low, high))
            self.sign = sign
        self.u, self.point, self.last = u, point, (t, h)
        self.past.append((float(u[-1]), u))
        return t_new, iterations

    def _guess(self, t: Array, h: float) -> tuple[Array, Point]:
        """Return the better of a straight and a curved continuation, and the point there."""
        guesses = [self.u + h * t]
        if self.last is not None:
            t_last, h_last = self.last
            guesses.append(guesses[0] + 0.5 * h * h / h_last * (t - t_last))
        points = [self.equations.at(u[:-1]) for u in guesses]
        errors = [
            float(np.linalg.norm(self.equations.residual(u, point)))
            for u, point in zip(guesses, points, strict=True)
        ]
        best = int(np.argmin(errors))
        return guesses[best], points[best]

    def inner(self, a: Array, b: Array) -> float:
        """Return the inner product in which steps are measured."""
        return float(self.scale * (a[:-1] @ b[:-1]) + a[-1] * b[-1])

    def _border(self, row: Array) -> Array:
        return np.append(self.scale * row[:-1], row[-1])

    def correct(self, guess: Array, row: Array) -> tuple[Array, Point, int] | None:
        """Newton's method on (residual; row . (u - guess))."""
        u, before = guess.copy(), np.inf
        point = self.equations.at(u[:-1])
        border = self._border(row)
        for iteration in range(1, MAX_NEWTON + 1):
            rhs = -np.append(self.equations.residual(u, point), self.inner(row, u - guess))
            if not np.isfinite(rhs).all():
                return None
            try:
                factors = self.equations.factor(u, point, border)
            except RuntimeError:
                return None
            step = self.equations.solve(factors, rhs)
            u = u + step
            if not np.isfinite(u).all():
                return None
            new = self.equations.at(u[:-1])
            moved = max(
                _apart(point, new), float((np.abs(step) / (1.0 + np.abs(u))).max(initial=0.0))
            )
            point = new
            if moved <= TIGHT or (moved <= LOOSE and moved >= 0.5 * before):
                return u, point, iteration
            if iteration > 2 and moved > 4.0 * before:
                return None
            before = moved
        return None

    def tangent(self, u: Array, point: Point, old: Array) -> tuple[Array | None, Any]:
        """Return the unit tangent that points the way of `old`, and the factorised matrix."""
        try:
            factors = self.equations.factor(u, point, self._border(old))
        except RuntimeError:
            return None, None
        rhs = np.zeros(len(u))
        rhs[-1] = 1.0
        t = self.equations.solve(factors, rhs)
        size = np.sqrt(self.inner(t, t))
        if not np.isfinite(size) or size == 0.0:
            return None, None
        return t / size, factors

    def drift(self) -> float:
        """Return the largest change of a probability or belief over the last factor 10."""
        lam = float(self.u[-1])
        earlier = [u for at, u in self.past if at <= lam / 10.0]
        if not earlier:
            return np.inf
        return _apart(self.equations.at(earlier[-1][:-1]), self.point)

    def _half_way(self) -> Point | None:
        """Return the point of the path at half the lambda that was reached."""
        lam = 0.5 * float(self.u[-1])
        place = max((k for k, (at, _) in enumerate(self.past) if at <= lam), default=-1)
        if not 0 <= place < len(self.past) - 1:
            return None
        a, b = self.past[place][1], self.past[place + 1][1]
        share = (lam - a[-1]) / (b[-1] - a[-1])
        row = np.zeros(len(a))
        row[-1] = 1.0
        got = self.correct(np.append(a[:-1] + share * (b[:-1] - a[:-1]), lam), row)
        return None if got is None else got[1]

    def result(self, ending: Ending, spread: float) -> Limit:
        """Return the record of a path that `run` has followed."""
        lam = float(self.u[-1])
        strategy, beliefs = self.point.sigma, self.point.belief
        regret = self.equations.judge(strategy, beliefs)
        half = self._half_way() if ending in (Ending.SETTLED, Ending.DRIFTING) else None
        extrapolated = False
        if half is not None:
            game = self.equations.game
            further = (
                _extrapolated(strategy, half.sigma, game.action_start),
                _extrapolated(beliefs, half.belief, game.infoset_start),
            )
            judged = self.equations.judge(*further)
            if judged.max(initial=0.0) <= regret.max(initial=0.0) + ROUNDING:
                (strategy, beliefs), regret, extrapolated = further, judged, True
        return Limit(
            ending=ending,
            lam=lam / spread,
            lam_range=lam,
            payoff_range=spread,
            strategy=strategy,
            beliefs=beliefs,
            regret=regret * spread,
            drift=self.drift(),
            steps=self.steps,
            folds=tuple(self.folds),
            crossings=tuple(self.crossings),
            extrapolated=extrapolated,
        )


def _extrapolated(here: Array, half: Array, start: Array) -> Array:
    """Return probabilities at lambda = infinity, from those at lambda and at half of it.

    What is left at lambda is taken to be proportional to 1 / lambda; see `docs/concepts`.
    """
    there = 2.0 * here - half
    there = np.where(there < NOTHING, 0.0, there)
    if not len(there):
        return there
    total = np.add.reduceat(there, start[:-1])
    return np.asarray(there / np.repeat(total, np.diff(start)))


def _apart(a: Point, b: Point) -> float:
    """Return the largest difference of a choice probability or belief."""
    moves = float(np.abs(np.exp(a.logs) - np.exp(b.logs)).max(initial=0.0))
    return max(moves, float(np.abs(a.belief - b.belief).max(initial=0.0)))
