"""What a number of a run rests on, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import heading, table
from standoff.report.terminal_evidence import LEFT_OUT

Data = Mapping[str, Any]

NOTE = (
    "Goes with: share of the variance of the outcome over the draws that goes with the number by "
    "itself. It is an association across draws of this model, not a cause in the world; numbers "
    "that act only together have none. At low, at high: mean chance in the draws in which the "
    "number is lowest and highest."
)
TEXT_CHARS = 600
"""Longer paragraphs are cut on the terminal."""
SHORT = 3
"""Numbers for each outcome where all outcomes are shown."""


def print_why(console: Console, data: Data) -> None:
    """Print what outcomes, one outcome or one parameter rest on."""
    console.print(Text(data["title"], style="bold"))
    view = f", as the view {data['view']} sees it" if data["view"] else ""
    as_of = f"as known on {words.say_date(data['as_of'])}, " if data["as_of"] else ""
    console.print(
        Text(words.capital(f"{as_of}{words.plural(data['solved'], 'solved draw')}{view}"))
    )
    if data["kind"] == "parameter":
        _parameter(console, data)
    elif data["kind"] == "outcome":
        (outcome,) = data["outcomes"].values()
        _outcome(console, data, outcome)
    else:
        _outcomes(console, data)
    _sources(console, data)


def _outcomes(console: Console, data: Data) -> None:
    heading(console, "What each outcome goes with", NOTE)
    for key, outcome in data["outcomes"].items():
        console.print()
        console.print(Text(f"{_title(outcome)} ({key}): {_chance(outcome)}", style="bold"))
        _effects(console, outcome["numbers"][:SHORT] or [], data["noise"])
        places = [_locator(one) for one in outcome["paragraphs"][:SHORT]]
        if places:
            console.print(Text(f"  paragraphs behind it: {', '.join(places)}"))
    console.print()
    console.print(Text("`standoff why RUN OUTCOME` shows more of one of them", style="dim"))


def _outcome(console: Console, data: Data, outcome: Data) -> None:
    heading(console, f"What goes with: {outcome['title']}", NOTE)
    console.print(Text(f"{_title(outcome)}: {_chance(outcome)}"))
    console.print()
    _effects(console, [*outcome["numbers"], *outcome["theories"]], data["noise"])
    heading(console, "What these numbers rest on")
    for one in outcome["numbers"]:
        _basis(console, one)
    if outcome["paragraphs"]:
        note = (
            "Each paragraph with the shares of the numbers that rest on it; a number with several "
            "paragraphs is split among them by weight."
        )
        heading(console, "Paragraphs behind it", note)
        for place in outcome["paragraphs"]:
            names = ", ".join(place["numbers"])
            console.print(Text(f"{_locator(place)}: {_percent(place['index'])} by way of {names}"))
            _text(console, place)


def _parameter(console: Console, data: Data) -> None:
    one = data["parameter"]
    heading(console, f"What goes with: {one['name']}", NOTE)
    made = table("outcome", "goes with", "way", "at low", "at high")
    for row in one["moves"]:
        made.add_row(
            Text(_title(row)),
            _percent(row["index"]) + _mark(row),
            WAY[row["direction"]],
            words.percent(row["low"]),
            words.percent(row["high"]),
        )
    console.print(made)
    _noise(console, one["moves"], data["noise"])
    heading(console, "What it rests on")
    _basis(console, one)


WAY = {1: "up", -1: "down", 0: "–"}


def _effects(console: Console, rows: Sequence[Data], noise: float) -> None:
    made = table("  number", "goes with", "way", "at low", "at high", "rests on")
    for row in rows:
        made.add_row(
            Text(f"  {row['name']}"),
            _percent(row["index"]) + _mark(row),
            WAY[row["direction"]],
            words.percent(row["low"]),
            words.percent(row["high"]),
            _rests(row),
        )
    console.print(made)
    _noise(console, rows, noise)


def _noise(console: Console, rows: Sequence[Data], noise: float) -> None:
    if any(not row["told_apart"] for row in rows):
        text = f"  * not told apart from chance: below {_percent(noise)} with so many draws"
        console.print(Text(text, style="dim"))


def _mark(row: Data) -> str:
    return "  " if row["told_apart"] else " *"


def _rests(row: Data) -> str:
    if "evidence" not in row:
        return "a theory"
    places = [*row["evidence"], *(one for one in row["claims"] if one["weight"])]
    if not places:
        return "assumed"
    named = list(dict.fromkeys(_locator(one) for one in places))
    return ", ".join(named[:3]) + (", ..." if len(named) > 3 else "")


def _locator(place: Data) -> str:
    number = place["paragraph"]
    return str(place["source"]) if number is None else f"{place['source']}{number}"


def _title(outcome: Data) -> str:
    return str(outcome["title"]) + (" *" if outcome["force"] else "")


def _chance(outcome: Data) -> str:
    return f"{words.percent(outcome['mean'])} ({words.interval(outcome)} over the draws)"


def _percent(share: float) -> str:
    return f"{100 * max(0.0, share):.0f}%"


def _basis(console: Console, one: Data) -> None:
    """Print what one parameter is and rests on."""
    console.print()
    middle = f"{one['median']:.3g} ({one['p05']:.3g} to {one['p95']:.3g}) {one['unit']}"
    console.print(Text(f"{one['name']}: {one['means']}", style="bold"))
    _indent(console, f"{middle}; {one['prior']}")
    if one["assumed"]:
        _indent(console, f"assumed: {one['reason'] or 'no reason is given'}")
    elif one["reason"]:
        _indent(console, f"reason: {one['reason']}")
    for place in one["evidence"]:
        _indent(console, f"typed with {_locator(place)} in view: {place['says']}")
        _text(console, place)
    for claim in one["claims"]:
        weight = f"weight {claim['weight']:.2f}"
        if claim["left_out_by"]:
            rule = claim["left_out_by"]
            weight = f"no weight: {LEFT_OUT.get(rule, rule)}"
        elif claim["factors"]:
            factors = ", ".join(f"{f['rule']} {f['value']:.2f}" for f in claim["factors"])
            weight += f" ({factors})"
        _indent(console, f"claim of {_locator(claim)}, {claim['kind']}: {claim['says']}; {weight}")
        _text(console, claim)


def _text(console: Console, place: Data) -> None:
    if place["text"]:
        text = place["text"]
        cut = text if len(text) <= TEXT_CHARS else text[: TEXT_CHARS - 3] + "..."
        console.print(Padding(Text(f"“{cut}”", style="italic"), (0, 0, 0, 6)))


def _indent(console: Console, text: str) -> None:
    console.print(Padding(Text(text), (0, 0, 0, 2)))


def _sources(console: Console, data: Data) -> None:
    if not data["sources"]:
        return
    heading(console, "The sources")
    for key, source in data["sources"].items():
        written = f", written {source['written']}" if source["written"] else ""
        stance = f"; {source['stance']}" if source["stance"] else ""
        links = [
            f"{link['who']} ({link['role']}, {link['reliability']})" for link in source["chain"]
        ]
        chain = f"; chain: {' > '.join(links)}" if links else ""
        console.print(
            Padding(Text(f"{key}: {source['title']}{written}{stance}{chain}"), (0, 0, 0, 2))
        )
