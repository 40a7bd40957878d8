"""The first page: the headline, what is left out and not controlled, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from standoff.report import words
from standoff.report.blocks import Block, Cell, Column, Points, Section, Table, Text
from standoff.report.captions import by_mean
from standoff.report.confidence import confidence
from standoff.report.material import Material
from standoff.report.parts.bands import starred

Data = Mapping[str, Any]

MAIN = 2
"""Endings in the headline, beside the uses of force."""


def opening(material: Material) -> tuple[Section, ...]:
    """Return the sections of the first page."""
    data = material.data
    return (
        Section("headline", "In short", _headline(data), first_page=True),
        Section("beside", "Beside past crises and simple guesses", _beside(data), first_page=True),
        Section("limits", "What it leaves out", _limits(data), first_page=True),
    )


def _headline(data: Data) -> tuple[Block, ...]:
    rows = data["outcomes"]
    order = by_mean(rows)
    named = [*order[:MAIN], *(key for key in order[MAIN:] if rows[key]["force"])]
    found: list[Block] = [Text(judgement(rows, key), "lead") for key in named[:1]]
    if len(named) > 1:
        found.append(Points(tuple(judgement(rows, key) for key in named[1:])))
    found.append(Text(confidence(data).sentence))
    found.append(Text(words.CAVEAT if data["sources"] else words.CAVEAT_MODEL, "note"))
    found += [Text(text, "note") for text in whose(data)]
    return tuple(found)


def judgement(rows: Data, key: str) -> str:
    """Return a likelihood as a sentence about one ending."""
    force = " (a use of force)" if rows[key]["force"] else ""
    return f"{words.quoted(rows[key]['title'])}{force} {words.stands(rows[key])}."


def whose(data: Data) -> list[str]:
    """Say whose view the forecast takes, what it was told and what is switched off."""
    found = []
    if data.get("view"):
        found.append(f"Everything is as the view “{data['view']}” has it, not as the analyst does.")
    perception = data.get("perception")
    if perception:
        held = [
            f"{words.listing([words.party_name(data, p) for p in view['held_by']])} by "
            f"“{view['title']}”"
            for view in perception["views"].values()
        ]
        found.append(
            f"Parties choose by views of their own (perception at level {perception['level']}): "
            f"{words.listing(held)}."
        )
    seen = data.get("observed")
    if seen:
        events = words.plural(len(seen["events"]), "observed event")
        found.append(
            f"The draws are weighted by {events}; {seen['ess']:.0f} of {data['draws']:,} draws are "
            "left in effect."
        )
    off = [words.quoted(o["title"]) for o in (data.get("theories") or {}).values() if o["on"] == 0]
    if off:
        found.append(f"Switched off: {words.listing(off)}.")
    return found


def _beside(data: Data) -> tuple[Block, ...]:
    """Return the model beside even odds, random choices and past crises, in one table."""
    rows = data["outcomes"]
    even = 1 / max(1, len(rows))
    tosses = (data.get("benchmarks") or {}).get("coin_toss")
    past: dict[str, list[str]] = {}
    for rate in data["base_rates"]:
        if len(rate["outcomes"]) == 1:
            past.setdefault(rate["outcomes"][0], []).append(words.percent(rate["rate"]))
    columns = [
        Column("ending"),
        Column("likelihood"),
        Column("model", "probability"),
        Column("90% interval"),
        Column("even odds", "probability"),
    ]
    columns += [Column("random choices", "probability")] if tosses else []
    columns += [Column("past crises")] if past else []
    made = []
    for key, one in rows.items():
        cells: list[Cell] = [starred(one), words.in_words(one["mean"]), one["mean"]]
        cells += [words.interval(one), even]
        cells += [tosses[key]["mean"] if key in tosses else None] if tosses else []
        cells += [words.listing(past.get(key, [])) or words.NO_VALUE] if past else []
        made.append(tuple(cells))
    table = Table("beside", "Model and simple benchmarks", tuple(columns), tuple(made))
    how = "Words and ranges after ICD 203. Even odds: every ending alike."
    how += " Random choices: every party chooses by lot." if tosses else ""
    how += " Star: a use of force." if any(one["force"] for one in rows.values()) else ""
    rates = tuple(_rate(data, rate) for rate in data["base_rates"])
    none = "The file states no base rate of past crises to set beside it."
    return (
        table,
        Text(how if rates else f"{how} {none}", "note"),
        *((Points(rates),) if rates else ()),
    )


def _rate(data: Data, rate: Data) -> str:
    titles = [words.quoted(data["outcomes"][key]["title"]) for key in rate["outcomes"]]
    cases = f" of {rate['cases']:,} past crises" if rate["cases"] else " of past crises"
    return (
        f"{words.listing(titles, joint='or')}: {words.percent(rate['rate'])}{cases}, this model "
        f"{words.percent(rate['model']['mean'])} ({words.interval(rate['model'])})."
        + (f" Counted: {_first_sentence(rate['means'])}." if rate["means"] else "")
    )


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".")


def _limits(data: Data) -> tuple[Block, ...]:
    found: list[Block] = []
    if data["left_out"]:
        found.append(Points(tuple(_sentence(one) for one in data["left_out"])))
    else:
        found.append(Text("The file names nothing that it leaves out."))
    found.append(Text("Not controlled:"))
    found.append(Points(tuple(_sentence(one) for one in data["not_controlled"])))
    if data["warnings"]:
        found.append(Text("Warnings of the check of the file:"))
        found.append(Points(tuple(_sentence(str(one)) for one in data["warnings"])))
    return tuple(found)


def _sentence(text: str) -> str:
    text = re.sub(r"`([^`]*)`", r"“\1”", text)
    return words.capital(text.strip().rstrip(".")) + "."
