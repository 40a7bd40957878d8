"""`standoff settle`: which offer would settle the crisis."""

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
    listed,
    make_study,
)
from standoff.cli.target import find_scenario
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.forecast import Settle
    from standoff.forecast.crew import Crew
    from standoff.scenario.model import Scenario


def settle(
    file: options.File,
    party: Annotated[
        str | None,
        typer.Option(help="Party that offers: the one who replies at the table.", metavar="ID"),
    ] = None,
    reach: Annotated[float, typer.Option(help="Wanted probability of a settlement.")] = 0.5,
    outcomes: Annotated[
        str | None,
        typer.Option(help="Endings that count, with commas between.", metavar="IDS"),
    ] = None,
    items: Annotated[
        str | None,
        typer.Option(help="Items that may be conceded; all by default.", metavar="IDS"),
    ] = None,
    reply: Annotated[
        str | None,
        typer.Option(help="Reply whose place offers take, so that turns follow.", metavar="ID"),
    ] = None,
    draws: options.Draws = STUDY_DRAWS,
    seed: options.Seed = options.SEED,
    chart: options.Chart = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the offers as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show which offers settle how often, and the cheapest that does so often enough.

    Every set of items and guarantees of the file's `table` is announced in place of a reply, and
    the crisis is solved anew on the same draws. Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads, STUDY_DRAWS)
    if not 0 < reach <= 1:
        raise UsageError(
            f"`--reach {reach:g}` is not a probability above 0 and at most 1",
            help="write, for example, `--reach 0.5`",
        )
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    keep_checked(keep)
    path = find_scenario(file)

    def make(scenario: Scenario, progress: Progress, crew: Crew | None) -> Settle:
        from standoff.forecast import settle as search

        del crew
        own = party
        if own is None:
            if scenario.table is None:
                raise UsageError(
                    "this file has no `table`, so there is nothing to offer",
                    help="write `table:` with items, values and replies",
                )
            own = scenario.parties[scenario.table.of].id
        return search(
            scenario,
            party=own,
            reach=reach,
            outcomes=_ids(outcomes),
            items=_ids(items),
            reply=reply,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
        )

    data = make_study(path, "settle", make, (None, None), (as_of, undated), quiet=quiet or json)
    if not data["solved"]:
        say("no draw was solved, so no offer can be judged")
        return ExitCode.NOT_SOLVED
    from standoff.report.terminal_settle import print_settle

    def draw(found: Data) -> Any:
        from standoff.report.figures_offers import settle_chart

        return settle_chart(found)

    hand_out(data, print_settle, draw, chart=chart, keep=keep, as_json=json)
    return ExitCode.OK


def _ids(text: str | None) -> list[str] | None:
    """Return the ids between commas; None where the option was not written."""
    return None if text is None else listed(text)
