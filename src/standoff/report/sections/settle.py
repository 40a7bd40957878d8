"""The section of a report on offers, from the plain data of `standoff settle`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report.blocks import Cell, Column, Figure, Points, Section, Table, Text
from standoff.report.figures_offers import settle_chart
from standoff.report.terminal_settle import NOTE, findings, setting

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section: what was tried, and the offers by cost and probability."""
    said = [text.replace("`", "") for text in findings(data)]
    figure = Figure(
        id="settle",
        title="What an offer costs and how often it settles",
        caption=" ".join(said),
        chart=settle_chart(data),
        table=_table(data),
    )
    told = Points(tuple(text.replace("`", "") for text in setting(data)))
    return (Section("settle", "What offer would settle this", (told, figure, Text(NOTE, "note"))),)


def _table(data: Data) -> Table:
    unit = data["unit"]
    columns = (
        Column("offer"),
        Column("on the frontier"),
        Column("cost", unit),
        Column("settles", "probability"),
        Column("5% of draws below", "probability"),
        Column("5% of draws above", "probability"),
        *(Column(f"change for {name}", unit) for name in data["parties"].values()),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            offer["title"].replace("`", ""),
            "yes" if k in data["frontier"] else "no",
            offer["cost"]["mean"],
            offer["probability"]["mean"],
            offer["probability"]["p05"],
            offer["probability"]["p95"],
            *(offer["changes"][party]["mean"] for party in data["parties"]),
        )
        for k, offer in enumerate(data["offers"])
    ]
    return Table("settle", "Offers", columns, tuple(rows))
