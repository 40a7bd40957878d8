"""What information is worth, on the terminal and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_advise import basis, signed, with_error

Data = Mapping[str, Any]

MANY = 10
"""Parameters in the table, those that are worth most; the others are in the JSON."""
HOW = {
    "public": "seen by {party}, as all know",
    "private": "seen by {party}, unknown to the others",
    "reveal": "shown by {party} to all",
}
NOTE = (
    "Change of what each party can expect from the start, with its standard error over paired "
    "draws. In public the others know who sees what and change their play, so the value can be "
    "negative for the one who learns; in private they play on as before. Showing is a rule that "
    "holds for every type, settled before the type is known."
)
PARAMETERS = (
    "What knowing a parameter would add to the next move, were the party as uncertain as the "
    "analyst: private and decision-theoretic, the others do not react, so never negative apart "
    "from noise. Estimated by bins over the draws, less what random bins show."
)


def print_voi(console: Console, data: Data) -> None:
    """Print the values of information, signed, the largest first."""
    name = data["parties"][data["party"]]
    console.print(Text(data["title"], style="bold"))
    console.print(Text(f"What information is worth to {name}, {basis(data)}"))
    console.print(Text(f"Payoffs in {data['unit']}; {data['perception']}"))
    if data["observations_left_aside"]:
        seen = words.plural(data["observations_left_aside"], "observation")
        console.print(Text(f"The file's {seen} count for nothing here: values at the start."))
    heading(console, "What it sees and what it shows", NOTE)
    _values(console, data)
    console.print()
    bullets(console, findings(data))
    _parameters(console, data)


def label(data: Data, value: Data) -> str:
    """Return what is seen or shown, and how, in words."""
    return f"{what(value)}, {HOW[value['how']].format(party=data['parties'][data['party']])}"


def what(value: Data) -> str:
    """Return what is seen or shown, in words."""
    if len(value["dimensions"]) > 1:
        return "all of it together"
    return str(value["dimensions"][0]["title"])


def findings(data: Data) -> list[str]:
    """Return in a sentence each what the largest and the smallest value say."""
    if not data["values"]:
        return [f"{data['parties'][data['party']]} sees everything that is hidden in this file."]
    out = [_finding(data, data["values"][0])]
    if len(data["values"]) > 1:
        out.append(_finding(data, data["values"][-1]))
    split = [
        value
        for value in data["values"]
        if value["how"] == "reveal" and _sign(value["types"]) == {-1, 1}
    ]
    out += [_types(data, value) for value in split[:1]]
    return out


def _sign(pairs: list[Data]) -> set[int]:
    """Return the signs of changes that stand out of their standard errors."""
    return {
        1 if pair["mean"] > 0 else -1
        for pair in pairs
        if pair["mean"] is not None and abs(pair["mean"]) > 2 * (pair["standard_error"] or 0.0)
    } - {0}


def _unit(data: Data) -> str:
    return "points" if data["unit"].startswith("percent") else data["unit"]


def _finding(data: Data, value: Data) -> str:
    said = words.capital(label(data, value))
    signs = _sign([value["value"]])
    name = data["parties"][data["party"]]
    if value["value"]["mean"] is None:
        return f"{said}: no draw was solved both with it and without it."
    size = f"{abs(value['value']['mean']):.2f} {_unit(data)}"
    if not signs:
        return f"{said}: changes nothing that so many draws can tell from zero for {name}."
    if signs == {1}:
        return f"{said}: worth {size} to {name}."
    why = {
        "public": ", because the others react to its knowing",
        "private": ", which only choices that err can bring about",
        "reveal": "",
    }[value["how"]]
    return f"{said}: costs {name} {size}{why}."


def _types(data: Data, value: Data) -> str:
    ordered = sorted(value["types"], key=lambda one: one["mean"])
    low, high = ordered[0], ordered[-1]
    return (
        f"{words.capital(label(data, value))}: helps one type and hurts another, "
        f"`{high['type']}` by {signed(high['mean'])} and `{low['type']}` by "
        f"{signed(low['mean'])} {_unit(data)}."
    )


def _values(console: Console, data: Data) -> None:
    if not data["values"]:
        return
    others = [name for name in data["parties"] if name != data["party"]]
    made = table("what", f"for {data['party']}", "helps in", *(f"for {name}" for name in others))
    for value in data["values"]:
        made.add_row(
            Text(label(data, value)),
            _precise(value["value"]),
            words.percent(value["helps"]),
            *(_precise(value["changes"][name]) for name in others),
        )
        if value["how"] == "reveal":
            for one in value["types"]:
                made.add_row(Text(f"  type {one['type']}", style="dim"), _precise(one), "")
    console.print(made)


def _precise(pair: Data) -> str:
    if pair["mean"] is None:
        return with_error(pair)
    error = pair["standard_error"]
    return f"{pair['mean']:+.2f}" + ("" if error is None else f" ± {error:.2f}")


def _parameters(console: Console, data: Data) -> None:
    known = data["parameters"]
    if known is None:
        return
    heading(console, f"Parameters: {known['turn_title']}", PARAMETERS)
    made = table("parameter", "worth", "")
    for row in known["rows"][:MANY]:
        mark = "" if row["beyond_chance"] else "no more than chance shows"
        made.add_row(Text(row["name"]), f"{row['value']:+.2f}", mark)
    console.print(made)
    total = f"{known['everything']:.2f} {_unit(data)}"
    console.print(Text(f"Knowing all parameters at once: {total}; {known['bins']} bins."))
