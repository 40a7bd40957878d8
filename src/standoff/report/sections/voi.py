"""The section of a report on the value of information, from the plain data of `standoff voi`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report.blocks import Block, Cell, Column, Figure, Section, Table, Text
from standoff.report.figures_values import voi_chart
from standoff.report.terminal_voi import NOTE, PARAMETERS, findings, label

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section: hidden dimensions with their signed values, then parameters."""
    found = [text.replace("`", "") for text in findings(data)]
    name = data["parties"][data["party"]]
    blocks: list[Block] = [Text(NOTE, "note")]
    if data["values"]:
        blocks.append(
            Figure(
                id=f"voi-{data['party']}",
                title=f"What information is worth to {name}",
                caption=" ".join(found),
                chart=voi_chart(data),
                table=_values(data),
            )
        )
    else:
        blocks.append(Text(found[0]))
    if data["parameters"] is not None:
        blocks += [Text(PARAMETERS, "note"), _parameters(data)]
    title = f"What information is worth to {name}"
    return (Section(f"voi-{data['party']}", title, tuple(blocks)),)


def _values(data: Data) -> Table:
    unit = data["unit"]
    columns = [Column("what"), Column("type")]
    for name in data["parties"].values():
        columns += [Column(f"change for {name}", unit), Column("standard error", unit)]
    rows: list[tuple[Cell, ...]] = []
    for value in data["values"]:
        cells: list[Cell] = [label(data, value), "all"]
        for change in value["changes"].values():
            cells += [change["mean"], change["standard_error"]]
        rows.append(tuple(cells))
        for one in value["types"]:
            of_type: list[Cell] = [label(data, value), one["type"]]
            for name in data["parties"]:
                own = name == data["party"]
                of_type += [one["mean"], one["standard_error"]] if own else [None, None]
            rows.append(tuple(of_type))
    return Table(f"voi-{data['party']}", "Value of information", tuple(columns), tuple(rows))


def _parameters(data: Data) -> Table:
    known = data["parameters"]
    columns = (Column("parameter"), Column("worth", data["unit"]), Column("more than chance shows"))
    rows = tuple(
        (row["name"], row["value"], "yes" if row["beyond_chance"] else "no")
        for row in known["rows"]
    )
    title = f"What knowing a parameter adds: {known['turn_title']}"
    return Table(f"voi-parameters-{data['party']}", title, columns, rows)
