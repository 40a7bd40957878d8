"""What matters, as sections of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import words_matters
from standoff.report.blocks import Block, Cell, Column, Figure, Points, Section, Table, Text
from standoff.report.figures_matters import box_chart, sobol_chart, tornado_chart

Data = Mapping[str, Any]
Rows = tuple[tuple[Cell, ...], ...]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section: for the outcomes that vary most, what they depend on."""
    blocks: list[Block] = [
        Text(
            f"{data['solves']:,} games were solved, {data['draws']:,} of them at ordinary draws. "
            "An index says what explains the spread of this model's answer, not what would "
            "change the world.",
            "note",
        )
    ]
    weighted = words_matters.weighted_sentence(data)
    if weighted is not None:
        blocks.append(Text(weighted, "note"))
    for name in words_matters.shown(data):
        blocks += _outcome(data, name)
    outside = [one for one in data["outside"] if data["factors"][one]["kind"] != "theory"]
    if outside:
        blocks.append(Text(f"Does not enter the game: {', '.join(outside)}.", "note"))
    return (Section("matters", "What matters", tuple(blocks)),)


def _outcome(data: Data, name: str) -> list[Block]:
    outcome = data["outcomes"][name]
    title = outcome["title"]
    blocks: list[Block] = [Text(f"{title}. {words_matters.spread_sentence(outcome)}")]
    if outcome["sobol"]:
        blocks.append(
            Figure(
                f"matters_sobol_{name}",
                f"What explains: {title}",
                _plain(words_matters.sobol_finding(outcome)),
                sobol_chart(data, name),
                _sobol_table(name, outcome),
            )
        )
    if outcome["tornado"]:
        blocks.append(
            Figure(
                f"matters_tornado_{name}",
                f"One number at a time: {title}",
                _plain(words_matters.tornado_finding(outcome, data["factors"])),
                tornado_chart(data, name),
                _tornado_table(data, name, outcome),
            )
        )
    if outcome["given"] and not outcome["sobol"]:
        blocks.append(_given_table(name, outcome))
    scene = outcome["boxes"]
    if scene is not None:
        sentences = [_plain(one) for one in words_matters.scene_sentences(title, scene)]
        blocks.append(Points(tuple(sentences)))
        if scene["boxes"]:
            caption = words_matters.box_sentence(title, scene, scene["boxes"][0])
            blocks.append(
                Figure(
                    f"matters_box_{name}",
                    f"When it passes: {title}",
                    _plain(caption),
                    box_chart(data, name),
                    box_table(f"matters_box_{name}", title, scene),
                )
            )
    return blocks


def _plain(text: str) -> str:
    return text.replace("`", "")


def _sobol_table(name: str, outcome: Data) -> Table:
    columns = ("by itself", "half of its 90% interval", "in total", "half of its 90% interval ")
    rows: Rows = tuple(
        (
            words_matters.group_name(row["factors"]),
            *(row[key] for key in ("first", "first_half", "total", "total_half")),
        )
        for row in outcome["sobol"]
    )
    return Table(
        f"matters_sobol_{name}",
        f"Share of the variance across draws: {outcome['title']}",
        (Column("number"), *(Column(one.strip(), "share") for one in columns)),
        rows,
    )


def _tornado_table(data: Data, name: str, outcome: Data) -> Table:
    rows: Rows = tuple(
        (
            row["name"],
            words_matters.ends_of(data["factors"][row["name"]]).removeprefix("from "),
            *(row[key] for key in ("low", "low_error", "high", "high_error")),
        )
        for row in outcome["tornado"]
    )
    titles = ("change at the low end", "standard error", "change at the high end", "standard error")
    return Table(
        f"matters_tornado_{name}",
        f"One number at a time: {outcome['title']}",
        (Column("number"), Column("goes"), *(Column(one, "probability") for one in titles)),
        rows,
    )


def _given_table(name: str, outcome: Data) -> Table:
    rows: Rows = tuple(
        (row["name"], row["index"], row["noise"], row["low"], row["high"])
        for row in outcome["given"]
    )
    return Table(
        f"matters_given_{name}",
        f"Share of the variance that goes with a number: {outcome['title']}",
        (
            Column("number"),
            Column("index", "share"),
            Column("noise", "share"),
            Column("mean in the lowest draws", "probability"),
            Column("mean in the highest draws", "probability"),
        ),
        rows,
    )


def box_table(identity: str, title: str, scene: Data) -> Table:
    """Return the sides of the boxes as a table."""
    rows: Rows = tuple(
        (side["name"], place + 1, side["low"], side["high"], box["density"], box["coverage"])
        for place, box in enumerate(scene["boxes"])
        for side in box["sides"]
    )
    return Table(
        identity,
        f"Boxes: {title}",
        (
            Column("number"),
            Column("box"),
            Column("at least"),
            Column("at most"),
            Column("share of its draws that pass", "probability"),
            Column("share of the passing draws in it", "probability"),
        ),
        rows,
    )
