"""Answers per draw: exact passes over the solved game, draws in blocks, no playouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.causes import by_cause
from standoff.forecast.doubt import split_variance
from standoff.forecast.lens import Play, play_of
from standoff.forecast.questions import Cut, FirstTurn, Questions, Threat
from standoff.forecast.seen import Seen, see
from standoff.forecast.states import Standing
from standoff.game import Numbers
from standoff.solve.playing import hit_probabilities

Array = np.ndarray[Any, Any]

BLOCK_BYTES = 150_000_000
"""Draws are played in blocks whose arrays stay near this."""


@dataclass(frozen=True)
class Answers:
    """Everything that the forecast averages, per draw (last axis B).

    Attributes:
        outcomes: probability of each outcome (K, B).
        endings: probability of each outcome on each day (D, K, B).
        open_at: probability that the crisis is open on each day (D, B).
        bluff: per threat, the bluff posterior given the crisis is open (D, B); nan where it
            cannot be open.
        pressed: per threat, the same along histories in which the others only refused.
        would_not: per threat, per type of the party: chance that the threat is not carried out
            if the others refuse to the end, from the start (types, B).
        after_move: per threat, bluff posterior after each move of the party's first turn (moves,
            B); nan where the move is not made.
        infoset_reach: probability of reaching each information set (I, B).
        ladders: per ladder, probability of each rung given the crisis is open (D, rungs, B).
        causes: probability of each ending by accident, by choice and with time (3, K, B).
        within: variance of each ending by who settles it (2 + P, K, B), see
            `standoff.forecast.doubt`.
        variables: standing of every public variable, see `standoff.forecast.states`.
        hidden: standing of every hidden dimension.
        told: per hidden dimension, the share of doubt that the public past has removed (D, B).
        events: probability of the event of each attribution (attributions, B).
        first_reach: per first turn of a party, chance that it is reached (B).
        first_moves: per first turn, chance of each move given that it is reached (moves, B).
        seen: what the observations say, one after the other.
        deal: chance of each private profile that nature deals, given the observations
            (profiles, B); empty where nothing is dealt.
        coin_toss: probability of each outcome if every party chose at random (K, B).
    """

    outcomes: Array
    endings: Array
    open_at: Array
    bluff: tuple[Array, ...]
    pressed: tuple[Array, ...]
    would_not: tuple[Array, ...]
    after_move: tuple[Array, ...]
    infoset_reach: Array
    ladders: tuple[Array, ...]
    causes: Array
    within: Array
    variables: tuple[Standing, ...]
    hidden: tuple[Standing, ...]
    told: tuple[Array, ...]
    events: Array
    first_reach: tuple[Array, ...]
    first_moves: tuple[Array, ...]
    seen: Seen
    deal: Array
    coin_toss: Array


def answer(questions: Questions, numbers: Numbers, strategy: Array) -> Answers:
    """Return the answers of all draws for solved strategies (X, B)."""
    width = max(1, BLOCK_BYTES // (8 * 6 * max(1, questions.game.n_nodes)))
    parts = []
    for start in range(0, numbers.n_draws, width):
        stop = min(start + width, numbers.n_draws)
        parts.append(_answer_block(questions, numbers.block(start, stop), strategy[:, start:stop]))
    return _join(parts)


def _join(parts: list[Answers]) -> Answers:
    def cat(name: str) -> Any:
        return _joined([getattr(part, name) for part in parts])

    return Answers(**{name: cat(name) for name in Answers.__dataclass_fields__})


def _joined(values: list[Any]) -> Any:
    """Join arrays, or records and tuples of arrays, along the draws."""
    first = values[0]
    if isinstance(first, tuple):
        return tuple(_joined(list(column)) for column in zip(*values, strict=True))
    if isinstance(first, (Standing, Seen)):
        names = first.__dataclass_fields__
        return type(first)(**{n: _joined([getattr(v, n) for v in values]) for n in names})
    return np.concatenate(values, axis=-1)


def _answer_block(q: Questions, numbers: Numbers, strategy: Array) -> Answers:
    play = play_of(q, numbers, strategy, q.weight)
    reach = play.reach
    days, outcomes = len(q.layout.dates), len(q.scenario.outcomes)
    endings = np.asarray(q.to_endings @ reach).reshape(days, outcomes, numbers.n_draws)
    open_at = np.zeros((len(q.cuts), numbers.n_draws))
    rungs = [
        np.zeros((len(q.cuts), len(ladder.rungs), numbers.n_draws)) for ladder in q.scenario.ladders
    ]
    for day, cut in enumerate(q.cuts):
        flow = q.flow(cut.edges, play)
        open_at[day] = flow.sum(axis=0)
        for table, ladder in zip(rungs, q.scenario.ladders, strict=True):
            place = _variable_at(q, cut, ladder.variable)
            np.add.at(table[day], place, flow)
    shares = tuple(_share(table, open_at[:, None, :]) for table in rungs)
    variables, hidden = q.standings.count(play)
    asked = [_ask(q, threat, play) for threat in q.threats]
    infosets = np.asarray(q.to_infosets @ reach)
    first = [_first(q, turn, infosets, strategy) for turn in q.first_turns]
    return Answers(
        outcomes=np.asarray(q.to_outcomes @ reach),
        endings=endings,
        open_at=open_at,
        bluff=tuple(a.plain for a in asked),
        pressed=tuple(a.pressed for a in asked),
        would_not=tuple(a.by_type for a in asked),
        after_move=tuple(a.after for a in asked),
        infoset_reach=infosets,
        ladders=shares,
        causes=by_cause(q, play),
        within=split_variance(q, play),
        variables=variables,
        hidden=hidden,
        told=q.learning.told(play),
        events=np.asarray(q.to_events @ reach),
        first_reach=tuple(f[0] for f in first),
        first_moves=tuple(f[1] for f in first),
        seen=see(q, numbers, strategy, tuple(a.hit for a in asked)),
        deal=q.flow(np.arange(_dealt(q)), play),
        coin_toss=_coin_toss(q, numbers),
    )


def _first(q: Questions, first: FirstTurn, infosets: Array, strategy: Array) -> tuple[Array, Array]:
    """Return the chance that a party's first turn is reached, and of each move if it is."""
    total = infosets[np.unique(first.entry_infoset)].sum(axis=0)
    made = np.zeros((len(q.scenario.turns[first.turn].moves), total.shape[0]))
    np.add.at(made, first.entry_move, infosets[first.entry_infoset] * strategy[first.entries])
    return total, _share(made, total)


