"""Moves that are forced or taken away: from names to strategy entries of a game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.game import Game, layout_of
from standoff.scenario.model import NATURE, Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Choice:
    """A move of a turn; `turn` and `move` are positions, `mover` a player index."""

    text: str
    turn: int
    move: int
    mover: int
    forced: bool


def find_choices(
    scenario: Scenario, force: Sequence[str] = (), remove: Sequence[str] = ()
) -> tuple[Choice, ...]:
    """Return forced and removed moves by name.

    Args:
        scenario: a resolved scenario.
        force: each as `TURN=MOVE`.
        remove: each as `TURN=MOVE`, or `MOVE` for every turn that has it.

    Raises:
        UsageError: there is no such turn or move, or nature makes it; says what to write.
    """
    found = [one for text in force for one in _find(scenario, text, forced=True)]
    found += [one for text in remove for one in _find(scenario, text, forced=False)]
    return tuple(found)


def _find(scenario: Scenario, text: str, *, forced: bool) -> list[Choice]:
    option = "--force" if forced else "--remove"
    turn, sign, move = (part.strip() for part in text.partition("="))
    ids = [one.id for one in scenario.turns]
    if not sign:
        return _anywhere(scenario, text.strip(), option, forced=forced)
    if turn not in ids:
        raise UsageError(
            f"`{option} {text[:80]}`: there is no turn `{turn}`", help=advice(turn, ids)
        )
    k = ids.index(turn)
    moves = [one.id for one in scenario.turns[k].moves]
    if move not in moves:
        message = f"`{option} {text[:80]}`: the turn `{turn}` has no move `{move}`"
        raise UsageError(message, help=advice(move, moves))
    if scenario.turns[k].mover == NATURE:
        message = f"`{option} {text[:80]}`: nature moves at `{turn}`, and nature does not choose"
        raise UsageError(message, help="change the chances instead, with `--set`")
    return [Choice(text, k, moves.index(move), scenario.turns[k].mover, forced)]


def _anywhere(scenario: Scenario, move: str, option: str, *, forced: bool) -> list[Choice]:
    places = [
        Choice(move, t, m, turn.mover, forced)
        for t, turn in enumerate(scenario.turns)
        for m, one in enumerate(turn.moves)
        if one.id == move and turn.mover != NATURE
    ]
    if forced and places:
        example = scenario.turns[places[0].turn].id
        message = f"`{option} {move}` does not say at which turn"
        raise UsageError(message, help=f"write `{option} {example}={move}`")
    if not places:
        every = dict.fromkeys(
            one.id for turn in scenario.turns if turn.mover != NATURE for one in turn.moves
        )
        message = f"`{option} {move[:80]}`: no party has a move `{move[:80]}`"
        raise UsageError(message, help=advice(move, every))
    return places


def entries_of(game: Game, choice: Choice) -> Array:
    """Return the strategy entries of a move, as indices."""
    layout = layout_of(game)
    turn = np.repeat(layout.infoset_turn, np.diff(game.action_start))
    return np.flatnonzero((turn == choice.turn) & (layout.entry_move == choice.move))


def taken_out(game: Game, choices: Sequence[Choice]) -> Array:
    """Return which strategy entries nobody can choose any more (X).

    A forced move takes out all others of its information sets; where it is not possible, the
    mover is as free as before.
    """
    gone = np.zeros(game.n_entries, dtype=bool)
    owner = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
    for choice in choices:
        entries = entries_of(game, choice)
        if not choice.forced:
            gone[entries] = True
            continue
        others = np.isin(owner, owner[entries])
        others[entries] = False
        gone |= others
    return gone
