"""A report as Markdown, with its charts as pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.report import cells
from standoff.report.blocks import Block, Figure, Points, Report, Table, Text
from standoff.report.charts import reading

MARKS = re.compile(r"([\\`*_{}\[\]()#|~$!])")
"""Letters that mean something in Markdown, or in the mathematics that some programs add."""
LINE_STARTS = re.compile(r"^(\s*)([-+=:>]|\d+[.)])", re.MULTILINE)


def markdown(report: Report, charts: str = "charts") -> str:
    """Return a report as Markdown.

    Args:
        report: before it is rendered.
        charts: folder of the pictures, from where the text lies.
    """
    lines = [f"# {escaped(report.title)}", "", escaped(report.subtitle), ""]
    for section in report.sections:
        lines += [f"## {escaped(section.title)}", ""]
        for block in section.blocks:
            lines += [*_block(block, report, charts), ""]
    lines += [line for note in report.notes for line in (escaped(note), "")]
    facts = ", ".join(f"{escaped(name)} {escaped(value)}" for name, value in report.facts.items())
    lines += ["---", "", facts]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown prints as it is, on one line."""
    text = " ".join(text.split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = MARKS.sub(r"\\\1", text)
    text = re.sub(r"(?i)\b(https?|ftp)://", r"\1:&#8203;//", text)  # no link that nobody wrote
    return LINE_STARTS.sub(lambda m: f"{m[1]}{_first(m[2])}", text)


def _first(mark: str) -> str:
    return mark if mark.startswith("&") else f"{mark[:-1]}\\{mark[-1]}"


def _block(block: Block, report: Report, charts: str) -> Iterator[str]:
    if isinstance(block, Text):
        text = escaped(block.text)
        yield f"**{text}**" if block.kind == "lead" else text
    elif isinstance(block, Points):
        yield from (f"- {escaped(item)}" for item in block.items)
    elif isinstance(block, Figure):
        yield f"**{escaped(block.title)}.** {escaped(block.caption)}"
        yield ""
        yield f"![{escaped(block.title)}]({charts}/{block.id}.svg)"
        yield ""
        note = reading(block, report.title)
        if note:
            yield from (escaped(note), "")
        yield from _table(block.table)
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield f"*{escaped(table.title)}*"
    yield ""
    yield _row(escaped(cells.heading(column)) for column in table.columns)
    yield _row("--:" if cells.is_number(column) else ":--" for column in table.columns)
    for row in table.rows:
        shown = zip(row, table.columns, strict=True)
        yield _row(escaped(cells.shown(cell, column)) for cell, column in shown)


def _row(texts: Iterator[str]) -> str:
    return f"| {' | '.join(texts)} |"
