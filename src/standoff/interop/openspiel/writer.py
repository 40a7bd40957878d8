"""A compiled game as a game of OpenSpiel."""

from __future__ import annotations

from typing import Any, Literal

from standoff.errors import UsageError
from standoff.game.game import TERMINAL, Game, Numbers
from standoff.interop.openspiel.library import pyspiel

MAX_NODES = 1_000_000
"""Nodes of the tree that is written out for OpenSpiel's own reader; about 100 MB of text."""


def to_openspiel(
    game: Game, numbers: Numbers, draw: int = 0, *, form: Literal["table", "text"] = "table"
) -> Any:
    """Return a game of OpenSpiel with one draw's numbers.

    Two forms, of the same game:

    - `table` is a class in Python on the arrays of the game. States say what every player knows,
      as string and as tensor, whoever moves; rewards come where they are paid; the number of a move
      is its place at the information set; labels are kept. Paths that meet stay one node.
    - `text` goes through OpenSpiel's reader of .efg files, into C++. Its compiled algorithms, which
      walk the tree again and again, are some forty times faster on it. Everything is paid at the
      end, paths that meet are written one by one, moves are numbered by their labels, and the
      information state of a player who does not move is that of the player who does.

    Nature's moves with chance 0 are left out. Neither form can be loaded by name or saved.

    Args:
        game: any compiled game.
        numbers: its numbers.
        draw: which draw to take.
        form: `table` or `text`.

    Raises:
        MissingExtraError: OpenSpiel is not installed.
        UsageError: there is no such draw or form; nobody ever moves; the tree is too large.
    """
    spiel = pyspiel()
    if not 0 <= draw < numbers.n_draws:
        raise UsageError(f"there is no draw {draw}; there are {numbers.n_draws}, counted from 0")
    if game.node_player[0] == TERMINAL:
        raise UsageError("the game is over before it begins; OpenSpiel has no such games")
    if form == "text":
        from standoff.interop.openspiel.text import text_of

        return spiel.load_efg_game(text_of(game, numbers, draw, MAX_NODES))
    if form != "table":
        raise UsageError(f"there is no form `{form}`", help="write `table` or `text`")
    from standoff.interop.openspiel.table import TableGame

    return TableGame(game, numbers, draw)
