"""What would have to be true, as a section of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import words, words_matters
from standoff.report.blocks import Block, Cell, Column, Figure, Points, Section, Table, Text
from standoff.report.figures_matters import would_chart

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section: what would bring the mean past the level, and how surprising it is."""
    title = words.listing(list(data["outcomes"].values()), joint="or")
    name = "_".join(data["outcomes"])
    way = "below" if data["below"] else "above"
    head = f"What would have to be true: {title} {way} {100 * data['level']:.0f}%"
    finding = words_matters.would_finding(data).replace("`", "")
    moves = [*data["singles"], *data["joint"], *data["near"]]
    blocks: list[Block] = []
    if moves:
        blocks.append(
            Figure(f"would_{name}", head, finding, would_chart(data), _table(name, head, moves))
        )
    else:
        blocks.append(Text(finding))
    weighted = words_matters.weighted_sentence(data)
    if weighted is not None:
        blocks.append(Text(weighted, "note"))
    if data["boxes"] is not None:
        sentences = words_matters.scene_sentences(title, data["boxes"])
        blocks.append(Points(tuple(one.replace("`", "") for one in sentences)))
    return (Section(f"would_{name}", head, tuple(blocks)),)


def _table(name: str, head: str, moves: list[Data]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            part["name"],
            place + 1,
            part["from"],
            part["to"],
            part["unit"],
            move["mean"],
            "yes" if move["passes"] else "no",
            move["surprise"],
        )
        for place, move in enumerate(moves)
        for part in move["factors"]
    ]
    return Table(
        f"would_{name}",
        head,
        (
            Column("number"),
            Column("move"),
            Column("median in the file"),
            Column("median tried"),
            Column("unit"),
            Column("mean then", "probability"),
            Column("passes"),
            Column("chance of values as far out", "probability"),
        ),
        tuple(rows),
    )
