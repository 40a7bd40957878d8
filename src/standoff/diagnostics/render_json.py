"""Findings as plain data, for editors and for the web page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from standoff.diagnostics.codes import page
from standoff.diagnostics.record import Diagnostic, Span


def as_data(item: Diagnostic) -> dict[str, Any]:
    """Return one finding as plain data, with every key always present."""
    return {
        "code": item.code,
        "severity": item.severity.value,
        "message": item.message,
        "file": item.file,
        "span": _span(item.span),
        "label": item.label,
        "places": [{"span": _span(place.span), "label": place.label} for place in item.places],
        "note": item.note,
        "help": item.help,
        "lines": [{"line": number, "text": text} for number, text in item.lines],
        "page": page(item.code),
    }


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return findings as a JSON list, ending in a line break."""
    return json.dumps([as_data(item) for item in diagnostics], indent=2, ensure_ascii=True) + "\n"


def _span(span: Span | None) -> dict[str, int] | None:
    if span is None:
        return None
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
