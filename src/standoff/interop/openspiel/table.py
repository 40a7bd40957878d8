"""A compiled game as a game class of OpenSpiel, driven by tables.

Importing this module imports OpenSpiel; `writer` does so when it is asked for a game.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyspiel

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.interop.openspiel.gains import edge_gains

Array = np.ndarray[Any, Any]

Payoffs = tuple[float, ...]

ZERO = 1e-9
"""Payoffs that add up to the same within this share of the largest are of constant sum."""


@dataclass(frozen=True)
class Spot:
    """Where a play is: the only thing that a state has of its own.

    Attributes:
        node: of the compiled game.
        last: each player's last strategy entry on the way; `NONE` before its first move.
        got: what the last move paid to each player.
        total: what has been paid to each player so far.
    """

    node: int
    last: tuple[int, ...]
    got: Payoffs
    total: Payoffs

    def __deepcopy__(self, memo: Any) -> Spot:
        """Return itself: nothing in it changes. OpenSpiel copies states often."""
        return self


class Table:
    """Arrays of a game as lists, which a step of Python reads faster, for one draw."""

    def __init__(self, game: Game, numbers: Numbers, draw: int) -> None:
        self.game = game
        self.player: list[int] = game.node_player.tolist()
        self.infoset: list[int] = game.node_infoset.tolist()
        self.outcome: list[int] = game.node_outcome.tolist()
        self.start: list[int] = game.edge_start.tolist()
        self.child: list[int] = game.edge_child.tolist()
        self.entry: list[int] = game.action_start.tolist()
        self.owner: list[int] = game.infoset_player.tolist()
        self.row: list[int] = game.edge_prob.tolist()
        self.label: list[int] = game.edge_label.tolist()
        self.prob: list[float] = numbers.prob[:, draw].tolist()
        self.gains = edge_gains(game, numbers, draw)
        self.gain: list[Payoffs] = [tuple(row) for row in self.gains.tolist()]
        self.nothing: Payoffs = (0.0,) * len(game.players)
        # Information sets are numbered within their player, and moves within their set.
        count = [0] * len(game.players)
        self.rank: list[int] = []
        for player in self.owner:
            self.rank.append(count[player])
            count[player] += 1
        self.most_sets = max(count)
        self.set_of: list[int] = np.repeat(
            np.arange(game.n_infosets), np.diff(game.action_start)
        ).tolist()
        self.widest = int(np.diff(game.action_start).max(initial=1))

    def begin(self) -> Spot:
        """Return the spot at the root."""
        return Spot(0, (NONE,) * len(self.nothing), self.nothing, self.nothing)

    def after(self, spot: Spot, action: int) -> Spot:
        """Return the spot to which a move leads."""
        edge = self.start[spot.node] + action
        got, last = self.gain[edge], spot.last
        player = self.player[spot.node]
        if player != CHANCE:
            entry = self.entry[self.infoset[spot.node]] + action
            last = (*last[:player], entry, *last[player + 1 :])
        total = tuple(a + b for a, b in zip(spot.total, got, strict=True))
        return Spot(self.child[edge], last, got, total)

    def knows(self, spot: Spot, player: int) -> tuple[int, int]:
        """Return a player's information set and 0; or its last one, and 1 + the move made there.

        `NONE` stands for the set before the player's first move.
        """
        if self.player[spot.node] == player:
            return self.infoset[spot.node], 0
        entry = spot.last[player]
        if entry == NONE:
            return NONE, 0
        infoset = self.set_of[entry]
        return infoset, 1 + entry - self.entry[infoset]


def _kind(game: Game, table: Table) -> tuple[Any, Any]:
    """Return type and bounds of a game, as OpenSpiel wants them."""
    low, high, depth = _bounds(game, table.gains)
    total = table.gains.sum(axis=1, keepdims=True)
    least, most, _ = _bounds(game, total)
    near = ZERO * max(1.0, float(np.abs([low, high]).max()))
    utility = pyspiel.GameType.Utility.GENERAL_SUM
    utility_sum = None
    if most[0] - least[0] <= near:
        is_zero = abs(least[0]) <= near
        kinds = pyspiel.GameType.Utility
        utility = kinds.ZERO_SUM if is_zero else kinds.CONSTANT_SUM
        utility_sum = 0.0 if is_zero else float(least[0])
    ends = game.node_player[game.edge_child] == TERMINAL
    on_the_way = bool((table.gains[~ends] != 0.0).any())
    has_chance = bool((game.node_player == CHANCE).any())
    # Who moves at information sets of one node, after a deal that nobody makes, knows all.
    alone = game.n_infosets == len(game.infoset_nodes)
    players = len(game.players)
    models, chance = pyspiel.GameType.RewardModel, pyspiel.GameType.ChanceMode
    known = pyspiel.GameType.Information
    kind = pyspiel.GameType(
        short_name="standoff",
        long_name=game.title,
        dynamics=pyspiel.GameType.Dynamics.SEQUENTIAL,
        chance_mode=chance.EXPLICIT_STOCHASTIC if has_chance else chance.DETERMINISTIC,
        information=known.PERFECT_INFORMATION if alone else known.IMPERFECT_INFORMATION,
        utility=utility,
        reward_model=models.REWARDS if on_the_way else models.TERMINAL,
        max_num_players=players,
        min_num_players=players,
        provides_information_state_string=True,
        provides_information_state_tensor=True,
        provides_observation_string=True,
        provides_observation_tensor=True,
    )
    degree = np.diff(game.edge_start)
    info = pyspiel.GameInfo(
        num_distinct_actions=table.widest,
        max_chance_outcomes=int(degree[game.node_player == CHANCE].max(initial=0)),
        num_players=players,
        min_utility=float(low.min()),
        max_utility=float(high.max()),
        utility_sum=utility_sum,
        max_game_length=depth,
    )
    return kind, info


def _bounds(game: Game, gains: Array) -> tuple[Array, Array, int]:
    """Return the least and the most that is paid in a play (columns of gains), and its length."""
    n, columns = game.n_nodes, gains.shape[1]
    low, high = np.zeros((n, columns)), np.zeros((n, columns))
    length = np.zeros(n, dtype=np.int64)
    start = game.edge_start
    moves = game.node_player != CHANCE
    for node in range(n - 1, -1, -1):
        edges = slice(start[node], start[node + 1])
        children = game.edge_child[edges]
        if len(children):
            low[node] = (low[children] + gains[edges]).min(axis=0)
            high[node] = (high[children] + gains[edges]).max(axis=0)
            length[node] = length[children].max() + moves[node]
    return low[0], high[0], int(length[0])


class TableGame(pyspiel.Game):  # type: ignore[misc]  # OpenSpiel has no types
    """A compiled game, for one draw.

    Attributes:
        title: of the game.
        party_labels: of its players.
        table: what states read.
    """

    def __init__(self, game: Game, numbers: Numbers, draw: int) -> None:
        self.table = Table(game, numbers, draw)
        self.title = game.title
        self.party_labels = game.players
        kind, info = _kind(game, self.table)
        super().__init__(kind, info, {})
        # The table is the class's, so that copies of a state leave it alone.
        self._state_class = type("TableState", (TableState,), {"table": self.table})

    def new_initial_state(self) -> Any:
        """Return the state at the root."""
        return self._state_class(self)

    def make_py_observer(self, iig_obs_type: Any = None, params: Any = None) -> Any:
        """Return what tells a player what it knows; for all kinds of observation the same."""
        if params:
            raise ValueError(f"an observer takes no parameters; there are {params}")
        return Observer(self.table)


class TableState(pyspiel.State):  # type: ignore[misc]  # OpenSpiel has no types
    """A state of play; the numbers of moves are places at the node."""

    table: Table

    def __init__(self, game: TableGame) -> None:
        super().__init__(game)
        self.spot = self.table.begin()

    def current_player(self) -> int:
        """Return the player to move, or OpenSpiel's number for nature or nobody."""
        player = self.table.player[self.spot.node]
        if player == CHANCE:
            return int(pyspiel.PlayerId.CHANCE)
        return int(pyspiel.PlayerId.TERMINAL) if player == TERMINAL else player

    def is_terminal(self) -> bool:
        """Return whether the play is over."""
        return self.table.player[self.spot.node] == TERMINAL

    def _legal_actions(self, player: int) -> list[int]:
        table, node = self.table, self.spot.node
        return list(range(table.start[node + 1] - table.start[node]))

    def chance_outcomes(self) -> list[tuple[int, float]]:
        """Return nature's moves that can happen, with their chances."""
        table, node = self.table, self.spot.node
        first = table.start[node]
        chances = [table.prob[table.row[e]] for e in range(first, table.start[node + 1])]
        return [(place, chance) for place, chance in enumerate(chances) if chance > 0]

    def _apply_action(self, action: int) -> None:
        self.spot = self.table.after(self.spot, action)

    def _action_to_string(self, player: int, action: int) -> str:
        table, node = self.table, self.spot.node
        if player >= 0:
            if table.player[node] != player:
                return f"move {action}"
            entry = table.entry[table.infoset[node]] + action
            return table.game.action_labels[entry]
        label = table.label[table.start[node] + action]
        return str(action + 1) if label == NONE else table.game.chance_labels[label]

    def returns(self) -> list[float]:
        """Return what has been paid to each player so far."""
        return list(self.spot.total)

    def rewards(self) -> list[float]:
        """Return what the last move paid to each player."""
        return list(self.spot.got)

    def __str__(self) -> str:
        return f"node {self.spot.node}"

    @property
    def infoset_label(self) -> str:
        """Label of the information set of the player to move."""
        return self.table.game.infoset_labels[self.table.infoset[self.spot.node]]

    @property
    def outcome_label(self) -> str | None:
        """Label of the outcome, at the end of a play."""
        outcome = self.table.outcome[self.spot.node]
        return None if outcome == NONE else self.table.game.outcome_labels[outcome]


