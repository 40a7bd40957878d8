"""A report as one HTML page: no request, no script, light and dark, for screen and paper."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from standoff.report import cells
from standoff.report.blocks import Block, Figure, Points, Report, Section, Table, Text
from standoff.report.charts import reading, svg_of

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may load: its own styles, and pictures that are written into it."""

INKS = {
    "#222222": "ink",
    "#5F5F5F": "quiet",
    "#E6E6E6": "grid",
    "#999999": "axis",
    "#8C8C8C": "grey",
    "#DDDDDD": "open",
    "#444444": "last",
    "black": "black",
}
"""Neutral colours of the charts, and the variable that stands for each on a page."""
LETTERS = {
    "#444444": "quiet",
    "#0072B2": "blue",
    "#D55E00": "orange",
    "#009E73": "green",
    "#CC79A7": "pink",
}
"""Colours that letters have as well; on dark paper they need lighter ones than areas do."""


def page(report: Report) -> str:
    """Return the whole page."""
    return str(_templates().get_template("report.html").render(_values(report)))


def excerpt(report: Report) -> str:
    """Return what a notebook shows: the headline, the first chart and its numbers."""
    first = next((s for s in report.sections if s.first_page), None)
    lead = tuple(b for b in first.blocks if isinstance(b, Text | Points)) if first else ()
    figure = next(report.figures(), None)
    blocks = [_block(one, report) for one in (*lead, *([figure] if figure else []))]
    values = _values(report) | {"blocks": blocks}
    return str(_templates().get_template("excerpt.html").render(values))


@cache
def _templates() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("standoff.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _values(report: Report) -> dict[str, Any]:
    first = [section for section in report.sections if section.first_page]
    rest = [section for section in report.sections if not section.first_page]
    return {
        "policy": POLICY,
        "title": report.title,
        "subtitle": report.subtitle,
        "facts": report.facts,
        "notes": report.notes,
        "contents": [(one.id, one.title) for one in (*first, *rest)],
        "first": [_section(one, report) for one in first],
        "rest": [_section(one, report) for one in rest],
    }


def _section(section: Section, report: Report) -> dict[str, Any]:
    blocks = [_block(one, report) for one in section.blocks]
    return {"id": section.id, "title": section.title, "blocks": blocks}


def _block(block: Block, report: Report) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text, "how": block.kind}
    if isinstance(block, Points):
        return {"kind": "points", "items": block.items}
    if isinstance(block, Table):
        return {"kind": "table", "table": _table(block)}
    return {
        "kind": "figure",
        "id": f"figure-{block.id}",
        "title": block.title,
        "caption": block.caption,
        "note": reading(block, report.title),
        "svg": _inline(block),
        "table": _table(block.table),
    }


def _table(table: Table) -> dict[str, Any]:
    rows = [
        [
            {"text": cells.shown(cell, column), "number": cells.is_number(column)}
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    heads = [{"text": cells.heading(c), "number": cells.is_number(c)} for c in table.columns]
    return {"id": f"table-{table.id}", "title": table.title, "heads": heads, "rows": rows}


def _inline(figure: Figure) -> Any:
    """Return the SVG of a chart, to stand in the page: named, in the page's colours."""
    from markupsafe import Markup, escape

    name = f"figure-{figure.id}"
    svg = svg_of(figure.chart).replace(FONT, PAGE_FONT)
    svg = _in_page_colours(_bare(svg, own=isinstance(figure.chart, str)))
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r'(\bxlink:href|\bhref)="#([^"]+)"', rf'\1="#{name}-\2"', svg)
    opening = re.match(r"<svg\b[^>]*>", svg)
    assert opening is not None, "a chart is SVG"
    size = re.search(r'viewBox="[^"]*"', opening.group())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size.group() if size else ""} role="img" '
        f'aria-labelledby="{name}-title {name}-desc" {_width(opening.group())}>'
        f'<title id="{name}-title">{escape(figure.title)}</title>'
        f'<desc id="{name}-desc">{escape(figure.caption)}</desc>'
    )
    # The text of a chart comes from the renderer, which has escaped it.
    return Markup(head + svg[opening.end() :])  # noqa: S704


def _width(opening: str) -> str:
    found = re.search(r'\swidth="([\d.]+)', opening)
    return f'style="--width: {float(found.group(1)):.0f}px"' if found else ""


def _bare(svg: str, *, own: bool) -> str:
    """Return an SVG without what a picture in a page does not need: prologue, roles, scripts.

    Classes are kept in one of its `own` making, which may have styles for them.
    """
    svg = re.sub(r"^.*?(?=<svg\b)", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"<script\b.*?</script\s*>|<foreignObject\b.*?</foreignObject\s*>", "", svg,
                 flags=re.DOTALL | re.IGNORECASE)  # fmt: skip
    if own:
        return svg
    svg = re.sub(
        r'\s(?:role|aria-[a-z]+|class|pointer-events|xmlns:xlink|version)="[^"]*"', "", svg
    )
    return re.sub(r'<path d="M0,0h0v0h0Z"/>|<path d="" display="none"/>', "", svg)


FONT, PAGE_FONT = "Arial, Helvetica, sans-serif", "Arial, Helvetica, Arimo, chart-wide, sans-serif"
"""Letters of charts, and what a page adds where a machine has none that are as narrow."""


def _in_page_colours(svg: str) -> str:
    """Return an SVG whose neutral colours follow the page, so that it reads on dark paper too."""

    def element(match: re.Match[str]) -> str:
        text = match.group()
        inks = INKS | LETTERS if text.startswith("<text") else INKS
        for colour, name in inks.items():
            text = text.replace(f'="{colour}"', f'="var(--chart-{name}, {colour})"')
        if not text.startswith("<text"):
            text = text.replace('="white"', '="var(--chart-paper, white)"')
        return text

    return re.sub(r"<(?!svg\b)[a-z]+\b[^>]*>", element, svg)
