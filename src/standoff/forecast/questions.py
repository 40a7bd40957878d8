"""What is asked of a game, as index arrays: they depend on structure alone and are made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from standoff.forecast.causes import ending_edges
from standoff.forecast.events import event_matrix
from standoff.forecast.learnt import Learning
from standoff.forecast.lens import Lens, Play, lenses_of
from standoff.forecast.states import Standings
from standoff.game import CHANCE, NONE, TERMINAL, Game, Layout, layout_of
from standoff.scenario.model import Bluff, Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Cut:
    """All edges that lead from before a day to that day or later: what is still open then.

    Attributes:
        day: ISO date.
        edges: edge numbers.
        states: merged public state after each edge; `NONE` where the clock ended the crisis.
        final: final variables after each such edge; `NONE` elsewhere.
    """

    day: str
    edges: Array
    states: Array
    final: Array


@dataclass(frozen=True)
class Threat:
    """The bluff question of one party, as marks on nodes, edges and strategy entries.

    Attributes:
        node_hit: terminal nodes at which the threat has been carried out.
        edge_hit: edges that carry it out.
        forced: strategy entries of other parties to which refusing confines them; entries of
            information sets where nothing counts as refusing are all kept.
    """

    bluff: Bluff
    node_hit: Array
    edge_hit: Array
    forced: Array


@dataclass(frozen=True)
class FirstTurn:
    """A party's first turn: which information sets and entries belong to it."""

    party: int
    turn: int
    entries: Array
    entry_infoset: Array
    entry_move: Array
    entry_type: Array


