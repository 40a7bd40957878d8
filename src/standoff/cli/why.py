"""`standoff why`: from a number of a run back to what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.cli.messages import print_json
from standoff.cli.target import whole
from standoff.errors import ExitCode

MOST, TOP = 1000, 5


def why(
    run: Annotated[Path, typer.Argument(help="Folder that `standoff forecast` wrote.")],
    number: Annotated[
        str | None, typer.Argument(help="Outcome or parameter; all outcomes in short by default.")
    ] = None,
    top: Annotated[int, typer.Option(help="Numbers and paragraphs to list for an outcome.")] = TOP,
    store: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the texts of the sources; by default `sources` beside the run's file "
            "or in the working folder.",
            metavar="DIR",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> int:
    """Show what a number of a run rests on: parameters, claims, paragraphs.

    Of an outcome: the parameters with which its spread over the draws goes, the strongest first,
    each with its claims and paragraphs or the reason why it is assumed. Of a parameter: the
    outcomes that go with it. Where the texts of the sources are at hand, paragraphs are printed.
    """
    whole(top, "--top", 1, MOST, TOP)
    from standoff.report.store import find_store, read_texts
    from standoff.report.why import Run
    from standoff.report.why import why as look

    made = Run(run)
    texts = read_texts(
        find_store(store, run, Path()), (source.key for source in made.scenario.sources)
    )
    data = look(made, number, texts, top)
    if json:
        print_json(data)
        return ExitCode.OK
    from standoff.cli.console import print_report
    from standoff.report.terminal_why import print_why

    print_report(lambda console: print_why(console, data))
    return ExitCode.OK
