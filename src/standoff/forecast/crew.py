"""Who works on the chunks of a forecast: threads of this process, or other processes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from standoff.forecast.chunks import Chunk, Ground, largest_first, solve_chunk
from standoff.forecast.job import Job
from standoff.forecast.packing import Part
from standoff.solve.pool import Pool, Progress

LOST_MOST = 3
"""Workers that one chunk may lose before the run is given up."""


class Closing(ABC):
    """Something that is closed at the end of a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held."""


Work = Callable[[Ground, Chunk, int, str], Part]
"""Makes the result of a chunk: ground, chunk, threads, device."""


class Crew(Protocol):
    """Other processes that work on chunks."""

    def run(
        self,
        job: Job,
        chunks: Sequence[Chunk],
        take: Callable[[Chunk, bytes], None],
        tick: Callable[[], None],
    ) -> None:
        """Work on all chunks.

        Args:
            job: what they are part of.
            chunks: in the order in which to start them.
            take: called in this thread with each result as it comes in.
            tick: called in this thread now and then; what it raises ends the work at once.

        Raises:
            LostWorkerError: a chunk lost its worker too often.
            StandoffError: what the work on a chunk raised.
        """
        ...


class Keeper(Protocol):
    """Keeps results until the forecast is put together, and perhaps from an earlier run.

    Attributes:
        space: folder for the large arrays of the forecast, or None for memory.
    """

    space: Path | None

    def has(self, chunk: Chunk) -> bool:
        """Return whether the result of a chunk is there."""
        ...

    def put(self, chunk: Chunk, result: bytes) -> None:
        """Keep the result of a chunk."""
        ...

    def get(self, chunk: Chunk) -> Part:
        """Return the result of a chunk that is there."""
        ...


def run_here(
    grounds: Sequence[Ground],
    chunks: Sequence[Chunk],
    take: Callable[[Chunk, Part], None],
    threads: int | None,
    progress: Progress | None,
    device: str = "cpu",
    work: Work = solve_chunk,
) -> None:
    """Work on all chunks in threads of this process; `take` is called in those threads.

    A chunk has one thread. Where there are fewer chunks than threads, and for the chunks in which
    draws are solved in both ways, the solver gets more. With a device one chunk comes after the
    other, each with all threads for what is left to the processor.
    """
    pool = Pool(threads, progress, sum(chunk.draws for chunk in chunks), "solve")
    all_threads, each = pool.threads, max(1, pool.threads // max(1, len(chunks)))
    if device != "cpu":
        pool.threads = 1
        each = all_threads

    def task(chunk: Chunk) -> None:
        count = all_threads if chunk.checks else each
        take(chunk, work(grounds[chunk.structure], chunk, count, device))

    ordered = largest_first(chunks)
    pool.run([partial(task, chunk) for chunk in ordered], [chunk.draws for chunk in ordered])
