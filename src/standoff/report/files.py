"""Every table of a report as CSV and Parquet, with full numbers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from standoff.report.blocks import Report, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to a spreadsheet; in CSV an apostrophe goes before it."""


def write_csv(report: Report, folder: Path) -> list[Path]:
    """Write one CSV file for each table; numbers in full, nothing for a missing one."""
    written = []
    for table in report.tables():
        path = folder / f"{table.id}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([_plain(name) for name in heads(table)])
            writer.writerows([_plain(cell) for cell in row] for row in table.rows)
        written.append(path)
    return written


def _plain(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def write_parquet(report: Report, folder: Path) -> list[Path]:
    """Write one Parquet file for each table; title and units are in the metadata."""
    from pyarrow import parquet

    written = []
    for table in report.tables():
        path = folder / f"{table.id}.parquet"
        parquet.write_table(arrow(table), path, compression="zstd")
        written.append(path)
    return written


def arrow(table: Table) -> Any:
    """Return a table for Arrow: words as text, everything else as numbers."""
    import pyarrow as pa

    columns, fields = [], []
    for k, (name, column) in enumerate(zip(heads(table), table.columns, strict=True)):
        cells = [row[k] for row in table.rows]
        if any(isinstance(cell, str) for cell in cells) or not column.unit:
            kind, cells = pa.string(), [None if c is None else str(c) for c in cells]
        elif all(c is None or isinstance(c, int) for c in cells) and any(
            c is not None for c in cells
        ):
            kind = pa.int64()
        else:
            kind = pa.float64()
        columns.append(pa.array(cells, type=kind))
        fields.append(pa.field(name, kind, metadata={"unit": column.unit}))
    schema = pa.schema(fields, metadata={"title": table.title})
    return pa.Table.from_arrays(columns, schema=schema)


def heads(table: Table) -> list[str]:
    """Return the titles of the columns; repeated ones get a number."""
    seen: dict[str, int] = {}
    made = []
    for column in table.columns:
        seen[column.title] = seen.get(column.title, 0) + 1
        number = seen[column.title]
        made.append(column.title if number == 1 else f"{column.title} ({number})")
    return made
