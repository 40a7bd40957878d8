"""What the nodes, moves and endings of a game are called where a tree of it is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game import NONE, Game, Layout
from standoff.report.words import capital, spoken
from standoff.scenario import Scenario

Array = np.ndarray[Any, Any]

DEAL = "Types are dealt"
"""What nature does at the root of a scenario with private types."""


class Names:
    """Labels of a game as its file has them; the names of a tree from an .efg file."""

    def __init__(self, game: Game) -> None:
        """Take a game of any origin."""
        self.game = game

    @property
    def players(self) -> tuple[str, ...]:
        """The players, as they are called."""
        return self.game.players

    def node(self, node: int) -> str:
        """Return what a node that is no ending is called."""
        infoset = int(self.game.node_infoset[node])
        return "Nature" if infoset == NONE else capital(self.game.infoset_labels[infoset])

    def edge(self, node: int, edge: int) -> str:
        """Return what the move along an edge of a node is called."""
        game, place = self.game, edge - int(self.game.edge_start[node])
        infoset = int(game.node_infoset[node])
        if infoset != NONE:
            return spoken(game.action_labels[int(game.action_start[infoset]) + place])
        label = int(game.edge_label[edge])
        return f"move {place + 1}" if label == NONE else spoken(game.chance_labels[label])

    def outcome(self, outcome: int) -> str:
        """Return what an ending is called; empty where it has no name."""
        return "" if outcome == NONE else self.game.outcome_labels[outcome]

    def first(self, node: int) -> str:
        """Return how play has come to a node at which the drawing starts."""
        return self.node(node)


class ScenarioNames(Names):
    """Titles as the file of a scenario has them."""

    def __init__(self, game: Game, scenario: Scenario) -> None:
        """Take the game that was compiled from a scenario."""
        super().__init__(game)
        self.scenario = scenario
        self.layout: Layout = game.extra["layout"]

    @property
    def players(self) -> tuple[str, ...]:
        """The parties, by name."""
        return tuple(party.name for party in self.scenario.parties)

    def node(self, node: int) -> str:
        """Return the title of the turn, with the type of the mover."""
        turn = self._turn(node)
        if turn == NONE:
            return DEAL
        title, infoset = self.scenario.turns[turn].title, int(self.game.node_infoset[node])
        if infoset == NONE:
            return title
        kinds = self.layout.profiles.type_labels[int(self.game.infoset_player[infoset])]
        kind = kinds[int(self.layout.infoset_type[infoset])]
        return f"{title} [{spoken(kind)}]" if kind else title

    def edge(self, node: int, edge: int) -> str:
        """Return the title of a move, or the types that are dealt."""
        turn, infoset = self._turn(node), int(self.game.node_infoset[node])
        label = int(self.game.edge_label[edge])
        if turn == NONE:  # `party.dimension=value` for each dimension
            dealt = self.game.chance_labels[label].split(" ")
            return ", ".join(spoken(word.partition("=")[2]) for word in dealt)
        moves = self.scenario.turns[turn].moves
        if infoset == NONE:
            wanted = self.game.chance_labels[label]
            return next(move.title for move in moves if move.id == wanted)
        place = edge - int(self.game.edge_start[node])
        entry = int(self.game.action_start[infoset]) + place
        return moves[int(self.layout.entry_move[entry])].title

    def outcome(self, outcome: int) -> str:
        """Return the title of an ending."""
        return "" if outcome == NONE else self.scenario.outcomes[outcome].title

    def first(self, node: int) -> str:
        """Return the moves up to a node and what is hidden there."""
        layout = self.layout
        codes = layout.profiles.codes[int(layout.node_profile[node])]
        hidden = ", ".join(
            spoken(private.values[code])
            for private, code in zip(self.scenario.privates, codes, strict=True)
            if not private.choice
        )
        past = self._past(node)
        return "; ".join(part for part in (past, hidden) if part) or "so far"

    def _turn(self, node: int) -> int:
        state = int(self.layout.node_state[node])
        return NONE if state == NONE else int(self.layout.state_turn[state])

    def _past(self, node: int) -> str:
        """Return the moves up to a node, or the variables where pasts are merged."""
        layout = self.layout
        if self.scenario.memory == "state":
            values = layout.states[int(layout.node_state[node])].variables
            words = [
                f"{spoken(v.id)} {spoken(v.labels[value - v.low]) if v.labels else value}"
                for v, value in zip(self.scenario.variables, values, strict=True)
                if value != v.start
            ]
            return ", ".join(words)
        known = layout.node_history != NONE
        turn_of = np.zeros(len(layout.history_parent), dtype=np.int64)
        turn_of[layout.node_history[known]] = layout.state_turn[layout.node_state[known]]
        moves: list[str] = []
        history = int(layout.node_history[node])
        while (parent := int(layout.history_parent[history])) != NONE:
            turn = self.scenario.turns[int(turn_of[parent])]
            moves.append(spoken(turn.moves[int(layout.history_move[history])].id))
            history = parent
        return ", ".join(reversed(moves))


def names_of(game: Game, scenario: Scenario | None) -> Names:
    """Return the names of a game: those of its scenario, or of the file of a tree."""
    return Names(game) if scenario is None else ScenarioNames(game, scenario)


def nodes_at(game: Game, scenario: Scenario, turn: str) -> Array:
    """Return the nodes at which a turn is played.

    Raises:
        UsageError: no turn has that id, or it is never played; says what to write.
    """
    from standoff.diagnostics.suggest import advice

    ids = [one.id for one in scenario.turns]
    if turn not in ids:
        raise UsageError(f"`{scenario.name}` has no turn `{turn[:60]}`", help=advice(turn, ids))
    layout: Layout = game.extra["layout"]
    known = layout.node_state != NONE
    here = np.zeros(game.n_nodes, dtype=bool)
    here[known] = layout.state_turn[layout.node_state[known]] == ids.index(turn)
    if not here.any():
        raise UsageError(
            f"turn `{turn}` is never played in `{scenario.name}`",
            help="write the id of another turn",
        )
    return np.flatnonzero(here)


__all__ = ["Names", "ScenarioNames", "names_of", "nodes_at"]
