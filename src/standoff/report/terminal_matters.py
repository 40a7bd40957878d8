"""What matters, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words, words_matters
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_compare import CAVEAT

Data = Mapping[str, Any]

MANY = 10
"""Rows of a table; --json has the others."""
SOBOL_NOTE = (
    "Share of the variance across draws: by itself, and in total with all that a number interacts "
    "with; with 90% intervals."
)
TORNADO_NOTE = (
    "Change of the mean probability, in points with its standard error, when one number alone "
    "stands at the 5% and at the 95% quantile of its prior, or a switch off and on."
)
GIVEN_NOTE = (
    "Share of the variance that goes with a number over the ordinary draws; an index below the "
    "noise may be chance."
)
BOX_NOTE = "Counted on draws that the search did not see."


def print_matters(console: Console, data: Data) -> None:
    """Print what each outcome depends on, the one that varies most first."""
    console.print(Text(data["title"], style="bold"))
    draws = words.plural(data["draws"], "draw")
    solves = f"{data['solves']:,} games solved"
    console.print(Text(f"What matters, {draws} of the parameters, seed {data['seed']}; {solves}"))
    console.print()
    console.print(Text(CAVEAT, style="yellow"))
    weighted = words_matters.weighted_sentence(data)
    if weighted is not None:
        console.print(Text(weighted))
    names = words_matters.shown(data)
    for name in names:
        _outcome(console, data, data["outcomes"][name])
    more = len(data["outcomes"]) - len(names)
    if more:
        console.print()
        said = f"and {more} more that vary less; name them with --outcome, or see --json"
        console.print(Text(said, style="dim"))
    _outside(console, data)


def _outcome(console: Console, data: Data, outcome: Data) -> None:
    star = " *" if outcome["force"] else ""
    mean = f"{words.percent(outcome['mean'])} ({words.interval(outcome)})"
    heading(console, f"{outcome['title']}{star}: {mean}", words_matters.spread_sentence(outcome))
    if outcome["sobol"] is not None:
        _sobol(console, outcome)
    elif data["design"] is not None:
        console.print(Text(words_matters.sobol_finding(outcome)))
    if outcome["tornado"] is not None:
        _tornado(console, data, outcome)
    if outcome["given"] is not None and outcome["sobol"] is None:
        _given(console, outcome)
    if outcome["boxes"] is not None:
        console.print()
        bullets(console, words_matters.scene_sentences(outcome["title"], outcome["boxes"]))


def _sobol(console: Console, outcome: Data) -> None:
    console.print()
    console.print(Text(SOBOL_NOTE, style="dim"))
    made = table("number", "by itself", "90%", "in total", "90%")
    for row in outcome["sobol"][: MANY + 1]:
        made.add_row(
            Text(words_matters.group_name(row["factors"])),
            words_matters.share(row["first"]),
            words_matters.share_interval(row["first"], row["first_half"]),
            words_matters.share(row["total"]),
            words_matters.share_interval(row["total"], row["total_half"]),
        )
    console.print(made)
    console.print(Text(words_matters.sobol_finding(outcome)))


def _tornado(console: Console, data: Data, outcome: Data) -> None:
    console.print()
    console.print(Text(TORNADO_NOTE, style="dim"))
    made = table("number", "goes", "low end", "high end")
    for row in outcome["tornado"][:MANY]:
        cells = [
            f"{words_matters.points(row[end])} ±{_error(row[f'{end}_error'])}"
            for end in ("low", "high")
        ]
        ends = words_matters.ends_of(data["factors"][row["name"]]).removeprefix("from ")
        made.add_row(Text(row["name"]), ends, *cells)
    console.print(made)
    console.print(Text(words_matters.tornado_finding(outcome, data["factors"])))


def _error(value: float | None) -> str:
    return words.NO_VALUE if value is None else f"{100 * value:.1f}"


def _given(console: Console, outcome: Data) -> None:
    console.print()
    console.print(Text(GIVEN_NOTE, style="dim"))
    made = table("number", "index", "noise", "lowest draws", "highest draws")
    for row in outcome["given"][:MANY]:
        made.add_row(
            Text(row["name"]),
            words_matters.share(row["index"]),
            words_matters.share(row["noise"]),
            words.percent(row["low"]),
            words.percent(row["high"]),
        )
    console.print(made)


def _outside(console: Console, data: Data) -> None:
    certain = [n for n in data["outside"] if data["factors"][n]["kind"] == "theory"]
    idle = [n for n in data["outside"] if n not in certain]
    lines = []
    if idle:
        lines.append(f"does not enter the game, whatever its value: {', '.join(idle)}")
    if certain:
        lines.append(f"a switch that is not random here: {', '.join(certain)}")
    if data["design"] and data["design"]["dropped"]:
        rows = words.plural(data["design"]["dropped"], "row")
        lines.append(f"{rows} of the design left out, because a point was not solved")
    failed = data["draws"] - data["solved"]
    if failed:
        lines.append(f"{words.plural(failed, 'draw')} could not be solved")
    if lines:
        heading(console, "What is not in the tables")
        bullets(console, lines)
