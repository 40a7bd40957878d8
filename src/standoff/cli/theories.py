"""`standoff theories`: what each theory of a scenario contributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.study import check_numbers, make_study, show_study
from standoff.cli.target import find_scenario
from standoff.errors import ExitCode

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Contributions
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario


def theories(
    file: options.File,
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
) -> int:
    """Show the endings with each theory of the file on and off, on the same draws.

    The difference is what the theory contributes; its standard error is that of paired draws. The
    last row switches all theories at once. Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads)
    check_crew(workers, scheduler)
    path = find_scenario(file)

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Contributions:
        from standoff.forecast import contributions

        return contributions(
            scenario,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
            crew=crew,
        )

    data = make_study(path, "theories", make, (workers, scheduler), quiet=quiet or json)
    from standoff.report.terminal_compare import print_theories

    show_study(data, print_theories, as_json=json)
    return ExitCode.OK if data["all"]["pairs"] else ExitCode.NOT_SOLVED
