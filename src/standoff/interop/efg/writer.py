"""A game as an .efg file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, Game, Numbers
from standoff.interop.efg.sheet import chosen
from standoff.interop.efg.source import SOURCE, Source

Array = np.ndarray[Any, np.dtype[Any]]

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

    A game that was read from an .efg file is written as it was there: with the file's own
    labels, numbering, names of nodes and comment, and each number that has not changed since as
    it was written (1/3 stays 1/3).

    Args:
        game: any compiled game.
        numbers: its numbers.
        draw: which draw to write.
        max_nodes: refuse a tree with more nodes than this.

    Raises:
        UsageError: the tree is too large, or there is no such draw.

    Example:
        >>> game, numbers = standoff.load_game("mckelvey-palfrey-1995-pennies")
        >>> len(standoff.write_efg(game, numbers).splitlines()) > game.n_nodes
        True
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
    source = game.extra.get(SOURCE)
    if isinstance(source, Source) and source.fits(game):
        return _text(game, _AsRead(game, numbers, draw, source))
    return _text(game, _Made(game, numbers, draw))


def tree_nodes(game: Game) -> int:
    """Return the number of nodes of the game written as a tree: paths from the root."""
    if len(game.edge_child) == game.n_nodes - 1:
        return game.n_nodes
    paths = [0] * game.n_nodes
    paths[0] = 1
    start, child = game.edge_start.tolist(), game.edge_child.tolist()
    for node, ways in enumerate(paths):
        for edge in range(start[node], start[node + 1]):
            paths[child[edge]] += ways
    return sum(paths)


def _text(game: Game, style: _Made | _AsRead) -> str:
    """Return the file. Nodes that are alike have one text behind their name, made once."""
    edge = _file_order(game)
    node = np.append(game.edge_child, 0)[edge]
    mover = game.node_player[node]
    outcome, outcomes = style.outcomes(node, edge)
    event, events = style.events(node[mover == CHANCE])
    sets = style.sets()
    # First information sets, then events, then the end of the game.
    part = np.full(len(node), len(sets) + len(events))
    part[mover == CHANCE] = len(sets) + event
    part[mover >= 0] = game.node_infoset[node[mover >= 0]]
    parts = [f"{text} " for text in sets + events] + [""]
    pairs, of = np.unique(part * len(outcomes) + outcome, return_inverse=True)
    one, other = np.divmod(pairs, len(outcomes))
    texts = [a + b for a, b in zip(chosen(parts, one), chosen(outcomes, other), strict=True)]
    head, comment, players = style.prologue()
    first = f"EFG 2 R {_quoted(head)} {{ {' '.join(map(_quoted, players))} }}"
    letters = ["p"] * len(sets) + ["c"] * len(events) + ["t"]
    begins = style.begins(node, part, letters)
    return "\n".join(
        [first, _quoted(comment), "", *map(str.__add__, begins, chosen(texts, of)), ""]
    )


def _file_order(game: Game) -> Array:
    """Return the edge that leads to each node of the tree, depth first; `NONE` to the root."""
    start, child = game.edge_start.tolist(), [*game.edge_child.tolist(), 0]
    edges: list[int] = []
    todo = [NONE]
    while todo:
        edge = todo.pop()
        edges.append(edge)
        node = child[edge]
        todo += range(start[node + 1] - 1, start[node] - 1, -1)
    return np.array(edges)


class _Made:
    """How to write a game that has no file: everything is numbered in the order of the file."""

    def __init__(self, game: Game, numbers: Numbers, draw: int) -> None:
        self.game = game
        self.pay = numbers.pay[:, :, draw]
        self.prob = numbers.prob[:, draw]

    def prologue(self) -> tuple[str, str, Sequence[str]]:
        return self.game.title, "", self.game.players

    def begins(self, node: Array, part: Array, letters: list[str]) -> list[str]:
        """Return how each line begins, up to the number of an event."""
        lines = chosen([f'{letter} "" ' for letter in letters], part)
        # Every node has an event number of its own: in Gambit, one that returns on a path would
        # be a move of nature that nature forgets.
        here = np.flatnonzero(self.game.node_player[node] == CHANCE)
        for number, place in enumerate(here.tolist(), 1):
            lines[place] += f"{number} "
        return lines

    def sets(self) -> list[str]:
        """Return what stands behind the name of a node, for each information set."""
        game = self.game
        number = np.zeros(game.n_infosets, dtype=np.int64)
        for player in range(len(game.players)):
            own = game.infoset_player == player
            number[own] = np.arange(1, own.sum() + 1)
        return _set_texts(game, number, game.infoset_labels, game.action_labels)

    def events(self, nodes: Array) -> tuple[Array, list[str]]:
        """Return which event each of nature's nodes is, and what stands behind their numbers."""
        places: dict[bytes, int] = {}
        texts: list[str] = []
        event_of = np.zeros(self.game.n_nodes, dtype=np.int64)
        start = self.game.edge_start
        for node in np.unique(nodes).tolist():
            rows = self.game.edge_prob[start[node] : start[node + 1]]
            labels = self.game.edge_label[start[node] : start[node + 1]]
            key = rows.tobytes() + labels.tobytes()
            if key not in places:
                places[key] = len(texts)
                probs = exact_probabilities(self.prob[rows].tolist())
                names = [self._chance_label(x, k) for k, x in enumerate(labels.tolist(), 1)]
                texts.append(f'"" {_listed(names, probs)}')
            event_of[node] = places[key]
        return event_of[nodes], texts

    def _chance_label(self, label: int, place: int) -> str:
        return str(place) if label == NONE else self.game.chance_labels[label]

    def outcomes(self, node: Array, edge: Array) -> tuple[Array, list[str]]:
        """Return the outcome of each node of the tree, and the text of each outcome."""
        game = self.game
        given = (np.append(game.edge_pay, NONE)[edge], game.node_pay[node], game.node_outcome[node])
        on_edge, row, end = (column + 1 for column in given)
        keys = (on_edge * (game.pay_rows + 1) + row) * (len(game.outcome_labels) + 1) + end
        _, first, of = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first)
        number = np.zeros(len(first), dtype=np.int64)
        texts = ["0"]
        names = _Names()
        for k in order.tolist():
            key = [int(column[first[k]]) for column in given]
            if key == [NONE, NONE, NONE]:
                continue
            number[k] = len(texts)
            rows = [self.pay[r] for r in key[:2] if r != NONE]
            total = sum(rows, start=np.zeros(len(game.players)))
            name = f"payment {len(texts)}" if key[2] == NONE else game.outcome_labels[key[2]]
            paid = ", ".join(map(decimal, total.tolist()))
            texts.append(f"{len(texts)} {_quoted(names.fresh(name))} {{ {paid} }}")
        return number[of], texts


