"""Findings as one line each, as editors and log readers expect them."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.diagnostics.record import Diagnostic


def render_short(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one line a finding: `file:line:column: error[SC214]: message`."""
    return "".join(_line(item) + "\n" for item in diagnostics)


def _line(item: Diagnostic) -> str:
    place = item.file
    if item.span is not None:
        place = f"{item.file}:{item.span.line}:{item.span.column}"
    message = " ".join(item.message.split())
    return f"{place}: {item.severity.value}[{item.code}]: {message}"
