"""How many pasts a game has, and how many of them `memory: state` merges, without building it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from standoff.game.expand import Graph, expand
from standoff.game.size import Budget, Size, size_of
from standoff.scenario.model import Scenario

NO_LIMIT = 10**4000
"""More nodes than any game has whose states fit the budget; nodes are counted, not built."""


@dataclass(frozen=True)
class Pasts:
    """What merging does to a scenario with `memory: state`, and what its reply menu leaves out.

    Attributes:
        histories: public histories, each of them a past that nobody mixes up with another.
        states: merged public states that they lead to.
        by_turn: (turn id, histories, states) for each turn that is played.
        exact: False when counting was cut short; `histories` is then a lower bound.
        itemwise: replies that take each item on the table by itself, 3 to the number of items;
            0 without a table.
        replies: stated replies.
    """

    histories: int
    states: int
    by_turn: tuple[tuple[str, int, int], ...]
    exact: bool
    itemwise: int
    replies: int


def unmerged_size(scenario: Scenario, draws: int = 500, budget: Budget | None = None) -> Size:
    """Return the exact size of the game in which nobody forgets, however large it is."""
    whole = replace(scenario, memory="history")
    return size_of(whole, _expanded(whole, budget or Budget()), draws)


def count_pasts(scenario: Scenario, budget: Budget | None = None) -> Pasts:
    """Return how many public histories a scenario has and how many states remain when merged."""
    allowed = budget or Budget()
    whole = _expanded(replace(scenario, memory="history"), allowed)
    merged = _expanded(replace(scenario, memory="state"), allowed)
    histories = dict.fromkeys(range(len(scenario.turns)), 0)
    states = dict(histories)
    for state in whole.states:
        histories[state.turn] += state.histories
    for state in merged.states:
        states[state.turn] += 1
    table = scenario.table
    return Pasts(
        histories=sum(histories.values()),
        states=len(merged.states),
        by_turn=tuple(
            (turn.id, histories[t], states[t])
            for t, turn in enumerate(scenario.turns)
            if histories[t]
        ),
        exact=whole.complete and merged.complete,
        itemwise=math.prod(3 for _ in table.items) if table else 0,
        replies=len(table.replies) if table else 0,
    )


def _expanded(scenario: Scenario, budget: Budget) -> Graph:
    return expand(scenario, max_states=budget.max_states, max_nodes=NO_LIMIT)
