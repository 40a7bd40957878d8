"""`standoff voi`: what information is worth to a party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
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
    from standoff.forecast import Voi
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario


def voi(
    file: options.File,
    party: Annotated[
        str | None, typer.Option(help="Party that learns, or shows its cards.", metavar="ID")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Only what it sees as all know.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Only what it sees unknown to the others.")
    ] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Also the value of showing its own cards.")
    ] = False,
    draws: options.Draws = STUDY_DRAWS,
    seed: options.Seed = options.SEED,
    chart: options.Chart = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the values as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show what it is worth to a party to see what is hidden from it; it can be less than nothing.

    In public everybody knows that it sees, and plays accordingly; in private the others play on as
    before. Both by default. Parameters are valued for the party's next move. Ends with 3 when no
    draw was solved.
    """
    check_numbers(draws, seed, threads, STUDY_DRAWS)
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    keep_checked(keep)
    path = find_scenario(file)
    ways = [way for way, on in (("public", public), ("private", private)) if on]

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Voi:
        from standoff.forecast import voi as value

        del crew
        if party is None:
            ids = ", ".join(one.id for one in scenario.parties)
            raise UsageError(
                "information is worth something to somebody: no party is named",
                help=f"add `--party ID`, one of {ids}",
            )
        return value(
            scenario,
            party=party,
            ways=ways or ("public", "private"),
            reveal=reveal,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
        )

    data = make_study(path, "voi", make, (None, None), (as_of, undated), quiet=quiet or json)
    if not data["solved"]:
        say("no draw was solved, so nothing can be valued")
        return ExitCode.NOT_SOLVED
    from standoff.report.terminal_voi import print_voi

    def draw(found: Data) -> Any:
        from standoff.report.figures_values import voi_chart

        return voi_chart(found)

    drawn = chart if data["values"] else None
    hand_out(data, print_voi, draw, chart=drawn, keep=keep, as_json=json)
    return ExitCode.OK
