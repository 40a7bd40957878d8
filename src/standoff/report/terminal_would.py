"""What would have to be true, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words, words_matters
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_compare import CAVEAT

Data = Mapping[str, Any]

SINGLE_NOTE = (
    "The whole distribution of one number is moved along its prior, the others as drawn: median in "
    "the file, median that is needed, mean probability then. Chance: of a value as far out, under "
    "the prior of the file."
)
JOINT_NOTE = "The numbers that help most, all moved by the same part of their priors."


def print_would(console: Console, data: Data) -> None:
    """Print what would bring the mean probability past the level, the least surprising first."""
    console.print(Text(data["title"], style="bold"))
    draws = words.plural(data["draws"], "draw")
    solves = f"{data['solves']:,} games solved"
    console.print(Text(f"{draws} of the parameters, seed {data['seed']}; {solves}"))
    console.print()
    console.print(Text(CAVEAT, style="yellow"))
    weighted = words_matters.weighted_sentence(data)
    if weighted is not None:
        console.print(Text(weighted))
    console.print()
    console.print(Text(words_matters.would_finding(data)))
    if data["singles"]:
        heading(console, "One number alone", SINGLE_NOTE)
        _moves(console, data["singles"])
    if data["near"]:
        heading(console, "As far as one number goes", "At the end of its prior, not far enough.")
        _moves(console, data["near"])
    if data["joint"]:
        heading(console, "Several numbers together", JOINT_NOTE)
        for move in data["joint"]:
            _moves(console, [move])
    if data["boxes"] is not None:
        title = words.listing(list(data["outcomes"].values()), joint="or")
        heading(console, "In which draws it passes")
        bullets(console, words_matters.scene_sentences(title, data["boxes"]))
    if data["outside"]:
        heading(console, "Numbers that do not enter the game")
        bullets(console, [", ".join(data["outside"])])


def _moves(console: Console, moves: list[Data]) -> None:
    made = table("number", "median", "needed", "mean then", "chance")
    for move in moves:
        for place, part in enumerate(move["factors"]):
            last = place == len(move["factors"]) - 1
            switch = part["kind"] == "theory"
            made.add_row(
                Text(part["name"]),
                f"{100 * part['from']:.0f}% on" if switch else f"{part['from']:.3g}",
                ("on" if part["up"] else "off") if switch else f"{part['to']:.3g}",
                f"{100 * move['mean']:.1f}% ±{_error(move)}" if last else "",
                f"{100 * move['surprise']:.2g}%" if last else "",
            )
    console.print(made)


def _error(move: Data) -> str:
    error = move["standard_error"]
    return words.NO_VALUE if error is None else f"{100 * error:.1f}"
