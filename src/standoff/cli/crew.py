"""The processes that solve, from `--workers` and `--scheduler`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from standoff.cli import options
from standoff.cli.target import whole
from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.forecast.crew import Crew


def check_crew(workers: int | None, scheduler: str | None) -> None:
    """Raise `UsageError` where the two options make no sense."""
    if workers is not None:
        whole(workers, "--workers", 1, options.MAX_THREADS, 2)
    if workers is not None and scheduler is not None:
        raise UsageError(
            "`--workers` and `--scheduler` exclude each other",
            help="leave `--workers` out: a Dask cluster has the workers that it has",
        )


@contextmanager
def crew_of(workers: int | None, scheduler: str | None) -> Iterator[Crew | None]:
    """Give the processes that solve; None for the threads of this one.

    Raises:
        UsageError: no scheduler answers.
        MissingExtraError: Dask is not installed.
    """
    if scheduler is not None:
        from standoff.forecast import DaskCluster

        with DaskCluster(scheduler) as cluster:
            yield cluster
    elif workers is not None:
        from standoff.forecast import Workers

        with Workers(workers) as crew:
            yield crew
    else:
        yield None
