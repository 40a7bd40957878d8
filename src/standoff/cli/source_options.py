"""What the `source` verbs share: where the store is, and how a day is written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.evidence.sources import Store

Folder = Annotated[
    Path | None,
    typer.Option("--store", help="Folder of the store; `sources` beside the scenario by default."),
]
Beside = Annotated[
    str | None,
    typer.Option("--scenario", help="Scenario file; the working folder's store without one."),
]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]

NAME = "sources"


def store_of(store: Path | None, scenario: str | None) -> Store:
    """Return the store that the options name.

    Raises:
        UsageError: there is no such scenario, or a file stands in the store's place.
    """
    from standoff.evidence.sources import Store

    if store is not None:
        return Store(store)
    if scenario is None:
        return Store(Path(NAME))
    from standoff.cli.target import find

    return Store(find(scenario).parent / NAME)


def day_of(word: str, option: str) -> dt.date | None:
    """Return the day that an option names; None for no word.

    Raises:
        UsageError: it is not a day.
    """
    from standoff.evidence.sources.limits import printable

    if not word:
        return None
    try:
        return dt.date.fromisoformat(word.strip())
    except ValueError:
        raise UsageError(
            f"`{option} {printable(word)}` is not a day",
            help=f"write year, month and day, for example `{option} 2022-01-14`",
        ) from None


def existing(store: Store) -> Store:
    """Return a store that there is.

    Raises:
        UsageError: there is none; says how to begin one.
    """
    from standoff.evidence.sources.limits import printable

    if store.folder.is_dir():
        return store
    raise UsageError(
        f"there is no store `{printable(store.folder)}`",
        help="add a source with `standoff source add FILE`, or write `--store FOLDER`",
    )
