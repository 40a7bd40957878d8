"""A what-if on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_compare import CAVEAT, points
from standoff.report.words_whatif import change_lines, finding, kind_line, notes

Data = Mapping[str, Any]


def print_whatif(console: Console, data: Data) -> None:
    """Print what was changed and who knows, then what becomes of endings, payoffs and dates."""
    console.print(Text(data["title"], style="bold"))
    console.print(Text(kind_line(data), style="bold"))
    draws = words.plural(data["draws"], "draw")
    console.print(Text(f"{draws} of the parameters, seed {data['seed']}; the same on both sides"))
    console.print()
    console.print(Text(CAVEAT, style="yellow"))
    heading(console, "What is changed")
    bullets(console, [*change_lines(data)])
    for line in notes(data):
        console.print(Text(line, style="yellow"))
    _endings(console, data)
    _payoffs(console, data)
    _bluff(console, data)
    _dates(console, data)


def _endings(console: Console, data: Data) -> None:
    note = (
        "Difference changed minus base, in percentage points, with its standard error over paired "
        "draws; * is a use of force."
    )
    heading(console, "How it ends", note)
    made = table("outcome", "base", "changed", "difference", "standard error")
    for one in data["outcomes"].values():
        made.add_row(
            Text(one["title"] + (" *" if one["force"] else "")),
            words.percent(one["base"]["mean"]),
            words.percent(one["changed"]["mean"]),
            points(one["difference"], "+.1f"),
            points(one["standard_error"], ".1f"),
        )
    console.print(made)
    console.print()
    console.print(Text(finding(data)))


def _payoffs(console: Console, data: Data) -> None:
    note = f"What each can expect at the start, {data['payoff_unit']}; mean over the draws."
    heading(console, "What it is worth", note)
    made = table("party", "base", "changed", "difference", "standard error")
    for party, one in data["payoffs"].items():
        made.add_row(
            Text(words.party_name(data, party)),
            _plain(one["base"]["mean"], ".1f"),
            _plain(one["changed"]["mean"], ".1f"),
            _plain(one["difference"], "+.1f"),
            _plain(one["standard_error"], ".1f"),
        )
    console.print(made)


def _bluff(console: Console, data: Data) -> None:
    if not data["bluff"]:
        return
    note = "Chance that the threat would not be carried out if the others refused to the end."
    heading(console, "Bluff", note)
    made = table("party", "base", "changed", "difference", "standard error")
    for party, one in data["bluff"].items():
        made.add_row(
            Text(words.party_name(data, party)),
            words.percent(one["base"]["mean"]),
            words.percent(one["changed"]["mean"]),
            points(one["difference"], "+.1f"),
            points(one["standard_error"], ".1f"),
        )
    console.print(made)


def _dates(console: Console, data: Data) -> None:
    if not data["ended_by"]:
        return
    heading(console, "Ended by", "Chance that the crisis has ended when the day is over.")
    made = table("day", "base", "changed", "difference", "standard error")
    for day, one in data["ended_by"].items():
        made.add_row(
            Text(words.say_date(day, short=True)),
            words.percent(one["base"]["mean"]),
            words.percent(one["changed"]["mean"]),
            points(one["difference"], "+.1f"),
            points(one["standard_error"], ".1f"),
        )
    console.print(made)


def _plain(value: float | None, form: str) -> str:
    return words.NO_VALUE if value is None else format(value, form)
