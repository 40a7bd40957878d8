"""The record of one finding about a user's file: `Diagnostic`, with `Span` and `Severity`.

A diagnostic carries the lines that it shows, so that it can be rendered as text, as one line or
as JSON without the file at hand.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

CONTEXT_LINES = 3
"""How many lines above a finding may be shown to reach the line of its parent."""


class Severity(enum.Enum):
    """How much a finding matters: an error stops the run, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of text; lines and columns count from 1, the end column is one past the last."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Place:
    """A second place that a finding involves, with a few words about it."""

    span: Span
    label: str


@dataclass(frozen=True)
class Diagnostic:
    """One finding about a file.

    Attributes:
        code: stable code, a key of `standoff.diagnostics.codes.CODES`.
        message: first line; makes sense alone.
        file: name of the file as the user wrote it.
        span: where it is, or None when it concerns the whole file.
        label: words beside the caret.
        places: further places involved.
        note: the rule behind the finding.
        help: what to write.
        lines: numbered lines of the file to show, in order.
    """

    code: str
    severity: Severity
    message: str
    file: str
    span: Span | None = None
    label: str = ""
    places: tuple[Place, ...] = ()
    note: str = ""
    help: str = ""
    lines: tuple[tuple[int, str], ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether this finding stops a run."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        """Return the finding on one line."""
        place = self.file if self.span is None else f"{self.file}:{self.span.line}"
        return f"{place}: {self.severity.value}[{self.code}]: {self.message}"


def in_file_order(diagnostics: Iterable[Diagnostic], text: str = "") -> tuple[Diagnostic, ...]:
    """Return findings sorted by position, repeats dropped, each with the lines that it shows."""
    rows = text.split("\n")
    unique = dict.fromkeys(diagnostics)
    return tuple(
        replace(item, lines=_lines_to_show(item, rows)) for item in sorted(unique, key=_position)
    )


def _position(item: Diagnostic) -> tuple[int, int, str, str]:
    if item.span is None:
        return (0, 0, item.code, item.message)
    return (item.span.line, item.span.column, item.code, item.message)


def _lines_to_show(item: Diagnostic, rows: Sequence[str]) -> tuple[tuple[int, str], ...]:
    if item.span is None:
        return ()
    numbers = {item.span.line, *(place.span.line for place in item.places)}
    numbers |= _context(item.span.line, rows)
    return tuple(
        (number, rows[number - 1].rstrip("\r"))
        for number in sorted(numbers)
        if 1 <= number <= len(rows)
    )


def _context(line: int, rows: Sequence[str]) -> set[int]:
    """Return the lines up to the parent key, when it stands close above."""
    if not 1 <= line <= len(rows):
        return set()
    indent = _indent(rows[line - 1])
    for above in range(line - 1, max(0, line - 1 - CONTEXT_LINES), -1):
        row = rows[above - 1]
        if row.strip() and not row.lstrip().startswith("#") and _indent(row) < indent:
            return set(range(above, line))
    return set()


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))
