"""The search of one draw: starts, Newton's method, biased games, branches, slips."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.arclength import DENSE, Branch
from standoff.solve.dense import DenseBranch, newton_lanes
from standoff.solve.distinct import is_new
from standoff.solve.found import Origin
from standoff.solve.homotopy import Biased, unbias
from standoff.solve.passplan import PassPlan
from standoff.solve.settle import (
    near_pure,
    random_slips,
    random_starts,
    settle,
)
from standoff.solve.trace import enter_crossing, trace

Array = np.ndarray[Any, Any]

SETTLE_PASSES = 150
"""Passes before a start is left to Newton's method."""
LOOSE = 1e-9
"""Tolerance at which a start has settled; Newton's method does the rest."""
WHOLE = 20_000
"""Largest product of entries and nodes for which whole Jacobians are cheaper than Krylov steps."""
TRACE_STEPS = 400
"""Steps along a branch in one direction."""
MOST_TRACES = 40
"""Branches followed in one draw."""
NEWTON_STEPS = 40
"""Newton steps from a raw start."""
LEVELS = (0.4, 0.15)
"""Shares of the target lambda at which equilibria are looked for as well."""
EXTRA_ROUNDS = 2
"""Times that the search is repeated with fresh starts while the signs do not add up."""
SAME_CROSSING = 0.05
"""Crossings nearer than this, in lambda's share and in choice probabilities, are one."""
MOST_ROUNDS = 6
"""Times that all starts are tried again with what was found meanwhile divided out."""


