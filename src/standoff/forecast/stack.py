"""Many variants of one crisis solved together: their draws are stacked and solved as one forecast.

The variants share the moves; parameters, and who holds which view, may differ. The game is then
compiled once, whatever the number of variants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    whole, draws = stacked(scenario, plans), plans[0].on.shape[1]
    grounds = []
    for k, structure in enumerate(whole.structures):
        if progress is not None:
            progress("compile", k, len(whole.structures))
        grounds.append(Ground(scenario, whole, k, budget, min(MOST_DRAWS, len(structure.draws))))
    out = np.full((len(scenario.outcomes), len(plans) * draws), np.nan)

    def take(chunk: Chunk, part: Part) -> None:
        solved = solution_of(part).solved
        here = grounds[chunk.structure].draws[chunk.start : chunk.stop][solved]
        if len(here):
            out[:, here] = part["answers.outcomes"]

    chunks = [chunk for ground in grounds for chunk in chunks_of(ground)]
    run_here(grounds, chunks, take, threads, progress)
    return out.reshape(len(out), len(plans), draws).transpose(1, 0, 2)


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
