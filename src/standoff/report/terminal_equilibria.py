"""Other equilibria on the terminal: of a forecast, and of one draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

MAX_SHOWN = 12
"""More equilibria than this are left to `--json`."""
LOWER_BOUND = "A search finds some; there may be more."


def print_branches(console: Console, data: Data) -> None:
    """Print how many equilibria the searched draws have, and what the others would say."""
    found = data.get("equilibria")
    if not found:
        return
    draws = words.plural(found["draws_searched"], "draw")
    heading(console, "If another equilibrium were played", f"{draws} searched. {LOWER_BOUND}")
    share = found["share"]
    console.print(
        Text(
            f"Found in a draw: one equilibrium {words.exact_percent(share['1'])}, "
            f"two {words.exact_percent(share['2'])}, "
            f"three or more {words.exact_percent(share['3+'])}."
        )
    )
    console.print(Text(f"Reported: {found['reported']}."))
    if found["share"]["1"] < 1.0 and found["draws_searched"]:
        console.print(_where_several(data["outcomes"], found["outcomes"]))
    lines = [f"{words.plural(n, 'draw')}: {text}" for text, n in found["search"].items()]
    bullets(console, lines)


def _where_several(titles: Data, outcomes: Data) -> Any:
    made = table("draws with others", "reported", "lowest other", "highest other")
    for key, row in outcomes.items():
        made.add_row(
            Text(titles[key]["title"]),
            Text(words.percent(row["reported_there"]), style="bold"),
            words.percent(row["others_lowest"]),
            words.percent(row["others_highest"]),
        )
    return made


def print_equilibria(console: Console, data: Data) -> None:
    """Print the equilibria that a search of one draw found."""
    found = data.get("equilibria")
    if not found:
        return
    starts = words.plural(found["starts"], "start")
    heading(console, "Equilibria", f"At least {found['at_least']}, from {starts}. {LOWER_BOUND}")
    for number, one in enumerate(found["found"][:MAX_SHOWN], start=1):
        name = f"{number}. found by {one['found_by']}"
        if one["index"] < 0:
            name += "; repels repeated best response"
        console.print(Text(name, style="bold" if one["principal"] else ""))
        ends = ", ".join(f"{key} {words.percent(p)}" for key, p in one["outcomes"].items())
        paid = ", ".join(f"{key} {value:.4g}" for key, value in one["payoffs"].items())
        console.print(Text(f"   ends: {ends}" if ends else "   no outcome has a name"))
        console.print(Text(f"   payoffs: {paid}"))
    if len(found["found"]) > MAX_SHOWN:
        console.print(Text(f"and {len(found['found']) - MAX_SHOWN:,} more, see --json"))
    if found["off_path_only"]:
        console.print(Text(f"Of these, {found['off_path_only']} differ only where nobody goes."))
    if found["refused"]:
        console.print(Text(f"Failed the certificate and left out: {found['refused']}."))
    console.print(Text(f"Search: {found['search']}."))
