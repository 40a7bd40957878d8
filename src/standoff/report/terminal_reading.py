"""Proposals and gaps on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.report.terminal import bullets, heading

Data = Mapping[str, Any]
SHOWN = 160
"""Characters of a span that are shown; the JSON has all of them."""


def print_proposals(console: Console, data: Sequence[Data]) -> None:
    """Print proposals by paragraph: kind, words, reading, and the rule behind them."""
    if not data:
        console.print("Nothing is proposed.")
        return
    for number in sorted({one["paragraph"] for one in data}):
        console.print(Text(f"Paragraph {number}", style="bold"))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True, min_width=11)
        grid.add_column(overflow="fold")
        for one in data:
            if one["paragraph"] == number:
                grid.add_row(Text(f"  {one['kind']}", style="cyan"), _words(one))
        console.print(grid)


def _words(one: Data) -> Text:
    span = one["text"] if len(one["text"]) <= SHOWN else one["text"][: SHOWN - 1] + "…"
    told = Text(f'"{span}"')
    if one["reading"]:
        told.append(f" = {one['reading']}")
    told.append(f"  [{one['why']}, {one['confidence']:.2f}]", style="dim")
    return told


def print_gaps(console: Console, data: Data) -> None:
    """Print what the sources name and the scenario lacks, and what they leave out."""
    heading(console, "Actors that sources name and the scenario lacks")
    bullets(
        console,
        [_actor(one) for one in data["actors"]] or ["none"],
    )
    heading(
        console, "Options that a source leaves out", "Moves that nothing taken from it mentions."
    )
    rows = [f"{key}: {', '.join(moves) or 'none'}" for key, moves in data["options"].items()]
    bullets(console, rows or ["the scenario has no sources"])
    heading(console, "What all sources share")
    bullets(console, [f"warning: {one}" for one in data["one_sided"]] or ["nothing"])
    if data["traps"]:
        heading(console, "Claims beside a text trap", "They have neither `gloss` nor `reading`.")
        bullets(
            console,
            [
                f'{one["source"]} {one["paragraph"]}: "{one["text"]}" = {one["reading"]}'
                for one in data["traps"]
            ],
        )
    if data["not_stored"]:
        heading(console, "Not in the store")
        bullets(console, [f"{key}: its actors are not known" for key in data["not_stored"]])


def _actor(one: Data) -> str:
    told = f"{one['actor']}: {_places(one['places'])}"
    return f"{told}; its state is in the scenario" if one["speaks_for"] else told


def _places(places: Sequence[Data]) -> str:
    by_source: dict[str, list[str]] = {}
    for place in places:
        by_source.setdefault(place["source"], []).append(str(place["paragraph"]))
    return "; ".join(f"{key} {', '.join(numbers)}" for key, numbers in by_source.items())
