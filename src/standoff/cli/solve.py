"""`standoff solve`: equilibrium strategies of one game, at central values or at one draw."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.known import load_known, refuse_known
from standoff.cli.messages import print_json, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.target import find, precision, whole
from standoff.cli.warm import compile_kernels
from standoff.cli.way import Way
from standoff.errors import ExitCode, UsageError

MAX_STARTS = 10_000
EFG_LAM = 1.0
"""A tree has no precision of its own; this is in units of its payoffs."""


def solve(
    file: options.Tree,
    lam: Annotated[
        float | None, typer.Option(help="Precision lambda; by default what the file says.")
    ] = None,
    draw: Annotated[
        str, typer.Option(help="Parameters: `central`, or the number of a draw, from 0.")
    ] = "central",
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    json: Annotated[bool, typer.Option("--json", help="Print the solution as JSON.")] = False,
    threads: options.Threads = None,
    device: options.Device = options.DEVICE,
    memory: options.Memory = options.MEMORY,
    branches: Annotated[
        int, typer.Option(help="Search for other equilibria from this many starts.")
    ] = 0,
    method: Annotated[
        str, typer.Option(help="aqre, arclength, cfr+, dcfr, pcfr+, lp, backward or enumerate.")
    ] = "aqre",
    against: Annotated[
        str | None, typer.Option(help="Solve by this method too, and stop if the two disagree.")
    ] = None,
    tolerance: Annotated[
        float | None, typer.Option(help="Exploitability at which cfr+, dcfr and pcfr+ stop.")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option(help="Most iterations of cfr+, dcfr and pcfr+.")
    ] = None,
    limit: Annotated[
        bool,
        typer.Option(
            "--limit",
            help="Follow the branch to very large lambda, and test whether its end is a sequential"
            " equilibrium.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Solve a scenario at central parameter values or at one draw, or an .efg tree.

    Ends with 3 when no solution within the tolerance was found, or two methods disagree.
    """
    if limit:
        _alone(lam=lam, branches=branches, method=method, device=device)
    precision(lam)
    way = Way(method, against, tolerance, iterations, device)
    way.check(lam, branches)
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    whole(branches, "--branches", 0, MAX_STARTS, 32)
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    number = _draw_number(draw, draws)
    path = find(file)
    tree = None
    if path.suffix == ".efg":
        refuse_known(as_of)
        tree = _tree(path, number)
    scenario = None if tree else load_known(path, as_of, undated)
    with Progress(quiet=quiet or json) as progress:
        compile_kernels(progress, way.methods)
        facts, game, numbers = tree or _at(scenario, number, draws, seed, memory)
        if limit:
            data = facts | _limit(game, numbers, progress)
        else:
            if lam is not None or path.suffix == ".efg":
                numbers = numbers.with_lam(EFG_LAM if lam is None else lam)
            data = facts | _at_lambda(game, numbers, way, branches, seed, threads, progress)
    _say(data, json=json)
    solved = data["accepted"] if limit else data["certificate"]["solved"]
    return ExitCode.OK if solved else ExitCode.NOT_SOLVED


def _at_lambda(
    game: Any,
    numbers: Any,
    way: Way,
    branches: int,
    seed: int,
    threads: int | None,
    progress: Progress,
) -> dict[str, Any]:
    """Solve by the chosen method, and search for other equilibria if that is wanted."""
    from standoff.report.solution import equilibria_data, solution_data
    from standoff.solve import find_equilibria

    solution = way.solve(game, numbers, threads, progress)
    data = solution_data(game, numbers, solution)
    data |= way.more(game, numbers, solution, threads, progress)
    if branches:
        others = find_equilibria(
            game,
            numbers,
            starts=branches,
            slips=branches,
            seed=seed,
            threads=threads,
            principal=solution,
            progress=progress,
        )
        data["equilibria"] = equilibria_data(game, numbers, others)
    return data


def _say(data: dict[str, Any], *, json: bool) -> None:
    """Print a solution or a limit."""
    if json:
        print_json(data)
    else:
        from standoff.cli.console import print_report
        from standoff.report.terminal_limit import print_limit
        from standoff.report.terminal_solution import print_solution

        show = print_limit if "limit" in data else print_solution
        print_report(lambda console: show(console, data))


def _alone(lam: float | None, branches: int, method: str, device: str) -> None:
    """Refuse options that have no meaning beside `--limit`."""
    others = (
        (lam is not None, "--lam"),
        (branches > 0, "--branches"),
        (method != "aqre", "--method"),
        (device != options.DEVICE, "--device"),
    )
    for given, name in others:
        if given:
            raise UsageError(
                f"`--limit` goes to very large lambda; `{name}` has no meaning beside it",
                help=f"leave out `--limit` or `{name}`",
            )


def _limit(game: Any, numbers: Any, progress: Progress) -> dict[str, Any]:
    """Follow the branch and test where it ends."""
    from standoff.report.limit import limit_data
    from standoff.solve import limit, sequential_test

    found = limit(game, numbers, progress=progress)
    progress("test", 0, 1)
    test = sequential_test(game, numbers, found.strategy, found.beliefs)
    return limit_data(game, numbers, found, test)


def _draw_number(draw: str, draws: int) -> int | None:
    if draw == "central":
        return None
    if not (draw.isascii() and draw.isdigit() and int(draw[:9]) < draws and len(draw) < 9):
        raise UsageError(
            f"`--draw {draw[:40]}` is neither `central` nor the number of one of {draws} draws",
            help=f"write `--draw central`, or a number from 0 to {draws - 1}",
        )
    return int(draw)


def _tree(path: Path, number: int | None) -> tuple[dict[str, Any], Any, Any]:
    from standoff.interop.efg import read_efg
    from standoff.solve.recall import require_recall

    if number is not None:
        raise UsageError("an .efg tree has no draws", help="leave `--draw` out")
    game, numbers = read_efg(path)
    require_recall(game)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    facts = {
        "game": path.stem if path.stem != "game" else path.parent.name,
        "title": game.title,
        "hash": digest,
        "at": "a tree from an .efg file",
        "payoff_unit": "In the units of the file.",
    }
    return facts, game, numbers


def _at(
    scenario: Any, number: int | None, draws: int, seed: int, memory: float
) -> tuple[dict[str, Any], Any, Any]:
    from standoff.game import central_numbers, compile_game, draw_numbers

    say_warnings(scenario.warnings, "solve")
    game = compile_game(scenario, budget=options.budget_of(memory), draws=1)
    if number is None:
        numbers, at = central_numbers(scenario, game), "At the median of every parameter"
    else:
        _, every = draw_numbers(scenario, game, draws, seed)
        numbers, at = every.block(number, number + 1), f"At draw {number} of {draws}, seed {seed}"
    in_points = scenario.payoff_scale == 1
    facts = {
        "scenario": scenario.name,
        "title": scenario.title,
        "hash": scenario.hash,
        "at": at,
        "payoff_unit": "In points, as written." if in_points else "As a share of the stakes.",
    }
    return facts, game, numbers
