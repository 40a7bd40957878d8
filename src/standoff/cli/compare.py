"""`standoff compare`: one crisis as the analyst and as several views see it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.messages import print_json, say, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.target import find_scenario, whole
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

KINDS = (".png", ".svg")


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
) -> int:
    """Show the endings as the analyst and as each view of the file sees them, on the same draws.

    Lists the parameters and the options on which the views differ. Where parties hold views, the
    forecast as they play it stands beside. Ends with 3 when no draw was solved.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    if chart is not None:
        _check_chart(chart, overwrite=overwrite)
    path = find_scenario(file)
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
    say_warnings(scenario.warnings, "compare")
    names = [name.strip() for name in views.split(",") if name.strip()]
    with Progress(quiet=quiet or json) as progress:
        compile_kernels(progress)
        from standoff.forecast import compare as compare_views

        made = compare_views(
            scenario,
            names,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
        )
    data = made.to_json()
    if json:
        print_json(data)
    else:
        from standoff.cli.console import print_report
        from standoff.report.terminal_compare import print_comparison

        print_report(lambda console: print_comparison(console, data))
    solved = all(one["solved"] for one in data["forecasts"].values())
    if chart is not None and solved:
        from standoff.report.figures import compare_chart, write_chart

        write_chart(compare_chart(data), chart)
        say(f"wrote {chart}")
    return ExitCode.OK if solved else ExitCode.NOT_SOLVED


def _check_chart(chart: Path, *, overwrite: bool) -> None:
    if chart.suffix not in KINDS:
        raise UsageError(
            f"`{chart}` ends neither in .png nor in .svg",
            help=f"write `--chart {chart.stem or 'x'}.png`",
        )
    if not chart.parent.is_dir():
        raise UsageError(
            f"there is no folder `{chart.parent}`", help="make it, or write another `--chart`"
        )
    if chart.is_dir() or (chart.exists() and not overwrite):
        raise UsageError(
            f"`{chart}` exists already", help="write another `--chart`, or add `--overwrite`"
        )