class Observer:
    """What a player knows, as a string and as a tensor: see `Table.knows`.

    Attributes:
        tensor: one after the other, a one for the player, for its present or last information set,
            and for having it before itself or the move that it made there.
        dict: the three parts by name.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        sizes = {
            "player": len(table.nothing),
            "infoset": table.most_sets + 1,
            "moved": table.widest + 1,
        }
        self.tensor = np.zeros(sum(sizes.values()), np.float32)
        ends = np.cumsum(list(sizes.values()))
        self.dict = dict(zip(sizes, np.split(self.tensor, ends[:-1]), strict=True))

    def set_from(self, state: TableState, player: int) -> None:
        """Write what a player knows to the tensor."""
        infoset, moved = self.table.knows(state.spot, player)
        self.tensor.fill(0)
        self.dict["player"][player] = 1
        self.dict["infoset"][0 if infoset == NONE else 1 + self.table.rank[infoset]] = 1
        self.dict["moved"][moved] = 1

    def string_from(self, state: TableState, player: int) -> str:
        """Return what a player knows; different for every player and information set."""
        infoset, moved = self.table.knows(state.spot, player)
        game = self.table.game
        own = "before the first move" if infoset == NONE else game.infoset_labels[infoset]
        text = f"{game.players[player]}: {own}"
        if moved:
            text += f" > {game.action_labels[self.table.entry[infoset] + moved - 1]}"
        return text
