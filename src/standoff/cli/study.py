"""What verbs that solve a scenario in several ways and print a table have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.cli import options
from standoff.cli.crew import crew_of
from standoff.cli.known import load_known
from standoff.cli.messages import print_json, say, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.target import whole
from standoff.cli.warm import compile_kernels
from standoff.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario

Data = dict[str, Any]

STUDY_DRAWS = 200
"""Draws of a verb that solves a crisis in several ways, unless somebody says otherwise."""

KINDS = (".png", ".svg")
"""Endings of the names of charts."""


def listed(text: str) -> list[str]:
    """Return the names between commas, each once."""
    return [name for name in dict.fromkeys(one.strip() for one in text.split(",")) if name]


def check_numbers(draws: int, seed: int, threads: int | None, usual: int = options.DRAWS) -> None:
    """Raise `UsageError` where draws, seed or threads cannot be; `usual` is what to write."""
    whole(draws, "--draws", 1, options.MAX_DRAWS, usual)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)


def make_study(
    path: Path,
    verb: str,
    make: Callable[[Scenario, Progress, Crew | None], Any],
    who: tuple[int | None, str | None],
    known: tuple[str | None, str] = (None, options.UNDATED),
    *,
    quiet: bool,
) -> Data:
    """Return the plain data of what `make` finds in the scenario at a path, with progress shown.

    Args:
        path: scenario file.
        verb: name of the verb.
        make: called with the scenario, the progress, and the processes that solve.
        who: number of workers, and address of a scheduler; None where not asked for.
        known: `--as-of` and `--undated`.
        quiet: show no progress.
    """
    scenario = load_known(path, *known)
    say_warnings(scenario.warnings, verb)
    with Progress(quiet=quiet) as progress, crew_of(*who) as crew:
        compile_kernels(progress, draws=2)
        found: Data = make(scenario, progress, crew).to_json()
    return found


def show_study(data: Data, write: Callable[[Console, Data], None], *, as_json: bool) -> None:
    """Print the data, as JSON or as `write` lays it out."""
    if as_json:
        print_json(data)
        return
    from standoff.cli.console import print_report

    print_report(lambda console: write(console, data))


def hand_out(
    data: Data,
    write: Callable[[Console, Data], None],
    draw: Callable[[Data], Any],
    *,
    chart: Path | None,
    keep: Path | None,
    as_json: bool,
) -> None:
    """Keep the data of a study in a run, print them, and write their chart, as far as asked for.

    Args:
        data: plain data.
        write: lays them out on the terminal.
        draw: makes the chart; called only where one is written.
        chart: its file, or None.
        keep: the run, or None.
        as_json: print the data as JSON.
    """
    keep_made(keep, data)
    show_study(data, write, as_json=as_json)
    if chart is None:
        return
    from standoff.report.figures import write_chart

    write_chart(draw(data), chart)
    say(f"wrote {chart}")


def check_chart(chart: Path, *, overwrite: bool) -> None:
    """Refuse a chart that cannot be written, before anything is solved.

    Raises:
        UsageError: says what to write.
    """
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


def keep_checked(run: Path | None) -> None:
    """Refuse a run that a study cannot be kept in, before anything is solved."""
    if run is not None:
        from standoff.report.rundir import check_keep

        check_keep(run)


def keep_made(run: Path | None, data: Data) -> None:
    """Add a study to a run, if one is named."""
    if run is not None:
        from standoff.report.rundir import keep_study

        say(f"kept in {keep_study(run, data)}")
