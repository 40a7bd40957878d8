"""Stored sources on the terminal: the list, one with its paragraphs, and the groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

WHY = {
    "copy": "near copies",
    "part": "a part of one stands in the other",
    "passage": "share a passage, and stay apart",
    "origin": "the same origin",
    "group": "put together with `--group`",
}


def print_sources(console: Console, data: Sequence[Data]) -> None:
    """Print a line for each source."""
    made = table("source", "written", "published", "language", "paragraphs", "title", wide=5)
    for column in made.columns[:4]:
        column.justify = "left"
    for one in data:
        made.add_row(
            Text(one["key"]),
            one["written"] or words.NO_VALUE,
            one["published"] or words.NO_VALUE,
            one["language"] or words.NO_VALUE,
            str(len(one["paragraphs"])),
            Text(one["title"] or "untitled"),
        )
    console.print(made)


def print_source(console: Console, data: Data) -> None:
    """Print what is known of a source, and its paragraphs with numbers and roles."""
    console.print(Text(data["title"] or "Untitled", style="bold"))
    print_facts(console, data)
    heading(console, "Paragraphs", "Claims name them by number; only text and titles are read.")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for one in data["paragraphs"]:
        read = one["role"] in ("text", "title", "subtitle")
        style = "" if read else "dim"
        grid.add_row(str(one["number"]), Text(one["role"], style="cyan"), Text(one["text"], style))
    console.print(grid)


def print_facts(console: Console, data: Data) -> None:
    """Print dates, origin, what the source says about itself, and what the reader noted."""
    facts = [("author", data["author"]), ("outlet", data["outlet"]), ("language", data["language"])]
    facts += [(name, data[name]) for name in ("event", "written", "published")]
    facts.append(("address", data["address"]))
    facts.append(("chain", " > ".join(_link(link) for link in data["chain"])))
    facts.append(("group", data["group"]))
    bullets(console, [f"{name}: {value}" for name, value in facts if value])
    if data["about"]:
        heading(console, "What it says about itself")
        bullets(console, data["about"])
    if data["notes"]:
        heading(console, "How it was read")
        bullets(console, data["notes"])


def _link(link: Data) -> str:
    return f"{link['who']} ({link['role']}, {link['reliability']})"


def print_groups(console: Console, data: Data) -> None:
    """Print the groups, the ties that make them, and the effective number of sources."""
    count, groups = data["sources"], data["groups"]
    many = f"{words.plural(count, 'source')} in {words.plural(len(groups), 'dependence group')}"
    console.print(Text(many, style="bold"))
    bullets(console, [", ".join(group) for group in groups])
    if data["ties"]:
        heading(console, "Ties")
        bullets(console, [_tie(tie) for tie in data["ties"]])
    if data["effective"] is not None:
        heading(console, "Effective number", f"By the weights of the claims in {data['scenario']}.")
        bullets(console, [f"{data['effective']:.2f} independent sources"])
        if data["unstored"]:
            bullets(console, [f"not in the store: {', '.join(data['unstored'])}"])


def _tie(tie: Data) -> str:
    parts = [f"{tie['first']} and {tie['second']}: {WHY[tie['why']]}"]
    if tie["why"] == "copy":
        parts.append(f"similarity {tie['share']:.2f}")
    if tie["why"] == "part":
        parts.append(f"{words.percent(tie['share'])} of the shorter one")
    if tie["words"]:
        parts.append(f"longest passage {tie['words']} words")
    return ", ".join(parts)
