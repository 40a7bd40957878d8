"""Compiled kernels: one pass over a game, its derivative, and what the solver needs around them.

Every kernel works on a block of L draws at once, the draw being the last, contiguous axis. The
same machine code serves every game: a game is data (`Structure`), not a program.

A strategy is held as logits z, one per strategy entry, centred to mean zero within each
information set. One pass maps z to

    G(z, lambda) = lambda * (Q - mean Q),    Q = expected payoff of each move given Bayes beliefs,

whose fixed points are the logit agent quantal response equilibria (McKelvey and Palfrey 1998,
Experimental Economics 1:9-41). The backward sweep already uses the new choice probabilities of
everything that comes later in the game (Gauss-Seidel): the fixed points are the same, the map is
better conditioned.

A player may learn at a rate k below 1 (`Numbers.rates`): it weighs each dealt profile of types by

    prior^(1 - k) * (probability of the profile and all that was seen)^k,

after the power form of conservatism (Phillips and Edwards 1966, Journal of Experimental Psychology
72:346-354), and what may have happened since within a profile by Bayes' rule.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from standoff.game.game import CHANCE, TERMINAL, Game
from standoff.solve.compiled import compiled, inlined

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
    node_origin: Array  # dealt profile of each node; empty where all follow Bayes' rule
    sizes: Array  # N, I, X, P, most actions at one information set, dealt profiles


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
            int(game.node_origin.max(initial=-1)) + 1,
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
        game.node_origin,
    )
    return Structure._make([*(np.ascontiguousarray(a, dtype=np.int64) for a in arrays), sizes])


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
    rates: Array  # P L, update rates; empty where all follow Bayes' rule
    weight: Array  # N L, what a mover weighs the nodes of its information set by
    d_weight: Array  # N L
    mass: Array  # dealt profiles L, reach of each profile at one information set
    d_mass: Array  # dealt profiles L


def work_for(game: Game, lanes: int, rates: Array | None = None) -> Work:
    """Return scratch arrays for a block of `lanes` draws, with their update rates (P L).

    Where all follow Bayes' rule, nodes are weighed by their reach: one array serves as both.
    """
    n, i, x, p = game.n_nodes, game.n_infosets, game.n_entries, len(game.players)
    reach, d_reach = np.zeros((n, lanes)), np.zeros((n, lanes))
    learns = rates is None or not len(rates) or not len(game.node_origin)
    dealt = 0 if learns else int(game.node_origin.max(initial=-1)) + 1
    return Work(
        reach,
        np.zeros((n, p, lanes)),
        np.zeros((x, lanes)),
        np.zeros((x, lanes)),
        np.zeros((x, lanes)),
        np.zeros((i, lanes)),
        d_reach,
        np.zeros((n, p, lanes)),
        np.zeros((x, lanes)),
        np.zeros((0, lanes)) if rates is None or learns else np.ascontiguousarray(rates),
        reach if learns else np.zeros((n, lanes)),
        d_reach if learns else np.zeros((n, lanes)),
        np.zeros((dealt, lanes)),
        np.zeros((dealt, lanes)),
    )


@compiled
def choice_probabilities(s: Structure, z: Array, out: Array) -> None:
    """Write the logit choice probabilities of logits z (X L) to `out` (X L)."""
    lanes = z.shape[1]
    action_start = s.action_start
    for i in range(s.sizes[1]):
        a0, a1 = action_start[i], action_start[i + 1]
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


@compiled
def forward(s: Structure, prob: Array, sigma: Array, reach: Array) -> None:
    """Write the probability of reaching each node (N L) under choice probabilities (X L)."""
    lanes = reach.shape[1]
    node_player, edge_start, edge_child = s.node_player, s.edge_start, s.edge_child
    edge_prob, node_infoset, action_start = s.edge_prob, s.node_infoset, s.action_start
    reach[:] = 0.0
    reach[0, :] = 1.0
    for n in range(s.sizes[0]):
        player = node_player[n]
        if player == TERMINAL:
            continue
        e0, e1 = edge_start[n], edge_start[n + 1]
        if player == CHANCE:
            for e in range(e0, e1):
                child, row = edge_child[e], edge_prob[e]
                for lane in range(lanes):
                    reach[child, lane] += reach[n, lane] * prob[row, lane]
        else:
            x = action_start[node_infoset[n]]
            for e in range(e0, e1):
                child = edge_child[e]
                for lane in range(lanes):
                    reach[child, lane] += reach[n, lane] * sigma[x, lane]
                x += 1


@compiled
def apply_map(
    s: Structure, pay: Array, prob: Array, lam: Array, z: Array, z_out: Array, w: Work
) -> None:
    """Write G(z, lam) to `z_out`; leave reach, values and choice probabilities in `w`.

    Shapes: pay (U P L), prob (C L), lam (L), z and z_out (X L).
    """
    choice_probabilities(s, z, w.old)
    forward(s, prob, w.old, w.reach)
    if w.rates.shape[0] > 0:
        _weigh(s, prob, w)
    if s.order.shape[0] > 0:
        _backward(s, pay, prob, lam, z_out, w)
        return
    _values(s, pay, prob, w.old, w.value)
    for i in range(s.sizes[1]):
        _respond(s, pay, lam, i, z_out, w)


@compiled
def _masses(s: Structure, i: int, reach: Array, mass: Array) -> None:
    """Write the reach of each dealt profile at information set i to `mass`."""
    n0, n1 = s.infoset_start[i], s.infoset_start[i + 1]
    for k in range(n0, n1):
        n = s.infoset_nodes[k]
        for lane in range(reach.shape[1]):
            mass[s.node_origin[n], lane] = 0.0
    for k in range(n0, n1):
        n = s.infoset_nodes[k]
        for lane in range(reach.shape[1]):
            mass[s.node_origin[n], lane] += reach[n, lane]


@compiled
def _weigh(s: Structure, prob: Array, w: Work) -> None:
    """Write the weight of every node at an information set, by the mover's update rate."""
    reach, weight, mass, rates = w.reach, w.weight, w.mass, w.rates
    for i in range(s.sizes[1]):
        player = s.infoset_player[i]
        _masses(s, i, reach, mass)
        for k in range(s.infoset_start[i], s.infoset_start[i + 1]):
            n = s.infoset_nodes[k]
            origin = s.node_origin[n]
            for lane in range(reach.shape[1]):
                weight[n, lane] = reach[n, lane]
                rate = rates[player, lane]
                if rate < 1.0 and mass[origin, lane] > 0.0:
                    prior = prob[origin, lane] if prob.shape[0] > 0 else 1.0
                    weight[n, lane] *= (prior / mass[origin, lane]) ** (1.0 - rate)


