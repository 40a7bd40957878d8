"""What each move of a turn is worth to every party, exactly, at every information set and draw.

The worth of a move at an information set is what a party can expect from there on if the move is
made there and everything else is played as solved: by Bayes' rule over the nodes of the set, so
whoever moves knows its own type and the public past and nothing else. It is the number that a
logit choice responds to: chances of moves are proportional to exp(lambda * worth).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from standoff.game import NONE, Game, Numbers, layout_of
from standoff.scenario.model import Scenario
from standoff.solve.playing import payoffs_to_go, reach_probabilities

Array = np.ndarray[Any, Any]

BLOCK_BYTES = 150_000_000
"""Draws are worked on in blocks whose arrays stay near this."""


@dataclass(frozen=True)
class Sets:
    """Information sets of one turn, and where their entries stand.

    Attributes:
        sets: numbers of the information sets (S).
        entries: strategy entries (E), those of one set together.
        owner: position in `sets` of each entry (E).
        move: position of each entry's move in the turn (E).
        kind: number of the mover's type, as `kinds` lists them (S).
        kinds: values of the mover's dealt hidden dimensions, as codes.
        moves: number of moves of the turn.
    """

    sets: Array
    entries: Array
    owner: Array
    move: Array
    kind: Array
    kinds: tuple[tuple[int, ...], ...]
    moves: int


@dataclass(frozen=True)
class Worth:
    """What moves are worth in compiled payoff units, per draw.

    Attributes:
        reach: probability of reaching each information set (S, B).
        chance: probability of each move where the mover has it; 0 elsewhere (S, M, B).
        worth: what each party can expect if the move is made there; nan where the mover does not
            have it (S, M, P, B).
    """

    reach: Array
    chance: Array
    worth: Array


def sets_of(scenario: Scenario, game: Game, turn: int) -> Sets:
    """Return the information sets of a turn; types are told by what the mover sees in `scenario`.

    Args:
        scenario: as written; in `game` more of it may be laid open.
        game: compiled from it.
        turn: index of a turn of a party.
    """
    layout = layout_of(game)
    sets = np.flatnonzero(layout.infoset_turn == turn)
    widths = np.diff(game.action_start)[sets]
    starts = game.action_start[sets]
    owner = np.repeat(np.arange(len(sets)), widths)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(widths) - widths, widths)
    entries = starts[owner] + place
    seen = own_dimensions(scenario, scenario.turns[turn].mover)
    profile = layout.node_profile[game.infoset_nodes[game.infoset_start[sets]]]
    codes = layout.profiles.codes[profile][:, seen]
    kinds, kind = np.unique(codes, axis=0, return_inverse=True)
    return Sets(
        sets=sets,
        entries=entries,
        owner=owner,
        move=layout.entry_move[entries],
        kind=kind.reshape(-1),
        kinds=tuple(tuple(row) for row in kinds.tolist()),
        moves=len(scenario.turns[turn].moves),
    )


def own_dimensions(scenario: Scenario, party: int) -> list[int]:
    """Return the hidden dimensions that are dealt and that a party sees, in order."""
    return [k for k in scenario.privates_of(party) if scenario.privates[k].start is None]


def kind_label(scenario: Scenario, party: int, kind: tuple[int, ...]) -> str:
    """Return a type of a party in words: the values of what it sees."""
    seen = own_dimensions(scenario, party)
    values = [scenario.privates[k].values[code] for k, code in zip(seen, kind, strict=True)]
    return ", ".join(value.replace("_", " ") for value in values)


def worth_at(
    game: Game, numbers: Numbers, strategy: Array, where: Sets, observed: Array | None = None
) -> Worth:
    """Return what the moves at some information sets are worth.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws; call it with few enough draws, see `block_draws`.
        strategy: choice probabilities (X, B).
        where: the information sets.
        observed: probability of reaching each node given what was observed (N, B); it weighs
            information sets, while the mover's beliefs inside them rest on what the mover knows.
    """
    players, draws = len(game.players), numbers.n_draws
    reach = reach_probabilities(game, numbers, strategy)
    ahead = payoffs_to_go(game, numbers, strategy)
    entry, edge, parent = _edges(game, where)
    sizes = np.diff(game.infoset_start)[where.sets]
    nodes = np.concatenate(
        [game.infoset_nodes[game.infoset_start[k] : game.infoset_start[k + 1]] for k in where.sets]
        or [np.zeros(0, dtype=np.int64)]
    )
    owner = np.repeat(np.arange(len(where.sets)), sizes)
    total = np.zeros((len(where.sets), draws))
    np.add.at(total, owner, reach[nodes])
    set_of_edge = where.owner[entry]
    with np.errstate(all="ignore"):
        belief = reach[parent] / total[set_of_edge]
    pay = np.concatenate([numbers.pay, np.zeros((1, players, draws))])
    along = pay[np.where(game.edge_pay[edge] == NONE, len(pay) - 1, game.edge_pay[edge])]
    each = belief[:, None, :] * (along + ahead[game.edge_child[edge]])
    gather = sparse.csr_matrix(
        (np.ones(len(edge)), (entry, np.arange(len(edge)))), shape=(len(where.entries), len(edge))
    )
    by_entry = np.asarray(gather @ each.reshape(len(edge), -1)).reshape(-1, players, draws)
    worth = np.full((len(where.sets), where.moves, players, draws), np.nan)
    worth[where.owner, where.move] = by_entry
    chance = np.zeros((len(where.sets), where.moves, draws))
    chance[where.owner, where.move] = strategy[where.entries]
    if observed is not None:
        total = np.zeros((len(where.sets), draws))
        np.add.at(total, owner, observed[nodes])
    return Worth(total, chance, worth)


def block_draws(game: Game, where: Sets) -> int:
    """Return how many draws `worth_at` should get at once, at least 1."""
    players = len(game.players)
    values = game.n_nodes * (players + 2) + 3 * len(where.sets) * where.moves * (players + 2)
    return max(1, BLOCK_BYTES // (8 * max(1, values)))


def _edges(game: Game, where: Sets) -> tuple[Array, Array, Array]:
    """Return the entry (position in `where.entries`), number and parent of every edge there."""
    entries, edges, parents = [], [], []
    for k, entry in enumerate(where.entries.tolist()):
        number = where.sets[where.owner[k]]
        nodes = game.infoset_nodes[game.infoset_start[number] : game.infoset_start[number + 1]]
        place = entry - game.action_start[number]
        entries.append(np.full(len(nodes), k))
        edges.append(game.edge_start[nodes] + place)
        parents.append(nodes)
    empty = [np.zeros(0, dtype=np.int64)]
    joined = [np.concatenate(part or empty) for part in (entries, edges, parents)]
    return joined[0], joined[1], joined[2]
