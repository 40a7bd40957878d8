"""A what-if in a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import words
from standoff.report.blocks import Block, Cell, Column, Figure, Points, Section, Table, Text
from standoff.report.figures_whatif import whatif_chart
from standoff.report.words_whatif import change_lines, finding, kind_line, notes

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return the section of a what-if, from its plain data."""
    kind = data["kind"]
    name = f"what-if-{kind}"
    title = "What if, announced" if kind == "announced" else "What if, as a surprise"
    said = [Text(note, "note") for note in notes(data)]
    blocks: tuple[Block, ...] = (
        Text(finding(data), "lead"),
        Text(f"{kind_line(data)}."),
        Points(tuple(change_lines(data))),
        *said,
        Figure(
            f"{name}-endings",
            "How it ends, without and with the change",
            finding(data),
            whatif_chart(data, bare=True),
            _table(f"{name}-endings", "How it ends", data["outcomes"], "probability", _title),
        ),
        _table(
            f"{name}-payoffs",
            "What each can expect",
            data["payoffs"],
            data["payoff_unit"],
            lambda party, _: words.party_name(data, party),
        ),
        *(
            _table(f"{name}-{key}", shown, data[key], "probability", naming)
            for key, shown, naming in (
                (
                    "bluff",
                    "Chance that the threat is empty",
                    lambda party, _: words.party_name(data, party),
                ),
                ("ended_by", "Ended by", lambda day, _: words.say_date(day)),
            )
            if data[key]
        ),
    )
    return (Section(name, title, blocks),)


def _title(_: str, one: Data) -> str:
    return str(one["title"])


def _table(name: str, title: str, rows: Data, unit: str, naming: Any) -> Table:
    apart = "points" if unit == "probability" else unit
    columns = (
        Column(""),
        Column("base", unit),
        Column("changed", unit),
        Column("difference", apart),
        Column("standard error", apart),
    )

    def row(key: str, one: Data) -> tuple[Cell, ...]:
        means = (one["base"]["mean"], one["changed"]["mean"])
        return (naming(key, one), *means, one["difference"], one["standard_error"])

    return Table(name, title, columns, tuple(row(key, one) for key, one in rows.items()))