def _dealt(q: Questions) -> int:
    """Return how many edges the deal at the root has; 0 where nothing is dealt."""
    return q.layout.profiles.dealt if q.layout.profiles.dealt > 1 else 0


def _coin_toss(q: Questions, numbers: Numbers) -> Array:
    """Return the probability of each outcome if every party chose at random (K, B)."""
    widths = np.diff(q.game.action_start)
    even = np.repeat(1.0 / widths, widths)
    random = np.repeat(even[:, None], numbers.n_draws, axis=1)
    return np.asarray(q.to_outcomes @ play_of(q, numbers, random, q.weight).reach)


def _variable_at(q: Questions, cut: Cut, variable: int) -> Array:
    """Return the code of a public variable after each edge of a cut, counted from its low."""
    low = q.scenario.variables[variable].low
    states = np.array([s.variables[variable] - low for s in q.layout.states])
    finals = np.array([f[variable] - low for f in q.layout.final_variables])
    return np.where(cut.states >= 0, states[cut.states], finals[cut.final])


def _share(part: Array, whole: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.asarray(np.where(whole > 0, part / whole, np.nan))


@dataclass(frozen=True)
class _Asked:
    """What is answered of one threat: by day, the same if pressed, by type, after each move."""

    plain: Array
    pressed: Array
    by_type: Array
    after: Array
    hit: Array


def _ask(q: Questions, threat: Threat, play: Play) -> _Asked:
    """Return the answers about a threat, and the chance of its being carried out (N, B)."""
    numbers, strategy = play.numbers, play.strategy
    forced = confined(q, threat, strategy)
    hit = hit_probabilities(q.game, numbers, forced, threat.node_hit, threat.edge_hit)
    kept = (~threat.edge_hit).astype(np.float64)
    still = play_of(q, numbers, strategy, q.weight, kept, play)
    if_pressed = play_of(q, numbers, forced, q.weight)
    pressed_still = play_of(q, numbers, forced, q.weight, kept, if_pressed)
    return _Asked(
        _posterior(q, play, still, hit, threat),
        _posterior(q, if_pressed, pressed_still, hit, threat),
        _by_type(q, threat, numbers, hit),
        _after_move(q, threat, play, hit),
        hit,
    )


def _after_move(q: Questions, threat: Threat, play: Play, hit: Array) -> Array:
    """Return the bluff posterior after each move of the party's first turn (moves, B)."""
    draws = play.numbers.n_draws
    first = next((f for f in q.first_turns if f.party == threat.bluff.party), None)
    if first is None:
        return np.zeros((0, draws))
    moves = len(q.scenario.turns[first.turn].moves)
    position = np.full(q.game.n_entries, -1)
    position[first.entries] = first.entry_move
    move = np.where(q.is_chance, -1, position[q.edge_entry])
    edges = np.flatnonzero(move >= 0)
    flow = q.flow(edges, play)
    undone = np.where(threat.edge_hit[edges, None], 0.0, 1.0 - hit[q.game.edge_child[edges]])
    whole, empty = np.zeros((2, moves, draws))
    np.add.at(whole, move[edges], flow)
    np.add.at(empty, move[edges], flow * undone)
    return _share(empty, whole)


def _posterior(q: Questions, play: Play, still: Play, hit: Array, threat: Threat) -> Array:
    """Return P(the threat would not be carried out | open that day) by day (D, B)."""
    out = np.full((len(q.cuts), play.numbers.n_draws), np.nan)
    for day, cut in enumerate(q.cuts):
        whole = q.flow(cut.edges, play).sum(axis=0)
        undone = ~threat.edge_hit[cut.edges]
        edges = cut.edges[undone]
        flow = q.flow(edges, still)
        empty = (flow * (1.0 - hit[q.game.edge_child[edges]])).sum(axis=0)
        out[day] = _share(empty, whole)
    return out


def confined(q: Questions, threat: Threat, strategy: Array) -> Array:
    """Return the strategy with the other parties confined to moves that refuse."""
    kept = strategy * threat.forced[:, None]
    total = np.add.reduceat(kept, q.game.action_start[:-1], axis=0)
    count = np.add.reduceat(threat.forced.astype(np.float64), q.game.action_start[:-1])
    total, count = total[q.entry_infoset], count[q.entry_infoset, None]
    even = threat.forced[:, None] / np.maximum(count, 1.0)
    return np.where(total > 0, kept / np.where(total > 0, total, 1.0), even)


def _by_type(q: Questions, threat: Threat, numbers: Numbers, hit: Array) -> Array:
    """Return, per type of the party, the chance that its threat is empty (types, B)."""
    profiles = q.layout.profiles
    party = threat.bluff.party
    kinds = len(profiles.type_labels[party])
    if profiles.dealt == 1:
        return 1.0 - hit[[0]]
    first = q.game.edge_child[: profiles.dealt]
    weight = numbers.prob[: profiles.dealt]
    total = np.zeros((kinds, numbers.n_draws))
    empty = np.zeros((kinds, numbers.n_draws))
    kind = profiles.party_type[: profiles.dealt, party]
    np.add.at(total, kind, weight)
    np.add.at(empty, kind, weight * (1.0 - hit[first]))
    return _share(empty, total)
