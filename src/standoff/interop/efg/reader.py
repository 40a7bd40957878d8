"""An .efg file as a game."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import arrange
from standoff.interop.efg.parse import Move, Tree, parse

Array = np.ndarray[Any, Any]

DEFAULT_LAM = 10.0
"""Precision where nobody gives one; a file has none. The same default as a scenario's."""
NO_OUTCOME = "no outcome"
"""Label of the endings to which a file gives outcome 0."""


def read_efg(path_or_text: str | Path) -> tuple[Game, Numbers]:
    """Return the game of an .efg file, and its numbers as one draw at lambda 10.

    Payoffs of outcomes along a path add up, so a node in the middle may have one. Unnamed players,
    information sets, moves and outcomes get a number for a label, repeated labels a suffix.

    Args:
        path_or_text: a path, or the text itself (a `str` that begins with `EFG` or has line ends).

    Raises:
        UsageError: the file cannot be read or is not a valid .efg file; the message has file, line,
            column and what was expected. Also where a player comes twice to one information set in
            one play. A player that forgets something else is read with `perfect_recall=False`.
    """
    text, name = _text(path_or_text)
    tree = parse(text, name)
    return _game(tree), _numbers(tree)


def _text(path_or_text: str | Path) -> tuple[str, str]:
    if isinstance(path_or_text, str):
        start = path_or_text.lstrip("\ufeff \t\r\n")
        if "\n" in path_or_text or start.startswith("EFG"):
            return path_or_text.lstrip("\ufeff"), "<text>"
    try:
        return Path(path_or_text).read_text(encoding="utf-8-sig"), str(path_or_text)
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise UsageError(f"{path_or_text}: the file is not UTF-8 text") from None
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path_or_text}: the file cannot be read: {reason}") from None


def _game(tree: Tree) -> Game:
    sets = [move for move in tree.moves.values() if move.player != CHANCE]
    events = [move for move in tree.moves.values() if move.player == CHANCE]
    set_of = {id(move): i for i, move in enumerate(sets)}
    prob_start = dict(zip(map(id, events), _starts(events), strict=True))
    edge_child, edge_prob = _edges(tree, prob_start)
    degree = [len(kids) for kids in tree.children]
    unknown = np.full(len(edge_child), NONE, dtype=np.int64)
    labels, endings = _endings(tree)
    players = _distinct(tree.players, [f"player {p + 1}" for p in range(len(tree.players))])
    chance_labels = [label for event in events for label in _move_labels(event)]
    game = Game(
        title=tree.title,
        players=tuple(players),
        node_player=np.array(tree.mover, dtype=np.int64),
        node_infoset=np.array([set_of.get(id(move), NONE) for move in tree.move], dtype=np.int64),
        node_pay=np.array([NONE if o is None else o.index for o in tree.outcome], dtype=np.int64),
        node_outcome=endings,
        edge_start=_offsets(degree),
        edge_child=edge_child,
        edge_pay=unknown,
        edge_prob=edge_prob,
        edge_label=edge_prob.copy(),
        infoset_start=np.zeros(len(sets) + 1, dtype=np.int64),
        infoset_nodes=np.zeros(0, dtype=np.int64),
        infoset_player=np.array([move.player for move in sets], dtype=np.int64),
        action_start=_offsets([len(move.labels) for move in sets]),
        order=np.zeros(0, dtype=np.int64),
        infoset_labels=tuple(_set_labels(sets, len(players))),
        action_labels=tuple(label for move in sets for label in _move_labels(move)),
        outcome_labels=labels,
        chance_labels=tuple(chance_labels),
        pay_rows=len(tree.outcomes),
        prob_rows=len(chance_labels),
        perfect_recall=_perfect_recall(tree),
    )
    return arrange(game)


def _numbers(tree: Tree) -> Numbers:
    pay = [[float(value) for value in outcome.payoffs] for outcome in tree.outcomes.values()]
    prob = [float(p) for move in tree.moves.values() for p in move.probs or ()]
    return Numbers(
        pay=np.array(pay, dtype=np.float64).reshape(len(pay), len(tree.players), 1),
        prob=np.array(prob, dtype=np.float64).reshape(-1, 1),
        lam=np.array([DEFAULT_LAM]),
    )


def _edges(tree: Tree, prob_start: dict[int, int]) -> tuple[Array, Array]:
    child: list[int] = []
    prob: list[int] = []
    for node, kids in enumerate(tree.children):
        child += kids
        start = prob_start.get(id(tree.move[node]), NONE)
        prob += [NONE] * len(kids) if start == NONE else range(start, start + len(kids))
    return np.array(child, dtype=np.int64), np.array(prob, dtype=np.int64)


def _endings(tree: Tree) -> tuple[tuple[str, ...], Array]:
    """Return labels of the outcomes that end the game, and the one of each terminal node."""
    ends = [node for node, mover in enumerate(tree.mover) if mover == TERMINAL]
    outcomes = {id(tree.outcome[node]): tree.outcome[node] for node in ends}
    names = [NO_OUTCOME if o is None else o.name for o in outcomes.values()]
    spare = ["" if o is None else f"outcome {o.number}" for o in outcomes.values()]
    index = {key: k for k, key in enumerate(outcomes)}
    node_outcome = np.full(len(tree.mover), NONE, dtype=np.int64)
    node_outcome[ends] = [index[id(tree.outcome[node])] for node in ends]
    return tuple(_distinct(names, spare)), node_outcome


def _set_labels(sets: list[Move], players: int) -> list[str]:
    labels = [""] * len(sets)
    for player in range(players):
        own = [i for i, move in enumerate(sets) if move.player == player]
        names = _distinct([sets[i].name for i in own], [str(sets[i].number) for i in own])
        for i, name in zip(own, names, strict=True):
            labels[i] = name
    return labels


def _move_labels(move: Move) -> list[str]:
    return _distinct(move.labels, [str(a + 1) for a in range(len(move.labels))])


def _distinct(names: Iterable[str], spare: Iterable[str]) -> list[str]:
    """Return names that differ: the spare one for an empty name, `name_2` for a repeated one."""
    wanted = [name or other for name, other in zip(names, spare, strict=True)]
    taken = set(wanted)
    used: dict[str, int] = {}
    result = []
    for name in wanted:
        count = used[name] = used.get(name, 0) + 1
        final = name
        while count > 1 and final in taken:
            final = f"{name}_{used[name]}"
            used[name] += final in taken
        taken.add(final)
        result.append(final)
    return result


def _perfect_recall(tree: Tree) -> bool:
    """Return whether a player's own past is the same at all nodes of an information set.

    It is enough to compare the last own move: with the last ones equal everywhere, whole pasts
    are equal (Kuhn 1953, definition 17, in the form of the player's sequences).
    """
    nobody: tuple[tuple[int, int], ...] = ((NONE, NONE),) * len(tree.players)
    last = [nobody] * len(tree.mover)
    past: dict[int, tuple[int, int]] = {}
    for node, kids in enumerate(tree.children):
        move = tree.move[node]
        if move is None:
            continue
        player = move.player
        here = last[node]
        if player != CHANCE and past.setdefault(move.index, here[player]) != here[player]:
            return False
        for action, kid in enumerate(kids):
            if player == CHANCE:
                last[kid] = here
            else:
                last[kid] = (*here[:player], (move.index, action), *here[player + 1 :])
    return True


def _starts(moves: list[Move]) -> list[int]:
    return [int(x) for x in _offsets([len(move.labels) for move in moves])[:-1]]


def _offsets(lengths: list[int]) -> Array:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
