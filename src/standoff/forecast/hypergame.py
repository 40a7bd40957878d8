"""Play of parties that see the crisis differently: a hypergame at level 1 or 2.

Level 1: every party plays its part of the equilibrium of the crisis as it sees it. Level 2: every
party replies to what the others in fact play at level 1, with its own view of payoffs and chances;
it has found out how the others choose, not that they are right. The composed strategies are then
played in the analyst's numbers.

Source: the idea of games that players see differently is that of Bennett (1977, Omega 5:749-751).
The use of logit agent equilibria for each view is ours: docs/concepts/hypergames.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.game import Game, Numbers
from standoff.solve import Certificate, Solution, Status, certify, reply

Array = np.ndarray[Any, Any]
Solver = Callable[[Game, Numbers], Solution]


@dataclass(frozen=True)
class Seen:
    """The crisis as some parties see it.

    Attributes:
        name: of the view.
        parties: player indices that hold it.
        draws: indices of the draws in which they hold it.
        numbers: the game's numbers in their eyes, at those draws.
    """

    name: str
    parties: tuple[int, ...]
    draws: Array
    numbers: Numbers


@dataclass(frozen=True)
class Hypergame:
    """What is played when parties see the crisis differently.

    Attributes:
        solution: composed strategies; solved where every solution that they are made of is. The
            gain of a party is counted in the crisis as it sees it.
        analyst: equilibrium of the analyst's crisis.
        views: equilibrium of each view, over the draws in which it is held.
    """

    solution: Solution
    analyst: Solution
    views: dict[str, Solution]


def solve_hypergame(
    game: Game,
    numbers: Numbers,
    seen: Sequence[Seen],
    level: int,
    solver: Solver,
    view_solvers: Mapping[str, Solver] | None = None,
) -> Hypergame:
    """Return what is played when some parties hold views of their own.

    Args:
        game: a compiled game.
        numbers: the analyst's numbers for B draws.
        seen: the views that are held; nobody is in two of them.
        level: 0, 1 or 2.
        solver: called for the analyst's numbers.
        view_solvers: called for the numbers of a view, by its name; the same by default.

    Returns:
        The composed strategies. In a draw in which nobody holds a view, and at level 0, they are
        the analyst's equilibrium to the last bit.
    """
    analyst = solver(game, numbers)
    held = [one for one in seen if one.parties and len(one.draws)] if level else []
    if not held:
        return Hypergame(analyst, analyst, {})
    own = view_solvers or {}
    views = {one.name: own.get(one.name, solver)(game, one.numbers) for one in held}
    played = analyst
    for one in held:
        played = _with_part(game, played, views[one.name], one)
    if level > 1:
        played = _replies(game, numbers, held, played)
    return Hypergame(played, analyst, views)


def _with_part(game: Game, played: Solution, own: Solution, one: Seen) -> Solution:
    """Return the played strategies with the parts of a view's parties taken from its solution."""
    parts = np.isin(game.infoset_player, one.parties)
    entries = np.flatnonzero(np.repeat(parts, np.diff(game.action_start)))
    strategy, logits = played.strategy.copy(), played.logits.copy()
    strategy[np.ix_(entries, one.draws)] = own.strategy[entries]
    logits[np.ix_(entries, one.draws)] = own.logits[entries]
    before, mine = played.certificate, own.certificate
    gain = before.gain.copy()
    parties = np.array(one.parties)
    gain[np.ix_(parties, one.draws)] = mine.gain[parties]
    return replace(
        played,
        strategy=strategy,
        logits=logits,
        status=_at(played.status, one.draws, np.maximum, own.status),
        passes=_at(played.passes, one.draws, np.add, own.passes),
        steps=_at(played.steps, one.draws, np.add, own.steps),
        turned=_at(played.turned, one.draws, np.maximum, own.turned),
        crossed=_at(played.crossed, one.draws, np.maximum, own.crossed),
        checked=_at(played.checked, one.draws, np.logical_and, own.checked),
        agreed=_at(played.agreed, one.draws, np.logical_and, own.agreed),
        certificate=Certificate(
            residual=_at(before.residual, one.draws, np.maximum, mine.residual),
            gain=gain,
            gap=_at(before.gap, one.draws, np.maximum, mine.gap),
            belief_error=_at(before.belief_error, one.draws, np.maximum, mine.belief_error),
            passed=_at(before.passed, one.draws, np.logical_and, mine.passed),
        ),
    )


def _at(values: Array, draws: Array, how: Any, others: Array) -> Array:
    out = values.copy()
    out[draws] = how(values[draws], others)
    return out


def _replies(game: Game, numbers: Numbers, held: list[Seen], level_1: Solution) -> Solution:
    """Return everybody's reply to the others' level-1 strategies, where somebody holds a view."""
    draws = np.unique(np.concatenate([one.draws for one in held]))
    others = np.ascontiguousarray(level_1.logits[:, draws])
    strategy, logits = level_1.strategy.copy(), level_1.logits.copy()
    status = level_1.status.copy()
    passes = level_1.passes.copy()
    certificate = level_1.certificate
    fields = {
        name: getattr(certificate, name).copy()
        for name in ("residual", "gain", "gap", "belief_error", "passed")
    }
    for player in np.unique(game.infoset_player).tolist():
        own = _numbers_of(player, numbers, held, draws)
        answer, used = reply(game, own, others, player)
        owns = np.repeat(game.infoset_player == player, np.diff(game.action_start))
        entries = np.flatnonzero(owns)
        logits[np.ix_(entries, draws)] = answer.logits[entries]
        strategy[np.ix_(entries, draws)] = answer.strategy[entries]
        passes[draws] += used
        judged = certify(game, own, answer.strategy, player=player)
        for name, how in _WORST.items():
            fields[name][draws] = how(fields[name][draws], getattr(judged, name))
        fields["gain"][player, draws] = judged.gain[player]
        bad = draws[~judged.passed]
        status[bad] = np.maximum(status[bad], int(Status.UNCERTIFIED))
    return replace(
        level_1,
        strategy=strategy,
        logits=logits,
        status=status,
        passes=passes,
        certificate=Certificate(**fields),
    )


_WORST = {
    "residual": np.maximum,
    "gap": np.maximum,
    "belief_error": np.maximum,
    "passed": np.logical_and,
}


def _numbers_of(player: int, numbers: Numbers, held: list[Seen], draws: Array) -> Numbers:
    """Return the numbers at some draws as one party sees them."""
    pay, prob, lam = (
        np.ascontiguousarray(numbers.pay[:, :, draws]),
        np.ascontiguousarray(numbers.prob[:, draws]),
        np.ascontiguousarray(numbers.lam[draws]),
    )
    rates = numbers.rates[:, draws].copy() if len(numbers.rates) else numbers.rates
    for one in held:
        if player in one.parties:
            here = np.searchsorted(draws, one.draws)
            pay[:, :, here] = one.numbers.pay
            prob[:, here] = one.numbers.prob
            lam[here] = one.numbers.lam
            if len(rates):
                rates[:, here] = one.numbers.rates
    return Numbers(pay, prob, lam, rates)