@compiled
def _d_weigh(s: Structure, w: Work) -> None:
    """Write the derivative of the weights in the direction of `d_reach`."""
    reach, weight, mass, rates = w.reach, w.weight, w.mass, w.rates
    d_reach, d_weight, d_mass = w.d_reach, w.d_weight, w.d_mass
    for i in range(s.sizes[1]):
        player = s.infoset_player[i]
        _masses(s, i, reach, mass)
        _masses(s, i, d_reach, d_mass)
        for k in range(s.infoset_start[i], s.infoset_start[i + 1]):
            n = s.infoset_nodes[k]
            origin = s.node_origin[n]
            for lane in range(reach.shape[1]):
                d_weight[n, lane] = d_reach[n, lane]
                rate = rates[player, lane]
                if rate < 1.0 and reach[n, lane] > 0.0:
                    slope = d_reach[n, lane] / reach[n, lane]
                    slope -= (1.0 - rate) * d_mass[origin, lane] / mass[origin, lane]
                    d_weight[n, lane] = weight[n, lane] * slope


@inlined
def _respond(s: Structure, pay: Array, lam: Array, i: int, z_out: Array, w: Work) -> None:
    """Write payoffs, logits and new choice probabilities at information set i."""
    lanes = z_out.shape[1]
    n0, n1 = s.infoset_start[i], s.infoset_start[i + 1]
    a0, a1 = s.action_start[i], s.action_start[i + 1]
    player = s.infoset_player[i]
    infoset_nodes, edge_start, edge_child = s.infoset_nodes, s.edge_start, s.edge_child
    edge_pay = s.edge_pay
    reach, value, gain, total, new = w.weight, w.value, w.gain, w.total, w.new
    for lane in range(lanes):
        total[i, lane] = 0.0
    for k in range(n0, n1):
        n = infoset_nodes[k]
        for lane in range(lanes):
            total[i, lane] += reach[n, lane]
    for x in range(a0, a1):
        for lane in range(lanes):
            gain[x, lane] = 0.0
    for k in range(n0, n1):
        n = infoset_nodes[k]
        e = edge_start[n]
        for x in range(a0, a1):
            child, row = edge_child[e], edge_pay[e]
            e += 1
            if row >= 0:
                for lane in range(lanes):
                    weight = reach[n, lane] if total[i, lane] > 0.0 else 1.0
                    got = value[child, player, lane] + pay[row, player, lane]
                    gain[x, lane] += weight * got
            else:
                for lane in range(lanes):
                    weight = reach[n, lane] if total[i, lane] > 0.0 else 1.0
                    gain[x, lane] += weight * value[child, player, lane]
    for lane in range(lanes):
        scale = total[i, lane] if total[i, lane] > 0.0 else float(n1 - n0)
        mean = 0.0
        for x in range(a0, a1):
            gain[x, lane] /= scale
            mean += gain[x, lane]
        mean /= a1 - a0
        top = -np.inf
        for x in range(a0, a1):
            gain[x, lane] -= mean
            z_out[x, lane] = lam[lane] * gain[x, lane]
            top = max(top, z_out[x, lane])
        summed = 0.0
        for x in range(a0, a1):
            new[x, lane] = np.exp(z_out[x, lane] - top)
            summed += new[x, lane]
        for x in range(a0, a1):
            new[x, lane] /= summed


