"""A report as PDF, set by Typst from a fixed template that reads the report as data.

No text of a report is ever part of the program of the template: it is read from JSON as strings,
so that nothing in a scenario can be taken for a command.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from standoff.errors import MissingExtraError
from standoff.report import cells
from standoff.report.blocks import Block, Figure, Points, Report, Table, Text
from standoff.report.charts import pdf_of, reading

TEMPLATE = "report.typ"


def pdf(report: Report) -> bytes:
    """Return the report as PDF.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("pdf", "a report in PDF") from error
    with tempfile.TemporaryDirectory(prefix="standoff-") as name:
        folder = Path(name)
        template = Path(__file__).parent / "templates" / TEMPLATE
        (folder / TEMPLATE).write_bytes(template.read_bytes())
        data = json.dumps(content(report, folder), ensure_ascii=False)
        (folder / "report.json").write_text(data, encoding="utf-8")
        made = typst.compile(str(folder / TEMPLATE), root=name, format="pdf")
    assert isinstance(made, bytes), "one document was asked for"
    return made


def content(report: Report, folder: Path) -> dict[str, Any]:
    """Return a report as data for the template; charts become PDF files in a folder."""
    figures = {}
    for number, figure in enumerate(report.figures(), 1):
        # The name of a file must not come from a scenario.
        figures[id(figure)] = f"chart-{number}.pdf"
        (folder / figures[id(figure)]).write_bytes(pdf_of(figure.chart))
    sections = [
        {
            "title": section.title,
            "first": section.first_page,
            "blocks": [_block(block, report, figures) for block in section.blocks],
        }
        for section in report.sections
    ]
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "facts": [list(pair) for pair in report.facts.items()],
        "notes": list(report.notes),
        "sections": sections,
        "behind": [_table(figure.table) for figure in report.figures()],
    }


def _block(block: Block, report: Report, figures: dict[int, str]) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "how": block.kind, "text": block.text}
    if isinstance(block, Points):
        return {"kind": "points", "items": list(block.items)}
    if isinstance(block, Figure):
        return {
            "kind": "figure",
            "title": block.title,
            "caption": block.caption,
            "note": reading(block, report.title),
            "file": figures[id(block)],
        }
    return {"kind": "table", "table": _table(block)}


SHORT, LONGEST, FIRST = 8, 42, 30
"""Letters of the longest cell of a column, between which its share of the width grows; the most
that the first column, which names the rows, takes."""


def _table(table: Table) -> dict[str, Any]:
    rows = [
        [cells.shown(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    heads = [cells.heading(column) for column in table.columns]
    return {
        "title": table.title,
        "heads": heads,
        "numbers": [cells.is_number(column) for column in table.columns],
        "widths": [_width(head, [row[k] for row in rows], k) for k, head in enumerate(heads)],
        "rows": rows,
    }


def _width(head: str, column: list[str], place: int) -> int:
    """Return the share of a column in the width of its table, in letters."""
    most = LONGEST if place else FIRST
    word = max(map(len, head.split()), default=0) + 2
    return max(SHORT, word, min(most, max(map(len, column), default=0)))
