"""Why two views end differently, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

NARROW = 16
"""Titles of outcomes above a column of numbers."""


def print_explained(console: Console, data: Data) -> None:
    """Print the disagreements, the one that does most first, and what would settle most."""
    first, second = data["views"]
    note = (
        f"Does: share of the probability that a disagreement moves, up or down. Share: of the "
        f"difference {first} minus {second}, over all outcomes; the shares add up to 100%, and a "
        f"negative one works against the rest. {_method(data)}"
    )
    heading(console, "What makes the difference", note)
    console.print(Text(finding(data)))
    console.print()
    made = table("disagreement", first, second, "does", "share", "error")
    for one in data["disagreements"]:
        made.add_row(
            Text(one["name"]),
            _value(one, "first"),
            _value(one, "second"),
            _percent(one["effect"]),
            _percent(one["share"], sign=True),
            _percent(_error(one)),
        )
    console.print(made)
    _by_outcome(console, data)
    _settling(console, data)


def finding(data: Data) -> str:
    """Return in a sentence which disagreement does most."""
    if data["distance"] is None:
        return "No draw was solved in all coalitions."
    first, second = data["views"]
    top = data["disagreements"][0]
    text = (
        f"Views {first} and {second} put {100 * data['distance']:.0f}% of the probability on "
        f"different endings. Their disagreement on {_name(top)} does most "
        f"({_percent(top['effect'])})"
    )
    if data["settles_most"]:
        removes = _settled(data)
        if removes > 0:
            return (
                f"{text}; agreeing on {data['settles_most']} would take {100 * removes:.0f}% away."
            )
        return f"{text}; agreeing on one number alone would bring them no closer."
    return f"{text}."


def _settled(data: Data) -> float:
    return float(max(one["agreement"]["removes"] or -1.0 for one in data["disagreements"]))


def _name(one: Data) -> str:
    return "options that are ruled out" if one["kind"] == "options" else str(one["name"])


def _method(data: Data) -> str:
    if data["method"] == "exact":
        return f"All {data['coalitions']} coalitions on {data['solved']} of {data['draws']} draws."
    return (
        f"{data['permutations']} orders, {data['coalitions']} coalitions on {data['solved']} of "
        f"{data['draws']} draws."
    )


def _value(one: Data, side: str) -> str:
    if one["kind"] == "options":
        return words.NO_VALUE
    middle = one[side]["median"]
    return words.NO_VALUE if middle is None else f"{middle:.3g}"


def _percent(share: float | None, *, sign: bool = False) -> str:
    if share is None:
        return words.NO_VALUE
    return f"{100 * share:{'+' if sign else ''}.1f}%"


def _error(one: Data) -> float | None:
    """Return the largest error of a share by outcome: of the draws and of the orders together."""
    found = [
        (entry["standard_error"] ** 2 + entry["sampling_error"] ** 2) ** 0.5
        for entry in one["outcomes"].values()
        if entry["standard_error"] is not None and entry["sampling_error"] is not None
    ]
    return max(found, default=None)


def _by_outcome(console: Console, data: Data) -> None:
    first, second = data["views"]
    note = f"Chance as {first} and as {second} sees it, and what adds to the difference, in points."
    heading(console, "By outcome", note)
    lines = []
    percent = words.percent
    for key, outcome in data["outcomes"].items():
        if outcome["difference"] is None:
            continue
        parts = sorted(
            ((one["outcomes"][key]["shapley"], _name(one)) for one in data["disagreements"]),
            key=lambda pair: -abs(pair[0]),
        )
        named = ", ".join(f"{name} {100 * size:+.1f}" for size, name in parts[:3])
        lines.append(
            f"{outcome['title']}: {percent(outcome['first']['mean'])} and "
            f"{percent(outcome['second']['mean'])}, {100 * outcome['difference']:+.1f}: {named}"
        )
    bullets(console, lines)


def _settling(console: Console, data: Data) -> None:
    rows = [one for one in data["disagreements"] if one["agreement"]["removes"] is not None]
    if not rows:
        return
    note = (
        "Part of the distance between the two forecasts that goes away when both take the "
        "analyst's number; negative where they then move apart."
    )
    heading(console, "Which observation would settle most", note)
    rows.sort(key=lambda one: -one["agreement"]["removes"])
    made = table("number", "analyst", "removes", "left")
    for one in rows:
        made.add_row(
            Text(one["name"]),
            _value(one, "analyst"),
            _percent(one["agreement"]["removes"], sign=True),
            _percent(one["agreement"]["left"]),
        )
    console.print(made)
