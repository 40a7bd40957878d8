"""How many pasts a game has, and how many of them `memory: state` merges, without building it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

from standoff.game.expand import Graph, expand
from standoff.game.size import Budget, Size, size_of
from standoff.scenario.model import Scenario

NO_LIMIT = 10**4000
"""More nodes than any game has whose states fit the budget; nodes are counted, not built."""


@dataclass(frozen=True)
class Pasts:
    """What merging does to a scenario.

    Attributes:
        histories: public histories, each of them a past that nobody mixes up with another.
        states: merged public states that they lead to.
        by_turn: (turn id, histories, states) for each turn that is played.
        exact: False when counting was cut short; `histories` is then a lower bound.
    """

    histories: int
    states: int
    by_turn: tuple[tuple[str, int, int], ...]
    exact: bool

    def to_json(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        return {
            "histories": self.histories,
            "states": self.states,
            "exact": self.exact,
            "by_turn": {turn: {"histories": h, "states": s} for turn, h, s in self.by_turn},
        }


@dataclass(frozen=True)
class Shortcuts:
    """What stated replies and simultaneous stages stand for.

    Attributes:
        itemwise: replies that take each item on the table by itself (accept, refuse or discuss):
            3 to the number of items; 0 without a table.
        replies: stated replies.
        stages: simultaneous stages.
        orderings: ways to let the parties move one after the other at all of them.
    """

    itemwise: int
    replies: int
    stages: int
    orderings: int

    def to_json(self) -> dict[str, int]:
        """Return the counts as plain data."""
        return asdict(self)


def unmerged_size(scenario: Scenario, draws: int = 500, budget: Budget | None = None) -> Size:
    """Return the exact size of the game in which nobody forgets, however large it is."""
    whole = replace(scenario, memory="history")
    return size_of(whole, _expanded(whole, budget or Budget()), draws)


def count_pasts(scenario: Scenario, budget: Budget | None = None) -> Pasts:
    """Return how many public histories a scenario has and how many states remain when merged."""
    allowed = budget or Budget()
    whole = _expanded(replace(scenario, memory="history"), allowed)
    merged = _expanded(replace(scenario, memory="state"), allowed)
    histories: Counter[int] = Counter()
    for state in whole.states:
        histories[state.turn] += state.histories
    states = Counter(state.turn for state in merged.states)
    return Pasts(
        histories=sum(histories.values()),
        states=len(merged.states),
        by_turn=tuple(
            (turn.id, histories[t], states[t])
            for t, turn in enumerate(scenario.turns)
            if histories[t]
        ),
        exact=whole.complete and merged.complete,
    )


def shortcuts(scenario: Scenario) -> Shortcuts:
    """Return what the stated replies and the simultaneous stages of a scenario stand for."""
    table = scenario.table
    movers = Counter(turn.stage for turn in scenario.turns if turn.stage)
    return Shortcuts(
        itemwise=3 ** len(table.items) if table else 0,
        replies=len(table.replies) if table else 0,
        stages=len(movers),
        orderings=math.prod(math.factorial(count) for count in movers.values()),
    )


def _expanded(scenario: Scenario, budget: Budget) -> Graph:
    return expand(
        scenario,
        max_states=budget.max_states,
        max_nodes=NO_LIMIT,
        max_profiles=budget.max_profiles,
    )
