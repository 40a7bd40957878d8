"""What an .efg file says beyond the game: kept, so that it can be written again as it was."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, Game, Numbers
from standoff.game.ordering import PlayOrder, ranges
from standoff.interop.efg.sheet import Sheet, chosen
from standoff.interop.efg.tokens import exact

Array = np.ndarray[Any, np.dtype[Any]]

SOURCE = "efg"
"""Key of the `Source` in `Game.extra`."""


@dataclass(frozen=True)
class Source:
    """What was written in the file, by the numbers that the game has given to things.

    Attributes:
        comment: after the players.
        players: labels as they were written, perhaps empty or repeated; so too below.
        node_name: names of nodes; empty when no node has one.
        infoset_number: number of an information set, unique for its player.
        infoset_name: names of information sets.
        action_name: labels of strategy entries.
        event_start: first chance row of each event.
        event_number: number of an event.
        event_name: names of events.
        chance_name: labels of chance rows.
        outcome_number: number of the outcome that stands behind a payoff row.
        outcome_name: its name.
        pay: payoffs as they were written, row by row and in a row to each player in turn.
        prob: probabilities as they were written.
        pay_value: payoffs in double precision.
        prob_value: probabilities in double precision.
        given: labels that the game got; where they have changed since, the file's are void.
    """

    comment: str
    players: list[str]
    node_name: list[str]
    infoset_number: Int[np.ndarray, " I"]
    infoset_name: list[str]
    action_name: list[str]
    event_start: Int[np.ndarray, " V"]
    event_number: Int[np.ndarray, " V"]
    event_name: list[str]
    chance_name: list[str]
    outcome_number: Int[np.ndarray, " U"]
    outcome_name: list[str]
    pay: list[str]
    prob: list[str]
    pay_value: Float[np.ndarray, "U P"]
    prob_value: Float[np.ndarray, " C"]
    given: tuple[tuple[str, ...], ...]

    def fits(self, game: Game) -> bool:
        """Return whether the game still is the one of the file, apart from its title."""
        return (
            self.given == _labels(game)
            and self.pay_value.shape == (game.pay_rows, len(game.players))
            and len(self.prob) == game.prob_rows
            and len(self.infoset_number) == game.n_infosets
            and len(self.node_name) in (0, game.n_nodes)
            and bool((game.edge_pay == NONE).all())
        )


def source_of(sheet: Sheet, game: Game, numbers: Numbers, play: PlayOrder) -> Source:
    """Return what a file says beyond its game.

    Args:
        sheet: the file.
        game: the game that was made of it.
        numbers: its numbers.
        play: the order in which the game has the nodes and information sets of the file.
    """
    is_event = sheet.move_player == CHANCE
    sets, events = np.flatnonzero(~is_event)[play.infosets], np.flatnonzero(is_event)
    start, of_chance = sheet.label_start, sheet.is_chance
    return Source(
        comment=sheet.comment,
        players=sheet.players,
        node_name=chosen(sheet.names, play.nodes) if sheet.names else [],
        infoset_number=sheet.move_number[sets],
        infoset_name=chosen(sheet.move_name, sets),
        action_name=chosen(sheet.labels, ranges(start[sets], start[sets + 1])),
        event_start=np.append(np.cumsum(of_chance) - 1, 0)[sheet.label_start[events]],
        event_number=sheet.move_number[events],
        event_name=chosen(sheet.move_name, events),
        chance_name=chosen(sheet.labels, np.flatnonzero(of_chance)),
        outcome_number=sheet.outcome_number,
        outcome_name=sheet.outcome_name,
        pay=sheet.payoffs,
        prob=sheet.chance,
        pay_value=numbers.pay[:, :, 0],
        prob_value=numbers.prob[:, 0],
        given=_labels(game),
    )


def exact_numbers(game: Game, numbers: Numbers | None = None) -> tuple[Array, Array]:
    """Return payoffs and probabilities of a game from an .efg file as exact fractions.

    Args:
        game: what `read_efg` returned.
        numbers: its numbers, perhaps changed since: what has changed is the fraction that the
            double stands for. By default those of the file.

    Returns:
        `Fraction`s, `pay[row, player]` and `prob[row]`, in the rows of `Numbers`. Of several
        draws they are those of the first.

    Raises:
        UsageError: the game was not read from an .efg file.
    """
    source = game.extra.get(SOURCE)
    if not isinstance(source, Source) or not source.fits(game):
        raise UsageError(
            "the game was not read from an .efg file, or has changed since",
            help="`read_efg` returns a game with exact numbers",
        )
    pay = np.array([exact(word) for word in source.pay], dtype=object)
    pay = pay.reshape(source.pay_value.shape)
    prob = np.array([exact(word) for word in source.prob], dtype=object)
    if numbers is not None:
        for found, read, now in (
            (pay, source.pay_value, numbers.pay[:, :, 0]),
            (prob, source.prob_value, numbers.prob[:, 0]),
        ):
            changed = read != now
            found[changed] = [Fraction(float(value)) for value in now[changed]]
    return pay, prob


def _labels(game: Game) -> tuple[tuple[str, ...], ...]:
    return (
        game.players,
        game.infoset_labels,
        game.action_labels,
        game.outcome_labels,
        game.chance_labels,
    )
