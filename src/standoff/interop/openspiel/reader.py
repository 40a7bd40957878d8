"""A game of OpenSpiel as a compiled game."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import NONE, Game, Numbers
from standoff.game.ordering import arrange
from standoff.interop.openspiel.library import pyspiel
from standoff.interop.openspiel.walk import Walk, name_of

Array = np.ndarray[Any, Any]

DEFAULT_LAM = 10.0
"""Precision where nobody gives one. The same default as a scenario's."""
MAX_NODES = 1_000_000
"""Nodes of the tree; about 1 GB while it is read, and some 20 seconds."""


def from_openspiel(
    game: Any, *, lam: float = DEFAULT_LAM, max_nodes: int = MAX_NODES
) -> tuple[Game, Numbers]:
    """Return the tree of an OpenSpiel game, and its numbers as one draw.

    Information sets are told apart by `information_state_string` of the player to move, which is
    their label; in a game of perfect information without such strings, every node is one. Moves
    at the same time become moves one after the other that nobody sees in between, by OpenSpiel's
    own conversion. Rewards along the way are paid at the node that they come with. Endings are
    labelled with the returns of the players, those of a game of `to_openspiel` with its outcomes.

    Args:
        game: a `pyspiel.Game`, or the text that `pyspiel.load_game` takes, such as
            `liars_dice(dice_sides=3)`.
        lam: precision lambda of the draw.
        max_nodes: refuse a larger tree. The nodes are counted while they are found.

    Raises:
        MissingExtraError: OpenSpiel is not installed.
        UsageError: there is no such game; its tree is larger than `max_nodes`; it has players
            without number (mean field), hides the chances of nature's moves, or does not say what
            players know; an information set is not one, because the moves differ; a player comes
            twice to one information set in one play. A player that forgets something else is read
            with `perfect_recall=False`.
    """
    spiel = pyspiel()
    source = _load(spiel, game)
    walk = Walk(spiel, source, max_nodes)
    try:
        walk.run()
    except spiel.SpielError as error:
        raise UsageError(f"OpenSpiel cannot play `{walk.name}`: {_first_line(error)}") from None
    return _game(walk, source), _numbers(walk, lam)


def _load(spiel: Any, game: Any) -> Any:
    """Return a game in which players move one after the other."""
    if isinstance(game, str):
        if game.startswith("python_"):
            importlib.import_module("open_spiel.python.games")  # puts them on OpenSpiel's list
        try:
            game = spiel.load_game(game)
        except (spiel.SpielError, RuntimeError, ValueError) as error:
            raise UsageError(
                f"OpenSpiel cannot load `{game[:80]}`: {_first_line(error)}",
                help="`pyspiel.registered_names()` lists the games; parameters stand in brackets",
            ) from None
    if not isinstance(game, spiel.Game):
        raise UsageError(
            f"a game of OpenSpiel or the name of one is needed, not {type(game).__name__}",
            help='write, for example, `from_openspiel("kuhn_poker")`',
        )
    name = name_of(game)
    kind = game.get_type()
    dynamics = type(kind.dynamics)
    if kind.dynamics == dynamics.MEAN_FIELD:
        raise UsageError(f"`{name}` is a mean-field game; it has no tree")
    if kind.chance_mode == type(kind.chance_mode).SAMPLED_STOCHASTIC:
        raise UsageError(
            f"`{name}` draws nature's moves itself and does not tell their chances",
            help="some games have a parameter for explicit chance nodes",
        )
    if kind.dynamics == dynamics.SIMULTANEOUS:
        game = spiel.convert_to_turn_based(game)
        kind = game.get_type()
    perfect = kind.information == type(kind.information).PERFECT_INFORMATION
    if not kind.provides_information_state_string and not perfect:
        raise UsageError(
            f"`{name}` does not say what players know: it has no information-state strings"
        )
    return game


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [""])[0][:200]


def _game(walk: Walk, source: Any) -> Game:
    parent = np.array(walk.parent[1:], dtype=np.int64)
    # A parent's children were found in the order of its moves.
    edge_child = 1 + np.argsort(parent, kind="stable")
    degree = np.bincount(parent, minlength=len(walk.parent))
    edge_start = _offsets(degree)
    place = np.arange(len(edge_child)) - np.repeat(edge_start[:-1], degree)
    first = np.repeat(np.array(walk.event, dtype=np.int64), degree)
    edge_prob = np.where(first == NONE, NONE, first + place)
    sets = list(walk.sets.values())
    names = getattr(source, "party_labels", None)
    game = Game(
        title=getattr(source, "title", None) or str(source),
        players=tuple(names or [f"player {p}" for p in range(walk.players)]),
        node_player=np.array(walk.mover, dtype=np.int64),
        node_infoset=np.array(walk.infoset, dtype=np.int64),
        node_pay=np.array(walk.pay, dtype=np.int64),
        node_outcome=np.array(walk.outcome, dtype=np.int64),
        edge_start=edge_start,
        edge_child=edge_child,
        edge_pay=np.full(len(edge_child), NONE, dtype=np.int64),
        edge_prob=edge_prob,
        edge_label=edge_prob.copy(),
        infoset_start=np.zeros(len(sets) + 1, dtype=np.int64),
        infoset_nodes=np.zeros(0, dtype=np.int64),
        infoset_player=np.array([found.player for found in sets], dtype=np.int64),
        action_start=_offsets([len(found.actions) for found in sets]),
        order=np.zeros(0, dtype=np.int64),
        infoset_labels=tuple(found.label for found in sets),
        action_labels=tuple(label for found in sets for label in found.labels),
        outcome_labels=tuple(walk.outcomes),
        chance_labels=tuple(walk.chance_labels),
        pay_rows=len(walk.rows),
        prob_rows=len(walk.chances),
        perfect_recall=walk.perfect_recall,
    )
    return arrange(game)


def _numbers(walk: Walk, lam: float) -> Numbers:
    pay = np.array(list(walk.rows), dtype=np.float64).reshape(-1, walk.players, 1)
    prob = np.array(walk.chances, dtype=np.float64).reshape(-1, 1)
    return Numbers(pay, prob, np.array([float(lam)]))


def _offsets(lengths: Any) -> Array:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
