"""`standoff theories`: what each theory of a scenario contributes."""

from __future__ import annotations

from typing import Annotated

import typer

from standoff.cli import options
from standoff.cli.messages import print_json, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.target import find_scenario, whole
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode


def theories(
    file: options.File,
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> int:
    """Show the endings with each theory of the file on and off, on the same draws.

    The difference is what the theory contributes; its standard error is that of paired draws. The
    last row switches all theories at once. Ends with 3 when no draw was solved.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    path = find_scenario(file)
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
    say_warnings(scenario.warnings, "theories")
    with Progress(quiet=quiet or json) as progress:
        compile_kernels(progress)
        from standoff.forecast import contributions

        made = contributions(
            scenario,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=options.budget_of(memory),
            progress=progress,
        )
    data = made.to_json()
    if json:
        print_json(data)
    else:
        from standoff.cli.console import print_report
        from standoff.report.terminal_compare import print_theories

        print_report(lambda console: print_theories(console, data))
    return ExitCode.OK if data["all"]["pairs"] else ExitCode.NOT_SOLVED
