"""Which offer would settle a crisis, on the terminal and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table
from standoff.report.terminal_advise import basis, number, with_error

Data = Mapping[str, Any]

NOTE = (
    "Offers that settle more often than every cheaper one. Cost: what the offer costs the one who "
    "makes it if it is taken up, by its own valuation; below zero it gains. Settles: mean "
    "probability and interval that holds 90% of the draws. The other columns: change of what a "
    "party can expect against the forecast without a forced offer, over paired draws."
)


def print_settle(console: Console, data: Data) -> None:
    """Print the frontier of offers, and the cheapest that settles often enough."""
    console.print(Text(data["title"], style="bold"))
    name = data["parties"][data["party"]]
    console.print(Text(f"What {name} could offer, {basis(data)}; costs in {data['unit']}"))
    bullets(console, setting(data))
    if data["observations_left_aside"]:
        seen = words.plural(data["observations_left_aside"], "observation")
        console.print(Text(f"The file's {seen} count for nothing here: values at the start."))
    heading(console, "Offers", NOTE)
    made = table("offer", "cost", "settles", "90%", *(f"for {party}" for party in data["parties"]))
    for k in shown(data):
        offer = data["offers"][k]
        star = " (cheapest that does)" if k == data["cheapest"] else ""
        made.add_row(
            Text(words.capital(offer["title"]) + star),
            number(offer["cost"]["mean"]),
            words.percent(offer["probability"]["mean"]),
            words.interval(offer["probability"]),
            *(with_error(offer["changes"][party]) for party in data["parties"]),
        )
    console.print(made)
    console.print()
    bullets(console, findings(data))


def shown(data: Data) -> list[int]:
    """Return the offers in tables: the frontier, with the cheapest that settles often enough."""
    more = [] if data["cheapest"] is None else [data["cheapest"]]
    return sorted({*data["frontier"], *more})


def setting(data: Data) -> list[str]:
    """Return in sentences what was tried and what counts as a settlement."""
    ends = words.listing(list(data["settlements"].values()))
    offers = words.plural(data["offers_tried"], "offer")
    items = words.plural(len(data["items"]), "item")
    guarantees = words.plural(len(data["guarantees"]), "guarantee")
    tried = (
        f"{offers} of {items} and {guarantees} take the place of the reply `{data['reply']}`; "
        "where there are many, those that others beat by far are left after a few draws."
    )
    base = words.percent(data["base"]["probability"]["mean"])
    return [
        f"A settlement is: {ends} ({data['rule']}).",
        tried,
        f"Without a forced offer a settlement has {base}.",
    ]


def findings(data: Data) -> list[str]:
    """Return in sentences what settles, what it costs, and what it leaves the other side."""
    wanted = words.percent(data["reach"])
    if not data["offers"]:
        return ["No offer could be solved."]
    if data["cheapest"] is None:
        best = data["offers"][data["best"]]
        chance = words.percent(best["probability"]["mean"])
        return [
            f"No offer on this table reaches {wanted}; the best is {chance} with: {best['title']}."
        ]
    offer = data["offers"][data["cheapest"]]
    name, other = (data["parties"][data[who]] for who in ("party", "other"))
    cost = offer["cost"]["mean"]
    price = f"costs {name} {cost:.1f}" if cost >= 0 else f"brings {name} {-cost:.1f}"
    unit = "points" if data["unit"].startswith("percent") else data["unit"]
    text = (
        f"The cheapest offer that settles in {wanted} or more: {offer['title']}. It settles in "
        f"{words.percent(offer['probability']['mean'])} [{words.interval(offer['probability'])}] "
        f"and {price} {unit} if it is taken up; it reaches {wanted} in "
        f"{words.percent(offer['reaches'])} of the draws."
    )
    out = [text]
    left = offer["changes"][data["other"]]["mean"]
    if left is not None:
        way = "better" if left >= 0 else "worse"
        out.append(f"It leaves {other} {abs(left):.1f} {unit} {way} off than without it.")
    return out
