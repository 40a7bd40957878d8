"""The section of a report on the game tree, from the plain data of `standoff tree`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report.blocks import Cell, Column, Figure, Section, Table, Text
from standoff.report.tree_layout import number
from standoff.report.tree_svg import description, legend, tree_svg

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section with the drawing, and its nodes as a table."""
    figure = Figure(
        id="tree",
        title="The game as it is likely to be played",
        caption=description(data),
        chart=tree_svg(data),
        table=_table(data),
    )
    return (Section("tree", "The game tree", (Text(" ".join(legend(data)), "note"), figure)),)


def _table(data: Data) -> Table:
    columns = (
        Column("node"),
        Column("after node"),
        Column("move"),
        Column("probability of the move", "probability"),
        Column("probability of coming here", "probability"),
        Column("who moves"),
        Column("what"),
        Column("belief", "probability"),
        Column("payoffs"),
    )
    return Table(
        "tree", "Nodes of the drawing", columns, tuple(_row(data, n) for n in data["nodes"])
    )


def _row(data: Data, node: Data) -> tuple[Cell, ...]:
    mover = "Nature" if node["kind"] == "chance" else ""
    if node["player"] is not None:
        mover = data["players"][node["player"]]
    what = f"{node['hidden']:,} moves not drawn" if node["kind"] == "stub" else node["label"]
    paid = ", ".join(number(value) for value in node["payoffs"] or ())
    before = "" if node["parent"] is None else str(node["parent"])
    shares = (node["prob"], node["reach"])
    return (str(node["id"]), before, node["move"], *shares, mover, what, node["belief"], paid)
