"""Compiled kernels: one pass over a game, its derivative, and what the solver needs around them.

The same machine code serves every game: a game is data (`PassPlan`), not a program. Draws are
lanes: every kernel is written for a vector of lanes (`standoff.solve.lanes`) and compiled for one
draw and for eight; wider blocks go through group by group.

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

from standoff.game.game import Numbers
from standoff.solve.compiled import compiled, inner
from standoff.solve.lanes import (
    EIGHT,
    ONE,
    all_positive,
    exp,
    fused,
    larger,
    load,
    number,
    spread,
    store,
    where_positive,
)
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]

WIDTH = len(EIGHT)
"""Lanes that a kernel takes at once where there is more than one draw."""


class Work(NamedTuple):
    """Scratch of one block of L lanes, and the numbers that stay the same over passes: one array.

    Rows of the choice tables are the X entries, the chances of nature, and one row of ones; rows of
    the value table are inner nodes and relays (M), then final payoffs, P L each.

    Attributes:
        buffer: all tables, one after the other.
        lanes: L.
        old: where the choice table begins that the pass starts from (rows L).
        new: where the choice table begins that the pass answers.
        gain: centred expected payoff of each move (X L).
        total: weight of each information set (I L).
        reach: of each node (M L).
        weight: what a mover weighs the nodes of its information set by (M L); often `reach`.
        value: the value table.
        arrive: the arrival table (rows P L).
        rates: update rates (P L).
        mass: reach of each dealt profile at one information set (dealt L).
        biased: whether somebody does not follow Bayes' rule, 0 or 1.
    """

    buffer: Array
    lanes: int
    old: int
    new: int
    gain: int
    total: int
    reach: int
    weight: int
    value: int
    arrive: int
    rates: int
    mass: int
    biased: int

    def table(self, place: int, rows: int) -> Array:
        """Return a view of rows (of L) that begin at a place."""
        return self.buffer[place : place + rows * self.lanes].reshape(rows, self.lanes)


class Slopes(NamedTuple):
    """Derivatives of tables of a `Work` in D directions, in one array; places as there."""

    buffer: Array
    lanes: int
    old: int
    new: int
    reach: int
    weight: int
    value: int
    mass: int


def lanes_for(draws: int) -> int:
    """Return the lanes of a block of draws: 1, or a multiple of `WIDTH`."""
    return 1 if draws == 1 else -(-draws // WIDTH) * WIDTH


def tag_for(lanes: int) -> tuple[int, ...]:
    """Return the tag that makes kernels take a block of so many lanes."""
    return ONE if lanes == 1 else EIGHT


def padded(array: Array, lanes: int) -> Array:
    """Return a contiguous copy whose last axis is filled up with its last element."""
    missing = lanes - array.shape[-1]
    if missing == 0:
        return np.array(array, dtype=np.float64, order="C")
    return np.concatenate([array, np.repeat(array[..., -1:], missing, axis=-1)], axis=-1)


def work_for(plan: PassPlan, numbers: Numbers) -> Work:
    """Return scratch for a block of draws, padded to `lanes_for` of them.

    Where all follow Bayes' rule, nodes are weighed by their reach: one table serves as both.
    """
    m, i, x, p = plan.nodes, plan.sets, plan.entries, plan.players
    lanes = lanes_for(numbers.n_draws)
    biased = len(numbers.rates) > 0 and plan.dealt > 0
    choices = x + numbers.prob.shape[0] + 1
    final, arrive = len(plan.final_pay), len(plan.arrive_pay)
    rows = {
        "old": choices,
        "new": choices,
        "gain": x,
        "total": i,
        "reach": m,
        "weight": m if biased else 0,
        "value": (m + final) * p,
        "arrive": arrive * p,
        "rates": p if biased else 0,
        "mass": plan.dealt if biased else 0,
    }
    places = _places(rows, lanes)
    if not biased:
        places["weight"] = places["reach"]
    work = Work(np.zeros(sum(rows.values()) * lanes), lanes, **places, biased=int(biased))
    for place in (work.old, work.new):
        table = work.table(place, choices)
        table[x:-1] = padded(numbers.prob, lanes)
        table[-1] = 1.0
    pay = np.concatenate([numbers.pay, np.zeros((1, *numbers.pay.shape[1:]))])
    for place, pairs, skip in (
        (work.value, plan.final_pay, m * p * lanes),
        (work.arrive, plan.arrive_pay, 0),
    ):
        earned = pay[pairs[:, 0]] + pay[pairs[:, 1]]
        table = work.table(place + skip, len(pairs) * p)
        table[:] = padded(earned, lanes).reshape(len(pairs) * p, lanes)
    if biased:
        work.table(work.rates, p)[:] = padded(numbers.rates, lanes)
    return work


def slopes_for(plan: PassPlan, work: Work, directions: int) -> Slopes:
    """Return scratch for the derivative in so many directions (a number of lanes)."""
    m, x = plan.nodes, plan.entries
    rows = {
        "old": x,
        "new": x,
        "reach": m,
        "weight": m if work.biased else 0,
        "value": m * plan.players,
        "mass": plan.dealt if work.biased else 0,
    }
    places = _places(rows, directions)
    if not work.biased:
        places["weight"] = places["reach"]
    return Slopes(np.zeros(sum(rows.values()) * directions), directions, **places)


def _places(rows: dict[str, int], lanes: int) -> dict[str, int]:
    """Return where each table begins, for tables one after the other."""
    ends = np.cumsum(list(rows.values())) * lanes
    return dict(zip(rows, np.concatenate([[0], ends[:-1]]).tolist(), strict=True))


@compiled
def softmax(s: PassPlan, z: Array, out: Array, place: int, tag: tuple[int, ...]) -> None:
    """Write the logit choice probabilities of logits z (X L) to `out`, from a place on."""
    lanes = z.shape[1]
    for group in range(0, lanes, len(tag)):
        for i in range(s.sets):
            a0 = number(s.table, s.action_start + i) * lanes + group
            a1 = number(s.table, s.action_start + i + 1) * lanes + group
            top = load(z, a0, tag)
            for x in range(a0 + lanes, a1, lanes):
                top = larger(load(z, x, tag), top)
            total = spread(0.0, tag)
            for x in range(a0, a1, lanes):
                chance = exp(load(z, x, tag) - top)
                store(out, place + x, chance)
                total = total + chance
            share = spread(1.0, tag) / total
            for x in range(a0, a1, lanes):
                store(out, place + x, load(out, place + x, tag) * share)


def choice_probabilities(plan: PassPlan, z: Array) -> Array:
    """Return the logit choice probabilities (X, L) of logits z (X, L), of any number of lanes."""
    lanes = lanes_for(z.shape[1])
    logits = padded(z, lanes)
    out = np.empty_like(logits)
    softmax(plan, logits, out, 0, tag_for(lanes))
    return out[:, : z.shape[1]]


@compiled
def apply_map(
    s: PassPlan, lam: Array, z: Array, z_out: Array, w: Work, tag: tuple[int, ...]
) -> None:
    """Write G(z, lam) to `z_out`; leave reach, values and choice probabilities in `w`.

    Shapes: lam (L), z and z_out (X L), with L the lanes of `w`, and the tag that `tag_for` names.
    """
    if s.nodes == 0:
        return
    softmax(s, z, w.buffer, w.old, tag)
    index, b, lanes = s.table, w.buffer, w.lanes
    row = s.players * lanes
    for group in range(0, lanes, len(tag)):
        store(b, w.reach + group, spread(1.0, tag))
        for n in range(1, s.nodes):
            got = spread(0.0, tag)
            for e in range(number(index, s.in_start + n), number(index, s.in_start + n + 1)):
                chance = load(b, w.old + number(index, s.in_weight + e) * lanes + group, tag)
                come = load(b, w.reach + number(index, s.in_node + e) * lanes + group, tag)
                got = fused(come, chance, got)
            store(b, w.reach + n * lanes + group, got)
    if w.biased:
        _weigh(s, w)
    play = w.new if s.at_once else w.old
    for group in range(0, lanes, len(tag)):
        precision = load(lam, group, tag)
        for op in range(s.ops):
            i = number(index, s.op_set + op)
            if i >= 0:
                n0 = number(index, s.set_start + i)
                n1 = number(index, s.set_start + i + 1)
                a0 = number(index, s.action_start + i)
                a1 = number(index, s.action_start + i + 1)
                player = w.value + number(index, s.set_player + i) * lanes + group
                seen = spread(0.0, tag)
                for k in range(n0, n1):
                    n = number(index, s.set_nodes + k)
                    seen = seen + load(b, w.weight + n * lanes + group, tag)
                store(b, w.total + i * lanes + group, seen)
                known = all_positive(seen)
                share = spread(1.0, tag) / where_positive(seen, seen, spread(float(n1 - n0), tag))
                mean = spread(0.0, tag)
                for a in range(a1 - a0):
                    worth = spread(0.0, tag)
                    for k in range(n0, n1):
                        n = number(index, s.set_nodes + k)
                        e = number(index, s.edge_start + n) + a
                        part = load(b, w.weight + n * lanes + group, tag)
                        if not known:
                            part = where_positive(seen, part, spread(1.0, tag))
                        got = load(b, player + number(index, s.edge_value + e) * row, tag)
                        worth = fused(part, got, worth)
                    worth = worth * share
                    store(b, w.gain + (a0 + a) * lanes + group, worth)
                    mean = mean + worth
                mean = mean * spread(1.0 / (a1 - a0), tag)
                top = spread(-np.inf, tag)
                for x in range(a0 * lanes + group, a1 * lanes + group, lanes):
                    worth = load(b, w.gain + x, tag) - mean
                    store(b, w.gain + x, worth)
                    worth = worth * precision
                    store(z_out, x, worth)
                    top = larger(worth, top)
                summed = spread(0.0, tag)
                for x in range(a0 * lanes + group, a1 * lanes + group, lanes):
                    chance = exp(load(z_out, x, tag) - top)
                    store(b, w.new + x, chance)
                    summed = summed + chance
                share = spread(1.0, tag) / summed
                for x in range(a0 * lanes + group, a1 * lanes + group, lanes):
                    store(b, w.new + x, load(b, w.new + x, tag) * share)
            first = number(index, s.op_first + op)
            for n in range(number(index, s.op_stop + op) - 1, first - 1, -1):
                e0 = number(index, s.edge_start + n)
                e1 = number(index, s.edge_start + n + 1)
                come = w.arrive + number(index, s.arrive + n) * row + group
                here = w.value + n * row + group
                for p in range(0, row - lanes, 2 * lanes):
                    # Two players at once: the indices and chances of an edge are read once.
                    worth = load(b, come + p, tag)
                    other = load(b, come + p + lanes, tag)
                    for e in range(e0, e1):
                        v = w.value + number(index, s.edge_value + e) * row + group + p
                        c = number(index, s.edge_weight + e) * lanes + group
                        chance = load(b, play + c, tag)
                        worth = fused(chance, load(b, v, tag), worth)
                        other = fused(chance, load(b, v + lanes, tag), other)
                    store(b, here + p, worth)
                    store(b, here + p + lanes, other)
                if s.players % 2:
                    p = row - lanes
                    worth = load(b, come + p, tag)
                    for e in range(e0, e1):
                        v = w.value + number(index, s.edge_value + e) * row + group + p
                        c = number(index, s.edge_weight + e) * lanes + group
                        worth = fused(load(b, play + c, tag), load(b, v, tag), worth)
                    store(b, here + p, worth)


@inner
def _masses(s: PassPlan, i: int, b: Array, reach: int, mass: int, lanes: int) -> None:
    """Write the reach of each dealt profile at information set i from the place `mass` on."""
    n0, n1 = s.table[s.set_start + i], s.table[s.set_start + i + 1]
    for k in range(n0, n1):
        origin = s.table[s.node_origin + s.table[s.set_nodes + k]]
        for lane in range(lanes):
            b[mass + origin * lanes + lane] = 0.0
    for k in range(n0, n1):
        n = s.table[s.set_nodes + k]
        origin = s.table[s.node_origin + n]
        for lane in range(lanes):
            b[mass + origin * lanes + lane] += b[reach + n * lanes + lane]


@inner
def _weigh(s: PassPlan, w: Work) -> None:
    """Write the weight of every node at an information set, by the mover's update rate."""
    index, b, lanes = s.table, w.buffer, w.lanes
    deals = w.new - w.old > (s.entries + 1) * lanes  # otherwise there is nothing but one row
    for i in range(s.sets):
        player = index[s.set_player + i]
        _masses(s, i, b, w.reach, w.mass, lanes)
        for k in range(index[s.set_start + i], index[s.set_start + i + 1]):
            n = index[s.set_nodes + k]
            origin = index[s.node_origin + n]
            for lane in range(lanes):
                weight = b[w.reach + n * lanes + lane]
                rate = b[w.rates + player * lanes + lane]
                mass = b[w.mass + origin * lanes + lane]
                if rate < 1.0 and mass > 0.0:
                    prior = b[w.old + (s.entries + origin) * lanes + lane] if deals else 1.0
                    weight *= (prior / mass) ** (1.0 - rate)
                b[w.weight + n * lanes + lane] = weight


