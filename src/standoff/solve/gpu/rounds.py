"""A pass in rounds: what many threads can do at the same time, and what has to wait.

On a processor one thread walks through the operations of a `PassPlan` one after the other. Here all
nodes of a round are worked on at once; a round begins when the one before has ended.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]


FEW = 4
"""Moves of an information set that are worked on at the same time, without going to memory."""


class Shape(NamedTuple):
    """Sizes of a game, and places in its one table of int32.

    What is read together lies together: nodes, information sets and edges are listed by round, so
    that the threads of a round read neighbours, and find what to read next in one step.

    Attributes:
        action_start: entries of information set i are those from its place up to the next (I + 1).
        down_start: nodes of downward round d are those from its place here up to the next.
        down_node: nodes by downward round: the longest way from the root (M).
        down_in: edges into the k-th of them are those from its place here up to the next (M + 1).
        in_node: node that such an edge comes from.
        in_weight: row of the choice table of such an edge.
        set_start: information sets that respond first thing in an upward round, likewise.
        set_entry: first strategy entry of each of them, by upward round (I).
        set_moves: its moves (I).
        set_pairs: where its pairs of a move and a node begin, a move after the other (I).
        set_player: its owner (I).
        member_start: its nodes are those from its place here up to the next (I + 1).
        member: nodes of information sets.
        member_arrive: first row of such a node's payoffs on arrival.
        pair_row: first row of the values that such a pair leads to.
        up_start: nodes that are valued at the end of an upward round, and not with their set.
        up_node: those nodes by upward round.
        up_arrive: first row of the k-th one's payoffs on arrival.
        up_edge: its edges are those from its place here up to the next.
        up_row: first row of the values that such an edge leads to.
        up_weight: row of the choice table of such an edge.
        downs: number of downward rounds.
        ups: number of upward rounds.
        sets: I.
        entries: X.
        players: P.
        at_once: 1 if values use new choices, else 0.
        old, new, reach, value, arrivals: where the tables of a `Work` begin.
        work: size of a `Work`.
    """

    action_start: int
    down_start: int
    down_node: int
    down_in: int
    in_node: int
    in_weight: int
    set_start: int
    set_entry: int
    set_moves: int
    set_pairs: int
    set_player: int
    member_start: int
    member: int
    member_arrive: int
    pair_row: int
    up_start: int
    up_node: int
    up_arrive: int
    up_edge: int
    up_row: int
    up_weight: int
    downs: int
    ups: int
    sets: int
    entries: int
    players: int
    at_once: int
    old: int
    new: int
    reach: int
    value: int
    arrivals: int
    work: int


class Rounds(NamedTuple):
    """Who takes part in which round.

    Attributes:
        down: round of each node on the way down (M).
        sets: round of each information set on the way up (I).
        up: round of each node on the way up (M).
    """

    down: Array
    sets: Array
    up: Array


def rounds_of(plan: PassPlan) -> Rounds:
    """Return the earliest rounds in which everything that is read has been written before."""
    m, i = plan.nodes, plan.sets
    edge_start = _part(plan, plan.edge_start, m + 1)
    parent = np.repeat(np.arange(m), np.diff(edge_start))
    child = _part(plan, plan.edge_value, len(parent))
    inner = child < m
    parent, child = parent[inner], child[inner]
    if not plan.at_once:
        # Values need no responses; the last round values nobody's successors.
        up = _longest(child, parent, m)
        return Rounds(_longest(parent, child, m), np.full(i, up.max(initial=0)), up)
    op_set = _part(plan, plan.op_set, plan.ops)
    first, stop = _part(plan, plan.op_first, plan.ops), _part(plan, plan.op_stop, plan.ops)
    op_of = np.empty(m, dtype=np.int64)
    order = np.argsort(first)
    op_of[:] = np.repeat(order, (stop - first)[order])
    ops = _longest(op_of[child], op_of[parent], plan.ops)
    sets = np.zeros(i, dtype=np.int64)
    sets[op_set[op_set >= 0]] = ops[op_set >= 0]
    return Rounds(_longest(parent, child, m), sets, ops[op_of])


def _part(plan: PassPlan, place: int, length: int) -> Array:
    return plan.table[place : place + length].astype(np.int64)


def _longest(before: Array, after: Array, count: int) -> Array:
    """Return the length of the longest chain of pairs (before, after) that ends in each item."""
    level = np.zeros(count, dtype=np.int64)
    while True:
        later = level.copy()
        np.maximum.at(later, after, level[before] + 1)
        if np.array_equal(later, level):
            return level
        level = later


def tables(plan: PassPlan, places: dict[str, int]) -> tuple[Array, Shape]:
    """Return the table of a game and its rounds, and where everything is.

    Args:
        plan: the game's index arrays.
        places: where the tables of a `Work` begin (`old` to `arrivals` of `Shape`) and its size.
    """
    rounds = rounds_of(plan)
    ups = int(max(rounds.up.max(initial=-1), rounds.sets.max(initial=-1))) + 1
    downs = int(rounds.down.max(initial=-1)) + 1
    parts = {
        "action_start": _part(plan, plan.action_start, plan.sets + 1),
        **_downwards(plan, rounds.down, downs),
        **_responses(plan, rounds.sets, ups),
        **_upwards(plan, rounds.up, ups),
    }
    ends = np.cumsum([0, *(len(part) for part in parts.values())])
    where = dict(zip(parts, ends[:-1].tolist(), strict=True))
    sizes = {name: int(getattr(plan, name)) for name in ("sets", "entries", "players", "at_once")}
    table = np.concatenate(list(parts.values())).astype(np.int32)
    return table, Shape(**where, **sizes, **places, downs=downs, ups=ups)


def _downwards(plan: PassPlan, rounds: Array, count: int) -> dict[str, Array]:
    """Return nodes by downward round, and the edges that lead to them."""
    start, node = _sorted(rounds, count)
    in_start = _part(plan, plan.in_start, plan.nodes + 1)
    first, edge = _gathered(in_start, node)
    return {
        "down_start": start,
        "down_node": node,
        "down_in": first,
        "in_node": _part(plan, plan.in_node, in_start[-1])[edge],
        "in_weight": _part(plan, plan.in_weight, in_start[-1])[edge],
    }


def _responses(plan: PassPlan, rounds: Array, count: int) -> dict[str, Array]:
    """Return information sets by upward round, their nodes, and where each move leads there."""
    start, order = _sorted(rounds, count)
    action_start = _part(plan, plan.action_start, plan.sets + 1)
    nodes_start = _part(plan, plan.set_start, plan.sets + 1)
    moves, members = np.diff(action_start)[order], np.diff(nodes_start)[order]
    first, place = _gathered(nodes_start, order)
    member = _part(plan, plan.set_nodes, nodes_start[-1])[place]
    pairs = np.cumsum([0, *(moves * members)])
    of = np.repeat(np.arange(plan.sets), np.diff(pairs))
    at = np.arange(pairs[-1]) - pairs[of]
    edge_start = _part(plan, plan.edge_start, plan.nodes + 1)
    edge = edge_start[member[first[of] + at % members[of]]] + at // members[of]
    leads = _part(plan, plan.edge_value, edge_start[-1])[edge]
    return {
        "set_start": start,
        "set_entry": action_start[order],
        "set_moves": moves,
        "set_pairs": pairs[:-1],
        "set_player": _part(plan, plan.set_player, plan.sets)[order],
        "member_start": first,
        "member": member,
        "member_arrive": _part(plan, plan.arrive, plan.nodes)[member] * plan.players,
        "pair_row": leads * plan.players,
    }


def _upwards(plan: PassPlan, rounds: Array, count: int) -> dict[str, Array]:
    """Return nodes by upward round, their payoffs on arrival, and their edges.

    Left out are the nodes of sets of few moves, where values use new choices.
    """
    start, node = _sorted(rounds, count, ~with_their_set(plan))
    edge_start = _part(plan, plan.edge_start, plan.nodes + 1)
    first, edge = _gathered(edge_start, node)
    return {
        "up_start": start,
        "up_node": node,
        "up_arrive": _part(plan, plan.arrive, plan.nodes)[node] * plan.players,
        "up_edge": first,
        "up_row": _part(plan, plan.edge_value, edge_start[-1])[edge] * plan.players,
        "up_weight": _part(plan, plan.edge_weight, edge_start[-1])[edge],
    }


def _gathered(start: Array, order: Array) -> tuple[Array, Array]:
    """Return where the items of each owner begin when owners are put in an order, and the items."""
    width = np.diff(start)[order]
    first = np.cumsum([0, *width])
    return first, np.repeat(start[order] - first[:-1], width) + np.arange(first[-1])


def with_their_set(plan: PassPlan) -> Array:
    """Return which nodes are valued as soon as their set has responded (M)."""
    nodes_start = _part(plan, plan.set_start, plan.sets + 1)
    few = np.diff(_part(plan, plan.action_start, plan.sets + 1)) <= FEW
    members = _part(plan, plan.set_nodes, nodes_start[-1])
    found = np.zeros(plan.nodes, dtype=bool)
    if plan.at_once:
        found[members[np.repeat(few, np.diff(nodes_start))]] = True
    return found


def _sorted(rounds: Array, count: int, wanted: Array | None = None) -> tuple[Array, Array]:
    """Return where each round begins (count + 1), and the items by round; all, or those wanted."""
    order = np.argsort(rounds, kind="stable")
    if wanted is not None:
        order = order[wanted[order]]
    return np.searchsorted(rounds[order], np.arange(count + 1)), order