class Questions:
    """Index arrays for everything that a forecast reports."""

    def __init__(self, scenario: Scenario, game: Game) -> None:
        """Work out all index arrays of one game."""
        self.scenario = scenario
        self.game = game
        self.layout: Layout = layout_of(game)
        degree = np.diff(game.edge_start)
        self.parent = np.repeat(np.arange(game.n_nodes), degree)
        place = np.arange(len(game.edge_child)) - np.repeat(game.edge_start[:-1], degree)
        owner = game.node_infoset[self.parent]
        self.is_chance = game.node_player[self.parent] == CHANCE
        self.edge_entry = np.where(self.is_chance, 0, game.action_start[owner] + place)
        self.edge_chance = np.where(self.is_chance, game.edge_prob, 0)
        self.entry_infoset = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
        self.to_outcomes = _selector(game.node_outcome, len(scenario.outcomes))
        self.to_endings = _selector(
            np.where(
                self.layout.terminal_date == NONE,
                NONE,
                self.layout.terminal_date * len(scenario.outcomes) + game.node_outcome,
            ),
            len(self.layout.dates) * len(scenario.outcomes),
        )
        self.to_infosets = sparse.csr_matrix(
            (
                np.ones(len(game.infoset_nodes)),
                (
                    np.repeat(np.arange(game.n_infosets), np.diff(game.infoset_start)),
                    game.infoset_nodes,
                ),
            ),
            shape=(game.n_infosets, game.n_nodes),
        )
        self._moves_of_edges = self._edge_moves()
        self.by_clock = self._ended_by_clock()
        self.ending_edges = ending_edges(game)
        self.to_events = event_matrix(scenario, self.layout)
        self.cuts = self._cuts()
        self.lenses = lenses_of(self)
        self.standings = Standings(self)
        self.learning = Learning(self)
        self.first_turns = self._first_turns()
        self.threats = tuple(self._threat(bluff) for bluff in scenario.bluffs)

    def flow(self, edges: Array, play: Play) -> Array:
        """Return the probability of passing each of some edges (len(edges), B)."""
        chance, strategy, prob = self.is_chance[edges, None], play.strategy, play.numbers.prob
        along = np.where(
            chance,
            prob[self.edge_chance[edges]] if len(prob) else 1.0,
            strategy[self.edge_entry[edges]] if len(strategy) else 1.0,
        )
        parent = self.parent[edges]
        if play.back is not None and play.weight is not None:
            before = play.back[parent]
            after = play.back[self.game.edge_child[edges]] * play.weight[edges, None]
            along = along * np.where(before > 0, after / np.where(before > 0, before, 1.0), 0.0)
        return np.asarray(play.reach[parent] * along)

    @property
    def lens(self) -> Lens:
        """What all observations say together."""
        return self.lenses[-1]

    @property
    def weight(self) -> Array | None:
        """Weight of each edge given all observations (E), or None without any."""
        return self.lens.weight if len(self.lenses) > 1 else None

    def _cuts(self) -> tuple[Cut, ...]:
        layout, scenario = self.layout, self.scenario
        if scenario.start is None or not layout.dates:
            return ()
        day_number = {day: k for k, day in enumerate(layout.dates)}
        turn_day = np.array(
            [day_number[turn.date.isoformat()] if turn.date else NONE for turn in scenario.turns]
        )
        state_day = turn_day[layout.state_turn]
        node_day = np.full(self.game.n_nodes, NONE)
        known = layout.node_state != NONE
        node_day[known] = state_day[layout.node_state[known]]
        horizon = len(layout.dates) - 1
        before = node_day[self.parent]
        child = self.game.edge_child
        after = np.where(
            self.game.node_player[child] == TERMINAL,
            np.where(self.by_clock, horizon, NONE),
            node_day[child],
        )
        cuts = []
        for number, day in enumerate(layout.dates):
            edges = np.flatnonzero((before < number) & (after >= number))
            ended = self.game.node_player[child[edges]] == TERMINAL
            cuts.append(
                Cut(
                    day,
                    edges,
                    np.where(ended, NONE, layout.node_state[child[edges]]),
                    np.where(ended, layout.terminal_variables[child[edges]], NONE),
                )
            )
        return tuple(cuts)

    def edge_moves(self) -> tuple[Array, Array]:
        """Return turn and move of each edge; `NONE` for the root deal."""
        return self._moves_of_edges

    def _edge_moves(self) -> tuple[Array, Array]:
        """Return turn and move of each edge; `NONE` for the root deal."""
        state = self.layout.node_state[self.parent]
        turn = np.where(state == NONE, NONE, self.layout.state_turn[state])
        move = np.full(len(self.parent), NONE)
        decided = ~self.is_chance
        move[decided] = self.layout.entry_move[self.edge_entry[decided]]
        ids: dict[tuple[int, str], int] = {
            (t, m.id): k
            for t, entry in enumerate(self.scenario.turns)
            for k, m in enumerate(entry.moves)
        }
        for edge in np.flatnonzero(self.is_chance & (turn != NONE)):
            label = self.game.chance_labels[int(self.game.edge_label[edge])]
            move[edge] = ids[int(turn[edge]), label]
        return turn, move

    def _ended_by_clock(self) -> Array:
        turn, move = self.edge_moves()
        ends = {
            (t, k)
            for t, entry in enumerate(self.scenario.turns)
            for k, m in enumerate(entry.moves)
            if m.outcome is not None
        }
        table = np.zeros(
            (len(self.scenario.turns), max(len(t.moves) for t in self.scenario.turns)), dtype=bool
        )
        for t, k in ends:
            table[t, k] = True
        known = turn != NONE
        out = np.zeros(len(turn), dtype=bool)
        out[known] = ~table[turn[known], move[known]]
        return out

    def _first_turns(self) -> tuple[FirstTurn, ...]:
        out = []
        for party in range(len(self.scenario.parties)):
            own = (self.game.infoset_player == party) & (self.layout.infoset_turn >= self.lens.now)
            if not own.any():
                continue
            turn = int(self.layout.infoset_turn[own].min())
            chosen = own & (self.layout.infoset_turn == turn)
            entries = np.flatnonzero(chosen[self.entry_infoset])
            infosets = self.entry_infoset[entries]
            out.append(
                FirstTurn(
                    party,
                    turn,
                    entries,
                    infosets,
                    self.layout.entry_move[entries],
                    self.layout.infoset_type[infosets],
                )
            )
        return tuple(out)

    def _threat(self, bluff: Bluff) -> Threat:
        scenario = self.scenario
        node_hit = np.isin(self.game.node_outcome, list(bluff.outcomes))
        turn, move = self.edge_moves()
        width = max(len(t.moves) for t in scenario.turns)
        carries = np.zeros((len(scenario.turns), width), dtype=bool)
        refuses = np.zeros((len(scenario.turns), width), dtype=bool)
        for t, entry in enumerate(scenario.turns):
            for k, m in enumerate(entry.moves):
                carries[t, k] = m.id in bluff.moves and entry.mover == bluff.party
                refuses[t, k] = m.refuses
        edge_hit = (turn != NONE) & carries[turn, move]
        entry_turn = self.layout.infoset_turn[self.entry_infoset]
        entry_refuses = refuses[entry_turn, self.layout.entry_move]
        someone = np.zeros(self.game.n_infosets, dtype=bool)
        someone[self.entry_infoset[entry_refuses]] = True
        others = self.game.infoset_player[self.entry_infoset] != bluff.party
        forced = ~others | ~someone[self.entry_infoset] | entry_refuses
        return Threat(bluff, node_hit, edge_hit, forced)


def _selector(group: Array, count: int) -> Any:
    """Return the sparse matrix (count, N) that adds up nodes by group."""
    nodes = np.flatnonzero(group != NONE)
    return sparse.csr_matrix(
        (np.ones(len(nodes)), (group[nodes], nodes)), shape=(count, len(group))
    )
