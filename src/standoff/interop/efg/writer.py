"""A game as an .efg file."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

Array = np.ndarray[Any, Any]

MAX_NODES = 1_000_000
"""Nodes of the written tree; about 60 MB of text."""
LARGEST_DENOMINATOR = 1000
"""A probability that is not a short decimal is written as a fraction if one this simple fits."""


def write_efg(game: Game, numbers: Numbers, draw: int = 0, *, max_nodes: int = MAX_NODES) -> str:
    """Return the text of an .efg file with one draw's numbers.

    A graph in which paths meet is unrolled: a node is written once for each path that leads to
    it, all copies in the same information set. Labels of players, information sets, moves and
    outcomes are kept. Payoffs are written so that reading them gives the same floats. Gambit
    demands that probabilities add up to exactly 1: they are written as exact decimals, or as
    fractions with small denominators, and where neither adds up, the largest one takes the
    difference (at most a few units in the 17th digit). What is paid along an edge is paid at the
    node below. The precision lambda has no place in the format.

    Args:
        game: any compiled game.
        numbers: its numbers.
        draw: which draw to write.
        max_nodes: refuse a tree with more nodes than this.

    Raises:
        UsageError: the tree is too large, or there is no such draw.
    """
    if not 0 <= draw < numbers.n_draws:
        raise UsageError(f"there is no draw {draw}; there are {numbers.n_draws}, counted from 0")
    count = tree_nodes(game)
    if count > max_nodes:
        raise UsageError(
            f"the game has {count:,} nodes when it is written as a tree; at most {max_nodes:,}"
            " are written",
            help="shorten the crisis",
        )
    return _Writer(game, numbers, draw).text()


def tree_nodes(game: Game) -> int:
    """Return the number of nodes of the game written as a tree: paths from the root."""
    paths = [0] * game.n_nodes
    paths[0] = 1
    start, child = game.edge_start.tolist(), game.edge_child.tolist()
    for node, ways in enumerate(paths):
        for edge in range(start[node], start[node + 1]):
            paths[child[edge]] += ways
    return sum(paths)


class _Writer:
    """Texts that repeat are made once: information sets, events, outcomes."""

    def __init__(self, game: Game, numbers: Numbers, draw: int) -> None:
        self.game = game
        self.pay = numbers.pay[:, :, draw]
        self.prob = numbers.prob[:, draw]
        self.sets = _set_texts(game)
        self.events: dict[tuple[int, ...], str] = {}
        self.event_count = 0
        self.outcomes: dict[tuple[int, int, int], str] = {}
        self.names: dict[str, int] = {}
        self.start: list[int] = game.edge_start.tolist()

    def text(self) -> str:
        game = self.game
        players = " ".join(_quoted(label) for label in game.players)
        lines = [f"EFG 2 R {_quoted(game.title)} {{ {players} }}", '""', ""]
        todo = [(0, NONE)]
        while todo:
            node, edge = todo.pop()
            lines.append(self._line(node, edge))
            edges = range(self.start[node + 1] - 1, self.start[node] - 1, -1)
            todo += [(int(game.edge_child[e]), e) for e in edges]
        return "\n".join(lines) + "\n"

    def _line(self, node: int, edge: int) -> str:
        outcome = self._outcome(node, edge)
        mover = self.game.node_player[node]
        if mover == TERMINAL:
            return f't "" {outcome}'
        if mover == CHANCE:
            return f"{self._event(node)} {outcome}"
        return f"{self.sets[self.game.node_infoset[node]]} {outcome}"

    def _event(self, node: int) -> str:
        edges = range(self.start[node], self.start[node + 1])
        key = tuple(
            int(v) for e in edges for v in (self.game.edge_prob[e], self.game.edge_label[e])
        )
        if key not in self.events:
            probs = exact_probabilities([float(self.prob[self.game.edge_prob[e]]) for e in edges])
            labels = [self._chance_label(e, place) for place, e in enumerate(edges)]
            moves = " ".join(f"{_quoted(a)} {p}" for a, p in zip(labels, probs, strict=True))
            self.events[key] = f'"" {{ {moves} }}'
        # Every node has an event number of its own: in Gambit, one that returns on a path would
        # be a move of nature that nature forgets.
        self.event_count += 1
        return f'c "" {self.event_count} {self.events[key]}'

    def _chance_label(self, edge: int, place: int) -> str:
        label = int(self.game.edge_label[edge])
        return str(place + 1) if label == NONE else self.game.chance_labels[label]

    def _outcome(self, node: int, edge: int) -> str:
        on_edge = NONE if edge == NONE else int(self.game.edge_pay[edge])
        key = (on_edge, int(self.game.node_pay[node]), int(self.game.node_outcome[node]))
        if key == (NONE, NONE, NONE):
            return "0"
        if key not in self.outcomes:
            rows = [self.pay[row] for row in key[:2] if row != NONE]
            total = sum(rows, start=np.zeros(len(self.game.players)))
            number = len(self.outcomes) + 1
            name = f"payment {number}" if key[2] == NONE else self.game.outcome_labels[key[2]]
            payoffs = ", ".join(decimal(float(value)) for value in total)
            self.outcomes[key] = f"{number} {_quoted(self._fresh(name))} {{ {payoffs} }}"
        return self.outcomes[key]

    def _fresh(self, name: str) -> str:
        """Return the name, with a count behind it when it has been given before."""
        count = self.names[name] = self.names.get(name, 0) + 1
        if count == 1:
            return name
        return self._fresh(f"{name}_{count}")


def _set_texts(game: Game) -> list[str]:
    """Return what stands at every node of each information set."""
    texts = []
    counts = [0] * len(game.players)
    for i in range(game.n_infosets):
        player = int(game.infoset_player[i])
        counts[player] += 1
        moves = game.action_labels[game.action_start[i] : game.action_start[i + 1]]
        listed = " ".join(_quoted(label) for label in moves)
        name = _quoted(game.infoset_labels[i])
        texts.append(f'p "" {player + 1} {counts[player]} {name} {{ {listed} }}')
    return texts


def exact_probabilities(probs: list[float]) -> list[str]:
    """Return probabilities as text whose exact sum is 1."""
    exact = [Decimal(repr(p)) for p in probs]
    if sum(map(Fraction, exact)) == 1:
        return [format(p, "f") for p in exact]
    simple = [Fraction(p).limit_denominator(LARGEST_DENOMINATOR) for p in probs]
    if sum(simple) == 1 and all(float(f) == p for f, p in zip(simple, probs, strict=True)):
        return [f"{f.numerator}/{f.denominator}" for f in simple]
    largest = max(range(len(probs)), key=probs.__getitem__)
    rest = 1 - sum(Fraction(p) for k, p in enumerate(exact) if k != largest)
    digits = max(-int(p.as_tuple().exponent) for p in exact)
    scaled = int(rest * 10**digits)
    exact[largest] = Decimal((0, tuple(map(int, str(scaled))), -digits))
    return [format(p, "f") for p in exact]


def decimal(value: float) -> str:
    """Return the shortest decimal that reads as this float, without an exponent."""
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")


def _quoted(label: str) -> str:
    """Return a label in quotes; a backslash at its end would hide the closing one."""
    safe = label + " " if label.endswith("\\") else label
    return '"' + safe.replace('"', '\\"') + '"'
