"""The environment itself. Importing this module imports PettingZoo."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete
from gymnasium.utils.seeding import np_random
from pettingzoo import AECEnv

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

Array = np.ndarray[Any, Any]


def set_counts(game: Game) -> list[int]:
    """Return the number of information sets of each player."""
    return [int(np.sum(game.infoset_player == player)) for player in range(len(game.players))]


class StandoffEnv(AECEnv):  # type: ignore[misc]  # PettingZoo has no types
    """Parties of a game as agents that move in turn: see `standoff_env`.

    Attributes:
        node: of the game, where the play is.
        draw: whose numbers are played.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012 (PettingZoo reads it from the class)
        "name": "standoff_v1",
        "render_modes": ["ansi"],
        "is_parallelizable": False,
    }

    def __init__(
        self, game: Game, numbers: Numbers, draw: int | None, seed: int | None, *, one_hot: bool
    ) -> None:
        super().__init__()
        self.render_mode = "ansi"
        self.possible_agents = list(game.players)
        self.agents = list(game.players)
        self.game, self.numbers = game, numbers
        self._fixed_draw, self._one_hot = draw, one_hot
        self.draw = draw or 0
        self.node = 0
        self.np_random, _ = np_random(seed)
        self._tables(game)
        self._spaces(game)

    def _tables(self, game: Game) -> None:
        """Keep what a step reads as lists, which Python reads faster than arrays."""
        self._player: list[int] = game.node_player.tolist()
        self._infoset: list[int] = game.node_infoset.tolist()
        self._outcome: list[int] = game.node_outcome.tolist()
        self._start: list[int] = game.edge_start.tolist()
        self._child: list[int] = game.edge_child.tolist()
        self._edge_pay: list[int] = game.edge_pay.tolist()
        self._node_pay: list[int] = game.node_pay.tolist()
        self._entry: list[int] = game.action_start.tolist()
        self._place = np.zeros(game.n_infosets, dtype=np.int64)
        for player in range(len(game.players)):
            own = np.flatnonzero(game.infoset_player == player)
            self._place[own] = 1 + np.arange(len(own))
        # Chances of nature's moves in a draw, added up; made when a node is first reached.
        self._chances: dict[tuple[int, int], Array] = {}

    def _spaces(self, game: Game) -> None:
        widths = np.diff(game.action_start)
        self.observation_spaces: dict[str, Any] = {}
        self.action_spaces: dict[str, Any] = {}
        self._no_moves: dict[str, Array] = {}
        for player, (agent, sets) in enumerate(zip(game.players, set_counts(game), strict=True)):
            widest = int(widths[game.infoset_player == player].max(initial=1))
            seen = Box(0, 1, (sets + 1,), np.int8) if self._one_hot else Discrete(sets + 1)
            mask = Box(0, 1, (widest,), np.int8)
            self.observation_spaces[agent] = Dict({"observation": seen, "action_mask": mask})
            self.action_spaces[agent] = Discrete(widest)
            self._no_moves[agent] = np.zeros(widest, dtype=np.int8)

    def observation_space(self, agent: str) -> Any:
        """Return the space of what an agent sees."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Any:
        """Return the space of an agent's moves; a mask says which there are at a time."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """Begin a play, and let nature move first if it does."""
        if seed is not None:
            self.np_random, _ = np_random(seed)
        self.draw = (
            int(self.np_random.integers(self.numbers.n_draws))
            if self._fixed_draw is None
            else self._fixed_draw
        )
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos: dict[str, dict[str, Any]] = {agent: {} for agent in self.agents}
        self._skip_agent_selection = None
        self.agent_selection = self.agents[0]
        self.node = 0
        self._pay(self._node_pay[0])
        self._go_on()
        self._accumulate_rewards()

    def step(self, action: int | None) -> None:
        """Make the move of the agent whose turn it is, and nature's after it.

        Raises:
            UsageError: the agent has no such move.
        """
        agent = self.agent_selection
        if self.terminations[agent]:
            self._was_dead_step(action)
            return
        first = self._start[self.node]
        moves = self._start[self.node + 1] - first
        if action is None or not 0 <= action < moves:
            raise UsageError(
                f"`{agent}` has {moves} moves at this information set; {action} is none of them",
                help="choose one that the `action_mask` of the observation allows",
            )
        self._cumulative_rewards[agent] = 0.0
        self._clear_rewards()
        self.infos[agent] = {}
        self._follow(first + int(action))
        self._go_on()
        self._accumulate_rewards()

    def _follow(self, edge: int) -> None:
        self.node = self._child[edge]
        self._pay(self._edge_pay[edge])
        self._pay(self._node_pay[self.node])

    def _pay(self, row: int) -> None:
        if row != NONE:
            paid = self.numbers.pay[row, :, self.draw]
            for agent, value in zip(self.possible_agents, paid.tolist(), strict=True):
                self.rewards[agent] += value

    def _go_on(self) -> None:
        """Let nature move until a party does, or the play is over."""
        while (player := self._player[self.node]) == CHANCE:
            added = self._added_up(self.node)
            at = int(np.searchsorted(added, self.np_random.random() * added[-1], side="right"))
            self._follow(self._start[self.node] + at)
        if player == TERMINAL:
            self.terminations = dict.fromkeys(self.agents, True)
            outcome = self._outcome[self.node]
            if outcome != NONE:
                label = self.game.outcome_labels[outcome]
                self.infos = {agent: {"outcome": label} for agent in self.agents}
            self.agent_selection = self.agents[0]
            return
        self.agent_selection = self.possible_agents[player]
        infoset = self._infoset[self.node]
        moves = slice(self._entry[infoset], self._entry[infoset + 1])
        self.infos[self.agent_selection] = {
            "infoset": self.game.infoset_labels[infoset],
            "moves": self.game.action_labels[moves],
        }

    def _added_up(self, node: int) -> Array:
        key = (node, self.draw)
        if key not in self._chances:
            rows = self.game.edge_prob[self._start[node] : self._start[node + 1]]
            self._chances[key] = np.cumsum(self.numbers.prob[rows, self.draw])
        return self._chances[key]

    def observe(self, agent: str) -> dict[str, Any]:
        """Return what an agent sees, see `standoff_env`."""
        place, mask = 0, self._no_moves[agent].copy()
        if self.agents and agent == self.agent_selection and not self.terminations[agent]:
            infoset = self._infoset[self.node]
            place = int(self._place[infoset])
            mask[: self._entry[infoset + 1] - self._entry[infoset]] = 1
        if not self._one_hot:
            return {"observation": np.int64(place), "action_mask": mask}
        seen = np.zeros(self.observation_spaces[agent]["observation"].shape, dtype=np.int8)
        seen[place] = 1
        return {"observation": seen, "action_mask": mask}

    def state(self) -> Array:
        """Return the number of the node, which nobody in the game knows."""
        return np.array([self.node])

    def render(self) -> str:
        """Return who moves where, as text."""
        outcome = self._outcome[self.node]
        if self._player[self.node] == TERMINAL:
            return "over" if outcome == NONE else f"over: {self.game.outcome_labels[outcome]}"
        return f"{self.agent_selection} at {self.game.infoset_labels[self._infoset[self.node]]}"

    def close(self) -> None:
        """Do nothing: there is nothing to close."""
