"""What we say about a user's file: one record, three renderings."""

from __future__ import annotations

from standoff.diagnostics.record import Diagnostic, Place, Severity, Span, in_file_order
from standoff.diagnostics.render_json import as_data, render_json
from standoff.diagnostics.render_short import render_short
from standoff.diagnostics.render_text import render_text, summary_line

__all__ = [
    "Diagnostic",
    "Place",
    "Severity",
    "Span",
    "as_data",
    "in_file_order",
    "render_json",
    "render_short",
    "render_text",
    "summary_line",
]
