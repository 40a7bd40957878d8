"""`standoff compare`: one crisis as the analyst and as several views see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.messages import say
from standoff.cli.study import check_chart, check_numbers, make_study, show_study
from standoff.cli.target import find_scenario, whole
from standoff.errors import ExitCode

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Comparison
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario

MAX_PERMUTATIONS = 10_000


def compare(
    file: options.File,
    views: Annotated[
        str, typer.Option(help="Views to compare, with commas between; all by default.")
    ] = "",
    chart: Annotated[
        Path | None, typer.Option(help="Chart to write, .png or .svg.", metavar="x.png")
    ] = None,
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Share the difference of two views out among their disagreements; `analyst` may"
            " be one of the two.",
        ),
    ] = False,
    permutations: Annotated[
        int, typer.Option(help="With --explain and many disagreements: orders to sample.")
    ] = 8,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show the endings as the analyst and as each view of the file sees them, on the same draws.

    Lists the parameters and the options on which the views differ. Where parties hold views, the
    forecast as they play it stands beside. Ends with 3 when no draw was solved.

    With `--explain` the crisis is solved many times more, with some of the disagreements settled
    one way and some the other, always by the threads of this process.
    """
    check_numbers(draws, seed, threads)
    check_crew(workers, scheduler)
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    path = find_scenario(file)
    whole(permutations, "--permutations", 2, MAX_PERMUTATIONS, 8)
    names = [name.strip() for name in views.split(",") if name.strip()]

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Comparison:
        from standoff.forecast import compare as compare_views
        from standoff.forecast import explain as explain_views

        how: dict[str, Any] = {
            "draws": draws,
            "seed": seed,
            "threads": threads,
            "budget": options.budget_of(memory),
            "progress": progress,
        }
        two = names or [view.id for view in scenario.views]
        made = explain_views(scenario, two, permutations=permutations, **how) if explain else None
        mine = [name for name in names if name != "analyst"] if explain else names
        return replace(compare_views(scenario, mine, crew=crew, **how), explained=made)

    known = (as_of, undated)
    data = make_study(path, "compare", make, (workers, scheduler), known, quiet=quiet or json)
    from standoff.report.terminal_compare import print_comparison

    show_study(data, print_comparison, as_json=json)
    solved = all(one["solved"] for one in data["forecasts"].values())
    if chart is not None and solved:
        from standoff.report.figures import compare_chart, write_chart
        from standoff.report.figures_pairs import explained_chart

        write_chart(explained_chart(data) if explain else compare_chart(data), chart)
        say(f"wrote {chart}")
    return ExitCode.OK if solved else ExitCode.NOT_SOLVED
