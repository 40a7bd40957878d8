"""`standoff advise`: what each next move of a party is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew
from standoff.cli.messages import say
from standoff.cli.study import (
    STUDY_DRAWS,
    Data,
    check_chart,
    check_numbers,
    hand_out,
    keep_checked,
    make_study,
)
from standoff.cli.target import find_scenario
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Advice
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario


def advise(
    file: options.File,
    party: Annotated[
        str | None, typer.Option(help="Party to advise; all that move by default.", metavar="ID")
    ] = None,
    turn: Annotated[
        str | None, typer.Option(help="Turn to look at instead of the next one.", metavar="ID")
    ] = None,
    draws: options.Draws = STUDY_DRAWS,
    seed: options.Seed = options.SEED,
    level: options.Level = None,
    chart: options.Chart = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the advice as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show what each next move is worth to the party that makes it, and to the others.

    A move is forced and everything else is played as solved, in every draw; each type of the
    party is shown by itself, since a party knows its own type. Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads, STUDY_DRAWS)
    check_crew(workers, scheduler)
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
        if party is None and turn is None:
            raise UsageError(
                "a chart shows the moves of one party",
                help="add `--party ID`; `standoff describe FILE` lists the parties",
            )
    keep_checked(keep)
    path = find_scenario(file)

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Advice:
        from standoff.forecast import advise as advise_all

        return advise_all(
            scenario,
            party=party,
            turn=turn,
            draws=draws,
            seed=seed,
            level=level,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
            crew=crew,
        )

    known = (as_of, undated)
    data = make_study(path, "advise", make, (workers, scheduler), known, quiet=quiet or json)
    if not data["solved"]:
        say("no draw was solved, so there is nothing to advise")
        return ExitCode.NOT_SOLVED
    from standoff.report.terminal_advise import print_advise

    def draw(found: Data) -> Any:
        from standoff.report.figures_values import advice_chart

        return advice_chart(found, next(iter(found["advice"])))

    hand_out(data, print_advise, draw, chart=chart, keep=keep, as_json=json)
    return ExitCode.OK
