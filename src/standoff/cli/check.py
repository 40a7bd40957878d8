"""`standoff check`: say what is wrong in a scenario file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.known import load_known, refuse_known
from standoff.cli.messages import findings_data, print_findings, print_json, say, write
from standoff.cli.target import find
from standoff.errors import ExitCode


def check(
    file: options.Tree,
    full: Annotated[
        bool, typer.Option("--full", help="Print the file with every default filled in.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    short: Annotated[bool, typer.Option("--short", help="One line for each finding.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Say what is wrong in a scenario file: line, column, what to write instead.

    Ends with 0 when the file can be used, warnings or not, and with 2 when it cannot.
    """
    path = find(file)
    if path.suffix == ".efg":
        refuse_known(as_of)
        return _check_tree(path, as_json=json)
    scenario = load_known(path, as_of, undated)
    if json:
        data = findings_data(scenario.warnings)
        if full:
            from standoff.scenario.dump import full_text

            data["full"] = full_text(path, text=scenario.text)
        print_json(data)
        return ExitCode.OK
    print_findings(scenario.warnings, short=short)
    if full:
        from standoff.scenario.dump import full_text

        write(full_text(path, text=scenario.text))
        return ExitCode.OK
    say(f"{file}: the file is right" if not scenario.warnings else f"{file}: the file can be used")
    return ExitCode.OK


def _check_tree(path: Path, *, as_json: bool) -> int:
    from standoff.interop.efg import read_efg

    game, _ = read_efg(path)
    if as_json:
        print_json(findings_data(()))
    else:
        say(f"{path}: the tree is right, {game.n_nodes} nodes")
    return ExitCode.OK
