"""An independent judge of strategies: plain array code that shares nothing with the solver.

It does not use the solver's kernels, its order of items, or its logits. It takes a game, numbers
and choice probabilities, and works level by level with NumPy: the level of a node is its distance
from the root, the longest way.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.solve.solution import Certificate

Array = np.ndarray[Any, Any]

RESIDUAL_TOLERANCE = 1e-8
"""Promise of the program: no choice probability is off by more."""
BELIEF_TOLERANCE = 1e-9
"""Sums of a few thousand probabilities in double precision keep about 1e-13."""
GAP_TOLERANCE = 1e-6
"""Residual 1e-8 times payoffs of order one and a few dozen moves."""
ROUNDING = 1e-6
"""A tolerance that a method met by its own sums counts as met by ours within this share of it."""
MANY = 4
"""Draws from which on sums by a sparse matrix pay for making it."""
BLOCK_BYTES = 50_000_000
"""Draws are judged in blocks whose arrays stay below this."""


def certify(
    game: Game,
    numbers: Numbers,
    strategy: Array,
    *,
    player: int | None = None,
    threads: int = 1,
) -> Certificate:
    """Return the certificate of a strategy (X B) at the draws' own lambda.

    With `player`, only that player's choices are judged: whether they are a logit response to the
    others' choices as they stand. Residual, gap and gain then leave the others out. `threads` share
    the draws.

    Raises nothing for a bad strategy: numbers that are not finite fail the certificate.
    """
    plan = _Plan(game, player)
    residual, gain, gap, belief_error = _in_blocks(_judge, plan, numbers, strategy, threads)
    passed = (
        (residual <= RESIDUAL_TOLERANCE)
        & (belief_error <= BELIEF_TOLERANCE)
        & (gap <= GAP_TOLERANCE)
        & np.isfinite(gain).all(axis=0)
    )
    return Certificate(residual, gain, gap, belief_error, passed)


def certify_nash(
    game: Game, numbers: Numbers, strategy: Array, tolerance: Array | float
) -> Certificate:
    """Return the certificate of a strategy (X B) that is to be a Nash equilibrium.

    Its `residual` is the largest gain of a party by its best deviation alone, its `gap` the mean
    gain of the parties that move (with two parties: exploitability, half of NashConv). It passes
    where the mean gain is at most `tolerance` (a number, or one for each draw, in payoff units) and
    beliefs are right. Gains are computed as in `certify`; lambda is not looked at.
    """
    plan = _Plan(game)
    gain, belief_error = _in_blocks(_gains, plan, numbers, strategy, 1)
    mean = gain[plan.players].mean(axis=0) if len(plan.players) else np.zeros(numbers.n_draws)
    passed = (
        (mean <= np.asarray(tolerance) * (1 + ROUNDING))
        & (belief_error <= BELIEF_TOLERANCE)
        & np.isfinite(gain).all(axis=0)
    )
    return Certificate(gain.max(axis=0, initial=0.0), gain, mean, belief_error, passed)


def _in_blocks(
    judge: Callable[[_Plan, Numbers, Array], tuple[Array, ...]],
    plan: _Plan,
    numbers: Numbers,
    strategy: Array,
    threads: int,
) -> list[Array]:
    """Return what `judge` says about all draws, which it is given in blocks."""
    width = _draws_at_once(plan.game, numbers)
    starts = range(0, numbers.n_draws, width)
    parts: list[tuple[Array, ...]] = [()] * len(starts)

    def block(k: int) -> None:
        stop = min(starts[k] + width, numbers.n_draws)
        with np.errstate(all="ignore"):
            part = numbers.block(starts[k], stop)
            parts[k] = judge(plan, part, strategy[:, starts[k] : stop])

    if threads == 1 or len(starts) == 1:
        for k in range(len(starts)):
            block(k)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(block, range(len(starts))))
    return [np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True)]


@dataclass
class _Sums:
    """Adds up rows that have the same target, in their order.

    Attributes:
        rows: of what is added up.
        target: to which each of them is added.
    """

    rows: Array
    target: Array

    @cached_property
    def _several(self) -> tuple[Array, Any]:
        """The targets without repetition, and a matrix of ones, targets by rows."""
        targets, place = np.unique(self.target, return_inverse=True)
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(len(targets) + 1))
        shape = (len(targets), len(self.rows))
        return targets, csr_matrix((np.ones(len(self.rows)), order, starts), shape=shape)

    def add(self, terms: Array, to: Array) -> None:
        """Add terms (rows, ...) to the targets' rows of an array."""
        if terms.shape[-1] < MANY:
            np.add.at(to, self.target, terms)
        elif len(self.rows):
            targets, matrix = self._several
            flat = matrix @ terms.reshape(len(self.rows), -1)
            to[targets] += flat.reshape(-1, *to.shape[1:])


