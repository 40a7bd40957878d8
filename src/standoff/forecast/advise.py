"""advise(scenario): what each next move of a party is worth to it, and to the others.

A move is forced at the party's next turn, and everything else is played as solved. The others take
it for what it is in equilibrium: they learn from it what they would have learnt had it been chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice as near
from standoff.errors import UsageError
from standoff.forecast.bands import band, mean_of
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.lens import play_of
from standoff.forecast.pairs import weights_of
from standoff.forecast.plan import structures_of
from standoff.forecast.questions import Questions
from standoff.forecast.worth import Sets, Worth, block_draws, kind_label, sets_of, worth_at
from standoff.game import Game, Numbers
from standoff.scenario.model import NATURE, Scenario

Array = np.ndarray[Any, Any]

TIE = 1e-12
"""Moves whose worths differ by less, in compiled units, are both counted as best, half each."""


@dataclass(frozen=True)
class Group:
    """The moves of a turn, of one type of the party or of all of them (`kind` None).

    Each array has a value per draw, nan where it was not solved or where there is none; worths are
    in the file's payoff unit.

    Attributes:
        kind: label of the type, or None for all types together.
        prob: chance of the type given that the turn is reached (B).
        possible: chance that the party has each move, given that the turn is reached (M, B).
        chance: chance that it makes each move (M, B).
        best: chance that each move is the best that it has (M, B).
        worth: what it can expect if it makes the move, where it has it (M, B).
        change: by how much each party fares better than expected at the turn if the move is made,
            where the mover has it (M, P, B).
        gap: worth of the first move less that of the second, where it has both (M, M, B).
    """

    kind: str | None
    prob: Array
    possible: Array
    chance: Array
    best: Array
    worth: Array
    change: Array
    gap: Array


@dataclass(frozen=True)
class PartyAdvice:
    """What the moves of one party's next turn are worth.

    Attributes:
        party: player index.
        turn: index of the turn.
        reached: chance that the turn is reached (B).
        groups: all types together first, then each type.
    """

    party: int
    turn: int
    reached: Array
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Advice:
    """Next moves of parties, valued on a solved forecast.

    Attributes:
        record: the forecast.
        parties: one for each party that was asked for and moves.
        weights: of the draws (B), or None for equal ones.
    """

    record: Forecast
    parties: tuple[PartyAdvice, ...]
    weights: Array | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the advice as plain data."""
        scenario = self.record.scenario
        return {
            "format": 1,
            "version": version("standoff"),
            "study": "advice",
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "seed": self.record.seed,
            "draws": self.record.draws,
            "solved": int(self.record.solution.solved.sum()),
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "unit": unit_of(scenario),
            "parties": {party.id: party.name for party in scenario.parties},
            "advice": {scenario.parties[one.party].id: self._party(one) for one in self.parties},
        }

    def _party(self, one: PartyAdvice) -> dict[str, Any]:
        turn = self.record.scenario.turns[one.turn]
        return {
            "turn": turn.id,
            "title": turn.title,
            "date": turn.date.isoformat() if turn.date else None,
            "reached": band(one.reached, self.weights),
            "groups": [self._group(one, group) for group in one.groups],
        }

    def _group(self, one: PartyAdvice, group: Group) -> dict[str, Any]:
        moves = self.record.scenario.turns[one.turn].moves
        best = best_move(group, one.party, self.weights)
        shown = [m for m in range(len(moves)) if _average(group.possible[m], self.weights)]
        return {
            "type": group.kind,
            "prob": band(group.prob, self.weights),
            "best": None if best is None else moves[best].id,
            "moves": [
                {
                    "move": moves[m].id,
                    "title": moves[m].title,
                    "worth": band(group.worth[m], self.weights),
                    "possible": _average(group.possible[m], self.weights),
                    "chance": band(group.chance[m], self.weights),
                    "best": _average(group.best[m], self.weights),
                    "against_best": paired(group.gap[m, best], self.weights)
                    if best is not None
                    else paired(np.zeros(0), None),
                    "changes": self._changes(group.change[m]),
                }
                for m in shown
            ],
        }

    def _changes(self, change: Array) -> dict[str, Any]:
        names = [party.id for party in self.record.scenario.parties]
        return {name: band(change[p], self.weights) for p, name in enumerate(names)}


