"""Many variants of one crisis solved together: their draws are stacked and solved as one forecast.

The variants share the moves; parameters, and who holds which view, may differ. The game is then
compiled once, whatever the number of variants, and kept for the next call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from standoff.forecast.chunks import MOST_DRAWS, Chunk, Ground, chunks_of
from standoff.forecast.crew import run_here
from standoff.forecast.packing import Part, solution_of
from standoff.forecast.plan import Plan, structures_of
from standoff.game import Budget
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]
Progress = Callable[[str, int, int], None]


class Variants:
    """Solves variants of one crisis, call after call; the game of a structure is compiled once."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        threads: int | None = None,
        budget: Budget | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Take what the variants share; arguments as for `outcomes_of`."""
        self.scenario, self.threads, self.budget = scenario, threads, budget
        self.progress = progress
        self._known: dict[frozenset[int], Ground] = {}

    def solve(self, plans: Sequence[Plan]) -> tuple[Array, Array]:
        """Return outcomes (C, K, B) and the chance of what was observed (C, B); nan if not solved.

        Draws are solved in both ways, as a check, only where a structure is met first.

        Args:
            plans: what is drawn in each variant, all with the same number of draws, view and level.

        Raises:
            GameTooLargeError: the game is over the budget; nothing was built.
            UsageError: a number of the scenario is impossible in some draw.
        """
        whole, draws = stacked(self.scenario, plans), plans[0].on.shape[1]
        fresh = [k for k, one in enumerate(whole.structures) if one.reveals not in self._known]
        grounds = [self._ground(whole, k) for k in range(len(whole.structures))]
        out = np.full((len(self.scenario.outcomes), len(plans) * draws), np.nan)
        chance = np.full(len(plans) * draws, np.nan)

        def take(chunk: Chunk, part: Part) -> None:
            solved = solution_of(part).solved
            here = grounds[chunk.structure].draws[chunk.start : chunk.stop][solved]
            if len(here):
                out[:, here] = part["answers.outcomes"]
                chance[here] = part["answers.seen.likelihood"][-1] if self.scenario.observed else 1

        chunks = [
            chunk if chunk.structure in fresh else replace(chunk, checks=())
            for ground in grounds
            for chunk in chunks_of(ground)
        ]
        run_here(grounds, chunks, take, self.threads, self.progress)
        shaped = out.reshape(len(out), len(plans), draws).transpose(1, 0, 2)
        return shaped, chance.reshape(len(plans), draws)

    def outcomes(self, plans: Sequence[Plan]) -> Array:
        """Return the outcome probabilities alone (C, K, B), as `solve` does."""
        return self.solve(plans)[0]

    def _ground(self, plan: Plan, k: int) -> Ground:
        structure = plan.structures[k]
        if structure.reveals not in self._known:
            if self.progress is not None:
                self.progress("compile", k, len(plan.structures))
            most = min(MOST_DRAWS, len(structure.draws))
            self._known[structure.reveals] = Ground(self.scenario, plan, k, self.budget, most)
        return self._known[structure.reveals].at(plan, k)


def outcomes_of(
    scenario: Scenario,
    plans: Sequence[Plan],
    *,
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> Array:
    """Return the outcome probabilities of several variants (C, K, B); nan where not solved.

    Args:
        scenario: what the variants share; whoever holds a view in a variant holds it here.
        plans: what is drawn in each variant, all with the same number of draws, view and level.
        threads: worker threads of the solver; do not change the numbers.
        budget: what the game may need.
        progress: called as progress(stage, done, total).

    Raises:
        GameTooLargeError: the game is over the budget; nothing was built.
        UsageError: a number of the scenario is impossible in some draw.
    """
    made = Variants(scenario, threads=threads, budget=budget, progress=progress)
    return made.outcomes(plans)


def stacked(scenario: Scenario, plans: Sequence[Plan]) -> Plan:
    """Return one plan with the draws of all variants, one variant after the other."""
    first = plans[0]
    on = np.concatenate([plan.on for plan in plans], axis=1)
    views = sorted({k for plan in plans for k in (*plan.believed, *plan.held)})
    nobody = np.zeros(first.on.shape[1], dtype=bool)
    return Plan(
        view=first.view,
        level=first.level,
        parameters=np.concatenate([plan.parameters for plan in plans], axis=1),
        on=on,
        believed={
            k: np.concatenate([p.believed.get(k, p.parameters) for p in plans], axis=1)
            for k in views
        },
        held={
            k: np.concatenate([p.held.get(k, nobody) for p in plans])
            for k in views
            if any(k in plan.held for plan in plans)
        },
        structures=structures_of(scenario, on),
    )
