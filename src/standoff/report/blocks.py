"""What a report is made of: plain records that every rendering (page, PDF, text, LaTeX) reads.

A block says what is to be said, never how it looks. Each study has a module in
`standoff.report.sections` that turns its plain data into sections; a rendering knows nothing about
studies, and a study knows nothing about renderings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Cell = str | float | int | None
"""What stands in a table: words as printed, or a number that files keep in full."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: what stands above it.
        unit: `probability`, `percent`, `days`, ...; empty for words. A probability is a number
            from 0 to 1 that renderings write in percent and files keep as it is.
    """

    title: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns.

    Attributes:
        id: name of the file that the table is written to.
        title: what it shows.
        columns: one for each cell of a row.
        rows: cells in the order of the columns; the first cell names the row.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Text:
    """A paragraph. `kind` is `plain`, `lead` (larger, the headline) or `note` (smaller)."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True)
class Points:
    """A list of short sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A chart with its finding in words, and the numbers behind it.

    Attributes:
        id: name of the file that the chart is written to.
        title: what is drawn.
        caption: the finding, a sentence made from the numbers.
        chart: an Altair chart, or a string that is SVG already.
        table: the numbers that the chart draws.
    """

    id: str
    title: str
    caption: str
    chart: Any
    table: Table


Block = Text | Points | Table | Figure


@dataclass(frozen=True)
class Section:
    """A part of a report under a heading of its own.

    Attributes:
        id: anchor, unique in the report.
        title: heading.
        blocks: what it says, in order.
        first_page: whether it belongs on the first page of the print.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    first_page: bool = False


@dataclass(frozen=True)
class Report:
    """A report before it is rendered.

    Attributes:
        title: of the crisis.
        subtitle: what run this is: scenario, as-of date, seed, draws.
        sections: in reading order.
        facts: what identifies the run (hash, seed, version), for the foot of every page.
        notes: what could not be shown, such as a study that this version does not know.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    facts: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Give every table, those behind charts too, in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure):
                    yield block.table
                elif isinstance(block, Table):
                    yield block

    def figures(self) -> Iterator[Figure]:
        """Give every chart in reading order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Figure))

    def to_html(self) -> str:
        """Return the report as one page that needs nothing beside itself."""
        from standoff.report.html import page

        return page(self)

    def to_markdown(self, charts: str = "charts") -> str:
        """Return the report as Markdown; `charts` is the folder that its pictures lie in."""
        from standoff.report.markdown import markdown

        return markdown(self, charts)

    def write(
        self, folder: Path | str, formats: Collection[str] = ("html",), *, overwrite: bool = False
    ) -> list[Path]:
        """Write the report into a folder, which appears whole or not at all; return the files.

        Args:
            folder: where to write.
            formats: some of `html`, `pdf`, `md`, `tex`, `csv`, `parquet`.
            overwrite: whether an earlier report there may be replaced.

        Raises:
            UsageError: a format is unknown, or the folder cannot be written.
            MissingExtraError: a PDF is asked for and the extra `pdf` is not installed.
        """
        from standoff.report.publish import publish

        return publish(self, Path(folder), formats, overwrite=overwrite)

    def _repr_html_(self) -> str:
        from standoff.report.html import excerpt

        return excerpt(self)