def advise(
    scenario: Scenario,
    *,
    party: str | None = None,
    turn: str | None = None,
    draws: int = 200,
    seed: int = 1,
    **more: Any,
) -> Advice:
    """Return what each next move is worth to the party that makes it, and to the others.

    Args:
        scenario: a resolved scenario.
        party: id of a party; all that move by default.
        turn: id of a turn to look at instead of the party's next one.
        draws: number of draws.
        seed: of the draws.
        more: `threads`, `budget`, `progress`, `crew`, `view`, `level` and `theories` of
            `standoff.forecast.forecast`.

    Raises:
        UsageError: there is no such party or turn, or the turn is not the party's.
        GameTooLargeError: the game is over the budget.
    """
    wanted = _turn_wanted(scenario, party, turn)
    record = forecast(scenario, draws=draws, seed=seed, **more)
    if wanted is not None:
        return advise_on(record, [wanted])
    turns = next_turns(record)
    if party is not None:
        turns = [t for t in turns if scenario.parties[scenario.turns[t].mover].id == party]
        if not turns:
            raise UsageError(
                f"`{party}` has no turn left, so there is nothing to advise it",
                help="name a party that still moves; `standoff describe FILE` lists the turns",
            )
    return advise_on(record, turns)


def advise_on(record: Forecast, turns: Sequence[int] | None = None) -> Advice:
    """Return the advice that follows from a forecast that has been made.

    Args:
        record: the forecast; its weights, if it has any, weigh its draws.
        turns: indices of turns of parties; the first of every party by default.
    """
    chosen = next_turns(record) if turns is None else turns
    parties = tuple(_party_advice(record, turn) for turn in chosen)
    return Advice(record, parties, weights_of(record))


def solved_parts(record: Forecast) -> Iterator[tuple[Game, Numbers, Array, Array]]:
    """Yield game, numbers, strategy and draws of every structure, over its solved draws."""
    structures = structures_of(record.scenario, record.on)
    parts = record.parts or (record,)
    for part, structure in zip(parts, structures, strict=True):
        good = np.flatnonzero(part.solution.solved)
        numbers = part.numbers.select(good)
        yield part.game, numbers, part.solution.strategy[:, good], structure.draws[good]


def next_turns(record: Forecast) -> list[int]:
    """Return the first turn of every party that what was observed leaves open."""
    return [first.turn for first in Questions(record.scenario, record.game).first_turns]


def unit_of(scenario: Scenario) -> str:
    """Return the file's payoff unit in words."""
    return "percent of the stakes" if scenario.payoff_scale == PERCENT else "points"


PERCENT = 0.01
"""`Scenario.payoff_scale` of a file whose payoffs are percent of the stakes."""


def best_move(group: Group, party: int, weights: Array | None = None) -> int | None:
    """Return the move that the party gains most by over playing on as solved; None without one."""
    gains = [_average(row, weights) for row in group.change[:, party]]
    known = [(gain, -m) for m, gain in enumerate(gains) if gain is not None]
    return -max(known)[1] if known else None


def paired(difference: Array, weights: Array | None) -> dict[str, float | None]:
    """Return mean and standard error of differences by draw (B); nan entries do not count."""
    there = np.isfinite(difference)
    if weights is not None:
        there &= weights > 0
    values = difference[there]
    if not len(values):
        return {"mean": None, "standard_error": None}
    share = np.full(len(values), 1 / len(values))
    if weights is not None:
        share = weights[there] / weights[there].sum()
    mean = float(share @ values)
    effective = 1 / float((share**2).sum())
    if effective <= 1 + TIE:
        return {"mean": mean, "standard_error": None}
    spread = float(share @ (values - mean) ** 2) / (effective - 1)
    return {"mean": mean, "standard_error": float(np.sqrt(spread))}


def _average(values: Array, weights: Array | None) -> float | None:
    there = np.isfinite(values)
    if weights is not None:
        there &= weights > 0
    if not there.any():
        return None
    return float(mean_of(values[there], None if weights is None else weights[there]))