class _AsRead:
    """How to write a game that was read from a file: as it was written there."""

    def __init__(self, game: Game, numbers: Numbers, draw: int, source: Source) -> None:
        self.game = game
        self.source = source
        self.pay = numbers.pay[:, :, draw]
        self.prob = numbers.prob[:, draw]

    def prologue(self) -> tuple[str, str, Sequence[str]]:
        return self.game.title, self.source.comment, self.source.players

    def begins(self, node: Array, part: Array, letters: list[str]) -> list[str]:
        """Return how each line begins: the kind and the name of the node."""
        if not self.source.node_name:
            return chosen([f'{letter} "" ' for letter in letters], part)
        kinds, names = chosen(letters, part), chosen(self.source.node_name, node)
        return [f"{kind} {_quoted(name)} " for kind, name in zip(kinds, names, strict=True)]

    def sets(self) -> list[str]:
        """Return what stands behind the name of a node, for each information set."""
        source = self.source
        return _set_texts(self.game, source.infoset_number, source.infoset_name, source.action_name)

    def events(self, nodes: Array) -> tuple[Array, list[str]]:
        """Return which event each of nature's nodes is, and what stands behind their names."""
        source = self.source
        changed, written = source.prob_value != self.prob, source.prob
        starts = source.event_start.tolist()
        texts = []
        for k, (start, stop) in enumerate(pairwise([*starts, len(written)])):
            probs = written[start:stop]
            if changed[start:stop].any():
                probs = exact_probabilities(self.prob[start:stop].tolist())
            listed = _listed(source.chance_name[start:stop], probs)
            texts.append(f"{source.event_number[k]} {_quoted(source.event_name[k])} {listed}")
        rows = self.game.edge_prob[self.game.edge_start[nodes]]
        return np.searchsorted(source.event_start, rows), texts

    def outcomes(self, node: Array, edge: Array) -> tuple[Array, list[str]]:
        """Return the outcome of each node of the tree, and the text of each outcome."""
        source = self.source
        words, pay = list(source.pay), self.pay.ravel()
        for place in np.flatnonzero(source.pay_value.ravel() != pay).tolist():
            words[place] = decimal(float(pay[place]))
        texts = ["0"]
        players = len(self.game.players)
        for k, number in enumerate(source.outcome_number.tolist()):
            paid = ", ".join(words[k * players : (k + 1) * players])
            texts.append(f"{number} {_quoted(source.outcome_name[k])} {{ {paid} }}")
        return self.game.node_pay[node] + 1, texts


class _Names:
    """Names that have been given."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}

    def fresh(self, name: str) -> str:
        """Return the name, with a count behind it when it has been given before."""
        count = self.count[name] = self.count.get(name, 0) + 1
        return name if count == 1 else self.fresh(f"{name}_{count}")


def _set_texts(
    game: Game, number: Array, names: Sequence[str], actions: Sequence[str]
) -> list[str]:
    quoted = {label: _quoted(label) for label in set(actions)}
    labels = list(map(quoted.__getitem__, actions))
    spans = pairwise(game.action_start.tolist())
    columns = zip((game.infoset_player + 1).tolist(), number.tolist(), names, spans, strict=True)
    return [
        f"{player} {own} {_quoted(name)} {{ {' '.join(labels[start:stop])} }}"
        for player, own, name, (start, stop) in columns
    ]


def _listed(labels: Sequence[str], probs: Sequence[str]) -> str:
    return f"{{ {' '.join(f'{_quoted(a)} {p}' for a, p in zip(labels, probs, strict=True))} }}"


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
