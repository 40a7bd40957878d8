"""`standoff tree`: draw the part of the game that play is likely to come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.known import load_known, refuse_known
from standoff.cli.messages import print_json, say, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.target import find, precision, whole
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

KINDS = (".svg", ".png")
LEAST, MOST, MAX_NODES = 0.01, 60, 2000
STUDY_DRAWS = 200
EXAMPLE = "tree.svg"


def tree(
    file: options.Tree,
    out: Annotated[
        Path | None, typer.Option(help="Drawing to write, .svg or .png.", metavar=EXAMPLE)
    ] = None,
    least: Annotated[float, typer.Option(help="Draw what is at least so probable.")] = LEAST,
    depth: Annotated[int | None, typer.Option(help="Draw at most so many moves deep.")] = None,
    most: Annotated[int, typer.Option(help="Draw at most so many nodes.")] = MOST,
    turn: Annotated[
        str | None, typer.Option(help="Start at this turn of the file.", metavar="ID")
    ] = None,
    draw: Annotated[
        str,
        typer.Option(help="Parameters: `central`, the number of a draw from 0, or `mean` of all."),
    ] = "central",
    lam: Annotated[
        float | None, typer.Option(help="Precision lambda; by default what the file says.")
    ] = None,
    draws: options.Draws = STUDY_DRAWS,
    seed: options.Seed = options.SEED,
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print what is drawn as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
) -> int:
    """Draw the game as it is likely to be played: who moves, how probable, who believes what.

    Moves that are less probable than --least are summed up in stubs. Dashed lines join the nodes
    of an information set. Without --out the tree is printed as text. Ends with 3 when no draw was
    solved.
    """
    _check(least, depth, most, out, overwrite=overwrite)
    precision(lam)
    whole(draws, "--draws", 1, options.MAX_DRAWS, STUDY_DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    at = _draw(draw, draws)
    path = find(file)
    from standoff.report.draw_tree import draw_file, draw_scenario

    limits: dict[str, Any] = {"least": least, "most": most, "depth": depth}
    limits |= {"threads": threads, "lam": lam}
    is_tree = path.suffix == ".efg"
    if is_tree:
        refuse_known(as_of)
        _refuse(turn, at)
    scenario = None if is_tree else load_known(path, as_of, undated)
    if scenario is not None:
        say_warnings(scenario.warnings, "tree")
    with Progress(quiet=quiet or json) as progress:
        compile_kernels(progress)
        limits["progress"] = progress
        if scenario is None:
            from standoff.interop.efg import read_efg

            view = draw_file(*read_efg(path), path=path, **limits)
        else:
            budget = options.budget_of(memory)
            view = draw_scenario(
                scenario, draw=at, draws=draws, seed=seed, turn=turn, budget=budget, **limits
            )
    if view is None:
        say("no draw was solved, so there is nothing to draw; write a smaller `--lam`")
        return ExitCode.NOT_SOLVED
    _say(view, out, as_json=json)
    return ExitCode.OK


def _say(view: Any, out: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json(view.to_json())
    elif out is None:
        from standoff.cli.console import print_report
        from standoff.report.terminal_treeview import print_treeview

        data = view.to_json()
        print_report(lambda console: print_treeview(console, data))
    if out is not None:
        from standoff.report.draw_tree import write_tree

        write_tree(view.svg(), out)
        say(f"wrote {out}: {sum(node.kind != 'stub' for node in view.nodes):,} nodes")


def _check(
    least: float, depth: int | None, most: int, out: Path | None, *, overwrite: bool
) -> None:
    """Refuse what cannot be drawn or written, before anything is solved."""
    if not 0 <= least < 1:
        raise UsageError(
            f"`--least {least:g}` is not a probability from 0 up to 1",
            help=f"write, for example, `--least {LEAST:g}`; 0 draws what is never reached too",
        )
    whole(most, "--most", 1, MAX_NODES, MOST)
    if depth is not None:
        whole(depth, "--depth", 1, 1000, 4)
    if out is not None:
        check_drawing(out, overwrite=overwrite)


def check_drawing(out: Path, *, overwrite: bool) -> None:
    """Refuse a drawing that cannot be written.

    Raises:
        UsageError: says what to write.
    """
    if out.suffix not in KINDS:
        raise UsageError(
            f"`{out}` ends neither in .svg nor in .png",
            help=f"write `--out {out.stem or 'tree'}.svg`",
        )
    if not out.parent.is_dir():
        raise UsageError(
            f"there is no folder `{out.parent}`", help="make it, or write another `--out`"
        )
    if out.is_dir() or (out.exists() and not overwrite):
        raise UsageError(
            f"`{out}` exists already", help="write another `--out`, or add `--overwrite`"
        )


def _draw(word: str, draws: int) -> int | str:
    """Return the number of a draw, or the word that stands for none."""
    if word in ("central", "mean"):
        return word
    if not (word.isascii() and word.isdigit() and len(word) < 9 and int(word) < draws):
        raise UsageError(
            f"`--draw {word[:40]}` is none of `central`, `mean` and the number of one of {draws}"
            " draws",
            help=f"write `--draw central`, `--draw mean`, or a number from 0 to {draws - 1}",
        )
    return int(word)


def _refuse(turn: str | None, at: int | str) -> None:
    """Refuse what an .efg tree does not have."""
    if turn is not None:
        raise UsageError("an .efg tree has no turns", help="leave `--turn` out")
    if at != "central":
        raise UsageError("an .efg tree has no draws", help="leave `--draw` out")
