"""The chance of what has been observed, for any draws of a scenario that is compiled already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from standoff.forecast.chunks import Chunk, Ground, chunks_of, likelihood_chunk
from standoff.forecast.crew import run_here
from standoff.forecast.packing import Part
from standoff.forecast.plan import Latent, Plan, plan_at
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]


class Likelihoods:
    """Solves draws and says how likely they make what was observed; games are compiled once."""

    def __init__(
        self,
        scenario: Scenario,
        grounds: Sequence[Ground],
        chosen: Mapping[str, Any],
        threads: int | None = None,
    ) -> None:
        """Take a scenario and the games that are there.

        Args:
            scenario: as written.
            grounds: compiled games, one for each structure known so far.
            chosen: `view`, `level` and `theories` of the plan.
            threads: worker threads.
        """
        self.scenario = scenario
        self.chosen = dict(chosen)
        self.threads = threads
        self._known = {one.plan.structures[one.structure].reveals: one for one in grounds}

    def __call__(self, latent: Latent) -> Array:
        """Return the likelihood of every draw (B); nan where it was not solved."""
        grounds = self.grounds(plan_at(self.scenario, latent, **self.chosen))
        out = np.full(latent.draws, np.nan)

        def take(chunk: Chunk, part: Part) -> None:
            out[grounds[chunk.structure].draws[chunk.start : chunk.stop]] = part["likelihood"]

        chunks = [
            Chunk(one.structure, one.start, one.stop)
            for ground in grounds
            for one in chunks_of(ground)
        ]
        run_here(grounds, chunks, take, self.threads, None, work=likelihood_chunk)
        return out

    def grounds(self, plan: Plan) -> list[Ground]:
        """Return what the draws of each structure of a plan have in common."""
        made = []
        for k, structure in enumerate(plan.structures):
            if structure.reveals not in self._known:
                self._known[structure.reveals] = Ground(self.scenario, plan, k)
            made.append(self._known[structure.reveals].at(plan, k))
        return made
