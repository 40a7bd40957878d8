"""`standoff describe`: what was understood, before anything is solved."""

from __future__ import annotations

from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.messages import print_findings, print_json
from standoff.cli.target import find, whole
from standoff.errors import ExitCode, UsageError


def describe(
    file: options.File,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    draws: options.Draws = options.DRAWS,
    memory: options.Memory = options.MEMORY,
) -> int:
    """Show what was understood, and how large the game is, before anything is solved.

    Ends with 3 when the game would be over the memory budget for that many draws.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    path = find(file)
    if path.suffix == ".efg":
        raise UsageError(
            f"`{file}` is a game tree, not a scenario", help=f"write `standoff solve {file}`"
        )
    from standoff.game import predict_size
    from standoff.report.understood import understood
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
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
