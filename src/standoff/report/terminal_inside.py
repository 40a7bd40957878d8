"""What happens inside the crisis, on the terminal: causes of war, where it stands, beliefs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import heading, table

Data = Mapping[str, Any]

MAX_ROWS = 10
"""More variables, or rows of beliefs, than this are left to the files."""
RARE = 0.005
"""Values with a smaller chance are not listed at the end of the crisis."""


def print_causes(console: Console, data: Data) -> None:
    """Print how war comes about, by accident or by choice, for each such ending and together."""
    causes = data.get("causes") or {}
    war = causes.get("war")
    if not war or war["accident"]["mean"] is None:
        return
    heading(
        console,
        "Accident and choice",
        "Uses of force and clashes. Accident: nature made the last move, and it might have gone "
        "otherwise. Choice: a party made it.",
    )
    late = war["time"]["mean"] > 0
    ways = ("accident", "choice", "time") if late else ("accident", "choice")
    headings = [text for way in ways for text in (_WAYS[way], "90% interval")]
    made = table("ending", *headings)
    both = [key for key in war["outcomes"] if _comes_both_ways(causes["outcomes"][key])]
    rows = [(data["outcomes"][key]["title"], causes["outcomes"][key]) for key in both]
    if len(war["outcomes"]) > 1 or not rows:
        titles = [data["outcomes"][key]["title"] for key in war["outcomes"]]
        rows.append((words.listing(titles, joint="or"), war))
    for title, cause in rows:
        cells = []
        for way in ways:
            cells += [
                Text(words.percent(cause[way]["mean"]), style="bold"),
                Text(words.interval(cause[way])),
            ]
        made.add_row(Text(title), *cells)
    console.print(made)


def _comes_both_ways(cause: Data) -> bool:
    return sum(1 for band in cause.values() if band["mean"] > 0) > 1


_WAYS = {"accident": "by accident", "choice": "by choice", "time": "with time"}


def print_attribution(console: Console, data: Data) -> None:
    """Print the share of each cause in the chance of each event that was asked about."""
    for name, entry in (data.get("attribution") or {}).items():
        if not entry["causes"]:
            continue
        whole = f"{words.percent(entry['with_all']['mean'])} with all causes"
        none = f"{words.percent(entry['with_none']['mean'])} with none"
        heading(
            console,
            f"What it is due to: {words.spoken(name)}",
            f"Chance that {entry['event']} at the end: {whole}, {none}. Points: what a cause adds, "
            f"averaged over all orders of adding them. {words.plural(entry['solved'], 'draw')}.",
        )
        made = table("cause", "share", "points", "90% interval", "alone", "on top of the others")
        for cause, part in entry["causes"].items():
            low, high = part["shapley"]["p05"], part["shapley"]["p95"]
            made.add_row(
                Text(part["means"] or words.spoken(cause)),
                Text("–" if part["share"] is None else f"{100 * part['share']:.0f}%", style="bold"),
                _signed(part["shapley"]["mean"]),
                f"{_signed(low)} to {_signed(high)}",
                _signed(part["alone"]["mean"]),
                _signed(part["last"]["mean"]),
            )
        console.print(made)


def _signed(difference: float) -> str:
    text = f"{100 * difference:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def within_sentence(data: Data) -> str:
    """Return what the crisis itself leaves open, by who settles it, or nothing."""
    shares = (data.get("within") or {}).get("all")
    if not shares or shares["choices"] is None:
        return ""
    parties = [
        f"{words.party_name(data, party)} {words.percent(share)}"
        for party, share in shares["parties"].items()
        if share is not None and share >= RARE
    ]
    by_party = f" ({', '.join(parties)})" if len(parties) > 1 else ""
    return (
        f"What the crisis itself leaves open, over all endings: "
        f"{words.percent(shares['private'])} private information, "
        f"{words.percent(shares['nature'])} chance in nature's moves, "
        f"{words.percent(shares['choices'])} choices{by_party}."
    )


def print_variables(console: Console, data: Data) -> None:
    """Print where the public variables end up; ladders have a section of their own."""
    rows = [
        (name, entry)
        for name, entry in (data.get("variables") or {}).items()
        if entry["role"] != "ladder" and len(entry["values"]) > 1 and _is_known(entry["end"])
    ]
    if not rows:
        return
    left = len(rows) - MAX_ROWS
    note = "" if left <= 0 else f" {words.plural(left, 'other')} in forecast.json."
    heading(console, "Where things stand at the end", f"Mean chance of each value.{note}")
    made = table("variable", "values", wide=0)
    made.columns[1].justify = "left"
    made.columns[1].no_wrap = False
    for name, entry in rows[:MAX_ROWS]:
        made.add_row(Text(words.spoken(name)), Text(_ending(entry)))
    console.print(made)


def _is_known(chances: Data) -> bool:
    return all(chance["mean"] is not None for chance in chances.values())


def _ending(entry: Data) -> str:
    """Return the values at the end, the likeliest first; many numbers as their mean."""
    end = {value: chance["mean"] for value, chance in entry["end"].items()}
    if len(end) > MAX_ROWS // 2 and all(_is_number(value) for value in end):
        mean = sum(float(value) * chance for value, chance in end.items())
        return f"{mean:.1f} on average, between {min(map(int, end))} and {max(map(int, end))}"
    kept = sorted((v for v in end if end[v] >= RARE), key=lambda v: -end[v])
    return ", ".join(f"{words.spoken(value)} {words.percent(end[value])}" for value in kept)


def _is_number(value: str) -> bool:
    return value.lstrip("-").isdigit()


def print_beliefs(console: Console, data: Data) -> None:
    """Print what those who see the public past only should think of what is hidden."""
    beliefs = {
        name: entry
        for name, entry in (data.get("beliefs") or {}).items()
        if len(entry["values"]) > 1 and words.open_dates(data, entry["dates"])
    }
    if not beliefs:
        return
    dates = words.open_dates(data, next(iter(beliefs.values()))["dates"])
    shown = list(dict.fromkeys([dates[len(dates) // 2], dates[-1]]))
    heading(
        console,
        "What the public past says of what is hidden",
        "Chance of each value while the crisis is open, over all pasts. Told: share of the doubt "
        "that the past has removed by the last of these dates.",
    )
    dated = [words.say_date(day, short=True) for day in shown]
    made = table("hidden", "at the start", *dated, "told")
    rows = 0
    for name, entry in beliefs.items():
        values = entry["values"][1:] if len(entry["values"]) == 2 else entry["values"]
        if rows + len(values) > MAX_ROWS:
            continue
        rows += len(values)
        told = words.percent(entry["told"][shown[-1]]["mean"])
        for value in values:
            cells = [words.percent(entry["dates"][day][value]["mean"]) for day in shown]
            start = words.percent(entry["start"][value])
            label = f"{words.hidden_name(data, name, entry)}: {words.spoken(value)}"
            made.add_row(
                Text(words.capital(label)), start, *cells, told if value == values[0] else ""
            )
    console.print(made)
