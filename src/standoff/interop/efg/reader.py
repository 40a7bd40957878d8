"""An .efg file as a game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, FORGETS, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import PlayOrder, arrange, play_order
from standoff.interop.efg.parse import parse
from standoff.interop.efg.scan import scan
from standoff.interop.efg.sheet import Sheet, chosen, coded, offsets
from standoff.interop.efg.source import SOURCE, source_of
from standoff.interop.efg.tree import absent_minded, children, forgetful

Array = np.ndarray[Any, np.dtype[Any]]

DEFAULT_LAM = 10.0
"""Precision where nobody gives one; a file has none. The same default as a scenario's."""
NO_OUTCOME = "no outcome"
"""Label of the endings to which a file gives outcome 0."""


def read_efg(path_or_text: str | Path) -> tuple[Game, Numbers]:
    """Return the game of an .efg file, and its numbers as one draw at lambda 10.

    Payoffs of outcomes along a path add up, so a node in the middle may have one. Unnamed players,
    information sets, moves and outcomes get a number for a label, repeated labels a suffix. What
    has no place in a `Game` is kept for `write_efg` in `game.extra["efg"]`: numbers as they were
    written (`exact_numbers`), names of nodes and events, the file's own numbering, the comment.

    A game in which a player forgets something has `perfect_recall=False`, one in which a player
    forgets having moved (one information set twice in one play) also `absent_minded=True`. It can
    be looked at and written, but `solve` refuses it.

    Args:
        path_or_text: a path, or the text itself (a `str` that begins with `EFG` or has line ends).

    Raises:
        UsageError: the file cannot be read or is not a valid .efg file; the message has file, line,
            column and what was expected.

    Example:
        >>> game, numbers = standoff.read_efg(standoff.library.path("selten-1975-horse"))
        >>> game.title
        'The horse: three players and one credible threat (Selten 1975)'
    """
    text, name = _text(path_or_text)
    sheet = scan(text, name) or parse(text, name)
    return game_of(sheet)


def game_of(sheet: Sheet) -> tuple[Game, Numbers]:
    """Return the game that a file says, and its numbers as one draw at lambda 10."""
    game, play = _game(sheet)
    numbers = Numbers(sheet.pay[:, :, None], sheet.prob[:, None], np.array([DEFAULT_LAM]))
    source = source_of(sheet, game, numbers, play)
    return replace(game, extra={SOURCE: source, **game.extra}), numbers


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


def _game(sheet: Sheet) -> tuple[Game, PlayOrder]:
    """Return the game, and the order in which it has the nodes and sets of the file."""
    moves = len(sheet.move_player)
    is_event = sheet.move_player == CHANCE
    set_of = np.append(np.where(is_event, NONE, np.cumsum(~is_event) - 1), NONE)
    size = np.diff(sheet.label_start)
    degree = np.append(size, 0)[sheet.move]
    child = children(degree)
    edge_start = offsets(degree)
    # Rows of the chance table: actions of events, in the order of the file.
    row = np.cumsum(sheet.is_chance) - 1
    first = np.append(np.where(is_event, np.append(row, 0)[sheet.label_start[:-1]], NONE), NONE)
    edge_move = np.repeat(sheet.move, degree)
    place = np.arange(len(child)) - np.repeat(edge_start[:-1], degree)
    edge_prob = np.where(first[edge_move] == NONE, NONE, first[edge_move] + place)
    infoset = set_of[sheet.move]
    lost = forgetful(degree, child, sheet.mover, sheet.move, len(sheet.players))
    twice = absent_minded(degree, sheet.mover, sheet.move) if lost != NONE else NONE
    labels, endings = _endings(sheet)
    players = _distinct(sheet.players, lambda p: f"player {p + 1}")
    action_labels = _move_labels(sheet)
    sets = np.flatnonzero(~is_event)
    game = Game(
        title=sheet.title,
        players=tuple(players),
        node_player=sheet.mover,
        node_infoset=infoset,
        node_pay=sheet.outcome,
        node_outcome=endings,
        edge_start=edge_start,
        edge_child=child,
        edge_pay=np.full(len(child), NONE),
        edge_prob=edge_prob,
        edge_label=edge_prob,
        infoset_start=np.zeros(len(sets) + 1, dtype=np.int64),
        infoset_nodes=np.zeros(0, dtype=np.int64),
        infoset_player=sheet.move_player[sets],
        action_start=offsets(size[sets]),
        order=np.zeros(0, dtype=np.int64),
        infoset_labels=tuple(_set_labels(sheet, sets)),
        action_labels=tuple(chosen(action_labels, np.flatnonzero(~sheet.is_chance))),
        outcome_labels=labels,
        chance_labels=tuple(chosen(action_labels, np.flatnonzero(sheet.is_chance))),
        pay_rows=len(sheet.outcome_number),
        prob_rows=int(size[is_event].sum()) if moves else 0,
        perfect_recall=lost == NONE,
        absent_minded=twice != NONE,
    )
    if lost != NONE:
        found = lost if twice == NONE else twice
        who, where = players[sheet.move_player[found]], game.infoset_labels[int(set_of[found])]
        game = replace(game, extra={FORGETS: f"player `{who}` at information set `{where}`"})
    play = play_order(infoset, edge_start, child)
    return arrange(game, play), play


def _endings(sheet: Sheet) -> tuple[tuple[str, ...], Array]:
    """Return labels of the outcomes that end the game, and the one of each terminal node."""
    ends = np.flatnonzero(sheet.mover == TERMINAL)
    kinds, first, of = np.unique(sheet.outcome[ends], return_index=True, return_inverse=True)
    order = np.argsort(first)
    kinds = kinds[order]
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    node_outcome = np.full(len(sheet.mover), NONE)
    node_outcome[ends] = rank[of]
    names = [NO_OUTCOME if k == NONE else sheet.outcome_name[k] for k in kinds.tolist()]
    labels = _distinct(names, lambda k: f"outcome {sheet.outcome_number[kinds[k]]}")
    return tuple(labels), node_outcome


def _set_labels(sheet: Sheet, sets: Array) -> list[str]:
    labels = [""] * len(sets)
    player = sheet.move_player[sets]
    for p in range(len(sheet.players)):
        own = np.flatnonzero(player == p)
        moves = sets[own]
        number = sheet.move_number[moves]
        names = _distinct(chosen(sheet.move_name, moves), number.item)
        for i, name in zip(own.tolist(), names, strict=True):
            labels[i] = name
    return labels


def _move_labels(sheet: Sheet) -> list[str]:
    """Return the labels of all actions, different ones for the actions of one move."""
    codes, texts = coded(sheet.labels)
    move = np.repeat(np.arange(len(sheet.move_name)), np.diff(sheet.label_start))
    keys = move * len(texts) + codes
    order = np.argsort(keys, kind="stable")
    again = order[1:][keys[order][1:] == keys[order][:-1]]
    empty = [place for place, text in enumerate(texts) if not text]
    odd = np.union1d(move[again], move[np.isin(codes, empty)])
    labels = list(sheet.labels)
    for begin, end in zip(
        sheet.label_start[odd].tolist(), sheet.label_start[odd + 1].tolist(), strict=True
    ):
        labels[begin:end] = _distinct(labels[begin:end], lambda a: a + 1)
    return labels


def _distinct(names: list[str], spare: Callable[[int], object]) -> list[str]:
    """Return names that differ: the spare one for an empty name, `name_2` for a repeated one."""
    wanted = names if all(names) else [name or str(spare(k)) for k, name in enumerate(names)]
    taken = set(wanted)
    if len(taken) == len(wanted):
        return wanted
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
