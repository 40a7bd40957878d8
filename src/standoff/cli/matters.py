"""`standoff matters`: which numbers the endings depend on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.known import load_known
from standoff.cli.messages import say
from standoff.cli.pace import Pace
from standoff.cli.study import Data, check_chart, check_numbers, hand_out, keep_checked, make_study
from standoff.cli.target import find_scenario, whole
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Matters
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario

LESS = "write a lower `--solves`, or `--method given`"
DRAWS, SOLVES, MAX_SOLVES = 200, 10_000, 10_000_000


def matters(
    file: options.File,
    outcome: Annotated[
        list[str] | None, typer.Option(help="Id of an outcome; may be written several times.")
    ] = None,
    method: Annotated[
        str,
        typer.Option(help="all, or some of sobol, given, tornado and prim with commas between."),
    ] = "all",
    above: Annotated[
        float, typer.Option(help="Probability that an outcome passes in the boxes.")
    ] = 0.5,
    draws: options.Draws = DRAWS,
    solves: Annotated[int, typer.Option(help="Games to solve at most, beside the draws.")] = SOLVES,
    branches: options.Branches = 0,
    seed: options.Seed = options.SEED,
    chart: Annotated[
        Path | None,
        typer.Option(help="Chart of the first outcome to write, .png or .svg.", metavar="x.png"),
    ] = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the study as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show which numbers and switches the endings depend on.

    Shares of the variance with intervals (sobol; needs the extra `sensitivity`), one number at a
    time (tornado), what goes with what over the draws (given), and boxes of numbers in which an
    outcome passes a probability (prim). Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads, DRAWS)
    whole(solves, "--solves", 1, MAX_SOLVES, SOLVES)
    whole(branches, "--branches", 0, options.MAX_DRAWS, 20)
    check_crew(workers, scheduler)
    check_probability(above, "--above")
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    keep_checked(keep)
    methods = _methods(method)
    if "sobol" in methods:
        from standoff.forecast.sobol import require_salib

        require_salib()
    path = find_scenario(file)
    games = _announce(
        load_known(path, as_of, undated), outcome or [], methods, draws, solves, quiet or json
    )

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Matters:
        from standoff.forecast import matters as find_matters

        return find_matters(
            scenario,
            outcomes=outcome or [],
            methods=methods,
            draws=draws,
            seed=seed,
            solves=solves,
            above=above,
            branches=branches,
            threads=threads,
            budget=options.budget_of(memory),
            progress=Pace(progress, games, LESS, quiet=quiet or json),
            crew=crew,
        )

    known = (as_of, undated)
    data = make_study(path, "matters", make, (workers, scheduler), known, quiet=quiet or json)
    from standoff.report.terminal_matters import print_matters

    if not data["solved"]:
        chart = keep = None

    def draw(found: Data) -> Any:
        from standoff.report.figures_matters import matters_chart

        return matters_chart(found)

    hand_out(data, print_matters, draw, chart=chart, keep=keep, as_json=json)
    return ExitCode.OK if data["solved"] else ExitCode.NOT_SOLVED


def check_probability(value: float, option: str) -> None:
    """Raise `UsageError` where a number is not strictly between 0 and 1."""
    if not 0 < value < 1:
        raise UsageError(
            f"`{option} {value:g}` is not a probability between 0 and 1",
            help=f"write, for example, `{option} 0.5`",
        )


def _methods(word: str) -> tuple[str, ...]:
    from standoff.forecast.matters import METHODS

    if word == "all":
        return METHODS
    names = list(dict.fromkeys(one.strip() for one in word.split(",")))
    if not set(names) <= set(METHODS):
        raise UsageError(
            f"`--method {word[:40]}` is not a method",
            help=f"write `--method` with one of {', '.join(METHODS)} or all, or some with commas",
        )
    return tuple(names)


def _announce(
    scenario: Scenario,
    outcomes: list[str],
    methods: tuple[str, ...],
    draws: int,
    solves: int,
    quiet: bool,
) -> int:
    """Return how many games may be solved and say so; refuse what cannot be done at once."""
    from standoff.forecast.matters import cost, outcome_indices, require_prior

    outcome_indices(scenario, outcomes)
    require_prior(scenario, methods)
    planned = cost(scenario, draws=draws, methods=methods, solves=solves)
    if not quiet:
        say(f"up to {planned.solves:,} games to solve ({planned.factors} uncertain numbers)")
    return planned.solves - draws
