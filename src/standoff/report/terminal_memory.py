"""What merging pasts does to a forecast, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_understood import merged_lines

Data = Mapping[str, Any]

MAX_TURNS = 12
"""More turns than this: those with the largest differences are shown."""
SMALL = 0.01
"""Percentage points below which a difference is not written out."""
SHOWN = 1e-8
"""Differences below the promise of the solver are written as `none`."""


def print_memory(console: Console, data: Data) -> None:
    """Print the sizes, whether merging loses anything, and where it does."""
    console.print(Text(data["title"], style="bold"))
    _sizes(console, data)
    compared = data["compared"]
    if compared is None:
        _not_compared(console, data)
        return
    _verdict(console, data, compared)
    if not compared["lossless"]:
        _outcomes(console, compared)
        _moves(console, compared)
    _gains(console, compared)


def _sizes(console: Console, data: Data) -> None:
    heading(console, "What is merged")
    bullets(console, merged_lines(data))
    made = table("", "merged", "unmerged")
    for key, name in (("nodes", "nodes"), ("infosets", "information sets"), ("entries", "moves")):
        numbers = [data[which][key] for which in ("merged", "unmerged")]
        least = "" if data["unmerged"]["exact"] else "at least "
        made.add_row(Text(name), words.large(numbers[0]), least + words.large(numbers[1]))
    console.print(made)


def _not_compared(console: Console, data: Data) -> None:
    heading(console, "What it costs")
    if "unmerged" in data["solved"]:
        text = "No draw was solved in both games, so they cannot be compared."
    else:
        need = data["unmerged"]["memory_bytes"] / 2**30
        size = f"{need:,.3g}" if need < words.MANY else words.large(int(need))
        least = "" if data["unmerged"]["exact"] else "at least "
        text = (
            f"The unmerged game would need {least}{size} GiB, which is over the budget, so what "
            "merging costs is not known. Shorten the crisis and compare again."
        )
    console.print(Text(text))


def _verdict(console: Console, data: Data, compared: Data) -> None:
    draws = words.plural(data["solved"]["both"], "draw")
    heading(console, "What it costs", f"On {draws}; differences in percentage points.")
    everything = compared["everything"]
    if compared["lossless"]:
        text = (
            "Nothing: every number of the forecast is the same in both games (largest difference "
            f"{everything['max']:.1e})."
        )
    else:
        text = f"Merging changes the forecast; most of all {everything['where']}"
        text += f" (by {difference(everything['max'])})."
    console.print(Text(text))


def _outcomes(console: Console, compared: Data) -> None:
    console.print()
    made = table("outcome", "merged", "unmerged", "difference", "largest in a draw")
    for outcome in compared["outcomes"].values():
        made.add_row(
            Text(outcome["title"]),
            words.percent(outcome["merged"]),
            words.percent(outcome["unmerged"]),
            difference(outcome["mean"], signed=True),
            difference(outcome["max"]),
        )
    console.print(made)


def _moves(console: Console, compared: Data) -> None:
    turns = {turn: row for turn, row in compared["moves"].items() if row["max"] > SHOWN}
    if not turns:
        return
    worst = sorted(turns, key=lambda turn: -turns[turn]["max"])[:MAX_TURNS]
    console.print()
    made = table("turn", "move that differs most", "difference", "largest in a draw")
    made.columns[1].justify = "left"
    for turn in (name for name in turns if name in worst):
        row = turns[turn]
        made.add_row(Text(turn), Text(row["move"]), difference(row["mean"]), difference(row["max"]))
    console.print(made)


def _gains(console: Console, compared: Data) -> None:
    heading(
        console,
        "What memory would be worth",
        "Most that a party gains by deviating alone, in payoff units, in the unmerged game: when "
        "all play its own equilibrium, and when all play the merged one.",
    )
    made = table("party", "own equilibrium", "merged strategies")
    for party, gain in compared["gain"].items():
        made.add_row(
            Text(party), f"{gain['unmerged']:.3g}", f"{gain['merged_played_unmerged']:.3g}"
        )
    console.print(made)


def difference(value: float, *, signed: bool = False) -> str:
    """Return a difference of probabilities in percentage points, or `none`."""
    if abs(value) <= SHOWN:
        return "none"
    points = 100 * abs(value)
    sign = ("-" if value < 0 else "+") if signed else ""
    return "<0.01" if points < SMALL else f"{sign}{points:.2f}"
