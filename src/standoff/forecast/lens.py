"""Play seen through what has been observed: every edge has a weight, and paths are reweighted.

An observation says of each path how likely it is to be seen if the crisis goes that way: 1 or 0 for
a move made or not made, an error rate for a report. The chance of a path given the observations is
its chance times the product of these weights, over the sum for all paths. That is a chain again,
with other chances along the edges: those of play, times the weight of the edge, times the ratio of
what is still to be met after the edge and before it (Doob's transform). So whatever is asked of
play can be asked of play as observed, exactly, with one pass back and one forward.

Whoever enters an observation says with it that the crisis was still open then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.game import NONE, TERMINAL, Numbers
from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import Observation
from standoff.solve.playing import look_back, reach_probabilities, reach_weights

if TYPE_CHECKING:
    from standoff.forecast.questions import Questions

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Lens:
    """What some observations, the first ones, say of the edges of a game.

    Attributes:
        weight: of each edge (E).
        now: first turn that is not over; 0 without observations.
        crossing: edges that lead from turns before `now` to it or later, or to the end.
    """

    weight: Array
    now: int
    crossing: Array


@dataclass(frozen=True)
class Play:
    """A strategy as it is played, given what has been observed, for a block of draws.

    Attributes:
        numbers: of the game.
        strategy: choice probabilities (X, B).
        reach: probability of reaching each node, given the observations (N, B).
        weight: of each edge (E), or None without observations.
        back: mean product of the weights that play still meets from each node (N, B), or None.
    """

    numbers: Numbers
    strategy: Array
    reach: Array
    weight: Array | None = None
    back: Array | None = None

    @property
    def likelihood(self) -> Array:
        """Chance of what has been observed in each draw (B)."""
        return np.ones(self.numbers.n_draws) if self.back is None else self.back[0]


def play_of(
    q: Questions,
    numbers: Numbers,
    strategy: Array,
    weight: Array | None = None,
    keep: Array | None = None,
    like: Play | None = None,
) -> Play:
    """Return a strategy as it is played, given the weights of the edges.

    Args:
        q: index arrays of the game.
        numbers: its numbers.
        strategy: choice probabilities (X, B).
        weight: of each edge (E); None where nothing was observed.
        keep: edges (E, of 0 and 1); paths that use one marked 0 are left out of `reach`, which then
            adds up to what is left.
        like: the same play without `keep`, whose pass back is used again.
    """
    game = q.game
    if weight is None:
        return Play(numbers, strategy, reach_probabilities(game, numbers, strategy, keep))
    back = like.back if like is not None else None
    if back is None:
        back = look_back(game, numbers, strategy, weight, np.ones(game.n_nodes))
    forward = reach_weights(game, numbers, strategy, weight if keep is None else weight * keep)
    with np.errstate(all="ignore"):
        reach = np.where(back[0] > 0, forward * back / back[0], np.nan)
    return Play(numbers, strategy, reach, weight, back)


def lenses_of(q: Questions) -> tuple[Lens, ...]:
    """Return what the first 0, 1, 2, ... observations say; only the first without any."""
    marks = _Marks(q)
    none = Lens(np.ones(len(q.game.edge_child)), 0, np.flatnonzero(marks.crosses(0)))
    made, weight, now = [none], none.weight, 0
    for one in q.scenario.observed:
        now = max(now, one.now)
        weight = weight * marks.weight(one)
        made.append(Lens(weight * marks.open_until(now), now, np.flatnonzero(marks.crosses(now))))
    return tuple(made)


class _Marks:
    """Turn and move of every edge, and where it leads."""

    def __init__(self, q: Questions) -> None:
        self.q = q
        self.turn, self.move = q.edge_moves()
        child = q.game.edge_child
        ends = q.game.node_player[child] == TERMINAL
        state = q.layout.node_state[child]
        far = len(q.scenario.turns)
        self.next = np.where(ends | (state == NONE), far, q.layout.state_turn[state])
        self.ended = ends & ~q.by_clock
        self.outcome = np.where(ends, q.game.node_outcome[child], NONE)

    def crosses(self, now: int) -> Array:
        """Return whether each edge leads from turns before `now` to it or later, or to the end."""
        return np.asarray((self.turn < now) & (self.next >= now))

    def open_until(self, now: int) -> Array:
        """Return 0 for edges that end the crisis at a turn that is over, 1 elsewhere."""
        return np.where(self.ended & (self.turn < now), 0.0, 1.0)

    def weight(self, one: Observation) -> Array:
        """Return the weight of each edge for an observation."""
        weight = np.ones(len(self.turn))
        if one.condition is not None:
            crossing = self.crosses(one.now)
            holds = self._holds(one, crossing)
            weight[crossing] = np.where(holds, one.if_true, one.if_false)
            return weight
        hit = np.zeros(len(self.turn), dtype=bool)
        for turn, move in one.moves:
            hit |= (self.turn == turn) & (self.move == move)
        if one.kind == "not_made":
            return np.where(hit, 0.0, 1.0)
        if one.kind == "excluded":
            over = self.ended & (self.turn < one.now)
            return np.where(over & np.isin(self.outcome, list(one.outcomes)), 0.0, 1.0)
        at = next(iter(one.moves))[0]
        passed_by = (self.turn <= at) & (self.next > at)
        weight[passed_by] = np.where(hit[passed_by], one.if_true, one.if_false)
        return weight

    def _holds(self, one: Observation, edges: Array) -> Array:
        """Return whether a condition holds after some edges (a mask)."""
        layout, child = self.q.layout, self.q.game.edge_child[edges]
        state = layout.node_state[child]
        rows = [record.variables for record in layout.states] + list(layout.final_variables)
        public = np.array(rows, dtype=np.float64).reshape(len(rows), -1)
        row = np.where(state == NONE, len(layout.states) + layout.terminal_variables[child], state)
        profile = layout.node_profile[child]
        assert one.condition is not None
        env = Env(
            variables=list(public[row].T),
            privates=list(layout.profiles.codes[profile].T.astype(np.float64)),
        )
        value = np.broadcast_to(np.asarray(evaluate(one.condition, env)), (len(child),))
        return np.asarray(value != 0)
