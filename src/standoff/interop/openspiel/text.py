"""A compiled game in the dialect of .efg files that OpenSpiel reads.

OpenSpiel's reader knows no quotes within labels, no payoffs on the way, and no outcome 0 at an end;
`write_efg` writes for Gambit, which does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.interop.efg.writer import tree_nodes
from standoff.interop.openspiel.gains import edge_gains
from standoff.interop.openspiel.walk import distinct

Array = np.ndarray[Any, Any]


def text_of(game: Game, numbers: Numbers, draw: int, max_nodes: int) -> str:
    """Return the text; what is paid on the way is paid at the end.

    Raises:
        UsageError: the tree has more than `max_nodes` nodes.
    """
    count = tree_nodes(game)
    if count > max_nodes:
        raise UsageError(
            f"the game has {count:,} nodes when it is written as a tree; at most {max_nodes:,}"
            " are written",
            help='shorten the crisis, or take `form="table"`',
        )
    gains = edge_gains(game, numbers, draw)
    sets = _set_texts(game)
    start = game.edge_start.tolist()
    outcomes: dict[tuple[float, ...], int] = {}
    players = " ".join(_quoted(label) for label in game.players)
    lines = [f"EFG 2 R {_quoted(game.title)} {{ {players} }}", '""', ""]
    events = 0
    todo = [(0, np.zeros(len(game.players)))]
    while todo:
        node, paid = todo.pop()
        mover = game.node_player[node]
        if mover == TERMINAL:
            lines.append(f't "" {_outcome(paid, outcomes)}')
            continue
        edges = list(range(start[node], start[node + 1]))
        if mover == CHANCE:
            labels = _labels([_event_label(game, e, start[node]) for e in edges])
            chances = [float(numbers.prob[game.edge_prob[e], draw]) for e in edges]
            possible = [k for k, chance in enumerate(chances) if chance > 0]
            edges = [edges[k] for k in possible]
            events += 1
            moves = " ".join(f"{labels[k]} {chances[k]!r}" for k in possible)
            lines.append(f'c "" {events} "" {{ {moves} }} 0')
        else:
            lines.append(sets[game.node_infoset[node]])
        todo += [(int(game.edge_child[e]), paid + gains[e]) for e in reversed(edges)]
    return "\n".join(lines) + "\n"


def _outcome(paid: Array, outcomes: dict[tuple[float, ...], int]) -> str:
    row = tuple(float(value) + 0.0 for value in paid)
    number = outcomes.setdefault(row, len(outcomes) + 1)
    return f'{number} "" {{ {" ".join(map(repr, row))} }}'


def _event_label(game: Game, edge: int, first: int) -> str:
    label = int(game.edge_label[edge])
    return str(edge - first + 1) if label == NONE else game.chance_labels[label]


def _set_texts(game: Game) -> list[str]:
    texts = []
    counts = [0] * len(game.players)
    for i in range(game.n_infosets):
        player = int(game.infoset_player[i])
        counts[player] += 1
        moves = game.action_labels[game.action_start[i] : game.action_start[i + 1]]
        listed = " ".join(_labels(moves))
        name = _quoted(game.infoset_labels[i])
        texts.append(f'p "" {player + 1} {counts[player]} {name} {{ {listed} }} 0')
    return texts


def _labels(labels: Sequence[str]) -> list[str]:
    """Return the labels of moves in quotes, different ones: OpenSpiel tells moves apart by them."""
    return [f'"{name}"' for name in distinct([_quoted(label)[1:-1] for label in labels])]


def _quoted(label: str) -> str:
    """Return a label in quotes, on one line, without the signs that end or escape it."""
    return '"' + " ".join(label.replace('"', "'").replace("\\", "/").split()) + '"'