@inlined
def _value_at(s: Structure, pay: Array, prob: Array, n: int, sigma: Array, value: Array) -> None:
    """Write the value of node n (P L), given values after it and choice probabilities."""
    parties, lanes = value.shape[1], value.shape[2]
    arrived = s.node_pay[n]
    for p in range(parties):
        for lane in range(lanes):
            value[n, p, lane] = pay[arrived, p, lane] if arrived >= 0 else 0.0
    player = s.node_player[n]
    if player == TERMINAL:
        return
    e0, e1 = s.edge_start[n], s.edge_start[n + 1]
    x = 0 if player == CHANCE else s.action_start[s.node_infoset[n]] - e0
    for e in range(e0, e1):
        child, row = s.edge_child[e], s.edge_pay[e]
        if player == CHANCE:
            c = s.edge_prob[e]
            for p in range(parties):
                for lane in range(lanes):
                    got = value[child, p, lane]
                    if row >= 0:
                        got += pay[row, p, lane]
                    value[n, p, lane] += prob[c, lane] * got
        else:
            for p in range(parties):
                for lane in range(lanes):
                    got = value[child, p, lane]
                    if row >= 0:
                        got += pay[row, p, lane]
                    value[n, p, lane] += sigma[x + e, lane] * got


@compiled
def _values(s: Structure, pay: Array, prob: Array, sigma: Array, value: Array) -> None:
    """Write the value of every node (N P L) under choice probabilities `sigma`."""
    for n in range(s.sizes[0] - 1, -1, -1):
        _value_at(s, pay, prob, n, sigma, value)


@compiled
def _backward(s: Structure, pay: Array, prob: Array, lam: Array, z_out: Array, w: Work) -> None:
    """Respond and evaluate item by item from the end, using new choices at once."""
    order, infoset_start, infoset_nodes = s.order, s.infoset_start, s.infoset_nodes
    for k in range(order.shape[0] - 1, -1, -1):
        item = order[k]
        if item < 0:
            _value_at(s, pay, prob, -1 - item, w.new, w.value)
        else:
            _respond(s, pay, lam, item, z_out, w)
            for j in range(infoset_start[item], infoset_start[item + 1]):
                _value_at(s, pay, prob, infoset_nodes[j], w.new, w.value)


@compiled
def _d_forward(s: Structure, prob: Array, w: Work) -> None:
    reach, d_reach, old, d_old = w.reach, w.d_reach, w.old, w.d_old
    lanes = reach.shape[1]
    d_reach[:] = 0.0
    for n in range(s.sizes[0]):
        player = s.node_player[n]
        if player == TERMINAL:
            continue
        e0, e1 = s.edge_start[n], s.edge_start[n + 1]
        x = 0 if player == CHANCE else s.action_start[s.node_infoset[n]] - e0
        for e in range(e0, e1):
            child = s.edge_child[e]
            if player == CHANCE:
                row = s.edge_prob[e]
                for lane in range(lanes):
                    d_reach[child, lane] += d_reach[n, lane] * prob[row, lane]
            else:
                for lane in range(lanes):
                    d_reach[child, lane] += (
                        d_reach[n, lane] * old[x + e, lane] + reach[n, lane] * d_old[x + e, lane]
                    )


