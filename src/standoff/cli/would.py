"""`standoff would`: what would have to be true for an outcome to pass a probability."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.known import load_known
from standoff.cli.matters import DRAWS, MAX_SOLVES, check_probability
from standoff.cli.messages import say
from standoff.cli.pace import Pace
from standoff.cli.study import (
    Data,
    check_chart,
    check_numbers,
    hand_out,
    keep_checked,
    listed,
    make_study,
)
from standoff.cli.target import find_scenario, whole
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Would
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario

SOLVES = 5_000
LESS = "write a lower `--solves`, or name the numbers to move with `--parameters`"


def would(
    file: options.File,
    outcome: Annotated[
        str, typer.Argument(help="Id of an outcome; several with commas count together.")
    ],
    above: Annotated[
        float | None, typer.Option(help="Mean probability to rise above; 0.5 by default.")
    ] = None,
    below: Annotated[
        float | None, typer.Option(help="Mean probability to fall below, instead.")
    ] = None,
    parameters: Annotated[
        str | None,
        typer.Option(help="Parameters and theories that may be moved, with commas between."),
    ] = None,
    draws: options.Draws = DRAWS,
    solves: Annotated[int, typer.Option(help="Games to solve at most, beside the draws.")] = SOLVES,
    seed: options.Seed = options.SEED,
    chart: Annotated[
        Path | None, typer.Option(help="Chart to write, .png or .svg.", metavar="x.png")
    ] = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show what would have to be true for an outcome to pass a mean probability.

    Each number is moved along its own prior, the others as drawn, to the nearest place at which
    the mean passes; then the most effective ones together. Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads, DRAWS)
    whole(solves, "--solves", 1, MAX_SOLVES, SOLVES)
    check_crew(workers, scheduler)
    if above is not None and below is not None:
        raise UsageError("`--above` and `--below` cannot both be asked for", help="leave out one")
    level = 0.5 if above is None and below is None else above if below is None else below
    assert level is not None
    check_probability(level, "--above" if below is None else "--below")
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    keep_checked(keep)
    path = find_scenario(file)
    names = listed(outcome)
    if not names:
        raise UsageError(
            f"`{outcome}` names no outcome", help="write the id of one, as in the file"
        )

    _announce(
        load_known(path, as_of, undated), names, listed(parameters or ""), (draws, solves),
        quiet=quiet or json,
    )  # fmt: skip

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Would:
        from standoff.forecast import would as find_would

        return find_would(
            scenario,
            names,
            level=level,
            below=below is not None,
            parameters=listed(parameters or ""),
            draws=draws,
            seed=seed,
            solves=solves,
            threads=threads,
            budget=options.budget_of(memory),
            progress=Pace(progress, solves, LESS, quiet=quiet or json),
            crew=crew,
        )

    known = (as_of, undated)
    data = make_study(path, "would", make, (workers, scheduler), known, quiet=quiet or json)
    from standoff.report.terminal_would import print_would

    if not data["solved"]:
        chart = keep = None

    def draw(found: Data) -> Any:
        from standoff.report.figures_matters import would_chart

        return would_chart(found)

    hand_out(data, print_would, draw, chart=chart, keep=keep, as_json=json)
    return ExitCode.OK if data["solved"] else ExitCode.NOT_SOLVED


def _announce(
    scenario: Scenario, outcomes: list[str], parameters: list[str], size: tuple[int, int], *,
    quiet: bool,
) -> None:  # fmt: skip
    """Say how many games will be solved, and refuse what cannot be done, before it begins."""
    from standoff.forecast.matters import outcome_indices
    from standoff.forecast.would import allowed, screen_draws

    outcome_indices(scenario, outcomes)
    factors = allowed(scenario, parameters)
    each = screen_draws(factors, *size)
    if not quiet:
        say(
            f"up to {sum(size):,} games to solve: {len(factors)} uncertain numbers, each moved in "
            f"{each} draws; for less {LESS}"
        )
