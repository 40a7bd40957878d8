"""Charts of two things side by side: a line between two marks for every row."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.figures import CAPTION_CHARS, broken, label_axis
from standoff.report.style import BLUE, OPEN, ORANGE, finish
from standoff.report.terminal_explained import finding as explained_finding
from standoff.report.terminal_without import finding

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

MANY = 12
"""Parameters in a chart, those that do most; the table has the others."""
MARGIN = 260
"""Width for the names of rows, so that charts below each other line up."""
WIDTH = 400
STEP = 40
STEP_RANGES = 50
"""Height of a row in pixels."""
TEXT_START, TEXT_END = 1.06, 1.62
"""Where the numbers of a row stand, on a scale on which values end at 1."""


def without_chart(data: Data) -> Any:
    """Return two charts: endings with and without a source, and what each changed number does."""
    pair = ("with", "without")
    endings = [
        row
        for outcome in data["outcomes"].values()
        for row in _two(
            broken(outcome["title"] + (" *" if outcome["force"] else "")),
            pair,
            (outcome["base"], outcome["without"]),
            "mean",
        )
    ]
    parts = [dumbbells(endings, pair, "probability of the outcome", form="%")]
    moving = [one for one in data["parameters"] if one["effect"] is not None][:MANY]
    if moving:
        rows = [
            row for one in moving for row in _scaled(_label(one), pair, one["before"], one["after"])
        ]
        parts.append(dumbbells(rows, pair, SCALED, ranges=True))
    marks = "Upper: mean probability. Lower: the numbers that changed, those that move most first."
    if any(outcome["force"] for outcome in data["outcomes"].values()):
        marks += " Star: use of force."
    return finish(
        alt.vconcat(*parts, spacing=26),
        f"The forecast without {words.listing(list(data['without']))}",
        lines(data, [finding(data).replace("`", ""), marks]),
    )


def explained_chart(data: Data) -> Any:
    """Return two charts: what two views believe, and how each ends."""
    made = data["explained"]
    pair = [_title(data, name) for name in made["views"]]
    shown = [one for one in made["disagreements"] if one["kind"] == "parameter"][:MANY]
    parts = []
    if shown:
        rows = [
            row for one in shown for row in _scaled(_label(one), pair, one["first"], one["second"])
        ]
        parts.append(dumbbells(rows, pair, SCALED, ranges=True))
    endings = [
        row
        for outcome in made["outcomes"].values()
        for row in _two(
            broken(outcome["title"] + (" *" if outcome["force"] else "")),
            pair,
            (outcome["first"], outcome["second"]),
            "mean",
        )
    ]
    parts.append(dumbbells(endings, pair, "probability of the outcome", form="%"))
    marks = "Upper: what they believe, the disagreement that moves most first. Lower: how it ends."
    if any(outcome["force"] for outcome in made["outcomes"].values()):
        marks += " Star: use of force."
    if any(one["kind"] == "options" for one in made["disagreements"]):
        marks += " Options that a view rules out count, and are not drawn."
    return finish(
        alt.vconcat(*parts, spacing=26),
        f"Where {made['views'][0]} and {made['views'][1]} differ, and how it ends",
        lines(data, [explained_finding(made), marks]),
    )


def _title(data: Data, name: str) -> str:
    title = data["forecasts"][name]["title"]
    return title if name == "analyst" else f"{title} ({name})"


SCALED = "median and 90% of the draws, each number on a scale of its own"


def lines(data: Data, notes: Sequence[str]) -> list[str]:
    """Return the lines below a title: which crisis, the finding, what the marks mean."""
    basis = f"{words.capital(words.plural(data['draws'], 'draw'))}, seed {data['seed']}."
    made = [f"{data['title']}. {basis}", *notes]
    return [line for text in made for line in textwrap.wrap(text, CAPTION_CHARS)]


def _label(one: Data) -> str:
    return f"{one['name']}\nmoves {100 * one['effect']:.1f}%"


def _two(label: str, pair: Sequence[str], bands: Sequence[Data], key: str) -> Rows:
    return [
        {
            "label": label,
            "who": who,
            "x": band[key] or 0.0,
            "low": band["p05"],
            "high": band["p95"],
            "place": place,
        }
        for place, (who, band) in enumerate(zip(pair, bands, strict=True))
    ]


def _scaled(label: str, pair: Sequence[str], first: Data, second: Data) -> Rows:
    """Return two rows on the number's own scale: 0 is the lowest value of both, 1 the highest."""
    low = min(first["p05"], second["p05"])
    width = max(first["p95"], second["p95"]) - low or 1.0
    bands = [{k: (v - low) / width for k, v in band.items()} for band in (first, second)]
    rows = _two(label, pair, bands, "median")
    for row, band in zip(rows, (first, second), strict=True):
        fixed = band["p05"] == band["p95"]
        more = "" if fixed else f" ({band['p05']:.3g} to {band['p95']:.3g})"
        row["text"] = f"{band['median']:.3g}{more}"
    return rows


def dumbbells(
    rows: Rows, pair: Sequence[str], axis: str, *, form: str = "", ranges: bool = False
) -> Any:
    """Return rows of two marks with a line between them, or each with its own interval.

    Args:
        rows: `label`, `who`, `x`, and with `ranges` also `low`, `high` and `text`, on a scale
            from 0 to 1.
        pair: who, in order.
        axis: what stands below.
        form: of the axis' numbers; without one the axis has none.
        ranges: draw the intervals, the first above the second, and the text at the end of each.
    """
    order = list(dict.fromkeys(str(row["label"]) for row in rows))
    top = TEXT_END if ranges else min(1.0, 1.12 * max(row["x"] for row in rows) or 1.0)
    scale = alt.Scale(domain=[-0.03 * top, 1.03 * top], nice=False)
    ticks = (
        alt.Axis(format=form, tickCount=6)
        if form
        else alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    )
    x = alt.X("x:Q", title=axis, axis=ticks, scale=scale)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("label:O", sort=order, title=None, axis=label_axis(MARGIN)),
        color=_colour(pair),
    )
    marks = base.mark_point(size=130, filled=True, opacity=0.95).encode(x=x, shape=_shape(pair))
    if not ranges:
        line = base.mark_rule(strokeWidth=4).encode(
            x=alt.X("min(x):Q", title=axis), x2="max(x):Q", color=alt.value(OPEN)
        )
        return alt.layer(line, marks).properties(width=WIDTH, height=STEP * len(order))
    lines = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=alt.X("low:Q", title=axis), x2="high:Q"
    )
    texts = base.mark_text(align="left", fontSize=12).encode(x=alt.datum(TEXT_START), text="text:N")
    offset = alt.YOffset("who:N", sort=list(pair), scale=alt.Scale(paddingOuter=0.6))
    layers = [layer.encode(yOffset=offset) for layer in (lines, marks, texts)]
    return alt.layer(*layers).properties(width=WIDTH, height=STEP_RANGES * len(order))


def _colour(pair: Sequence[str]) -> alt.Color:
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=700, labelFontSize=14)
    scale = alt.Scale(domain=list(pair), range=[BLUE, ORANGE])
    return alt.Color("who:N", sort=list(pair), scale=scale, legend=legend)


def _shape(pair: Sequence[str]) -> alt.Shape:
    scale = alt.Scale(domain=list(pair), range=["circle", "diamond"])
    return alt.Shape("who:N", sort=list(pair), scale=scale)