def _gains(plan: _Plan, numbers: Numbers, strategy: Array) -> tuple[Array, Array]:
    game = plan.game
    along = _along(plan, numbers, strategy)
    arrive = _rows(numbers.pay, game.node_pay)
    on_edge = _rows(numbers.pay, game.edge_pay)
    reach = _reach(plan, along)
    value = _values(plan, arrive, on_edge, along)
    _, belief_error = _beliefs(plan, reach, reach[plan.member])
    gain = np.zeros((len(game.players), along.shape[1]))
    for player in plan.players:
        gain[player] = _best_gain(plan, player, arrive, on_edge, along, value)
    return gain, belief_error


def _draws_at_once(game: Game, numbers: Numbers) -> int:
    per_draw = 8 * (game.n_nodes * (2 + 2 * len(game.players)) + 4 * len(game.edge_child))
    return max(1, min(numbers.n_draws, BLOCK_BYTES // per_draw))


@dataclass(frozen=True)
class _Level:
    """What one player decides at the same time, and what others do in between.

    Attributes:
        others: edges of others, summed at the nodes that they leave.
        own: edges of the player, likewise.
        score: edges of the player, summed by move.
        moves: number of moves.
        place: row of each own edge among the moves.
        starts: first move of each information set.
        group: information set of each move.
    """

    others: _Sums
    own: _Sums
    score: _Sums
    moves: int
    place: Array
    starts: Array
    group: Array


class _Plan:
    """Index arrays of a game that do not depend on numbers."""

    def __init__(self, game: Game, player: int | None = None) -> None:
        self.game = game
        self.players = np.unique(game.infoset_player) if player is None else np.array([player])
        degree = np.diff(game.edge_start)
        self.parent = np.repeat(np.arange(game.n_nodes), degree)
        place = np.arange(len(game.edge_child)) - np.repeat(game.edge_start[:-1], degree)
        owner = game.node_infoset[self.parent]
        self.entry = np.where(owner == NONE, NONE, game.action_start[owner] + place)
        self.is_chance = game.node_player[self.parent] == CHANCE
        self.level = self._levels()
        order = np.argsort(self.level[self.parent], kind="stable")
        bounds = np.searchsorted(self.level[self.parent][order], np.arange(self.level.max() + 2))
        levels = [order[bounds[k] : bounds[k + 1]] for k in range(self.level.max() + 1)]
        self.down = [_Sums(edges, game.edge_child[edges]) for edges in levels]
        self.up = [_Sums(edges, self.parent[edges]) for edges in reversed(levels)]
        self.entry_infoset = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
        self.judged = np.isin(game.infoset_player, self.players)
        self.member = game.infoset_nodes
        self.member_infoset = np.repeat(np.arange(game.n_infosets), np.diff(game.infoset_start))
        self.to_set = _Sums(np.arange(len(self.member)), self.member_infoset)
        self.chosen = np.flatnonzero(self.entry != NONE)
        self.to_entry = _Sums(self.chosen, self.entry[self.chosen])
        self.deciding = cache(self._deciding)

    def _deciding(self, player: int) -> list[_Level]:
        """Return the edges of a player's game against the others, from the end to the start."""
        own_edge = self.game.node_player[self.parent] == player
        levels = []
        for edges in _own_levels(self, player):
            own = edges[own_edge[edges]]
            others = edges[~own_edge[edges]]
            entries, place = np.unique(self.entry[own], return_inverse=True)
            infoset = self.entry_infoset[entries]
            first = np.append(True, infoset[1:] != infoset[:-1])[: len(entries)]
            levels.append(
                _Level(
                    _Sums(others, self.parent[others]),
                    _Sums(own, self.parent[own]),
                    _Sums(own, place),
                    len(entries),
                    place,
                    np.flatnonzero(first),
                    np.cumsum(first) - 1,
                )
            )
        return levels

    def _levels(self) -> Array:
        """Return each node's distance from the root, the longest way."""
        level = np.zeros(self.game.n_nodes, dtype=np.int64)
        while True:
            nearer = level.copy()
            np.maximum.at(nearer, self.game.edge_child, level[self.parent] + 1)
            if np.array_equal(nearer, level):
                return level
            level = nearer


def _judge(plan: _Plan, numbers: Numbers, strategy: Array) -> tuple[Array, Array, Array, Array]:
    game = plan.game
    along = _along(plan, numbers, strategy)
    reach = _reach(plan, along)
    arrive = _rows(numbers.pay, game.node_pay)
    on_edge = _rows(numbers.pay, game.edge_pay)
    value = _values(plan, arrive, on_edge, along)
    belief, belief_error = _beliefs(plan, reach, _weights(plan, numbers, reach))
    payoff = _move_payoffs(plan, belief, value, on_edge)
    residual = _logit_residual(plan, payoff, numbers.lam, strategy)
    gap = _entropy_gap(plan, payoff, numbers.lam, strategy)
    gain = np.zeros((len(game.players), along.shape[1]))
    for player in plan.players:
        gain[player] = (
            _best_gain(plan, player, arrive, on_edge, along, value)
            if game.perfect_recall and _is_bayesian(numbers, player)
            else _one_set_gain(plan, player, payoff, reach, strategy)
        )
    return residual, gain, gap, belief_error


def _along(plan: _Plan, numbers: Numbers, strategy: Array) -> Array:
    """Return the probability of each edge at its node (E, B)."""
    return np.where(
        plan.is_chance[:, None],
        numbers.prob[plan.game.edge_prob] if numbers.prob.shape[0] else 1.0,
        strategy[plan.entry] if strategy.shape[0] else 1.0,
    )


def _rows(table: Array, rows: Array) -> Array:
    """Return payoff rows (len(rows), P, B), zero where a row is missing."""
    if table.shape[0] == 0:
        return np.zeros((len(rows), *table.shape[1:]))
    return np.where((rows == NONE)[:, None, None], 0.0, table[rows])


def _reach(plan: _Plan, along: Array) -> Array:
    reach = np.zeros((plan.game.n_nodes, along.shape[1]))
    reach[0] = 1.0
    for level in plan.down:
        level.add(reach[plan.parent[level.rows]] * along[level.rows], reach)
    return reach


def _values(plan: _Plan, arrive: Array, on_edge: Array, along: Array) -> Array:
    """Return the expected payoff from each node on (N, P, B)."""
    value = arrive.copy()
    for level in plan.up:
        got = on_edge[level.rows] + value[plan.game.edge_child[level.rows]]
        level.add(along[level.rows][:, None, :] * got, value)
    return value


def _is_bayesian(numbers: Numbers, player: int) -> bool:
    """Return whether a player follows Bayes' rule in every draw."""
    return not len(numbers.rates) or bool((numbers.rates[player] == 1.0).all())


def _weights(plan: _Plan, numbers: Numbers, reach: Array) -> Array:
    """Return what each mover weighs the members of its information set by (M, B).

    That is the reach, but for movers who learn at a rate below 1: there the likelihood of a dealt
    profile is raised to the rate.
    """
    game = plan.game
    if not len(numbers.rates) or not len(game.node_origin):
        return np.asarray(reach[plan.member])
    origin = game.node_origin[plan.member]
    pair = plan.member_infoset * (int(game.node_origin.max()) + 1) + origin
    _, group = np.unique(pair, return_inverse=True)
    joint = np.zeros((int(group.max()) + 1, reach.shape[1]))
    np.add.at(joint, group, reach[plan.member])
    joint = joint[group]
    prior = numbers.prob[origin] if len(numbers.prob) else np.ones_like(joint)
    likelihood = np.where(prior > 0, joint / np.where(prior > 0, prior, 1.0), 0.0)
    within = np.where(joint > 0, reach[plan.member] / np.where(joint > 0, joint, 1.0), 0.0)
    rate = numbers.rates[game.infoset_player[plan.member_infoset]]
    return np.asarray(np.where(joint > 0, prior * likelihood**rate * within, 0.0))


def _beliefs(plan: _Plan, reach: Array, weights: Array) -> tuple[Array, Array]:
    """Return the belief at each member of each information set, and the worst error per draw."""
    game = plan.game
    total = np.zeros((game.n_infosets, reach.shape[1]))
    plan.to_set.add(weights, total)
    size = np.diff(game.infoset_start)[plan.member_infoset][:, None]
    seen = total[plan.member_infoset]
    belief = np.where(seen > 0, weights / np.where(seen > 0, seen, 1.0), 1.0 / size)
    adds_to = np.zeros_like(total)
    plan.to_set.add(belief, adds_to)
    error = np.abs(adds_to - 1.0).max(axis=0, initial=0.0)
    ends = reach[game.node_player == TERMINAL].sum(axis=0)
    return belief, np.maximum(error, np.abs(ends - 1.0))


def _move_payoffs(plan: _Plan, belief: Array, value: Array, on_edge: Array) -> Array:
    """Return the mover's expected payoff of every strategy entry (X, B)."""
    game = plan.game
    node_belief = np.zeros((game.n_nodes, belief.shape[1]))
    node_belief[plan.member] = belief
    edges = plan.chosen
    player = game.node_player[plan.parent[edges]]
    got = value[game.edge_child[edges], player] + on_edge[edges, player]
    payoff = np.zeros((game.n_entries, belief.shape[1]))
    plan.to_entry.add(node_belief[plan.parent[edges]] * got, payoff)
    return payoff


def _by_infoset(plan: _Plan, how: Any, entries: Array) -> Array:
    """Reduce strategy entries (X, B) to information sets (I, B)."""
    return np.asarray(how.reduceat(entries, plan.game.action_start[:-1], axis=0))


def _logit_residual(plan: _Plan, payoff: Array, lam: Array, strategy: Array) -> Array:
    if not plan.game.n_infosets:
        return np.zeros(len(lam))
    scaled = lam * payoff
    scaled = scaled - _by_infoset(plan, np.maximum, scaled)[plan.entry_infoset]
    odds = np.exp(scaled)
    answer = odds / _by_infoset(plan, np.add, odds)[plan.entry_infoset]
    off = np.abs(answer - strategy)[plan.judged[plan.entry_infoset]]
    return np.asarray(off.max(axis=0, initial=0.0))


def _entropy_gap(plan: _Plan, payoff: Array, lam: Array, strategy: Array) -> Array:
    """Return the worst excess of a best move over the mean beyond entropy / lambda.

    A logit response maximises mean payoff plus entropy / lambda, so no single move can beat its
    mean by more than entropy / lambda (one line of algebra: docs/concepts/solver.md).
    """
    if not plan.game.n_infosets:
        return np.zeros(len(lam))
    mean = _by_infoset(plan, np.add, strategy * payoff)
    logs = np.where(strategy > 0, np.log(np.where(strategy > 0, strategy, 1.0)), 0.0)
    entropy = -_by_infoset(plan, np.add, strategy * logs)
    best = _by_infoset(plan, np.maximum, payoff)
    bound = np.where(lam > 0, entropy / np.where(lam > 0, lam, 1.0), np.inf)
    return np.asarray((best - mean - bound)[plan.judged].max(axis=0, initial=-np.inf))


def _best_gain(
    plan: _Plan, player: int, arrive: Array, on_edge: Array, along: Array, value: Array
) -> Array:
    """Return what one player with perfect recall gains by the best strategy of all (B)."""
    game = plan.game
    own_edge = game.node_player[plan.parent] == player
    free = np.where(own_edge[:, None], 1.0, along)
    weight = _reach(plan, free)
    best = arrive[:, player].copy()
    for level in plan.deciding(player):
        others, own = level.others.rows, level.own.rows
        got = on_edge[others, player] + best[game.edge_child[others]]
        level.others.add(along[others] * got, best)
        if len(own):
            _decide(plan, player, level, on_edge, weight, best)
    return np.asarray(best[0] - value[0, player])


def _decide(
    plan: _Plan, player: int, level: _Level, on_edge: Array, weight: Array, best: Array
) -> None:
    """Let the player choose its best move at the information sets of a level."""
    own = level.own.rows
    got = on_edge[own, player] + best[plan.game.edge_child[own]]
    score = np.zeros((level.moves, got.shape[1]))
    level.score.add(weight[plan.parent[own]] * got, score)
    top = np.maximum.reduceat(score, level.starts, axis=0)
    is_top = score >= top[level.group]
    first = np.cumsum(is_top, axis=0)
    before = np.concatenate([np.zeros((1, first.shape[1]), dtype=first.dtype), first])
    chosen = is_top & (first - before[level.starts][level.group] == 1)
    level.own.add(np.where(chosen[level.place], got, 0.0), best)


def _own_levels(plan: _Plan, player: int) -> list[Array]:
    """Return edges in an order in which a player's information sets are decided from the end.

    Height counts from the leaves; all nodes of one information set share the largest height of
    its members. With perfect recall this ends, because no set comes before itself.
    """
    game = plan.game
    height = np.zeros(game.n_nodes, dtype=np.int64)
    mine = np.flatnonzero(game.infoset_player[plan.member_infoset] == player)
    nodes, sets = plan.member[mine], plan.member_infoset[mine]
    for _ in range(game.n_nodes + 1):
        higher = height.copy()
        np.maximum.at(higher, plan.parent, height[game.edge_child] + 1)
        shared = np.zeros(game.n_infosets, dtype=np.int64)
        np.maximum.at(shared, sets, higher[nodes])
        higher[nodes] = shared[sets]
        if np.array_equal(higher, height):
            break
        height = higher
    at = height[plan.parent]
    order = np.argsort(at, kind="stable")
    bounds = np.searchsorted(at[order], np.arange(1, height.max() + 2))
    return [order[bounds[k] : bounds[k + 1]] for k in range(len(bounds) - 1)]


def _one_set_gain(plan: _Plan, player: int, payoff: Array, reach: Array, strategy: Array) -> Array:
    """Return the most a player gains by deviating at one information set (merged pasts)."""
    game = plan.game
    total = np.zeros((game.n_infosets, reach.shape[1]))
    np.add.at(total, plan.member_infoset, reach[plan.member])
    best = _by_infoset(plan, np.maximum, payoff)
    mean = _by_infoset(plan, np.add, strategy * payoff)
    gain = total * (best - mean)
    return np.asarray(gain[game.infoset_player == player].max(axis=0))
