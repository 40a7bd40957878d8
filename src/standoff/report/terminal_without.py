"""A forecast with and without a source, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_compare import CAVEAT, points

Data = Mapping[str, Any]

MANY = 15
"""Changed numbers in the table; the others are in the JSON."""


def print_without(console: Console, data: Data) -> None:
    """Print the endings with and without a source, then which numbers changed and what each did."""
    console.print(Text(data["title"], style="bold"))
    as_of = f", as known on {words.say_date(data['as_of'])}" if data["as_of"] else ""
    names = words.listing([f"{key} ({one['title']})" for key, one in data["without"].items()])
    console.print(Text(f"Without {names}{as_of}"))
    draws = words.plural(data["draws"], "draw")
    console.print(Text(f"{draws} of the parameters, seed {data['seed']}; the same in both"))
    console.print()
    console.print(Text(CAVEAT, style="yellow"))
    _endings(console, data)
    _parameters(console, data)
    _kept(console, data)


def finding(data: Data) -> str:
    """Return in a sentence what leaving the source out does."""
    if data["distance"] is None:
        return "No draw was solved in both forecasts."
    moved = f"{100 * data['distance']:.1f}%"
    sources = "source" if len(data["without"]) == 1 else "sources"
    name = f"{sources} {words.listing(list(data['without']))}"
    largest = max(data["outcomes"].values(), key=lambda one: abs(one["difference"]))
    way = "up" if largest["difference"] > 0 else "down"
    size = f"{abs(100 * largest['difference']):.1f}"
    text = (
        f"Leaving out {name} moves {moved} of the probability to other endings; "
        f"`{largest['title']}` goes {way} most, by {size} points."
    )
    first = data["parameters"][:1]
    if first and first[0]["effect"] is not None:
        text += f" By itself `{first[0]['name']}` moves most ({100 * first[0]['effect']:.1f}%)."
    return text


def _endings(console: Console, data: Data) -> None:
    note = (
        "Difference without minus with, in percentage points, with its standard error over paired "
        "draws; * is a use of force."
    )
    heading(console, "How it ends", note)
    made = table("outcome", "with", "without", "difference", "standard error")
    for outcome in data["outcomes"].values():
        made.add_row(
            Text(outcome["title"] + (" *" if outcome["force"] else "")),
            words.percent(outcome["base"]["mean"]),
            words.percent(outcome["without"]["mean"]),
            points(outcome["difference"], "+.1f"),
            points(outcome["standard_error"], ".1f"),
        )
    console.print(made)
    console.print()
    console.print(Text(finding(data)))


def _parameters(console: Console, data: Data) -> None:
    if not data["parameters"]:
        return
    swaps = words.plural(data["swap_draws"], "draw")
    note = (
        "Median and 90% interval over the draws. Moves: share of the probability that goes to "
        f"other endings when this number alone is changed ({swaps}); such shares need not add up."
    )
    heading(console, "Which numbers changed", note)
    made = table("parameter", "with", "without", "moves", "by")
    for one in data["parameters"][:MANY]:
        moves = words.NO_VALUE if one["effect"] is None else f"{100 * one['effect']:.1f}%"
        made.add_row(
            Text(one["name"]), _range(one["before"]), _range(one["after"]), moves, one["how"]
        )
    console.print(made)
    more = len(data["parameters"]) - MANY
    if more > 0:
        console.print(Text(f"and {more} more, which --json lists", style="dim"))


def _range(band: Data) -> str:
    return f"{band['median']:.3g} ({band['p05']:.3g} to {band['p95']:.3g})"


def _kept(console: Console, data: Data) -> None:
    lines = []
    if data["typed"]:
        lines.append(f"typed by hand, rest on it alone, no fallback: {', '.join(data['typed'])}")
    if data["mixed"]:
        lines.append(f"typed by hand, rest on other sources too: {', '.join(data['mixed'])}")
    if lines:
        heading(console, "Numbers that stay as typed")
        bullets(console, lines)
    gone = data["views"]["left_out"]
    if gone:
        heading(console, "Views that go with it")
        effect = data["views"]["effect"]
        moves = "" if effect is None else f"; by itself this moves {100 * effect:.1f}%"
        bullets(console, [f"{words.listing(gone)}{moves}"])
