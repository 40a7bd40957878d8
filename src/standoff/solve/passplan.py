"""A game rearranged for passes: only what a pass touches, in the order in which it touches it.

Compared with a `Game`:

- Terminal nodes are gone. What a play earns on its last step is a row of a table, equal rows once,
  and edges point at it; on the games of the library two thirds of all nodes go this way.
- Payoffs along edges are received on arrival. Where edges with different payoffs lead to one node,
  a relay, a node with a single edge, stands between.
- The chance of an edge, be it a player's choice or nature's, is a row of one table.
- Who leads to a node is listed with the node, so that reach is summed where it is written.
- Evaluation is a list of operations from the end of the game to its beginning.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game

Array = np.ndarray[Any, Any]


class PassPlan(NamedTuple):
    """One array of int32, the places in it at which its parts begin, and sizes.

    The game has M inner nodes and relays, in order of play.

    Attributes:
        table: all parts, one after the other.
        edge_start: edges of node n are those from its place here up to the next (M + 1).
        edge_value: row of the value table that an edge leads to (E).
        edge_weight: row of the choice table that holds an edge's chance (E).
        in_start: edges into node n are those from its place here up to the next (M + 1).
        in_node: node that such an edge comes from.
        in_weight: row of the choice table of such an edge.
        arrive: row of the arrival table of each node (M); row 0 is no payoff.
        set_start: nodes of information set i are those from its place here up to the next (I + 1).
        set_nodes: nodes of information sets.
        set_player: player that owns the information set (I).
        action_start: entries of information set i are those from its place up to the next (I + 1).
        op_set: operations, from the end of the game: information set that responds, or -1.
        op_first: first node that is valued afterwards.
        op_stop: node after the last one that is valued.
        node_origin: dealt profile of each node (M); none where all follow Bayes' rule.
        nodes: M.
        sets: I.
        entries: X.
        players: P.
        dealt: dealt profiles, 0 where all follow Bayes' rule.
        ops: number of operations.
        at_once: 1 if values use new choices (Gauss-Seidel), else 0.
        arrive_pay: the two rows of the payoff table that an arrival row adds up (rows, 2).
        final_pay: the two rows that a row of final payoffs adds up (rows, 2).
    """

    table: Array
    edge_start: int
    edge_value: int
    edge_weight: int
    in_start: int
    in_node: int
    in_weight: int
    arrive: int
    set_start: int
    set_nodes: int
    set_player: int
    action_start: int
    op_set: int
    op_first: int
    op_stop: int
    node_origin: int
    nodes: int
    sets: int
    entries: int
    players: int
    dealt: int
    ops: int
    at_once: int
    arrive_pay: Array
    final_pay: Array


def plan_of(game: Game, *, at_once: bool = True) -> PassPlan:
    """Return the index arrays of a game for passes.

    Args:
        game: a compiled game.
        at_once: whether values use new choices as soon as there are any, which needs a game that is
            `contiguous`; otherwise all moves are judged under one and the same strategy.
    """
    at_once = at_once and game.contiguous
    inner = game.node_player != TERMINAL
    parent, weight = choice_rows(game)
    to_inner = inner[game.edge_child]
    into = np.flatnonzero(to_inner)
    earned = _pairs(game.edge_pay, game.node_pay[game.edge_child], game.pay_rows)
    # Ways in: distinct (child, payoff along the edge); the first of several is the node itself if
    # it is the only one, otherwise each way is a relay.
    keys, way_of = np.unique(
        _pairs(game.edge_child[into] - 1, game.edge_pay[into], game.pay_rows), return_inverse=True
    )
    ways = np.stack([keys // (game.pay_rows + 1), keys % (game.pay_rows + 1) - 1])
    several = np.bincount(ways[0], minlength=game.n_nodes) > 1
    relay = several[ways[0]]
    new, relay_new = _numbering(game, inner, ways[0], relay)
    count = int(inner.sum() + relay.sum())
    way_target = np.where(relay, relay_new, new[ways[0]])
    final, final_row = np.unique(earned[~to_inner], return_inverse=True)
    value = np.empty(len(earned), dtype=np.int64)
    value[into] = way_target[way_of]
    value[~to_inner] = count + final_row
    single = np.flatnonzero(~relay)
    arrive_of = np.zeros(count, dtype=np.int64)
    arrive_of[new[inner]] = _pairs(NONE, game.node_pay[inner], game.pay_rows)
    arrive_of[new[ways[0, single]]] = _pairs(
        ways[1, single], game.node_pay[ways[0, single]], game.pay_rows
    )
    arrive_of[relay_new[relay]] = _pairs(ways[1, relay], NONE, game.pay_rows)
    arrive_of, arrive_rows = _with_none(arrive_of, game.pay_rows)
    x = game.n_entries
    relay_old = np.flatnonzero(relay)
    source = np.concatenate([new[parent], relay_new[relay_old]])
    target = np.concatenate([value, new[ways[0, relay_old]]])
    chance = np.concatenate([weight, np.full(len(relay_old), x + game.prob_rows)])
    order = np.argsort(source, kind="stable")
    edge_start = np.searchsorted(source[order], np.arange(count + 1))
    inward = np.flatnonzero(target < count)
    inward = inward[np.lexsort((source[inward], target[inward]))]
    in_start = np.searchsorted(target[inward], np.arange(count + 1))
    nodes = new[game.infoset_nodes]
    ops = _operations(game, new, relay_new[relay_old], new[ways[0, relay_old]], count, at_once)
    origin = np.zeros(0, dtype=np.int64)
    if len(game.node_origin):
        origin = np.zeros(count, dtype=np.int64)
        origin[new[inner]] = game.node_origin[inner]
    parts = (
        edge_start,
        target[order],
        chance[order],
        in_start,
        source[inward],
        chance[inward],
        arrive_of,
        game.infoset_start,
        nodes,
        game.infoset_player,
        game.action_start,
        *ops,
        origin,
    )
    places = np.cumsum([0, *(len(part) for part in parts)])[:-1].tolist()
    fields = (
        np.concatenate(parts).astype(np.int32),
        *places,
        count,
        game.n_infosets,
        x,
        len(game.players),
        int(game.node_origin.max(initial=-1)) + 1,
        len(ops[0]),
        int(at_once),
        arrive_rows,
        np.stack(_unpair(final, game.pay_rows), axis=1),
    )
    return PassPlan._make(fields)


def _pairs(first: Any, second: Any, rows: int) -> Array:
    """Return one number for two payoff rows, each of which may be none; 0 for none at all."""
    return np.asarray((np.asarray(first) + 1) * (rows + 1) + np.asarray(second) + 1)


def _unpair(pair: Array, rows: int) -> tuple[Array, Array]:
    """Return the two payoff rows; `rows` where there is none."""
    first, second = pair // (rows + 1) - 1, pair % (rows + 1) - 1
    return np.where(first < 0, rows, first), np.where(second < 0, rows, second)


def _with_none(pairs: Array, rows: int) -> tuple[Array, Array]:
    """Return the row of each pair in a table of distinct pairs, and that table; row 0 is none."""
    distinct, place = np.unique(np.append(pairs, 0), return_inverse=True)
    return place[:-1], np.stack(_unpair(distinct, rows), axis=1)


def choice_rows(game: Game) -> tuple[Array, Array]:
    """Return the node that every edge leaves, and its row of a table of entries, then chances."""
    parent = np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))
    infoset = game.node_infoset[parent]
    place = np.arange(len(parent)) - game.edge_start[parent]
    chance = game.node_player[parent] == CHANCE
    start = game.action_start[np.where(chance, 0, infoset)]
    return parent, np.where(chance, game.n_entries + game.edge_prob, start + place)


def _numbering(game: Game, inner: Array, child: Array, relay: Array) -> tuple[Array, Array]:
    """Return new numbers of inner nodes (N), and of relays by way.

    The relays into the nodes of an item come before the item, so that order of play stays.
    """
    head = np.arange(game.n_nodes)  # first node of each node's item
    if game.contiguous:
        first = game.infoset_nodes[game.infoset_start[:-1]]
        deciding = game.node_infoset >= 0
        head[deciding] = first[game.node_infoset[deciding]]
    before = np.zeros(game.n_nodes + 1, dtype=np.int64)
    np.add.at(before, head[child[relay]], 1)
    shift = np.cumsum(before)[:-1]
    new = np.cumsum(inner) - 1 + shift[head]
    relay_new = np.full(len(child), NONE)
    ways = np.flatnonzero(relay)
    ways = ways[np.argsort(head[child[ways]], kind="stable")]
    heads = head[child[ways]]
    inner_before = np.cumsum(inner)[heads] - inner[heads]
    place = np.arange(len(ways))
    relay_new[ways] = inner_before + place
    return new, relay_new


def _operations(
    game: Game, new: Array, relays: Array, into: Array, count: int, at_once: bool
) -> tuple[Array, Array, Array]:
    """Return information set, first node and stop of every operation."""
    if not at_once:
        sets = np.arange(game.n_infosets)
        none = np.zeros(game.n_infosets, dtype=np.int64)
        return (
            np.concatenate([[NONE], sets]),
            np.concatenate([[0], none]),
            np.concatenate([[count], none]),
        )
    items = game.order[::-1]
    is_set = items >= 0
    node = np.where(is_set, NONE, -1 - items)
    own = is_set | (game.node_player[node] != TERMINAL)
    items, is_set, node = items[own], is_set[own], node[own]
    sets = np.where(is_set, items, 0)
    first = np.where(
        is_set, new[game.infoset_nodes[game.infoset_start[sets]]] if len(sets) else 0, new[node]
    )
    width = np.where(is_set, np.diff(game.infoset_start)[sets], 1)
    op_set = np.where(is_set, items, NONE)
    if not len(relays):
        return op_set, first, first + width
    relays = np.sort(relays)
    return _with_relays(op_set, first, width, relays)


def _with_relays(
    op_set: Array, first: Array, width: Array, relays: Array
) -> tuple[Array, Array, Array]:
    """Insert a run of relays after the operation on the item into which they lead."""
    breaks = np.flatnonzero(np.diff(relays) != 1) + 1
    starts = relays[np.concatenate([[0], breaks])]
    stops = relays[np.concatenate([breaks - 1, [len(relays) - 1]])] + 1
    sets = np.concatenate([op_set, np.full(len(starts), NONE)])
    firsts = np.concatenate([first, starts])
    ends = np.concatenate([first + width, stops])
    order = np.argsort(-firsts, kind="stable")
    return sets[order], firsts[order], ends[order]