class Finder:
    """Finds equilibria of one draw; holds what was found.

    Attributes:
        strategies: choice probabilities of the equilibria (X each), all different.
        origins: how each was found first.
        indices: sign of the determinant at each, 0 where not computed.
        passes: evaluations of the map, tangent passes counted as one.
    """

    def __init__(
        self,
        game: Game,
        plan: PassPlan,
        numbers: Numbers,
        tol: float,
        rng: np.random.Generator,
    ) -> None:
        """Take the numbers of one draw; payoffs are scaled to a range of one inside."""
        self.game, self.plan, self.tol, self.rng = game, plan, tol, rng
        spread = _spread(numbers)
        self.target = float(numbers.lam[0]) * spread
        self.numbers = replace(numbers, pay=numbers.pay / spread, lam=np.array([self.target]))
        self.dense = game.n_entries <= DENSE
        self.whole = self.dense and game.n_entries * game.n_nodes <= WHOLE
        kind = DenseBranch if self.whole else Branch
        self.trace_steps = TRACE_STEPS if self.whole else TRACE_STEPS // 3
        self.branch = kind(plan, self.numbers)
        self.extra_passes = 0
        self.followed = 0
        self.crossings: list[Array] = []
        self.logits: list[Array] = []
        self.strategies: list[Array] = []
        self.origins: list[Origin] = []
        self.indices: list[int] = []

    @property
    def passes(self) -> int:
        """Return the evaluations of the map so far."""
        return self.extra_passes + self.branch.passes

    def run(self, principal: Array | None, starts: int, slips: int) -> None:
        """Search from the logits of the principal equilibrium (X), if there is one."""
        if principal is not None:
            self._add(principal, Origin.PRINCIPAL)
        if self.target <= 0.0 or not self.game.n_infosets:
            return
        for _ in range(1 + EXTRA_ROUNDS):
            if starts:
                self._from_starts(starts)
            self._along_branches()
            if starts:
                self._from_biases(max(2, starts // 4) if self.whole else 2)
                self._along_branches()
            if not starts or not self.dense or sum(self.indices) == 1:
                break
        if slips:
            self._with_slips(slips)

    def _add(self, z: Array, origin: Origin) -> bool:
        """Keep an equilibrium if it is new; return whether it is."""
        sigma = self.branch.probabilities(np.append(z, self.target))
        if not np.isfinite(sigma).all() or not is_new(sigma, self.strategies):
            return False
        self.logits.append(z)
        self.strategies.append(sigma)
        self.origins.append(origin)
        self.indices.append(self._index(z) if origin != Origin.SLIP else 0)
        return True

    def _index(self, z: Array) -> int:
        if not self.dense:
            return 0
        row = np.zeros(self.branch.count + 1)
        row[-1] = 1.0
        return self.branch.orientation(np.append(z, self.target), row)

    def _newton(self, z: Array, origin: Origin, limit: int = NEWTON_STEPS) -> bool:
        good, z = self.branch.at(z, self.target, self.tol, limit)
        return good and self._add(z, origin)

    def _from_starts(self, count: int) -> None:
        raw = random_starts(self.game, count, self.rng)
        ended = settle(self.plan, self.numbers, raw, LOOSE, SETTLE_PASSES)
        self.extra_passes += ended.passes
        seen: list[Array] = []
        for k in range(count):
            sigma = self.branch.probabilities(np.append(ended.logits[:, k], self.target))
            if ended.done[k] and not is_new(sigma, seen):
                continue
            seen.append(sigma)
            self._newton(ended.logits[:, k], Origin.START)
        if isinstance(self.branch, DenseBranch):
            self._deflated(raw)
            self._from_below(count)
        else:
            for k in range(0, count, 3):  # the mixed ones
                self._newton(raw[:, k], Origin.NEWTON)

    def _deflated(self, raw: Array) -> None:
        """Run Newton's method from all starts again and again, until it finds nothing new."""
        assert isinstance(self.branch, DenseBranch)
        for _ in range(MOST_ROUNDS):
            ends = newton_lanes(self.branch, raw, self.target, self.logits, NEWTON_STEPS)
            new = [self._newton(z, Origin.NEWTON) for z in ends.T if self._unknown(z)]
            if not any(new):
                return

    def _from_below(self, count: int) -> None:
        """Find equilibria at smaller lambdas, where mixed ones are easier, and follow them up."""
        assert isinstance(self.branch, DenseBranch)
        for share in LEVELS:
            lam = share * self.target
            raw = random_starts(self.game, count, self.rng)
            seen: list[Array] = []
            for z in newton_lanes(self.branch, raw, lam, [], NEWTON_STEPS).T:
                u = np.append(z, lam)
                sigma = self.branch.probabilities(u)
                if is_new(sigma, seen):
                    seen.append(sigma)
                    up = np.zeros(len(u))
                    up[-1] = 1.0
                    self._trace(u, up)

    def _unknown(self, z: Array) -> bool:
        return is_new(self.branch.probabilities(np.append(z, self.target)), self.strategies)

    def _from_biases(self, count: int) -> None:
        """Give the moves of a random plan more than everything that is at stake."""
        plans = near_pure(self.game, count, self.rng)
        for k in range(count):
            bias = np.where(plans[:, k] > 0, self.target + 4.0, 0.0)
            bias -= _mean_by_infoset(self.game, bias)
            biased = Biased(self.plan, self.numbers, self.target, bias)
            z = unbias(biased, self.tol, self.trace_steps)
            self.extra_passes += biased.passes
            if z is not None:
                self._newton(z, Origin.BIAS)

    def _along_branches(self) -> None:
        todo: list[tuple[Array, Array]] = []
        traces = 0
        while traces < MOST_TRACES:
            if todo:
                u, t = todo.pop()
                traces += 1
                todo += self._trace(u, t)
                continue
            while self.followed < len(self.logits) and self.origins[self.followed] == Origin.BRANCH:
                self.followed += 1  # its branch was self.followed when it was found
            if self.followed == len(self.logits):
                return
            u = np.append(self.logits[self.followed], self.target)
            up = np.zeros(len(u))
            up[-1] = 1.0
            # Below the target, nothing but crossings can be new on the principal branch.
            once = self.origins[self.followed] == Origin.PRINCIPAL and not self.dense
            todo += [(u, way) for way in ((up,) if once else (up, -up))]
            self.followed += 1

    def _trace(self, u: Array, t: Array) -> list[tuple[Array, Array]]:
        """Follow a branch one way; return where others that crossed it can be entered."""
        met = trace(self.branch, u, t, self.target, self.tol, self.trace_steps)
        for z in met.hits:
            self._add(z, Origin.BRANCH)
        entered = []
        for point, way in met.crossings:
            if any(self._near(point, other) for other in self.crossings):
                continue
            self.crossings.append(point)
            entered += enter_crossing(self.branch, point, way, self.tol)
        return entered

    def _near(self, u: Array, other: Array) -> bool:
        close = abs(u[-1] - other[-1]) <= SAME_CROSSING * other[-1]
        return close and self.branch.distance(u, other) <= SAME_CROSSING

    def _with_slips(self, count: int) -> None:
        raw = near_pure(self.game, count, self.rng)
        slips = random_slips(self.game, count, self.rng)
        ended = settle(self.plan, self.numbers, raw, LOOSE * 1e-2, SETTLE_PASSES, slips)
        self.extra_passes += ended.passes
        for k in np.flatnonzero(ended.done):
            self._add(ended.logits[:, k], Origin.SLIP)


def _spread(numbers: Numbers) -> float:
    """Return the range of payoffs, at least a tiny number."""
    if not numbers.pay.size:
        return 1.0
    return max(float(np.ptp(numbers.pay)), 1e-12)


def _mean_by_infoset(game: Game, entries: Array) -> Array:
    width = np.diff(game.action_start)
    total = np.add.reduceat(entries, game.action_start[:-1])
    return np.asarray(np.repeat(total / width, width))
