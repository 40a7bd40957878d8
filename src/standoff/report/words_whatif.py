"""What a what-if comes to, in sentences: the same on the terminal, in charts and in reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import words

Data = Mapping[str, Any]

SURE = 2.0
"""A difference of fewer standard errors than this is not told from none."""


def kind_line(data: Data) -> str:
    """Return which of the two kinds it is, and who knows."""
    if data["kind"] == "announced":
        return "Announced change: everybody knows of it and plays the changed crisis"
    known = [words.party_name(data, party) for party in data["knows"]]
    if len(known) == len(data["parties"]):
        return "Surprise change that everybody knows of, which is the same as an announced one"
    if not known:
        return "Surprise change that nobody knows of: all play on as before"
    knows = "knows" if len(known) == 1 else "know"
    return f"Surprise change: only {words.listing(known)} {knows}, the others play on as before"


def change_lines(data: Data) -> list[str]:
    """Return what was changed, a line for each change."""
    lines = [f"{one['path']}: {one['before']} becomes {one['after']}" for one in data["patches"]]
    for one in data["moves"]:
        who = words.party_name(data, one["party"])
        rate = one["base_chance"]
        before = "" if rate is None else f" (chosen in the base with {words.percent(rate)})"
        what = "always does" if one["how"] == "forced" else "never does"
        lines.append(f"{who} {what} `{one['move']}` at `{one['turn']}`: {one['title']}{before}")
    lines += [f"theory `{name}` {state}" for name, state in data["theories"].items()]
    return lines


def notes(data: Data) -> list[str]:
    """Return what has to be known to read the differences."""
    made = []
    share = data["input_changed"]
    if share == 0:
        made.append("The change did not enter: no number of the game differs in any draw.")
    elif share < 1:
        made.append(f"The change enters in {words.exact_percent(share)} of the draws.")
    made += [
        f"`{name}` is kept between 0 and 1 in {words.exact_percent(part)} of the draws; to say "
        f"what holds there, write `--set {name}={{beta: {{mean: ..., sd: ...}}}}`."
        for name, part in data["kept_between_0_and_1"].items()
    ]
    if data["weighted"]:
        made.append(
            "Given what was observed: draws are weighted by it, and turns that are over stay as "
            "they were played."
        )
    if data["failed"]:
        made.append(f"{words.plural(data['failed'], 'draw')} could not be solved with the change.")
    return made


def finding(data: Data) -> str:
    """Return in a sentence what the change does."""
    if not data["pairs"]:
        return "No draw was solved with the change."
    if data["input_changed"] == 0:
        return "Nothing moves: the change did not enter the game in any draw."
    rows = list(data["outcomes"].values())
    largest = max(rows, key=lambda one: abs(one["difference"]))
    size, error = abs(largest["difference"]), largest["standard_error"]
    if size < 0.0005 or (error is not None and size < SURE * error):
        return (
            f"No ending moves by more than can be told from {words.plural(data['pairs'], 'draw')}; "
            f"the largest difference is {100 * size:.1f} points."
        )
    way = "up" if largest["difference"] > 0 else "down"
    text = (
        f"{100 * data['distance']:.1f}% of the probability moves to other endings; "
        f"`{largest['title']}` goes {way} most, by {100 * size:.1f} points."
    )
    told = [
        (name, one)
        for name, one in data["payoffs"].items()
        if one["difference"] is not None and abs(one["difference"]) > SURE * _error(one)
    ]
    parts = [
        f"{words.party_name(data, name)} {'gains' if one['difference'] > 0 else 'loses'} "
        f"{abs(one['difference']):.1f}"
        for name, one in told
        if abs(one["difference"]) >= 0.05
    ]
    return f"{text} {words.listing(parts)} ({data['payoff_unit']})." if parts else text


def _error(one: Data) -> float:
    return float(one["standard_error"] or 0.0)
