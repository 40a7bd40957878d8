"""Programs that iterate until somebody says stop: what the stopping costs is not counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.measure import Spent, spent

State = TypeVar("State")

EVERY = 10
"""Iterations between two looks at the exploitability."""
MOST_ITERATIONS = 20_000


@dataclass(frozen=True)
class Stepped:
    """What it took, how many iterations there were, and how good the answer is."""

    taken: Spent
    iterations: int
    exploitability: float


def iterate(
    begin: Callable[[], State],
    step: Callable[[State], None],
    look: Callable[[State], float],
    wanted: float,
    count: int = 0,
) -> Stepped:
    """Begin and iterate to the wanted exploitability, or `count` times where that is known.

    Beginning and steps are timed, looks are not.
    """
    states: list[State] = []
    parts = [spent(lambda: states.append(begin()))]
    (state,) = states

    def steps() -> None:
        for _ in range(count or EVERY):
            step(state)

    made, found = 0, float("inf")
    while made < MOST_ITERATIONS and found > wanted:
        parts.append(spent(steps))
        made += count or EVERY
        found = look(state)
        if count:
            break
    total = Spent(sum(p.cpu_s for p in parts), sum(p.wall_s for p in parts))
    return Stepped(total, made, found)
