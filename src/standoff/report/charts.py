"""Charts as a report shows them: without the title inside, which stands beside them as text."""

from __future__ import annotations

import json
import re
from typing import Any

from standoff.report.blocks import Figure

PADDING = 10
"""Pixels around a chart; the page around it has margins of its own."""


def spec_of(chart: Any) -> dict[str, Any]:
    """Return the chart as Vega-Lite writes it, without its title, on nothing."""
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("title", None)
    return spec | {"background": None, "padding": PADDING}


def svg_of(chart: Any) -> str:
    """Return a chart as SVG; one that is SVG already as it is."""
    if isinstance(chart, str):
        return chart
    import vl_convert

    text = json.dumps(spec_of(chart))
    return str(vl_convert.vegalite_to_svg(text, allowed_base_urls=[]))


def pdf_of(chart: Any) -> bytes:
    """Return a chart as PDF with its letters in it, so that no font is looked for elsewhere."""
    import vl_convert

    if isinstance(chart, str):
        return bytes(vl_convert.svg_to_pdf(chart))
    text = json.dumps(spec_of(chart))
    return bytes(vl_convert.vegalite_to_pdf(text, allowed_base_urls=[]))


def reading(figure: Figure, title: str) -> str:
    """Return how the marks of a chart are read: its subtitle, without the title of the crisis."""
    if isinstance(figure.chart, str):
        return ""
    given = figure.chart.to_dict().get("title")
    lines = given.get("subtitle", []) if isinstance(given, dict) else []
    text = " ".join([lines] if isinstance(lines, str) else lines)
    if text.startswith(title):
        text = text[len(title) :]
        text = re.sub(r"^(, as known on [^.]*)?\.?\s*", "", text)
    return text
