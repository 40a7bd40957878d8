"""A pass in rounds: what many threads can do at the same time, and what has to wait.

On a processor one thread walks through the operations of a `PassPlan` one after the other. Here all
nodes of a round are worked on at once; a round begins when the one before has ended.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]


class Shape(NamedTuple):
    """Sizes of a game, and places in its one table of int32: a `PassPlan`, then its rounds.

    Attributes:
        down_start: nodes of downward round d are those from its place here up to the next.
        down_node: nodes by downward round: the longest way from the root (M).
        set_start: information sets that respond first thing in an upward round, likewise.
        set_of: information sets by upward round (I).
        entry_start: the strategy entries of those sets.
        entry_of: strategy entries by upward round (X).
        up_start: nodes that are valued at the end of an upward round.
        up_node: nodes by upward round (M).
        entry_set: information set of each strategy entry (X).
        downs: number of downward rounds.
        ups: number of upward rounds.
        edge_start, edge_value, edge_weight, in_start, in_node, in_weight, arrive, nodes_start,
            set_nodes, set_player, action_start: as in `PassPlan`, whose `set_start` is called
            `nodes_start` here.
        nodes: M.
        sets: I.
        entries: X.
        players: P.
        at_once: 1 if values use new choices, else 0.
        old, new, gain, reach, value, arrivals: where the tables of a `Work` begin.
        work: size of a `Work`.
    """

    down_start: int
    down_node: int
    set_start: int
    set_of: int
    entry_start: int
    entry_of: int
    up_start: int
    up_node: int
    entry_set: int
    downs: int
    ups: int
    edge_start: int
    edge_value: int
    edge_weight: int
    in_start: int
    in_node: int
    in_weight: int
    arrive: int
    nodes_start: int
    set_nodes: int
    set_player: int
    action_start: int
    nodes: int
    sets: int
    entries: int
    players: int
    at_once: int
    old: int
    new: int
    gain: int
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
    starts = _part(plan, plan.action_start, plan.sets + 1)
    entry_set = np.repeat(np.arange(plan.sets), np.diff(starts))
    ups = int(max(rounds.up.max(initial=-1), rounds.sets.max(initial=-1))) + 1
    downs = int(rounds.down.max(initial=-1)) + 1
    parts: dict[str, Array] = {}
    parts["down_start"], parts["down_node"] = _sorted(rounds.down, downs)
    parts["set_start"], parts["set_of"] = _sorted(rounds.sets, ups)
    parts["entry_start"], parts["entry_of"] = _sorted(rounds.sets[entry_set], ups)
    parts["up_start"], parts["up_node"] = _sorted(rounds.up, ups)
    parts["entry_set"] = entry_set
    ends = len(plan.table) + np.cumsum([len(part) for part in parts.values()])
    where = dict(zip(parts, [len(plan.table), *ends[:-1].tolist()], strict=True))
    table = np.concatenate([plan.table, *parts.values()]).astype(np.int32)
    same = {
        name: int(getattr(plan, name))
        for name in Shape._fields
        if name in PassPlan._fields and name not in where
    }
    shape = Shape(
        **{**same, **where, **places, "nodes_start": plan.set_start, "downs": downs, "ups": ups}
    )
    return table, shape


def _sorted(rounds: Array, count: int) -> tuple[Array, Array]:
    """Return where each round begins (count + 1), and the items by round."""
    order = np.argsort(rounds, kind="stable")
    return np.searchsorted(rounds[order], np.arange(count + 1)), order
