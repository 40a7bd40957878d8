"""A two-party escalation game with private resolve, of any size, over any number of draws.

The parties take turns. Whoever moves gives in, holds, or escalates; giving in ends the crisis, and
when the crisis has grown to its size, the next move is the last one and whoever does not give in
goes to war. Each party has types that differ in what war costs them. The public tree is grown
breadth first, so that all sizes have the same shape; every pair of types has a copy of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import arrange

Array = np.ndarray[Any, Any]

MOVES = ("give in", "hold", "escalate")
OUTCOMES = ("A gives in", "B gives in", "war")


def escalation(
    nodes: int, *, types: int = 2, draws: int = 1, seed: int = 1, zero_sum: bool = False
) -> tuple[Game, Numbers]:
    """Return an escalation game of at least `nodes` nodes, the least that its shape allows.

    Args:
        nodes: wanted nodes, terminal nodes and the deal included.
        types: private types of each party.
        draws: draws of prize, costs of war, audience costs and chances in war; the game is one.
        seed: of the draws.
        zero_sum: let the second party's payoffs be the first party's with the other sign.

    Returns:
        The game, and its numbers at lambda 10. Payoffs are in shares of the prize, about -1 to 1.

    Raises:
        ValueError: a size, a number of types or of draws below 1.
    """
    if min(nodes, types, draws) < 1:
        raise ValueError("nodes, types and draws must be at least 1")
    pairs = types * types
    decisions = max(1, -(-(-(-(nodes - 1) // pairs) - 1) // 3))
    parent, side, raised = _public(decisions)
    game = _game(parent, side, raised, types)
    most = int(raised.max()) + 1
    return arrange(game), _numbers(most, types, draws, seed, zero_sum=zero_sum)


def _public(decisions: int) -> tuple[Array, Array, Array]:
    """Return parent, move and number of escalations (of each party) of all public nodes."""
    count = 1 + 3 * decisions
    can = np.zeros(count, dtype=bool)
    can[0] = True
    child = np.arange(1, count)
    move = (child - 1) % 3
    can[1:] = move > 0
    slots = np.flatnonzero(can)[:decisions]  # public nodes at which somebody moves
    parent = np.concatenate(([NONE], np.repeat(slots, 3)))
    side = np.zeros(count, dtype=np.int64)
    raised = np.zeros((count, 2), dtype=np.int64)
    done = 1
    while done < count:
        # All children of nodes that are done: a generation at a time.
        stop = 1 + 3 * int(np.searchsorted(slots, done))
        here = np.arange(done, stop)
        above = parent[here]
        side[here] = 1 - side[above]
        raised[here] = raised[above]
        raised[here, side[above]] += (here - 1) % 3 == 2
        done = stop
    return parent, side, raised


def _game(parent: Array, side: Array, raised: Array, types: int) -> Game:
    count, pairs = len(parent), types * types
    n = 1 + pairs * count
    mover = np.full(count, TERMINAL)
    mover[parent[1:]] = side[parent[1:]]
    ends = mover == TERMINAL
    gave_in = ends & ((np.arange(count) - 1) % 3 == 0)
    gave_in[0] = False
    most = int(raised.max()) + 1
    giver = 1 - side
    # Rows: who gave in after how many escalations of each; then war between each pair of types.
    row = (giver * most + raised[:, 0]) * most + raised[:, 1]
    wars = 2 * most * most
    pair = np.arange(pairs)
    pay = np.where(gave_in, row, NONE)[None, :].repeat(pairs, axis=0)
    pay[:, ends & ~gave_in] = wars + pair[:, None]
    outcome = np.where(gave_in, giver, np.where(ends, 2, NONE))
    moves = np.flatnonzero(mover >= 0)
    rank = np.full(count, NONE)
    rank[moves] = np.arange(len(moves))
    own = np.stack([pair // types, pair % types])[np.clip(mover, 0, 1)]  # count, pairs
    infoset = np.where(mover[:, None] >= 0, rank[:, None] * types + own, NONE).T
    degree = np.where(mover >= 0, 3, 0)
    first = np.zeros(count, dtype=np.int64)
    first[parent[1::3]] = np.arange(1, count, 3)
    kids = (first[moves][:, None] + np.arange(3)).ravel()
    shift = 1 + pair * count
    edge_child = np.concatenate([shift, (shift[:, None] + kids).ravel()])
    set_player = np.repeat(mover[moves], types)
    return Game(
        title=f"Escalation, {n} nodes",
        players=("A", "B"),
        node_player=np.concatenate(([CHANCE], np.tile(mover, pairs))),
        node_infoset=np.concatenate(([NONE], infoset.ravel())),
        node_pay=np.concatenate(([NONE], pay.ravel())),
        node_outcome=np.concatenate(([NONE], np.tile(outcome, pairs))),
        edge_start=np.concatenate(
            ([0], np.cumsum(np.concatenate(([pairs], np.tile(degree, pairs)))))
        ),
        edge_child=edge_child,
        edge_pay=np.full(len(edge_child), NONE),
        edge_prob=np.where(np.arange(len(edge_child)) < pairs, np.arange(len(edge_child)), NONE),
        edge_label=np.where(np.arange(len(edge_child)) < pairs, np.arange(len(edge_child)), NONE),
        infoset_player=set_player,
        infoset_start=np.zeros(len(set_player) + 1, dtype=np.int64),
        infoset_nodes=np.zeros(0, dtype=np.int64),
        action_start=3 * np.arange(len(set_player) + 1),
        order=np.zeros(0, dtype=np.int64),
        infoset_labels=tuple(f"{m}.{t}" for m in moves.tolist() for t in range(types)),
        action_labels=MOVES * len(set_player),
        outcome_labels=OUTCOMES,
        chance_labels=tuple(f"types {a}, {b}" for a in range(types) for b in range(types)),
        pay_rows=wars + pairs,
        prob_rows=pairs,
    )


def _numbers(most: int, types: int, draws: int, seed: int, *, zero_sum: bool) -> Numbers:
    """Return the numbers of a game with at most `most` - 1 escalations of a party."""
    rng = np.random.default_rng(seed)
    audience = rng.uniform(0.02, 0.10, size=(2, draws))
    effort = rng.uniform(0.005, 0.02, size=(2, draws))
    win = rng.uniform(0.3, 0.7, size=draws)
    low = rng.uniform(0.1, 0.4, size=(2, draws))
    high = low + rng.uniform(0.3, 0.8, size=(2, draws))
    weight = rng.uniform(0.3, 0.7, size=(2, draws))
    count = np.arange(most)
    pay = np.zeros((2 * most * most + types * types, 2, draws))
    grid = pay[: 2 * most * most].reshape(2, most, most, 2, draws)
    spent = effort[:, None, :] * count[None, :, None]
    grid[..., 0, :] -= spent[0][None, :, None, :]
    grid[..., 1, :] -= spent[1][None, None, :, :]
    grid[0, :, :, 1, :] += 1.0
    grid[1, :, :, 0, :] += 1.0
    grid[0, :, :, 0, :] -= (audience[0] * count[:, None])[:, None, :]
    grid[1, :, :, 1, :] -= (audience[1] * count[:, None])[None, :, :]
    share = np.linspace(0.0, 1.0, types)[:, None] if types > 1 else np.zeros((1, 1))
    cost = [low[p] + share * (high[p] - low[p]) for p in range(2)]
    war = pay[2 * most * most :].reshape(types, types, 2, draws)
    war[..., 0, :] = win - cost[0][:, None, :]
    war[..., 1, :] = (1.0 - win) - cost[1][None, :, :]
    if zero_sum:
        pay[:, 1] = -pay[:, 0]
    chance = [_chances(weight[p], types) for p in range(2)]
    prob = (chance[0][:, None, :] * chance[1][None, :, :]).reshape(types * types, draws)
    return Numbers(pay, prob, np.full(draws, 10.0))


def _chances(weight: Array, types: int) -> Array:
    """Return chances of the types: a geometric series that begins with `weight`, brought to 1."""
    raw = weight[None, :] * (1.0 - weight[None, :]) ** np.arange(types)[:, None]
    return np.asarray(raw / raw.sum(axis=0))
