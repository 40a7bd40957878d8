"""What an .efg file says, column by column: the one form in which both readers hand it over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Sheet:
    """The content of a file with N nodes, M moves, K outcomes, P players and X labels of moves.

    A move is an information set of a player or an event of nature. Moves and outcomes stand in
    the order in which the file first names them. Labels and numbers are as they were written.

    Attributes:
        title: of the game.
        comment: the optional text after the players.
        players: P labels.
        mover: who moves at a node: a player, `CHANCE` or `TERMINAL`; nodes in file order, which
            puts a node before its children and a child's descendants before the next child.
        move: move of a node, or `NONE`.
        outcome: outcome of a node, or `NONE` for outcome 0.
        names: names of nodes; empty when no node has one.
        move_player: a player, or `CHANCE`.
        move_number: number of a move in the file, unique for its player.
        move_name: names of moves.
        label_start: labels of move m are `labels[label_start[m]:label_start[m + 1]]`.
        labels: labels of actions.
        is_chance: whether a label is one of an event.
        chance: probabilities of those that are.
        outcome_number: number of an outcome in the file.
        outcome_name: names of outcomes.
        payoffs: what outcomes pay, to each player in turn.
        prob: `chance` in double precision.
        pay: `payoffs` in double precision, outcome by outcome.
    """

    title: str
    comment: str
    players: list[str]
    mover: Int[np.ndarray, " N"]
    move: Int[np.ndarray, " N"]
    outcome: Int[np.ndarray, " N"]
    names: list[str]
    move_player: Int[np.ndarray, " M"]
    move_number: Int[np.ndarray, " M"]
    move_name: list[str]
    label_start: Int[np.ndarray, " M+1"]
    labels: list[str]
    is_chance: Bool[np.ndarray, " X"]
    chance: list[str]
    outcome_number: Int[np.ndarray, " K"]
    outcome_name: list[str]
    payoffs: list[str]
    prob: Float[np.ndarray, " C"]
    pay: Float[np.ndarray, "K P"]


def coded(texts: list[str]) -> tuple[Array, list[str]]:
    """Return the place of each text in a list without repetition, and that list."""
    places: defaultdict[str, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(places.__getitem__, texts), dtype=np.int64, count=len(texts))
    return codes, list(places)


def chosen(texts: list[str], places: Array) -> list[str]:
    """Return the texts at some places."""
    return list(map(texts.__getitem__, places.tolist()))


def offsets(lengths: Sequence[int] | Array) -> Array:
    """Return where each of consecutive pieces begins, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(np.asarray(lengths, dtype=np.int64))))
