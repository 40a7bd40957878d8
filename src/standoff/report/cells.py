"""Cells of tables in words, the same in every rendering that people read."""

from __future__ import annotations

from standoff.report import words
from standoff.report.blocks import Cell, Column

WORDS = ""
"""Unit of a column of words."""


PLAIN = (WORDS, "probability", "share", "points", "deviation", "count")
"""Units that a heading does not name: the cells show them, or there is none."""


def shown(cell: Cell, column: Column) -> str:
    """Return a cell as it is printed: a probability in percent, a number in three digits."""
    if cell is None:
        return words.NO_VALUE
    if isinstance(cell, str):
        return cell
    if column.unit in ("probability", "share"):
        return words.percent(float(cell))
    if column.unit == "deviation":
        return words.plural(round(100 * float(cell)), "point")
    if column.unit == "points":
        text = f"{100 * float(cell):+.1f}"
        return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:.3g}".replace("-", "−")


def heading(column: Column) -> str:
    """Return the head of a column, with its unit where the cells do not show it."""
    plain = column.unit in PLAIN
    return column.title if plain else f"{column.title} ({column.unit})"


def is_number(column: Column) -> bool:
    """Return whether the cells of a column stand to the right."""
    return column.unit != WORDS
