"""What was observed and what it did, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

MOST = 6
"""Endings in the table over time, the most likely ones of the posterior."""


def print_observed(console: Console, data: Data) -> None:
    """Print the observations, and endings, hidden types and bluffs after each."""
    console.print(Text(data["title"], style="bold"))
    console.print(Text(finding(data)))
    print_events(console, data)
    print_series(console, data)


def finding(data: Data) -> str:
    """Return in a sentence which ending gained most by what was seen, and how much counts."""
    seen = data["observed"]
    first, last = seen["series"][0]["outcomes"], seen["series"][-1]["outcomes"]
    moved = {
        name: (last[name]["mean"] or 0.0) - (first[name]["mean"] or 0.0)
        for name in data["outcomes"]
    }
    name = max(moved, key=lambda one: abs(moved[one]))
    count = words.plural(len(seen["events"]), "observation")
    if abs(moved[name]) < 0.005:
        return f"After {count} no ending is more or less likely by half a point."
    way = "rises" if moved[name] > 0 else "falls"
    title = data["outcomes"][name]["title"]
    return (
        f"After {count} “{title}” {way} most, from {words.percent(first[name]['mean'])} to "
        f"{words.percent(last[name]['mean'])}."
    )


def print_events(console: Console, data: Data) -> None:
    """Print what was observed, how likely it was, and how many draws count."""
    seen = data["observed"]
    note = (
        f"{seen['ess']:.0f} of {seen['draws']} draws count (effective sample size; "
        f"{seen['prior_ess']:.0f} before mending)"
    )
    if seen["temper"] < 1:
        note += f"; the likelihood counts to the power of {seen['temper']:.2f} only"
    heading(console, "What was observed", note)
    made = table("known on", "what", "likelihood", "90%")
    for event in seen["events"]:
        day = words.say_date(event["date"]) if event["date"] else words.NO_VALUE
        places = [f"{e['source']}{e['paragraph'] or ''}" for e in event["evidence"]]
        text = event["text"] + (f" ({', '.join(places)})" if places else "")
        chance = event["likelihood"]
        made.add_row(day, Text(text), words.percent(chance["mean"]), words.interval(chance))
    console.print(made)
    bullets(console, seen["notes"])


def print_series(console: Console, data: Data) -> None:
    """Print endings, hidden types and bluffs before and after each observation."""
    seen = data["observed"]
    steps = ["before", *(f"after {k + 1}" for k in range(len(seen["events"])))]
    heading(
        console, "Step by step", "Means over the draws, weighted by what had been seen by then."
    )
    made = table("", *steps)
    names = sorted(data["outcomes"], key=lambda one: -(data["outcomes"][one]["mean"] or 0.0))
    for name in names[:MOST]:
        chances = [row["outcomes"][name]["mean"] for row in seen["series"]]
        made.add_row(Text(data["outcomes"][name]["title"]), *(words.percent(p) for p in chances))
    for hidden, values in seen["series"][-1]["types"].items():
        for value in values:
            chances = [row["types"][hidden][value]["mean"] for row in seen["series"]]
            label = f"{hidden} = {words.spoken(value)}"
            made.add_row(Text(label), *(words.percent(p) for p in chances))
    for party in seen["series"][-1]["bluff"]:
        chances = [row["bluff"][party]["mean"] for row in seen["series"]]
        label = f"{words.party_name(data, party)} bluffs"
        made.add_row(Text(label), *(words.percent(p) for p in chances))
    counts = [f"{row['ess']:.0f}" for row in seen["series"]]
    made.add_row(Text("draws that count"), *counts)
    console.print(made)
