"""What next moves are worth, on the terminal and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

NOTE = (
    "Worth: what the party can expect from this turn on if it makes the move and everything else "
    "is played as solved. Best: how often the move is the best that it has, over draws and what "
    "it knows by then. Against best: worth less that of the best move where it has both, with "
    "its standard error over paired draws."
)


def print_advise(console: Console, data: Data) -> None:
    """Print for each party what its next moves are worth, all types first, then each."""
    console.print(Text(data["title"], style="bold"))
    console.print(Text(f"Next moves, {basis(data)}; payoffs in {data['unit']}"))
    console.print(Text(NOTE, style="dim"))
    for party, one in data["advice"].items():
        when = f", {words.say_date(one['date'])}" if one["date"] else ""
        title = f"{data['parties'][party]}: {one['title']}{when}"
        heading(console, title)
        for group in one["groups"]:
            _group(console, data, party, group)
        bullets(console, findings(data, party))


def basis(data: Data) -> str:
    """Return how many draws a study rests on, in words."""
    text = f"{words.plural(data['draws'], 'draw')} of the parameters, seed {data['seed']}"
    failed = data["draws"] - data["solved"]
    return f"{text}, {failed} not solved" if failed else text


def findings(data: Data, party: str) -> list[str]:
    """Return in a sentence each how the moves of a party compare, all types together first."""
    one = data["advice"][party]
    out = [_finding(data, party, group) for group in one["groups"]]
    return [text for text in out if text]


def _finding(data: Data, party: str, group: Data) -> str:
    moves = {move["move"]: move for move in group["moves"]}
    if group["best"] is None:
        return ""
    best = moves[group["best"]]
    who = data["parties"][party] + (f" ({group['type']})" if group["type"] else "")
    if len(moves) == 1:
        return f"{who}: `{best['title']}` is the only move."
    others = [m for m in moves.values() if m["against_best"]["mean"] is not None and m is not best]
    there = "" if best["possible"] > words.SURELY else " where it can be made"
    share = words.percent(best["best"])
    text = f"{who}: `{best['title']}` is worth most{there}, best in {share} of cases"
    if others:
        next_one = max(others, key=lambda move: move["against_best"]["mean"])
        text += f"; `{next_one['title']}` {_less(next_one, data)}"
        worst = min(others, key=lambda move: move["against_best"]["mean"])
        if worst is not next_one:
            text += f", `{worst['title']}` {_less(worst, data)}"
    return text + "."


def _less(move: Data, data: Data) -> str:
    gap, error = move["against_best"]["mean"], move["against_best"]["standard_error"]
    unit = "points" if data["unit"].startswith("percent") else data["unit"]
    if error is not None and abs(gap) < 2 * error:
        close = "cannot be told from it by so many draws"
        return f"{close} (best in {words.percent(move['best'])})"
    way = "less" if gap < 0 else "more where it can choose between them"
    return f"is worth {abs(gap):.1f} {unit} {way} (best in {words.percent(move['best'])})"


def _group(console: Console, data: Data, party: str, group: Data) -> None:
    others = [name for name in data["parties"] if name != party]
    label = "all types" if group["type"] is None else f"{group['type']}"
    made = table(
        f"{label} ({words.percent(group['prob']['mean'])})",
        "worth",
        "90%",
        "against best",
        "best",
        "plays it",
        *(f"for {name}" for name in others),
    )
    for move in group["moves"]:
        star = " (best)" if move["move"] == group["best"] else ""
        made.add_row(
            Text(move["title"] + star + _rare(move)),
            number(move["worth"]["mean"]),
            f"{number(move['worth']['p05'])} to {number(move['worth']['p95'])}",
            with_error(move["against_best"]),
            words.percent(move["best"]),
            words.percent(move["chance"]["mean"]),
            *(signed(move["changes"][name]["mean"]) for name in others),
        )
    console.print(made)
    console.print()


def _rare(move: Data) -> str:
    share = move["possible"]
    return "" if share > words.SURELY else f" [possible {words.percent(share)}]"


def number(value: float | None) -> str:
    """Return a payoff with one decimal."""
    return words.NO_VALUE if value is None else f"{value + 0.0:.1f}"


def signed(value: float | None) -> str:
    """Return a change of a payoff with its sign."""
    return words.NO_VALUE if value is None else f"{value:+.1f}"


def with_error(pair: Data) -> str:
    """Return a difference with its standard error."""
    if pair["mean"] is None:
        return words.NO_VALUE
    error = pair["standard_error"]
    return signed(pair["mean"]) + ("" if error is None else f" ± {error:.1f}")
