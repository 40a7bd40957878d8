"""`standoff observe`: what has been seen, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.known import load_known
from standoff.cli.messages import say, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.study import check_chart, check_numbers, keep_checked, keep_made, show_study
from standoff.cli.target import find_scenario
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.scenario.model import Scenario

USUAL_DRAWS = 200


def observe(
    file: options.File,
    event: Annotated[
        list[str] | None,
        typer.Argument(
            help="Observations to add to those of the file, see below.", metavar="EVENT"
        ),
    ] = None,
    events: options.Events = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the new observations into the file.")
    ] = False,
    draws: options.Draws = USUAL_DRAWS,
    seed: options.Seed = options.SEED,
    mend: options.Mend = options.MEND,
    chart: Annotated[
        Path | None, typer.Option(help="Chart to write, .png or .svg.", metavar="x.png")
    ] = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Enter what has been seen, and show what it says of endings, types and bluffs, step by step.

    EVENT is `TURN=MOVE`, `TURN=MOVE on DATE`, `not MOVE,MOVE by DATE`, `no OUTCOME by DATE`, or
    `report CONDITION if_true 0.8 if_false 0.2 on DATE`, in quotation marks. Without dates write
    `through TURN` in the place of `by DATE`. Draws are weighted by how likely their own equilibrium
    makes what was seen. Nothing is written without `--write`. Ends with 3 when no draw was solved.
    """
    check_numbers(draws, seed, threads, USUAL_DRAWS)
    options.check_mend(mend)
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    keep_checked(keep)
    path = find_scenario(file)
    given = options.events_given(event, events, path)
    scenario = load_known(path, as_of, undated, events=given)
    if not scenario.observed:
        raise UsageError(
            f"nothing was observed: `{file}` has no `observed`, and no EVENT was given",
            help=f"write, for example, `standoff observe {file} {_example(scenario)}`",
        )
    say_warnings(scenario.warnings, "observe")
    data = _study(scenario, draws, seed, mend, threads, memory, quiet=quiet or json)
    from standoff.report.terminal_observed import print_observed

    if data["certificate"]["solved"]:
        keep_made(keep, data)
    show_study(data, print_observed, as_json=json)
    if chart is not None and data["certificate"]["solved"]:
        from standoff.report.figures import write_chart
        from standoff.report.figures_observed import observed_chart

        write_chart(observed_chart(data), chart)
        say(f"wrote {chart}")
    if write and given:
        _write(path, given)
    return ExitCode.OK if data["certificate"]["solved"] else ExitCode.NOT_SOLVED


def _study(
    scenario: Scenario,
    draws: int,
    seed: int,
    mend: str,
    threads: int | None,
    memory: float,
    *,
    quiet: bool,
) -> dict[str, Any]:
    with Progress(quiet=quiet) as progress:
        compile_kernels(progress, draws=2)
        from standoff.forecast import observe as observe_crisis

        return observe_crisis(
            scenario,
            draws=draws,
            seed=seed,
            mend=mend,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
        ).to_json()


def _example(scenario: Scenario) -> str:
    turn = scenario.turns[0]
    return f"{turn.id}={turn.moves[0].id}"


def _write(path: Path, given: list[dict[str, Any]]) -> None:
    """Put the observations into the file; it changes whole or not at all.

    Raises:
        UsageError: it is a shipped file, or cannot be written.
    """
    from standoff import library
    from standoff.report.atomic import replace_file
    from standoff.scenario.events import with_events

    if path in [library.path(name) for name in library.names()]:
        raise UsageError(
            f"`{path.parent.name}` is shipped, so nothing is written into it",
            help="copy it to a file of your own first",
        )
    text = with_events(path.read_bytes(), given, str(path))
    replace_file(path, text.encode("utf-8"))
    say(f"wrote {len(given)} observation{'s' if len(given) > 1 else ''} into {path}")
