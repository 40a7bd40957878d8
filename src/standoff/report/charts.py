"""Charts as a report shows them: without the title inside, which stands beside them as text."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from standoff.report.blocks import Figure

PADDING = 10
"""Pixels around a chart; the page around it has margins of its own."""


def unchecked() -> AbstractContextManager[None]:
    """Return a context in which charts are made without being checked against the schema.

    The check takes most of the time of a report; the tests of the charts make it.
    """
    from altair.utils import schemapi

    made: AbstractContextManager[None] = schemapi.debug_mode(False)
    return made


class _Same:
    """A chart that is equal to itself only."""

    def __init__(self, chart: Any) -> None:
        self.chart = chart

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.chart is self.chart

    def __hash__(self) -> int:
        return id(self.chart)


@lru_cache(maxsize=64)
def _written(same: _Same) -> dict[str, Any]:
    """Return a chart as Vega-Lite writes it; slow, so it is done once for all renderings."""
    made: dict[str, Any] = same.chart.to_dict(validate=False)
    return made


def spec_of(chart: Any) -> dict[str, Any]:
    """Return the chart as Vega-Lite writes it, without its title, on nothing."""
    spec = {name: value for name, value in _written(_Same(chart)).items() if name != "title"}
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
    given = _written(_Same(figure.chart)).get("title")
    lines = given.get("subtitle", []) if isinstance(given, dict) else []
    text = " ".join([lines] if isinstance(lines, str) else lines)
    if text.startswith(title):
        text = text[len(title) :]
        text = re.sub(r"^(, as known on [^.]*)?\.?\s*", "", text)
    return text