@compiled
def _d_value_at(
    s: Structure, pay: Array, prob: Array, n: int, sigma: Array, d_sigma: Array, w: Work
) -> None:
    value, d_value = w.value, w.d_value
    parties, lanes = value.shape[1], value.shape[2]
    for p in range(parties):
        for lane in range(lanes):
            d_value[n, p, lane] = 0.0
    player = s.node_player[n]
    if player == TERMINAL:
        return
    e0, e1 = s.edge_start[n], s.edge_start[n + 1]
    x = 0 if player == CHANCE else s.action_start[s.node_infoset[n]] - e0
    for e in range(e0, e1):
        child, row = s.edge_child[e], s.edge_pay[e]
        if player == CHANCE:
            c = s.edge_prob[e]
            for p in range(parties):
                for lane in range(lanes):
                    d_value[n, p, lane] += prob[c, lane] * d_value[child, p, lane]
        else:
            for p in range(parties):
                for lane in range(lanes):
                    got = value[child, p, lane]
                    if row >= 0:
                        got += pay[row, p, lane]
                    d_value[n, p, lane] += (
                        sigma[x + e, lane] * d_value[child, p, lane] + d_sigma[x + e, lane] * got
                    )


@compiled
def _d_respond(
    s: Structure, pay: Array, lam: Array, d_lam: Array, i: int, w: Work, d_out: Array
) -> None:
    """Write the derivative of the centred logits at information set i to `d_out`."""
    reach, value, d_reach, d_value = w.weight, w.value, w.d_weight, w.d_value
    total, gain = w.total, w.gain
    lanes = reach.shape[1]
    n0, n1 = s.infoset_start[i], s.infoset_start[i + 1]
    a0, a1 = s.action_start[i], s.action_start[i + 1]
    player = s.infoset_player[i]
    infoset_nodes, edge_start, edge_child = s.infoset_nodes, s.edge_start, s.edge_child
    edge_pay = s.edge_pay
    for x in range(a0, a1):
        for lane in range(lanes):
            d_out[x, lane] = 0.0
    for k in range(n0, n1):
        n = infoset_nodes[k]
        e = edge_start[n]
        for x in range(a0, a1):
            child, row = edge_child[e], edge_pay[e]
            e += 1
            for lane in range(lanes):
                d_got = d_value[child, player, lane]
                if total[i, lane] > 0.0:
                    got = value[child, player, lane]
                    if row >= 0:
                        got += pay[row, player, lane]
                    d_out[x, lane] += (reach[n, lane] * d_got + d_reach[n, lane] * got) / total[
                        i, lane
                    ]
                else:
                    d_out[x, lane] += d_got / (n1 - n0)
    for lane in range(lanes):
        d_total = 0.0
        if total[i, lane] > 0.0:
            for k in range(n0, n1):
                d_total += d_reach[infoset_nodes[k], lane]
            d_total /= total[i, lane]
        mean = 0.0
        for x in range(a0, a1):
            # The mean payoff that centring removed drops out here, because centring follows.
            d_out[x, lane] -= d_total * gain[x, lane]
            mean += d_out[x, lane]
        mean /= a1 - a0
        for x in range(a0, a1):
            d_out[x, lane] = lam[lane] * (d_out[x, lane] - mean) + d_lam[lane] * gain[x, lane]


@compiled
def _d_choice(a0: int, a1: int, sigma: Array, d_z: Array, out: Array) -> None:
    """Write the derivative of the choice probabilities of entries a0:a1 to `out`."""
    for lane in range(sigma.shape[1]):
        mean = 0.0
        for x in range(a0, a1):
            mean += sigma[x, lane] * d_z[x, lane]
        for x in range(a0, a1):
            out[x, lane] = sigma[x, lane] * (d_z[x, lane] - mean)


@compiled
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
    action_start, order, infoset_start = s.action_start, s.order, s.infoset_start
    for i in range(s.sizes[1]):
        _d_choice(action_start[i], action_start[i + 1], w.old, d_z, w.d_old)
    _d_forward(s, prob, w)
    if w.rates.shape[0] > 0:
        _d_weigh(s, w)
    if order.shape[0] == 0:
        for n in range(s.sizes[0] - 1, -1, -1):
            _d_value_at(s, pay, prob, n, w.old, w.d_old, w)
        for i in range(s.sizes[1]):
            _d_respond(s, pay, lam, d_lam, i, w, d_out)
        return
    for k in range(order.shape[0] - 1, -1, -1):
        item = order[k]
        if item < 0:
            _d_value_at(s, pay, prob, -1 - item, w.new, d_new, w)
        else:
            _d_respond(s, pay, lam, d_lam, item, w, d_out)
            _d_choice(action_start[item], action_start[item + 1], w.new, d_out, d_new)
            for j in range(infoset_start[item], infoset_start[item + 1]):
                _d_value_at(s, pay, prob, s.infoset_nodes[j], w.new, d_new, w)
