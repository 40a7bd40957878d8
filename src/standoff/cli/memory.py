"""`standoff memory`: what merging pasts does to a forecast."""

from __future__ import annotations

from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.messages import print_json, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.target import find, whole
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

DRAWS = 50


def memory(
    file: options.File,
    draws: options.Draws = DRAWS,
    seed: options.Seed = options.SEED,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> int:
    """Solve with merged and with unmerged pasts and say what merging changes.

    What the file says of `memory` does not matter. An unmerged game over the memory budget is not
    built; its size is printed. Ends with 3 when no draw was solved.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    path = find(file)
    if path.suffix == ".efg":
        raise UsageError(
            f"`{file}` is a game tree without public variables, so there is nothing to merge",
            help="give a scenario file",
        )
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
    say_warnings(scenario.warnings, "memory")
    with Progress(quiet=quiet or json) as progress:
        compile_kernels(progress)
        from standoff.forecast.memory import compare_memory

        record = compare_memory(
            scenario,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
        )
    data = record.to_json()
    if json:
        print_json(data)
    else:
        from standoff.cli.console import print_report
        from standoff.report.terminal_memory import print_memory

        print_report(lambda console: print_memory(console, data))
    return ExitCode.OK if data["solved"]["merged"] else ExitCode.NOT_SOLVED
