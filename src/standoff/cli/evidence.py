"""`standoff evidence`: how the claims of sources made the numbers."""

from __future__ import annotations

from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.known import load_known
from standoff.cli.messages import print_json
from standoff.cli.target import find
from standoff.errors import ExitCode, UsageError


def evidence(
    file: options.File,
    parameter: Annotated[
        str | None, typer.Argument(help="One parameter; every pooled one by default.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show how the claims of sources were weighed and pooled into the priors.

    For each number: what would be believed without the claims, every claim with its weight and
    the rules that made it, the effective number of independent sources, and the result.
    """
    path = find(file)
    if path.suffix == ".efg":
        raise UsageError(
            f"`{file}` is a game tree, not a scenario", help="write the name of a scenario file"
        )
    from standoff.diagnostics.suggest import advice
    from standoff.report.evidence import evidence_data

    scenario = load_known(path, as_of, undated)
    names = [one.name for one in scenario.parameters]
    if parameter is not None and parameter not in names:
        raise UsageError(
            f"`{file}` has no parameter `{parameter[:80]}`",
            help=advice(parameter, names, "it has no parameters"),
        )
    data = evidence_data(scenario, [parameter] if parameter else [])
    if json:
        print_json(data)
        return ExitCode.OK
    from standoff.cli.console import print_report
    from standoff.report.terminal_evidence import print_evidence

    print_report(lambda console: print_evidence(console, data))
    return ExitCode.OK
