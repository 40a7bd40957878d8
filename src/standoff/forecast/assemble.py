"""Put the results of chunks together along the axis of the draws.

Arrays that are too large to lie in memory beside others can be files: a forecast of many draws of a
large game then needs the memory of a few chunks.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from standoff.forecast.answers import Answers, answer
from standoff.forecast.chunks import Chunk, Ground
from standoff.forecast.packing import Part, answers_of, solution_of
from standoff.forecast.perceived import Perceived
from standoff.game import Numbers
from standoff.solve import Solution

Array = np.ndarray[Any, Any]

ON_DISK_BYTES = 1 << 26
"""Arrays above this are files, where there is a folder for them."""
NUMBERS_BLOCK = 512
"""Draws whose numbers are computed at once."""


class Space:
    """Where large arrays lie: in memory, or in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the folder, which exists; None for memory."""
        self.folder = folder
        self._count = 0

    def array(self, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return an array of zeros."""
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        if self.folder is None or size <= ON_DISK_BYTES:
            return np.zeros(shape, dtype=dtype)
        self._count += 1
        path = self.folder / f"{self._count:03d}.npy"
        return np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=shape)


class Assembly:
    """The results of one structure's chunks while they come in, in any order, from any thread."""

    def __init__(self, ground: Ground, space: Space) -> None:
        """Take what the chunks have in common, and where large arrays lie."""
        self.ground = ground
        self.space = space
        self._whole: Part = {}
        self._failed: dict[str, int] = {}
        self._lock = Lock()

    def add(self, chunk: Chunk, part: Part) -> None:
        """Put a chunk's result at its draws."""
        solution = solution_of(part)
        every = slice(chunk.start, chunk.stop)
        solved = chunk.start + np.flatnonzero(solution.solved)
        for name, array in part.items():
            if name.startswith("perceived.failed."):
                view = name.removeprefix("perceived.failed.")
                with self._lock:
                    self._failed[view] = self._failed.get(view, 0) + int(array)
                continue
            whole = self._of(name, array)
            whole[..., solved if name.startswith("answers.") else every] = array

    def _of(self, name: str, like: Array) -> Array:
        with self._lock:
            if name not in self._whole:
                shape = (*like.shape[:-1], len(self.ground.draws))
                self._whole[name] = self.space.array(shape, like.dtype)
            return self._whole[name]

    def solution(self) -> Solution:
        """Return the solution of all draws."""
        return solution_of(self._whole)

    def analyst(self) -> Solution:
        """Return the equilibria of the analyst's crisis; true where chunks were asked to keep it.

        Where nobody holds a view, that is what is played.
        """
        kept = "analyst.strategy" in self._whole
        return solution_of(self._whole, "analyst" if kept else "solution")

    def answers(self, numbers: Numbers) -> Answers:
        """Return the answers over the draws that were solved."""
        solution = self.solution()
        good = np.flatnonzero(solution.solved)
        if not len(good):
            return answer(self.ground.questions, numbers.select(good), solution.strategy[:, good])
        part = {name: a for name, a in self._whole.items() if name.startswith("answers.")}
        if len(good) == len(self.ground.draws):
            return answers_of(part)
        return answers_of({name: self._some(array, good) for name, array in part.items()})

    def _some(self, array: Array, draws: Array) -> Array:
        out = self.space.array((*array.shape[:-1], len(draws)), array.dtype)
        out[...] = array[..., draws]
        return out

    def perceived(self) -> Perceived | None:
        """Return who chose by which view, or None where nobody could."""
        plan, scenario = self.ground.plan, self.ground.scenario
        if not plan.held:
            return None
        held = {scenario.views[k].id: on[self.ground.draws] for k, on in plan.held.items()}
        return Perceived(plan.level, held, self._failed, self._whole["perceived.gain"])


def all_numbers(ground: Ground, space: Space) -> Numbers:
    """Return the numbers of all draws of a structure.

    Raises:
        UsageError: a number of the scenario is impossible in some draw.
    """
    total = len(ground.draws)
    if space.folder is None or total <= NUMBERS_BLOCK:
        return ground.numbers(0, total)
    whole: dict[str, Array] = {}
    for start in range(0, total, NUMBERS_BLOCK):
        stop = min(start + NUMBERS_BLOCK, total)
        part = ground.numbers(start, stop)
        for field in fields(Numbers):
            table = getattr(part, field.name)
            if field.name == "rates" and not len(table):
                whole[field.name] = table  # everybody follows Bayes' rule
                continue
            if start == 0:
                whole[field.name] = space.array((*table.shape[:-1], total), table.dtype)
            whole[field.name][..., start:stop] = table
    return Numbers(**whole)
