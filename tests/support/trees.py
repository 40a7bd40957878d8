"""Games written as nested tuples, for tests that state a published game in a few lines.

(player, set, {move: what follows, ...})       a decision; `set` is any label
("nature", {event: (chance, what follows)})    a move of nature
(payoff, payoff, ...)                          the end, one payoff per player
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import arrange


def tree(root: tuple, players: int = 2) -> tuple[Game, Numbers]:
    """Return the game of a description. Players are counted from 1 in it; nobody may forget."""
    nodes = [root]
    child: list[int] = []
    start = [0]
    probs: list[float] = []
    edge_prob: list[int] = []
    at = 0
    while at < len(nodes):
        for chance, after in _ways(nodes[at]):
            edge_prob.append(NONE if chance is None else len(probs))
            probs += [] if chance is None else [chance]
            child.append(len(nodes))
            nodes.append(after)
        start.append(len(child))
        at += 1
    keys: dict[Any, tuple] = {}
    for node in nodes:
        if _kind(node) == "move":
            keys.setdefault(node[:2], tuple(node[2]))
            assert keys[node[:2]] == tuple(node[2])
    sets = {key: k for k, key in enumerate(keys)}
    ends = [k for k, node in enumerate(nodes) if _kind(node) == "end"]
    pay = {k: row for row, k in enumerate(ends)}
    mover = {
        "move": lambda node: node[0] - 1,
        "nature": lambda _: CHANCE,
        "end": lambda _: TERMINAL,
    }
    widths = [len(moves) for moves in keys.values()]
    game = arrange(
        Game(
            title="a published game",
            players=tuple(f"player {k + 1}" for k in range(players)),
            node_player=np.array([mover[_kind(node)](node) for node in nodes]),
            node_infoset=np.array(
                [sets[node[:2]] if _kind(node) == "move" else NONE for node in nodes]
            ),
            node_pay=np.array([pay.get(k, NONE) for k in range(len(nodes))]),
            node_outcome=np.array([pay.get(k, NONE) for k in range(len(nodes))]),
            edge_start=np.array(start),
            edge_child=np.array(child, dtype=np.int64),
            edge_pay=np.full(len(child), NONE),
            edge_prob=np.array(edge_prob, dtype=np.int64),
            edge_label=np.array(edge_prob, dtype=np.int64),
            infoset_start=np.zeros(len(keys) + 1, dtype=np.int64),
            infoset_nodes=np.zeros(0, dtype=np.int64),
            infoset_player=np.array([key[0] - 1 for key in keys], dtype=np.int64),
            action_start=np.concatenate(([0], np.cumsum(widths))).astype(np.int64),
            order=np.zeros(0, dtype=np.int64),
            infoset_labels=tuple(str(key[1]) for key in keys),
            action_labels=tuple(str(move) for moves in keys.values() for move in moves),
            outcome_labels=tuple(f"end {k}" for k in range(len(ends))),
            chance_labels=tuple(f"event {k}" for k in range(len(probs))),
            pay_rows=len(ends),
            prob_rows=len(probs),
        )
    )
    table = np.array([nodes[k] for k in ends], dtype=np.float64)[:, :, None]
    return game, Numbers(table, np.array(probs).reshape(-1, 1), np.array([10.0]))


def profile(game: Game, wanted: dict[Any, Any]) -> np.ndarray:
    """Return a strategy (X) from probabilities by the label of the information set.

    A single number is the probability of the first of two moves.
    """
    made = np.zeros(game.n_entries)
    for k, label in enumerate(game.infoset_labels):
        chosen = wanted[label]
        numbers = chosen if np.ndim(chosen) else (chosen, 1.0 - chosen)
        made[game.action_start[k] : game.action_start[k + 1]] = numbers
    return made


def bimatrix(a: Any, b: Any) -> tuple[Game, Numbers]:
    """Return a game in which player 2 moves without seeing the move of player 1."""
    rows = {r: (2, "two", {c: (a[r][c], b[r][c]) for c in range(len(a[r]))}) for r in range(len(a))}
    return tree((1, "one", rows))


def _kind(node: tuple) -> str:
    if node[0] == "nature":
        return "nature"
    return "move" if isinstance(node[-1], dict) else "end"


def _ways(node: tuple) -> list[tuple[float | None, tuple]]:
    kind = _kind(node)
    if kind == "nature":
        return list(node[1].values())
    return [(None, after) for after in node[2].values()] if kind == "move" else []
