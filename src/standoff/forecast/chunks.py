"""Chunks of draws: the unit in which draws are solved, judged and read off, wherever that happens.

Where a chunk begins and ends depends on the game and on the number of draws alone, and a chunk is
worked on by one function. So every number of a forecast is made by the same operations on arrays of
the same shape, whether threads, processes or other machines do the work, and in whatever order.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from standoff.forecast.answers import answer
from standoff.forecast.hypergame import Hypergame, Seen, solve_hypergame
from standoff.forecast.packing import Part, flatten
from standoff.forecast.perceived import judge_views, seen_by_holders
from standoff.forecast.plan import Plan, revealed
from standoff.forecast.questions import Questions
from standoff.forecast.seen import likelihoods
from standoff.game import (
    Budget,
    Numbers,
    believed_numbers,
    compile_game,
    numbers_at,
    require_ruled_out,
)
from standoff.scenario.model import Scenario
from standoff.solve import solve
from standoff.solve.api import CHECKED_DRAWS, LANES

Array = np.ndarray[Any, Any]

FURTHER_CHECKS = 1
"""Draws that are solved in both ways for every view and every further structure."""
MOST_DRAWS = 256
"""Draws of a chunk, at most; a multiple of `LANES`."""
NODE_DRAWS = 640_000
"""Nodes times draws of a chunk, at most, where that is more than `LANES` draws: a few seconds."""
DEVICE_DRAWS = 1024
"""Draws of a chunk that is solved on a GPU, at most: a device wants many at once."""
SHARES = 16
"""Chunks that a forecast has at least, where they can have `LANES` draws: enough to share out."""
ANALYST = ""
"""Stands for the analyst among the names of views."""


@dataclass(frozen=True)
class Chunk:
    """Some draws of one structure.

    Attributes:
        structure: index in `Plan.structures`.
        start: position of the first draw among the structure's draws.
        stop: position after the last one.
        checks: how many draws are solved in both ways, by view; `ANALYST` is the analyst.
        keep_analyst: whether the equilibrium of the analyst's crisis is part of the result.
    """

    structure: int
    start: int
    stop: int
    checks: tuple[tuple[str, int], ...] = ()
    keep_analyst: bool = False

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.stop - self.start

    @property
    def name(self) -> str:
        """A name that no other chunk of the forecast has."""
        return f"{self.structure:03d}-{self.start:06d}-{self.stop:06d}"


class Ground:
    """What is the same for all chunks of one structure, made once in each process."""

    def __init__(
        self,
        written: Scenario,
        plan: Plan,
        structure: int,
        budget: Budget | None = None,
        draws: int = 1,
    ) -> None:
        """Compile the game.

        Args:
            written: the scenario as the file has it.
            plan: what is drawn.
            structure: index in `plan.structures`.
            budget: what the game may need.
            draws: number of draws that the budget has to hold.

        Raises:
            GameTooLargeError: the game is over the budget; nothing was built.
        """
        chosen = plan.structures[structure]
        self.plan = plan
        self.structure = structure
        self.draws = chosen.draws
        self.scenario = revealed(written, chosen.reveals)
        self.game = compile_game(self.scenario, budget=budget, draws=draws)
        self.questions = Questions(self.scenario, self.game)
        self.view = None if plan.view is None else self.scenario.views[plan.view]
        self.known: Numbers | None = None
        """Numbers of all draws, where they are at hand."""

    def at(self, plan: Plan, structure: int) -> Ground:
        """Return the same game for the draws of another plan in a structure that is alike."""
        other = copy(self)
        other.plan, other.structure, other.known = plan, structure, None
        other.draws = plan.structures[structure].draws
        return other

    def parameters(self, start: int, stop: int) -> Array:
        """Return the parameters of the draws `start:stop` (H, B)."""
        return np.ascontiguousarray(self.plan.parameters[:, self.draws[start:stop]])

    def numbers(self, start: int, stop: int) -> Numbers:
        """Return the numbers of the draws `start:stop`.

        Raises:
            UsageError: a number of the scenario is impossible in one of them.
        """
        if self.known is not None:
            return self.known.block(start, stop)
        parameters = self.parameters(start, stop)
        if self.view is None:
            return numbers_at(self.scenario, self.game, parameters)
        return believed_numbers(self.scenario, self.game, self.view, parameters)


def chunks_of(ground: Ground, branches: int = 0, device: str = "cpu") -> list[Chunk]:
    """Return the chunks of one structure.

    The first chunk is where draws are solved in both ways, and for a view the first chunk in which
    somebody holds it.

    Args:
        ground: of the structure.
        branches: number of draws, the first of the forecast, in which equilibria are searched.
        device: what solves them, `cpu` or `gpu`.
    """
    total = len(ground.draws)
    width = chunk_draws(ground.game.n_nodes, total) if device == "cpu" else DEVICE_DRAWS
    held = {ground.scenario.views[k].id: on[ground.draws] for k, on in ground.plan.held.items()}
    unchecked = [ANALYST, *held]
    chunks = []
    for start in range(0, total, width):
        stop = min(start + width, total)
        here = [name for name in unchecked if name == ANALYST or held[name][start:stop].any()]
        unchecked = [name for name in unchecked if name not in here]
        checks = tuple((name, _checks(ground.structure, name)) for name in here)
        keep = bool(held) and bool((ground.draws[start:stop] < branches).any())
        chunks.append(Chunk(ground.structure, start, stop, checks, keep))
    return chunks


def chunk_draws(nodes: int, draws: int) -> int:
    """Return how many draws a chunk has: a multiple of `LANES`.

    Args:
        nodes: of the game.
        draws: of the structure.
    """
    by_size = NODE_DRAWS // max(1, nodes) // LANES
    by_share = -(-draws // (SHARES * LANES))
    return LANES * max(1, min(by_size, by_share, MOST_DRAWS // LANES))


def _checks(structure: int, name: str) -> int:
    return CHECKED_DRAWS if structure == 0 and name == ANALYST else FURTHER_CHECKS


def solve_chunk(ground: Ground, chunk: Chunk, threads: int = 1, device: str = "cpu") -> Part:
    """Return the solution of a chunk's draws and what it answers, as named arrays.

    Args:
        ground: of the chunk's structure.
        chunk: the draws.
        threads: worker threads of the solver; do not change the numbers.
        device: what the ladder climbs on, `cpu` or `gpu`.

    Returns:
        `solution.*` over all draws, `answers.*` over the solved ones; with views held by parties,
        `perceived.gain` and `perceived.failed.*`, and `analyst.*` where the chunk asks for it.

    Raises:
        UsageError: a number is impossible in some draw, or a view plays what it rules out.
    """
    scenario, game = ground.scenario, ground.game
    numbers, seen, played = _played(ground, chunk, threads, device)
    solution = played.solution
    if ground.view is not None:
        require_ruled_out(scenario, game, ground.view, solution.strategy[:, solution.solved])
    part = flatten("solution", solution)
    good = np.flatnonzero(solution.solved)
    if len(good):
        answers = answer(ground.questions, numbers.select(good), solution.strategy[:, good])
        part |= flatten("answers", answers)
    if seen:
        failed, part["perceived.gain"] = judge_views(scenario, game, numbers, seen, played)
        part |= {f"perceived.failed.{name}": np.array(count) for name, count in failed.items()}
    if chunk.keep_analyst:
        part |= flatten("analyst", played.analyst)
    return part


def likelihood_chunk(ground: Ground, chunk: Chunk, threads: int = 1, device: str = "cpu") -> Part:
    """Return the chance of what has been observed in a chunk's draws (B); nan where not solved.

    Arguments and errors as `solve_chunk`.
    """
    numbers, _, played = _played(ground, chunk, threads, device)
    good = np.flatnonzero(played.solution.solved)
    out = np.full(chunk.draws, np.nan)
    if len(good):
        strategy = played.solution.strategy[:, good]
        out[good] = likelihoods(ground.questions, numbers.select(good), strategy)
    return {"likelihood": out}


def _played(
    ground: Ground, chunk: Chunk, threads: int, device: str
) -> tuple[Numbers, list[Seen], Hypergame]:
    """Return the numbers of a chunk's draws, the views that are held, and what is played."""
    scenario, game, plan = ground.scenario, ground.game, ground.plan
    numbers = ground.numbers(chunk.start, chunk.stop)
    seen = seen_by_holders(scenario, game, plan, ground.draws[chunk.start : chunk.stop])
    checks = dict(chunk.checks)
    solvers = {
        name: partial(solve, device=device, threads=threads, check_branch=checks.get(name, 0))
        for name in (ANALYST, *(one.name for one in seen))
    }
    return (
        numbers,
        seen,
        solve_hypergame(game, numbers, seen, plan.level, solvers[ANALYST], solvers),
    )


def largest_first(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return the chunks in the order in which to start them: those with checks take longest."""
    return sorted(chunks, key=lambda chunk: (not chunk.checks, chunk.structure, chunk.start))
