"""`standoff report`: a run as something that can be mailed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.messages import print_json, say
from standoff.cli.progress import Progress
from standoff.errors import ExitCode

FORMATS = "html,pdf"


def report(
    run: Annotated[Path, typer.Argument(help="Folder that `standoff forecast` wrote.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to write; by default `report` in the run.", metavar="DIR"),
    ] = None,
    formats: Annotated[
        str, typer.Option(help="Some of html,pdf,md,tex,csv,parquet, with commas between them.")
    ] = FORMATS,
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> int:
    """Write a run as a report: one HTML file that needs nothing else, a PDF, text and tables.

    The first page has the headline, what is left out and not controlled, and past crises and simple
    guesses beside the model. Studies that were kept in the run with `--keep` are part of it. The
    folder appears whole or not at all.
    """
    from standoff.report.build import build_report
    from standoff.report.publish import check_formats
    from standoff.report.rundir import REPORT, check_target, full_path, shown

    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    check_formats(wanted)
    target = full_path(out or run / "report")
    with Progress(quiet=quiet) as progress:
        progress("report", 0, 2)
        made = build_report(run)
        check_target(target, overwrite=overwrite, kind=REPORT)
        progress("report", 1, 2)
        written = made.write(target, wanted, overwrite=overwrite)
        progress("report", 2, 2)
    if json:
        names = [path.relative_to(target).as_posix() for path in written]
        facts = {"title": made.title, **made.facts}
        sections = [section.id for section in made.sections]
        print_json({"folder": str(target), "files": names, "sections": sections, "facts": facts})
        return ExitCode.OK
    for note in made.notes:
        say(note)
    for path in written:
        if path.parent == target:
            say(f"wrote {shown(path)}")
    for folder in sorted({path.parent for path in written} - {target}):
        say(f"wrote {shown(folder)}")
    return ExitCode.OK
