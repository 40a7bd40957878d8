"""The shipped games: published models with known answers, and cases.

`models/<author-year>/` holds one published model: the game, what is known about it, and how that
was checked. `cases/<crisis>/` holds one crisis; `skarn-narrows` is invented and brings
its articles. Nothing heavy is imported here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.scenario.model import Scenario

__all__ = ["describe", "load", "names", "path"]

_ROOT = Path(__file__).parent
_FILES = ("scenario.yaml", "game.efg")


def names() -> tuple[str, ...]:
    """Return the names of all shipped games: cases first, then models, each in order."""
    return tuple(folder.name for kind in ("cases", "models") for folder in _folders(kind))


def path(name: str) -> Path:
    """Return the file of a shipped game: `scenario.yaml`, or `game.efg` for a tree.

    Args:
        name: one of `names()`.

    Raises:
        UsageError: there is no game of that name.
    """
    for kind in ("cases", "models"):
        for folder in _folders(kind):
            if folder.name == name:
                return next(folder / file for file in _FILES if (folder / file).is_file())
    raise UsageError(
        f"there is no `{name}` in the library",
        help="`standoff library` lists the names",
    )


def describe(name: str) -> str:
    """Return one line about a shipped game: the title in its file."""
    file = path(name)
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".efg":
        found = re.match(r'EFG 2 [RD] "([^"]*)"', text)
    else:
        found = re.search(r"^title: *[\"']?(.*?)[\"']? *(?: #.*)?$", text, flags=re.MULTILINE)
    return found.group(1) if found else name


def load(name: str) -> Scenario:
    """Return the scenario of a shipped game.

    Raises:
        UsageError: there is no game of that name, or it is a tree (`game.efg`), which
            `standoff.interop.efg.read_efg` reads.
    """
    file = path(name)
    if file.suffix == ".efg":
        raise UsageError(
            f"`{name}` is a game tree, not a scenario",
            help="read it with `standoff.interop.efg.read_efg(standoff.library.path(name))`",
        )
    from standoff.scenario import load_scenario

    return load_scenario(file)


def _folders(kind: str) -> list[Path]:
    return sorted(
        folder
        for folder in (_ROOT / kind).glob("*")
        if any((folder / file).is_file() for file in _FILES)
    )
