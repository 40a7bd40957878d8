"""`standoff describe`: what was understood, before anything is solved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.known import load_known, refuse_known
from standoff.cli.messages import print_findings, print_json
from standoff.cli.target import find, whole
from standoff.errors import ExitCode


def describe(
    file: options.Tree,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    draws: options.Draws = options.DRAWS,
    memory: options.Memory = options.MEMORY,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Show what was understood, and how large the game is, before anything is solved.

    Of an .efg file: who moves how often, what can be won, and whether anybody forgets.

    Ends with 3 when the game would be over the memory budget for that many draws.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    path = find(file)
    if path.suffix == ".efg":
        refuse_known(as_of)
        return _describe_tree(path, as_json=json)
    from standoff.game import predict_size
    from standoff.report.understood import understood

    scenario = load_known(path, as_of, undated)
    budget = options.budget_of(memory)
    size = predict_size(scenario, draws, budget)
    data = understood(scenario, size, budget.memory_bytes)
    if json:
        print_json(data)
    else:
        from standoff.cli.console import print_report
        from standoff.report.terminal_understood import print_understood

        print_report(lambda console: print_understood(console, data))
        print_findings(scenario.warnings)
    return ExitCode.OK if data["size"]["within_budget"] else ExitCode.NOT_SOLVED


def _describe_tree(path: Path, *, as_json: bool) -> int:
    from standoff.interop.efg import read_efg
    from standoff.report.tree import tree_facts

    game, numbers = read_efg(path)
    data = tree_facts(game, numbers)
    if as_json:
        print_json(data)
    else:
        from standoff.cli.console import print_report
        from standoff.report.terminal_tree import print_tree

        print_report(lambda console: print_tree(console, data))
    return ExitCode.OK
