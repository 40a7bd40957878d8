"""`standoff memory`: what merging pasts does to a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.study import check_numbers, make_study, show_study
from standoff.cli.target import find
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast.crew import Crew
    from standoff.forecast.memory import MemoryComparison
    from standoff.scenario.model import Scenario

DRAWS = 50


def memory(
    file: options.File,
    draws: options.Draws = DRAWS,
    seed: options.Seed = options.SEED,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
) -> int:
    """Solve with merged and with unmerged pasts and say what merging changes.

    What the file says of `memory` does not matter. An unmerged game over the memory budget is not
    built; its size is printed. Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads, DRAWS)
    check_crew(workers, scheduler)
    path = find(file)
    if path.suffix == ".efg":
        raise UsageError(
            f"`{file}` is a game tree without public variables, so there is nothing to merge",
            help="give a scenario file",
        )

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> MemoryComparison:
        from standoff.forecast.memory import compare_memory

        return compare_memory(
            scenario,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
            crew=crew,
        )

    data = make_study(path, "memory", make, (workers, scheduler), quiet=quiet or json)
    from standoff.report.terminal_memory import print_memory

    show_study(data, print_memory, as_json=json)
    return ExitCode.OK if data["solved"]["merged"] else ExitCode.NOT_SOLVED
