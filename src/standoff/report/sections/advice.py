"""The section of a report on next moves, from the plain data of `standoff advise`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import words
from standoff.report.blocks import Block, Cell, Column, Figure, Section, Table, Text
from standoff.report.figures_values import advice_chart
from standoff.report.terminal_advise import NOTE, findings

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section with a chart and a table for every party that moves."""
    blocks: list[Block] = [Text(NOTE, "note")]
    for party, one in data["advice"].items():
        found = [text.replace("`", "") for text in findings(data, party)]
        when = f", {words.say_date(one['date'])}" if one["date"] else ""
        blocks += [Text(text) for text in found[1:]]
        blocks.append(
            Figure(
                id=f"advice-{party}",
                title=f"{data['parties'][party]}: {one['title']}{when}",
                caption=found[0] if found else "No draw was solved.",
                chart=advice_chart(data, party),
                table=_table(data, party),
            )
        )
    return (Section("advice", "What each next move is worth", tuple(blocks)),)


def _table(data: Data, party: str) -> Table:
    others = [name for name in data["parties"] if name != party]
    unit = data["unit"]
    columns = (
        Column("move"),
        Column("type"),
        Column("worth", unit),
        Column("5% of draws below", unit),
        Column("5% of draws above", unit),
        Column("against the best move", unit),
        Column("standard error", unit),
        Column("best", "probability"),
        Column("plays it", "probability"),
        *(Column(f"change for {data['parties'][name]}", unit) for name in others),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            move["title"],
            group["type"] or "all",
            move["worth"]["mean"],
            move["worth"]["p05"],
            move["worth"]["p95"],
            move["against_best"]["mean"],
            move["against_best"]["standard_error"],
            move["best"],
            move["chance"]["mean"],
            *(move["changes"][name]["mean"] for name in others),
        )
        for group in data["advice"][party]["groups"]
        for move in group["moves"]
    ]
    title = f"Next moves of {data['parties'][party]}"
    return Table(f"advice-{party}", title, columns, tuple(rows))
