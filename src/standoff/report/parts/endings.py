"""How and when it ends: bars, dates, accident and choice, two kinds of not knowing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import captions, words
from standoff.report.blocks import Block, Cell, Column, Figure, Section, Table, Text
from standoff.report.material import Material
from standoff.report.parts.bands import BAND, band_cells, starred

Data = Mapping[str, Any]

DEVIATION = "deviation"


def endings(material: Material) -> tuple[Section, ...]:
    """Return the sections on how and when the crisis ends."""
    data = material.data
    found = [Section("outcomes", "How it ends", (_bars(data), *_causes(data), *_spread(data)))]
    if data["when"]["ended_by"]:
        found.append(Section("dates", "When it ends", _dates(data)))
    return tuple(found)


def _bars(data: Data) -> Figure:
    from standoff.report.figures import outcomes_chart

    columns = (Column("ending"), Column("likelihood"), *BAND)
    rows = tuple(
        (starred(one), words.in_words(one["mean"]), *band_cells(one))
        for one in data["outcomes"].values()
    )
    table = Table("outcomes", "Probability of each ending", columns, rows)
    title = "Probability of each ending"
    return Figure("outcomes", title, captions.outcomes(data), outcomes_chart(data), table)


def _causes(data: Data) -> tuple[Block, ...]:
    war = (data.get("causes") or {}).get("war")
    if not war or war["accident"]["mean"] is None:
        return ()
    names = {"accident": "by accident", "choice": "by choice", "time": "with time"}
    ways = [way for way in names if way != "time" or war["time"]["mean"] > 0]
    columns = [Column("ending")]
    for way in ways:
        columns += [Column(names[way], "probability"), Column(f"{names[way]}, 90% interval")]
    entries = [(data["outcomes"][key]["title"], data["causes"]["outcomes"][key])
               for key in war["outcomes"]]  # fmt: skip
    if len(entries) > 1:
        entries.append(("any of them", war))
    rows = []
    for title, entry in entries:
        cells: list[Cell] = [title]
        for way in ways:
            cells += [entry[way]["mean"], words.interval(entry[way])]
        rows.append(tuple(cells))
    note = (
        "Accident: nature made the last move, and it did not have to go so. Choice: a party "
        "made it."
    )
    table = Table(
        "causes", "Uses of force and clashes, by how they come", tuple(columns), tuple(rows)
    )
    return table, Text(note, "note")


def _spread(data: Data) -> tuple[Block, ...]:
    columns = [
        Column("ending"),
        Column("left open by the crisis", DEVIATION),
        Column("moved by assumptions", DEVIATION),
    ]
    spread = data.get("spread")
    parts = [("parameters", "parameters")]
    if spread and spread["estimator"] != "none":
        parts.append(("theories", "switches"))
    if spread and spread["branches_searched"]:
        parts.append(("equilibria", "branches"))
    parts = parts if len(parts) > 1 else []
    columns += [Column(f"of which {name}", "share") for name, _ in parts]
    rows = []
    for key, one in data["outcomes"].items():
        cells: list[Cell] = [starred(one), one["chance_within"]]
        cells.append(one["between_draws"])
        cells += [spread["outcomes"][key]["shares"][part] for _, part in parts] if spread else []
        rows.append(tuple(cells))
    title = "Two kinds of not knowing: standard deviations in percentage points"
    table = Table("spread", title, tuple(columns), tuple(rows))
    return Text(captions.spread(data)), table


def _dates(data: Data) -> tuple[Block, ...]:
    found: list[Block] = []
    caption = captions.by_date(data)
    if data["when"].get("so_far"):
        from standoff.report.figures_report import fan_chart

        table = _so_far(data)
        found.append(
            Figure("fan", "How it has ended by each date", caption, fan_chart(data), table)
        )
    from standoff.report.figures import when_chart

    columns = (
        Column("date"),
        *BAND,
        *(Column(starred(o), "probability") for o in data["outcomes"].values()),
    )
    by_outcome = words.cumulative(data["when"]["by_outcome"])
    rows = tuple(
        (
            words.say_date(day),
            *band_cells(band),
            *(by_outcome[day].get(o) for o in data["outcomes"]),
        )
        for day, band in data["when"]["ended_by"].items()
    )
    table = Table("when", "Ended by each date, mean over the draws", columns, rows)
    title = "Ended and still open, by date"
    found.append(Figure("when", title, captions.still_open(data), when_chart(data), table))
    return tuple(found)


def _so_far(data: Data) -> Table:
    columns = (Column("ending and date"), Column("date"), *BAND)
    rows = tuple(
        (starred(outcome), words.say_date(day), *band_cells(by_name[name]))
        for name, outcome in data["outcomes"].items()
        for day, by_name in data["when"]["so_far"].items()
    )
    return Table("fan", "Chance that it has ended so by each date", columns, rows)
