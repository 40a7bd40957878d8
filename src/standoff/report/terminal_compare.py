"""Views and theories side by side on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

MANY = 4
"""Views side by side in one table; more go into a table of their own below."""
CAVEAT = (
    "Every figure follows from what the scenario file states or assumes. A difference shows what "
    "an assumption does in this model, not whether it is right."
)


def print_comparison(console: Console, data: Data) -> None:
    """Print the endings of every view, then where the views differ."""
    _opening(console, data, "Views compared")
    names = list(data["forecasts"])
    for start in range(0, len(names), MANY):
        _endings(console, data, names[start : start + MANY], first=start == 0)
    _who(console, data)
    _parameters(console, data)
    _options(console, data)
    if "explained" in data:
        from standoff.report.terminal_explained import print_explained

        print_explained(console, data["explained"])


def print_theories(console: Console, data: Data) -> None:
    """Print what each theory contributes to the chance of every ending."""
    _opening(console, data, "Theories switched off one at a time")
    note = (
        "Chance with the theory on and off, the others as in the file; difference on minus off in "
        "percentage points, with its standard error over paired draws."
    )
    heading(console, "What each theory contributes", note)
    for theory in data["theories"].values():
        _theory(console, data, theory["title"], theory)
    _theory(console, data, "All theories together", data["all"])


def _opening(console: Console, data: Data, what: str) -> None:
    console.print(Text(data["title"], style="bold"))
    as_of = f"as known on {words.say_date(data['as_of'])}, " if data["as_of"] else ""
    draws = words.plural(data["draws"], "draw")
    console.print(Text(f"{what}, {as_of}{draws} of the parameters, seed {data['seed']}"))
    console.print()
    console.print(Text(CAVEAT, style="yellow"))


def _endings(console: Console, data: Data, names: list[str], *, first: bool) -> None:
    note = "Mean chance over the same draws; * is a use of force." if first else ""
    heading(console, "How it ends" if first else "How it ends, further views", note)
    made = table("outcome", *names)
    for key, outcome in data["outcomes"].items():
        cells = [data["forecasts"][name]["outcomes"][key]["mean"] for name in names]
        title = outcome["title"] + (" *" if outcome["force"] else "")
        made.add_row(Text(title), *map(words.percent, cells))
    console.print(made)


def _who(console: Console, data: Data) -> None:
    heading(console, "Who sees it so")
    lines = []
    for name, one in data["forecasts"].items():
        holders = f"; held by {words.listing(one['held_by'])}" if one["held_by"] else ""
        source = f"; after document {one['source']}" if one["source"] else ""
        failed = f"; {words.plural(one['failed'], 'draw')} not solved" if one["failed"] else ""
        lines.append(f"{name}: {one['title']}{source}{holders}{failed}")
    bullets(console, lines)


def _parameters(console: Console, data: Data) -> None:
    if not data["parameters"]:
        return
    heading(console, "Where they differ", "Medians over the draws; – where a view does not differ.")
    views = list(data["rules_out"])
    for start in range(0, len(views), MANY):
        some = views[start : start + MANY]
        made = table("parameter", "analyst", *some)
        for name, parameter in data["parameters"].items():
            cells = [parameter["views"].get(view) for view in some]
            if any(cells):
                shown = (words.NO_VALUE if c is None else f"{c['median']:.3g}" for c in cells)
                made.add_row(Text(name), f"{parameter['analyst']:.3g}", *shown)
        console.print(made)


def _options(console: Console, data: Data) -> None:
    gone = {view: moves for view, moves in data["rules_out"].items() if moves}
    if gone:
        heading(console, "What a view leaves out")
        bullets(console, [f"{v}: {words.listing(list(m.values()))}" for v, m in gone.items()])


def _theory(console: Console, data: Data, title: str, theory: Data) -> None:
    console.print()
    console.print(Text(title, style="bold"))
    for text in (theory.get("means"), _literature(theory)):
        if text:
            console.print(Text(text, style="dim"))
    made = table("outcome", "on", "off", "difference", "standard error")
    for key, outcome in data["outcomes"].items():
        row = theory["outcomes"][key]
        made.add_row(
            Text(outcome["title"] + (" *" if outcome["force"] else "")),
            words.percent(row["on"]),
            words.percent(row["off"]),
            points(row["difference"], "+.1f"),
            points(row["standard_error"], ".1f"),
        )
    console.print(made)


def _literature(theory: Data) -> str:
    parts = [
        f"{word}: {theory[key]}"
        for key, word in (("reference", "Reference"), ("critics", "Critics"))
        if theory.get(key)
    ]
    return ". ".join(parts)


def points(share: float | None, form: str) -> str:
    """Return a share as percentage points in a form such as `+.1f`."""
    return words.NO_VALUE if share is None else f"{100 * share:{form}}"
