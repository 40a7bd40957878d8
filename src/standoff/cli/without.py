"""`standoff without`: what a source does to the forecast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.known import load_known
from standoff.cli.messages import say
from standoff.cli.study import check_chart, check_numbers, make_study, show_study
from standoff.cli.target import find_scenario, whole
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Without
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario


def without(
    source: Annotated[str, typer.Argument(help="Key of a source; several with commas between.")],
    file: options.File,
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    swap_draws: Annotated[
        int, typer.Option(help="Draws in which each number is swapped alone; 0 for none.")
    ] = 50,
    chart: Annotated[
        Path | None, typer.Option(help="Chart to write, .png or .svg.", metavar="x.png")
    ] = None,
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print the change as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show the endings with a source and without it, on the same draws, and which numbers did it.

    Numbers that rest on the source alone get their `fallback`; pooled ones lose its claims. Each
    number that changed is then swapped alone into the whole scenario, which ranks them. Ends with
    3 when no draw was solved.
    """
    check_numbers(draws, seed, threads)
    whole(swap_draws, "--swap-draws", 0, options.MAX_DRAWS, 50)
    check_crew(workers, scheduler)
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    path = find_scenario(file)
    keys = [key for key in dict.fromkeys(one.strip() for one in source.split(",")) if key]
    if not keys:
        raise UsageError(
            f"`{source}` names no source", help=f"write, for example, `without a {file}`"
        )
    left = load_known(path, as_of, undated, without=keys)

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Without:
        from standoff.forecast import without as compare_without

        return compare_without(
            scenario,
            left,
            draws=draws,
            seed=seed,
            swap_draws=swap_draws,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
            crew=crew,
        )

    known = (as_of, undated)
    data = make_study(path, "without", make, (workers, scheduler), known, quiet=quiet or json)
    from standoff.report.terminal_without import print_without

    show_study(data, print_without, as_json=json)
    if chart is not None and data["pairs"]:
        from standoff.report.figures import write_chart
        from standoff.report.figures_pairs import without_chart

        write_chart(without_chart(data), chart)
        say(f"wrote {chart}")
    return ExitCode.OK if data["pairs"] else ExitCode.NOT_SOLVED
