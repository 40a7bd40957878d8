"""tree(game): solve a game and draw the part of it that play is likely to come to."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from standoff.errors import UsageError
from standoff.game import (
    Budget,
    Game,
    Numbers,
    central_numbers,
    compile_game,
    draw_numbers,
)
from standoff.report.treenames import nodes_at
from standoff.report.treeview import LEAST, MOST, TreeView, tree_view
from standoff.scenario import Scenario
from standoff.solve import solve
from standoff.solve.recall import require_recall

Progress = Callable[[str, int, int], None]

EFG_LAM = 1.0
"""A tree has no precision of its own; this is in units of its payoffs."""
SCALE = 2.0
"""Pixels of a PNG to a pixel of the SVG."""


def draw_scenario(  # noqa: PLR0913  options of the verb, by keyword
    scenario: Scenario,
    *,
    draw: int | str = "central",
    draws: int = 200,
    seed: int = 1,
    turn: str | None = None,
    lam: float | None = None,
    least: float = LEAST,
    most: int = MOST,
    depth: int | None = None,
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> TreeView | None:
    """Return the likely part of the tree of a scenario, or None if no draw was solved.

    Args:
        scenario: a resolved scenario.
        draw: `central` for the median of every parameter, the number of a draw from 0, or `mean`
            for the means over all draws.
        draws: how many draws there are.
        seed: of the draws.
        turn: id of the turn at which the drawing starts; the beginning by default.
        lam: precision; what the file says by default.
        least: smallest probability of a node that is drawn.
        most: largest number of nodes.
        depth: largest number of moves in a row.
        threads: worker threads of the solver.
        budget: what the game may need.
        progress: called as progress(stage, done, all).

    Raises:
        UsageError: there is no such draw or turn, or a limit cannot be.
    """
    solved = draws if draw == "mean" else 1
    game = compile_game(scenario, budget=budget, draws=solved)
    start = None if turn is None else nodes_at(game, scenario, turn)
    if draw == "central":
        numbers, at = central_numbers(scenario, game), "At the median of every parameter"
    else:
        _, numbers = draw_numbers(scenario, game, draws, seed)
        at = f"Means over {draws} draws, seed {seed}"
        if draw != "mean":
            if not (isinstance(draw, int) and 0 <= draw < draws):
                raise UsageError(
                    f"there is no draw {draw!r}",
                    help=f"write `central`, `mean` or a number from 0 to {draws - 1}",
                )
            numbers, at = numbers.block(draw, draw + 1), f"At draw {draw} of {draws}, seed {seed}"
    in_points = scenario.payoff_scale == 1
    facts = {
        "scenario": scenario.name,
        "hash": scenario.hash,
        "seed": seed,
        "at": at,
        "turn": turn,
        "payoff_unit": "In points, as written." if in_points else "As a share of the stakes.",
    }
    if lam is not None:
        numbers = numbers.with_lam(lam)
    solution = solve(game, numbers, threads=threads, progress=progress)
    if not solution.solved.any():
        return None
    return tree_view(
        game,
        numbers,
        solution,
        scenario=scenario,
        least=least,
        most=most,
        depth=depth,
        start=start,
        facts=facts,
    )


def draw_file(  # noqa: PLR0913  options of the verb, by keyword
    game: Game,
    numbers: Numbers,
    *,
    path: Path | None = None,
    lam: float | None = None,
    least: float = LEAST,
    most: int = MOST,
    depth: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> TreeView | None:
    """Return the likely part of a tree that was read from an .efg file, or None if not solved.

    Args:
        game: the tree.
        numbers: its payoffs and chances.
        path: the file, for its name and hash.
        lam: precision, in units of the payoffs; 1 by default.
        least: smallest probability of a node that is drawn.
        most: largest number of nodes.
        depth: largest number of moves in a row.
        threads: worker threads of the solver.
        progress: called as progress(stage, done, all).

    Raises:
        UsageError: somebody forgets, or a limit cannot be.
    """
    require_recall(game)
    numbers = numbers.with_lam(EFG_LAM if lam is None else lam)
    solution = solve(game, numbers, threads=threads, progress=progress)
    if not solution.solved.any():
        return None
    facts: dict[str, Any] = {
        "scenario": None,
        "hash": None,
        "seed": None,
        "at": f"At lambda {float(numbers.lam[0]):g}",
        "turn": None,
        "payoff_unit": "In the units of the file.",
    }
    if path is not None:
        facts["scenario"] = path.stem if path.stem != "game" else path.parent.name
        facts["hash"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return tree_view(game, numbers, solution, least=least, most=most, depth=depth, facts=facts)


def write_tree(svg: str, to: Path) -> None:
    """Write a drawing as the suffix of the file says, .svg or .png, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    if to.suffix == ".png":
        import vl_convert

        data = vl_convert.svg_to_png(svg, scale=SCALE)
    else:
        data = svg.encode("utf-8")
    draft = to.with_name(f".{to.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        draft.write_bytes(data)
        draft.replace(to)
    except OSError as error:
        raise UsageError(f"`{to}` cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