@inner
def _d_weigh(s: PassPlan, w: Work, d: Slopes) -> None:
    """Write the derivative of the weights in the direction of the slope of reach."""
    index, b, c, lanes = s.table, w.buffer, d.buffer, d.lanes
    for i in range(s.sets):
        player = index[s.set_player + i]
        _masses(s, i, b, w.reach, w.mass, w.lanes)
        _masses(s, i, c, d.reach, d.mass, lanes)
        for k in range(index[s.set_start + i], index[s.set_start + i + 1]):
            n = index[s.set_nodes + k]
            origin = index[s.node_origin + n]
            for lane in range(lanes):
                at = lane if w.lanes > 1 else 0
                moved = c[d.reach + n * lanes + lane]
                reach = b[w.reach + n * w.lanes + at]
                rate = b[w.rates + player * w.lanes + at]
                if rate < 1.0 and reach > 0.0:
                    slope = c[d.mass + origin * lanes + lane] / b[w.mass + origin * w.lanes + at]
                    slope = moved / reach - (1.0 - rate) * slope
                    moved = b[w.weight + n * w.lanes + at] * slope
                c[d.weight + n * lanes + lane] = moved


@compiled
def apply_tangent(
    s: PassPlan,
    lam: Array,
    d_z: Array,
    d_lam: Array,
    d_out: Array,
    w: Work,
    d: Slopes,
    base: tuple[int, ...],
    tag: tuple[int, ...],
) -> None:
    """Write the derivative of G at the last `apply_map` in direction (d_z, d_lam) to `d_out`.

    `w` must be as `apply_map` left it. Directions are lanes: as many as `w` has, one for each, or
    any number, a multiple of `WIDTH`, at a single point (`w` of one lane).

    Shapes: lam (lanes of w), d_z and d_out (X D), d_lam (D); `base` and `tag` are the tags of the
    lanes of `w` and of D.
    """
    if s.nodes == 0:
        return
    index, b, t, lanes, wide = s.table, w.buffer, d.buffer, d.lanes, w.lanes
    row, base_row = s.players * lanes, s.players * wide
    for group in range(0, lanes, len(tag)):
        at = group if wide > 1 else 0
        for i in range(s.sets):
            a0 = number(index, s.action_start + i)
            a1 = number(index, s.action_start + i + 1)
            mean = spread(0.0, tag)
            for x in range(a0, a1):
                chance = spread(load(b, w.old + x * wide + at, base), tag)
                mean = mean + chance * load(d_z, x * lanes + group, tag)
            for x in range(a0, a1):
                chance = spread(load(b, w.old + x * wide + at, base), tag)
                moved = load(d_z, x * lanes + group, tag) - mean
                store(t, d.old + x * lanes + group, chance * moved)
        for n in range(1, s.nodes):
            got = spread(0.0, tag)
            for e in range(number(index, s.in_start + n), number(index, s.in_start + n + 1)):
                m = number(index, s.in_node + e)
                c = number(index, s.in_weight + e)
                chance = spread(load(b, w.old + c * wide + at, base), tag)
                if m > 0:
                    got = fused(load(t, d.reach + m * lanes + group, tag), chance, got)
                if c < s.entries:
                    come = spread(load(b, w.reach + m * wide + at, base), tag)
                    got = fused(come, load(t, d.old + c * lanes + group, tag), got)
            store(t, d.reach + n * lanes + group, got)
    if w.biased:
        _d_weigh(s, w, d)
    play, d_play = (w.new, d.new) if s.at_once else (w.old, d.old)
    for group in range(0, lanes, len(tag)):
        at = group if wide > 1 else 0
        precision = spread(load(lam, at, base), tag)
        d_precision = load(d_lam, group, tag)
        for op in range(s.ops):
            i = number(index, s.op_set + op)
            if i >= 0:
                n0 = number(index, s.set_start + i)
                n1 = number(index, s.set_start + i + 1)
                a0 = number(index, s.action_start + i)
                a1 = number(index, s.action_start + i + 1)
                player = number(index, s.set_player + i)
                seen = spread(load(b, w.total + i * wide + at, base), tag)
                known = all_positive(seen)
                share = spread(1.0, tag) / where_positive(seen, seen, spread(float(n1 - n0), tag))
                d_seen = spread(0.0, tag)
                for k in range(n0, n1):
                    n = number(index, s.set_nodes + k)
                    d_seen = d_seen + load(t, d.weight + n * lanes + group, tag)
                d_seen = d_seen * share
                if not known:
                    d_seen = where_positive(seen, d_seen, spread(0.0, tag))
                mean = spread(0.0, tag)
                for a in range(a1 - a0):
                    worth = spread(0.0, tag)
                    for k in range(n0, n1):
                        n = number(index, s.set_nodes + k)
                        v = number(index, s.edge_value + number(index, s.edge_start + n) + a)
                        part = spread(load(b, w.weight + n * wide + at, base), tag)
                        d_part = load(t, d.weight + n * lanes + group, tag)
                        if not known:
                            part = where_positive(seen, part, spread(1.0, tag))
                            d_part = where_positive(seen, d_part, spread(0.0, tag))
                        got = load(b, w.value + v * base_row + player * wide + at, base)
                        if v < s.nodes:
                            d_got = load(t, d.value + v * row + player * lanes + group, tag)
                            worth = fused(part, d_got, worth)
                        worth = fused(d_part, spread(got, tag), worth)
                    worth = worth * share
                    # The mean payoff that centring removed drops out here: centring follows.
                    excess = spread(load(b, w.gain + (a0 + a) * wide + at, base), tag)
                    worth = worth - d_seen * excess
                    store(d_out, (a0 + a) * lanes + group, worth)
                    mean = mean + worth
                mean = mean * spread(1.0 / (a1 - a0), tag)
                middle = spread(0.0, tag)
                for x in range(a0, a1):
                    excess = spread(load(b, w.gain + x * wide + at, base), tag)
                    worth = precision * (load(d_out, x * lanes + group, tag) - mean)
                    worth = worth + d_precision * excess
                    store(d_out, x * lanes + group, worth)
                    middle = middle + spread(load(b, w.new + x * wide + at, base), tag) * worth
                for x in range(a0, a1):
                    chance = spread(load(b, w.new + x * wide + at, base), tag)
                    moved = load(d_out, x * lanes + group, tag) - middle
                    store(t, d.new + x * lanes + group, chance * moved)
            first = number(index, s.op_first + op)
            for n in range(number(index, s.op_stop + op) - 1, first - 1, -1):
                e0 = number(index, s.edge_start + n)
                e1 = number(index, s.edge_start + n + 1)
                for p in range(s.players):
                    worth = spread(0.0, tag)
                    for e in range(e0, e1):
                        v = number(index, s.edge_value + e)
                        c = number(index, s.edge_weight + e)
                        if v < s.nodes:
                            chance = spread(load(b, play + c * wide + at, base), tag)
                            d_got = load(t, d.value + v * row + p * lanes + group, tag)
                            worth = fused(chance, d_got, worth)
                        if c < s.entries:
                            got = load(b, w.value + v * base_row + p * wide + at, base)
                            d_chance = load(t, d_play + c * lanes + group, tag)
                            worth = fused(d_chance, spread(got, tag), worth)
                    store(t, d.value + n * row + p * lanes + group, worth)