def _turn_wanted(scenario: Scenario, party: str | None, turn: str | None) -> int | None:
    """Return the turn that is asked for; None for the next one. Checks the party's name."""
    players = [one.id for one in scenario.parties]
    if party is not None and party not in players:
        raise UsageError(f"there is no party `{party}`", help=near(party, players))
    if turn is not None:
        ids = [one.id for one in scenario.turns]
        if turn not in ids:
            raise UsageError(f"there is no turn `{turn}`", help=near(turn, ids))
        index = ids.index(turn)
        mover = scenario.turns[index].mover
        if mover == NATURE:
            raise UsageError(
                f"at turn `{turn}` nature moves, so there is nobody to advise",
                help="name the turn of a party; `standoff describe FILE` lists them",
            )
        if party is not None and players[mover] != party:
            raise UsageError(
                f"turn `{turn}` is `{players[mover]}`'s, not `{party}`'s",
                help=f"write `--party {players[mover]}`, or another `--turn`",
            )
        return index
    return None


def _party_advice(record: Forecast, turn: int) -> PartyAdvice:
    """Return what the moves of a turn are worth, over the draws of all structures."""
    scenario = record.scenario
    found: list[tuple[Array, dict[str | None, Group], Array]] = []
    for game, numbers, strategy, draws in solved_parts(record):
        where = sets_of(scenario, game, turn)
        seen = Questions(scenario, game) if scenario.observed else None
        width = block_draws(game, where)
        for start in range(0, len(draws), width):
            stop = min(start + width, len(draws))
            block, played = numbers.block(start, stop), strategy[:, start:stop]
            reach = None if seen is None else play_of(seen, block, played, seen.weight).reach
            made = worth_at(game, block, played, where, reach)
            groups = _groups(scenario, turn, where, made)
            found.append((draws[start:stop], groups, made.reach.sum(axis=0)))
    kinds = list(dict.fromkeys(kind for _, groups, _ in found for kind in groups))
    reached = np.full(record.draws, np.nan)
    for draws, _, chance in found:
        reached[draws] = chance
    spread = tuple(
        _spread(record.draws, kind, [(draws, one[kind]) for draws, one, _ in found if kind in one])
        for kind in kinds
    )
    return PartyAdvice(scenario.turns[turn].mover, turn, reached, spread)


def _spread(count: int, kind: str | None, parts: list[tuple[Array, Group]]) -> Group:
    """Put the columns of every part at their draws."""

    def whole(name: str) -> Array:
        first = getattr(parts[0][1], name)
        out = np.full((*first.shape[:-1], count), np.nan)
        for draws, group in parts:
            out[..., draws] = getattr(group, name)
        return out

    names = ("prob", "possible", "chance", "best", "worth", "change", "gap")
    return Group(kind, **{name: whole(name) for name in names})


def _groups(scenario: Scenario, turn: int, where: Sets, made: Worth) -> dict[str | None, Group]:
    """Return the groups of one block of draws, all types together first."""
    party, scale = scenario.turns[turn].mover, scenario.payoff_scale
    out: dict[str | None, Group] = {
        None: _group(None, made, np.ones(len(where.sets), dtype=bool), party, scale)
    }
    if len(where.kinds) > 1:
        for k, kind in enumerate(where.kinds):
            label = kind_label(scenario, party, kind)
            out[label] = _group(label, made, where.kind == k, party, scale)
    return out


def _group(kind: str | None, made: Worth, mine: Array, party: int, scale: float) -> Group:
    """Return the moves of some information sets, each weighed by its chance to be reached."""
    reach, chance = made.reach[mine], made.chance[mine]
    worth = made.worth[mine] / scale
    there = np.isfinite(worth[:, :, party])
    known = np.where(np.isfinite(worth), worth, 0.0)
    expected = np.einsum("smb,smpb->spb", chance, known)
    own = known[:, :, party]
    total = reach.sum(axis=0)
    weight = np.where(there, reach[:, None, :], 0.0)
    top = np.where(there, own, -np.inf).max(axis=1, keepdims=True)
    is_best = there & (own >= top - TIE / scale)
    is_best = is_best / np.maximum(1, is_best.sum(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        each = weight.sum(axis=0)
        change = np.einsum("smb,smpb->mpb", weight, known - expected[:, None])
        both = np.einsum("sb,smb,snb->mnb", reach, there, there)
        first = np.einsum("sb,smb,snb->mnb", reach, own * there, there)
        return Group(
            kind=kind,
            prob=total / made.reach.sum(axis=0),
            possible=each / total,
            chance=(reach[:, None] * chance).sum(axis=0) / total,
            best=(reach[:, None] * is_best).sum(axis=0) / total,
            worth=(weight * own).sum(axis=0) / each,
            change=change / each[:, None],
            gap=(first - first.transpose(1, 0, 2)) / both,
        )
