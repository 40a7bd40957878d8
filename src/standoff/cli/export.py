"""`standoff export`: write the game for Gambit and other programs."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli import options
from standoff.cli.messages import print_json, say
from standoff.cli.target import find
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.game import Game, Numbers


def export(
    file: options.Tree,
    to: Annotated[Path, typer.Option("--to", metavar="x.efg", help="File to write.")],
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
    memory: options.Memory = options.MEMORY,
) -> int:
    """Write the game at central parameter values as an .efg file, exact to the last digit.

    An .efg file is read and written again: one node a line, every list in full, numbers, labels
    and numbering as they were.
    """
    _check_target(to, overwrite=overwrite)
    path = find(file)
    from standoff.interop.efg import read_efg, write_efg
    from standoff.interop.efg.writer import tree_nodes

    game, numbers = read_efg(path) if path.suffix == ".efg" else _compiled(path, memory)
    _write(to, write_efg(game, numbers), overwrite=overwrite)
    nodes = tree_nodes(game)  # more than the game has, where merged pasts are unrolled
    if json:
        print_json({"file": str(to), "nodes": nodes, "infosets": game.n_infosets})
    else:
        say(f"wrote {to}: {nodes:,} nodes, {game.n_infosets:,} information sets")
    return ExitCode.OK


def _compiled(path: Path, memory: float) -> tuple[Game, Numbers]:
    from standoff.game import central_numbers, compile_game
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
    game = compile_game(scenario, budget=options.budget_of(memory), draws=1)
    return game, central_numbers(scenario, game)


def _check_target(to: Path, *, overwrite: bool) -> None:
    if to.suffix != ".efg":
        raise UsageError(f"`{to}` does not end in .efg", help=f"write `--to {to.stem or 'x'}.efg`")
    if to.is_dir():
        raise UsageError(f"`{to}` is a folder", help=f"write `--to {to / 'game.efg'}`")
    if os.path.lexists(to) and not overwrite:
        raise UsageError(
            f"`{to}` exists already", help="write another `--to`, or add `--overwrite`"
        )
    if not to.parent.is_dir():
        raise UsageError(
            f"there is no folder `{to.parent}`", help="make it, or write another `--to`"
        )


def _write(to: Path, text: str, *, overwrite: bool) -> None:
    """Write beside the target and rename, so that nobody sees half a file."""
    draft = to.with_name(f".{to.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        _check_target(to, overwrite=overwrite)
        draft.replace(to)
    except OSError as error:
        raise UsageError(f"`{to}` cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
