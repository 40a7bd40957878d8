"""Compiled kernels: one pass over a game, its derivative, and what the solver needs around them.

Every kernel works on a block of L draws at once, the draw being the last, contiguous axis. The
same machine code serves every game: a game is data (`Structure`), not a program.

A strategy is held as logits z, one per strategy entry, centred to mean zero within each
information set. One pass maps z to

    G(z, lambda) = lambda * (Q - mean Q),    Q = expected payoff of each move given Bayes beliefs,

whose fixed points are the logit agent quantal response equilibria (McKelvey and Palfrey 1998,
section 2). The backward sweep already uses the new choice probabilities of everything that comes
later in the game (Gauss-Seidel): the fixed points are the same, the map is better conditioned.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from standoff.game.game import CHANCE, TERMINAL, Game

Array = np.ndarray[Any, Any]


class Structure(NamedTuple):
    """The arrays of a `Game` that kernels read."""

    node_player: Array
    node_infoset: Array
    node_pay: Array
    edge_start: Array
    edge_child: Array
    edge_pay: Array
    edge_prob: Array
    infoset_start: Array
    infoset_nodes: Array
    infoset_player: Array
    action_start: Array
    order: Array
    sizes: Array  # N, I, X, P, most actions at one information set


def structure_of(game: Game) -> Structure:
    """Return the arrays of a game in the form that kernels take."""
    widths = np.diff(game.action_start)
    sizes = np.array(
        [
            game.n_nodes,
            game.n_infosets,
            game.n_entries,
            len(game.players),
            int(widths.max(initial=1)),
        ],
        dtype=np.int64,
    )
    arrays = (
        game.node_player,
        game.node_infoset,
        game.node_pay,
        game.edge_start,
        game.edge_child,
        game.edge_pay,
        game.edge_prob,
        game.infoset_start,
        game.infoset_nodes,
        game.infoset_player,
        game.action_start,
        game.order,
    )
    return Structure(*(np.ascontiguousarray(a, dtype=np.int64) for a in arrays), sizes)


class Work(NamedTuple):
    """Scratch arrays of one block of L draws."""

    reach: Array  # N L
    value: Array  # N P L
    old: Array  # X L, choice probabilities that the pass starts from
    new: Array  # X L, choice probabilities that the pass answers
    gain: Array  # X L, centred expected payoff of each move
    total: Array  # I L, reach of each information set
    d_reach: Array  # N L
    d_value: Array  # N P L
    d_old: Array  # X L


def work_for(game: Game, lanes: int) -> Work:
    """Return scratch arrays for a block of `lanes` draws."""
    n, i, x, p = game.n_nodes, game.n_infosets, game.n_entries, len(game.players)
    return Work(
        np.zeros((n, lanes)),
        np.zeros((n, p, lanes)),
        np.zeros((x, lanes)),
        np.zeros((x, lanes)),
        np.zeros((x, lanes)),
        np.zeros((i, lanes)),
        np.zeros((n, lanes)),
        np.zeros((n, p, lanes)),
        np.zeros((x, lanes)),
    )


@nb.njit(cache=True, nogil=True)
def choice_probabilities(s: Structure, z: Array, out: Array) -> None:
    """Write the logit choice probabilities of logits z (X L) to `out` (X L)."""
    lanes = z.shape[1]
    for i in range(s.sizes[1]):
        a0, a1 = s.action_start[i], s.action_start[i + 1]
        for lane in range(lanes):
            top = z[a0, lane]
            for x in range(a0 + 1, a1):
                top = max(top, z[x, lane])
            total = 0.0
            for x in range(a0, a1):
                out[x, lane] = np.exp(z[x, lane] - top)
                total += out[x, lane]
            for x in range(a0, a1):
                out[x, lane] /= total


@nb.njit(cache=True, nogil=True)
def forward(s: Structure, prob: Array, sigma: Array, reach: Array) -> None:
    """Write the probability of reaching each node (N L) under choice probabilities (X L)."""
    lanes = reach.shape[1]
    reach[:] = 0.0
    reach[0, :] = 1.0
    for n in range(s.sizes[0]):
        player = s.node_player[n]
        if player == TERMINAL:
            continue
        e0 = s.edge_start[n]
        first = 0 if player == CHANCE else s.action_start[s.node_infoset[n]]
        for e in range(e0, s.edge_start[n + 1]):
            child = s.edge_child[e]
            if player == CHANCE:
                row = s.edge_prob[e]
                for lane in range(lanes):
                    reach[child, lane] += reach[n, lane] * prob[row, lane]
            else:
                x = first + e - e0
                for lane in range(lanes):
                    reach[child, lane] += reach[n, lane] * sigma[x, lane]


@nb.njit(cache=True, nogil=True)
def _arrive(s: Structure, pay: Array, n: int, value: Array) -> None:
    row = s.node_pay[n]
    for p in range(s.sizes[3]):
        for lane in range(value.shape[2]):
            value[n, p, lane] = pay[row, p, lane] if row >= 0 else 0.0


@nb.njit(cache=True, nogil=True)
def _add_edge(s: Structure, pay: Array, n: int, e: int, weight: Array, value: Array) -> None:
    child, row = s.edge_child[e], s.edge_pay[e]
    for p in range(s.sizes[3]):
        if row >= 0:
            for lane in range(value.shape[2]):
                value[n, p, lane] += weight[lane] * (value[child, p, lane] + pay[row, p, lane])
        else:
            for lane in range(value.shape[2]):
                value[n, p, lane] += weight[lane] * value[child, p, lane]


@nb.njit(cache=True, nogil=True)
def _expected(s: Structure, pay: Array, i: int, w: Work) -> None:
    """Write the expected payoff of each move at information set i to `w.gain`."""
    lanes = w.reach.shape[1]
    n0, n1 = s.infoset_start[i], s.infoset_start[i + 1]
    a0, a1 = s.action_start[i], s.action_start[i + 1]
    player = s.infoset_player[i]
    for lane in range(lanes):
        w.total[i, lane] = 0.0
    for k in range(n0, n1):
        n = s.infoset_nodes[k]
        for lane in range(lanes):
            w.total[i, lane] += w.reach[n, lane]
    for x in range(a0, a1):
        for lane in range(lanes):
            w.gain[x, lane] = 0.0
    for k in range(n0, n1):
        n = s.infoset_nodes[k]
        e0 = s.edge_start[n]
        for x in range(a0, a1):
            e = e0 + x - a0
            child, row = s.edge_child[e], s.edge_pay[e]
            for lane in range(lanes):
                weight = w.reach[n, lane] if w.total[i, lane] > 0.0 else 1.0
                got = w.value[child, player, lane]
                if row >= 0:
                    got += pay[row, player, lane]
                w.gain[x, lane] += weight * got
    for x in range(a0, a1):
        for lane in range(lanes):
            total = w.total[i, lane]
            w.gain[x, lane] /= total if total > 0.0 else float(n1 - n0)


@nb.njit(cache=True, nogil=True)
def _respond(s: Structure, lam: Array, i: int, w: Work, z_out: Array) -> None:
    """Centre the payoffs at information set i; write logits and new choice probabilities."""
    a0, a1 = s.action_start[i], s.action_start[i + 1]
    for lane in range(z_out.shape[1]):
        mean = 0.0
        for x in range(a0, a1):
            mean += w.gain[x, lane]
        mean /= a1 - a0
        top = -np.inf
        for x in range(a0, a1):
            w.gain[x, lane] -= mean
            z_out[x, lane] = lam[lane] * w.gain[x, lane]
            top = max(top, z_out[x, lane])
        total = 0.0
        for x in range(a0, a1):
            w.new[x, lane] = np.exp(z_out[x, lane] - top)
            total += w.new[x, lane]
        for x in range(a0, a1):
            w.new[x, lane] /= total


@nb.njit(cache=True, nogil=True)
def _value_of_node(s: Structure, pay: Array, prob: Array, n: int, sigma: Array, w: Work) -> None:
    """Write the value of node n, given values after it and choice probabilities `sigma`."""
    _arrive(s, pay, n, w.value)
    player = s.node_player[n]
    if player == TERMINAL:
        return
    e0 = s.edge_start[n]
    for e in range(e0, s.edge_start[n + 1]):
        if player == CHANCE:
            _add_edge(s, pay, n, e, prob[s.edge_prob[e]], w.value)
        else:
            x = s.action_start[s.node_infoset[n]] + e - e0
            _add_edge(s, pay, n, e, sigma[x], w.value)


@nb.njit(cache=True, nogil=True)
def apply_map(
    s: Structure, pay: Array, prob: Array, lam: Array, z: Array, z_out: Array, w: Work
) -> None:
    """Write G(z, lam) to `z_out`; leave reach, values and choice probabilities in `w`.

    Shapes: pay (U P L), prob (C L), lam (L), z and z_out (X L).
    """
    choice_probabilities(s, z, w.old)
    forward(s, prob, w.old, w.reach)
    if s.order.shape[0] > 0:
        for k in range(s.order.shape[0] - 1, -1, -1):
            item = s.order[k]
            if item < 0:
                _value_of_node(s, pay, prob, -1 - item, w.new, w)
            else:
                _expected(s, pay, item, w)
                _respond(s, lam, item, w, z_out)
                for j in range(s.infoset_start[item], s.infoset_start[item + 1]):
                    _value_of_node(s, pay, prob, s.infoset_nodes[j], w.new, w)
    else:
        for n in range(s.sizes[0] - 1, -1, -1):
            _value_of_node(s, pay, prob, n, w.old, w)
        for i in range(s.sizes[1]):
            _expected(s, pay, i, w)
            _respond(s, lam, i, w, z_out)


@nb.njit(cache=True, nogil=True)
def _d_forward(s: Structure, prob: Array, w: Work) -> None:
    lanes = w.reach.shape[1]
    w.d_reach[:] = 0.0
    for n in range(s.sizes[0]):
        player = s.node_player[n]
        if player == TERMINAL:
            continue
        e0 = s.edge_start[n]
        for e in range(e0, s.edge_start[n + 1]):
            child = s.edge_child[e]
            if player == CHANCE:
                row = s.edge_prob[e]
                for lane in range(lanes):
                    w.d_reach[child, lane] += w.d_reach[n, lane] * prob[row, lane]
            else:
                x = s.action_start[s.node_infoset[n]] + e - e0
                for lane in range(lanes):
                    w.d_reach[child, lane] += (
                        w.d_reach[n, lane] * w.old[x, lane] + w.reach[n, lane] * w.d_old[x, lane]
                    )


@nb.njit(cache=True, nogil=True)
def _d_value_of_node(
    s: Structure, pay: Array, prob: Array, n: int, sigma: Array, d_sigma: Array, w: Work
) -> None:
    lanes = w.reach.shape[1]
    player = s.node_player[n]
    for p in range(s.sizes[3]):
        for lane in range(lanes):
            w.d_value[n, p, lane] = 0.0
    if player == TERMINAL:
        return
    e0 = s.edge_start[n]
    for e in range(e0, s.edge_start[n + 1]):
        child, row = s.edge_child[e], s.edge_pay[e]
        if player == CHANCE:
            for p in range(s.sizes[3]):
                for lane in range(lanes):
                    chance = prob[s.edge_prob[e], lane]
                    w.d_value[n, p, lane] += chance * w.d_value[child, p, lane]
        else:
            x = s.action_start[s.node_infoset[n]] + e - e0
            for p in range(s.sizes[3]):
                for lane in range(lanes):
                    got = w.value[child, p, lane]
                    if row >= 0:
                        got += pay[row, p, lane]
                    w.d_value[n, p, lane] += (
                        sigma[x, lane] * w.d_value[child, p, lane] + d_sigma[x, lane] * got
                    )


@nb.njit(cache=True, nogil=True)
def _d_expected(
    s: Structure, pay: Array, lam: Array, d_lam: Array, i: int, w: Work, d_out: Array
) -> None:
    """Write the derivative of the centred logits at information set i to `d_out`."""
    lanes = w.reach.shape[1]
    n0, n1 = s.infoset_start[i], s.infoset_start[i + 1]
    a0, a1 = s.action_start[i], s.action_start[i + 1]
    player = s.infoset_player[i]
    for x in range(a0, a1):
        for lane in range(lanes):
            d_out[x, lane] = 0.0
    for k in range(n0, n1):
        n = s.infoset_nodes[k]
        e0 = s.edge_start[n]
        for x in range(a0, a1):
            e = e0 + x - a0
            child, row = s.edge_child[e], s.edge_pay[e]
            for lane in range(lanes):
                d_got = w.d_value[child, player, lane]
                if w.total[i, lane] > 0.0:
                    got = w.value[child, player, lane]
                    if row >= 0:
                        got += pay[row, player, lane]
                    d_out[x, lane] += (
                        w.reach[n, lane] * d_got + w.d_reach[n, lane] * got
                    ) / w.total[i, lane]
                else:
                    d_out[x, lane] += d_got / (n1 - n0)
    for lane in range(lanes):
        d_total = 0.0
        if w.total[i, lane] > 0.0:
            for k in range(n0, n1):
                d_total += w.d_reach[s.infoset_nodes[k], lane]
            d_total /= w.total[i, lane]
        mean = 0.0
        for x in range(a0, a1):
            # The mean payoff that centring removed drops out here, because centring follows.
            d_out[x, lane] -= d_total * w.gain[x, lane]
            mean += d_out[x, lane]
        mean /= a1 - a0
        for x in range(a0, a1):
            d_out[x, lane] = (
                lam[lane] * (d_out[x, lane] - mean) + d_lam[lane] * w.gain[x, lane]
            )


@nb.njit(cache=True, nogil=True)
def _d_choice(s: Structure, i: int, sigma: Array, d_z: Array, out: Array) -> None:
    """Write the derivative of the choice probabilities at information set i to `out`."""
    a0, a1 = s.action_start[i], s.action_start[i + 1]
    for lane in range(sigma.shape[1]):
        mean = 0.0
        for x in range(a0, a1):
            mean += sigma[x, lane] * d_z[x, lane]
        for x in range(a0, a1):
            out[x, lane] = sigma[x, lane] * (d_z[x, lane] - mean)


@nb.njit(cache=True, nogil=True)
def apply_tangent(
    s: Structure,
    pay: Array,
    prob: Array,
    lam: Array,
    d_z: Array,
    d_lam: Array,
    d_out: Array,
    d_new: Array,
    w: Work,
) -> None:
    """Write the derivative of G at the last `apply_map` in direction (d_z, d_lam) to `d_out`.

    `w` must be as `apply_map` left it. `d_new` (X L) is scratch. Shapes as in `apply_map`.
    """
    for i in range(s.sizes[1]):
        _d_choice(s, i, w.old, d_z, w.d_old)
    _d_forward(s, prob, w)
    if s.order.shape[0] > 0:
        for k in range(s.order.shape[0] - 1, -1, -1):
            item = s.order[k]
            if item < 0:
                _d_value_of_node(s, pay, prob, -1 - item, w.new, d_new, w)
            else:
                _d_expected(s, pay, lam, d_lam, item, w, d_out)
                _d_choice(s, item, w.new, d_out, d_new)
                for j in range(s.infoset_start[item], s.infoset_start[item + 1]):
                    _d_value_of_node(s, pay, prob, s.infoset_nodes[j], w.new, d_new, w)
    else:
        for n in range(s.sizes[0] - 1, -1, -1):
            _d_value_of_node(s, pay, prob, n, w.old, w.d_old, w)
        for i in range(s.sizes[1]):
            _d_expected(s, pay, lam, d_lam, i, w, d_out)
