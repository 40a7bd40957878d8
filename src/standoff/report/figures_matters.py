"""Charts of what matters: Sobol bars, a tornado, boxes on their priors; and what would have to be.

The caption of each is the finding, made from the numbers by `standoff.report.words_matters`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from standoff.report import words, words_matters
from standoff.report.figures import broken, label_axis
from standoff.report.figures_pairs import lines
from standoff.report.style import BLUE, GREY, INK, OPEN, ORANGE, QUIET, finish

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

MARGIN, WIDTH = 220, 440
MANY = 11
KINDS = ("by itself", "in total")
SIDES = ("at the low end", "at the high end")
TEXT_ROOM = 1.3
"""Room right of the values for the numbers of a row, as a part of the axis."""


def matters_chart(data: Data, name: str | None = None) -> Any:
    """Return what there is for one outcome, below each other; the first shown one by default."""
    chosen = name or words_matters.shown(data, 1)[0]
    outcome = data["outcomes"][chosen]
    parts, notes = [], []
    if outcome["sobol"]:
        parts.append(_titled(sobol_bars(outcome), "Share of the variance across draws"))
        notes.append(words_matters.sobol_finding(outcome))
    if outcome["tornado"]:
        parts.append(_titled(tornado_bars(outcome, data["factors"]), "One number at a time"))
        notes.append(words_matters.tornado_finding(outcome, data["factors"]))
    if outcome["given"] and not parts:
        parts.append(_titled(given_bars(outcome), "Share that goes with a number"))
    scene = outcome["boxes"]
    if scene and scene["boxes"]:
        parts.append(_titled(box_bars(scene), "Where it passes the level"))
        notes.append(words_matters.box_sentence(outcome["title"], scene, scene["boxes"][0]))
    if not parts:
        parts = [_nothing("nothing moves this outcome")]
    return finish(
        alt.vconcat(*parts, spacing=26).resolve_scale(color="independent"),
        f"What matters for: {outcome['title']}",
        lines(data, [note.replace("`", "") for note in notes]),
    )


def sobol_chart(data: Data, name: str) -> Any:
    """Return the Sobol indices of one outcome as a chart of its own."""
    outcome = data["outcomes"][name]
    notes = [words_matters.sobol_finding(outcome), "Line: 90% interval."]
    return _finished(data, sobol_bars(outcome), f"What explains: {outcome['title']}", notes)


def tornado_chart(data: Data, name: str) -> Any:
    """Return the tornado of one outcome as a chart of its own."""
    outcome, factors = data["outcomes"][name], data["factors"]
    notes = [
        words_matters.tornado_finding(outcome, factors),
        "Ends: 5% and 95% of the prior; a switch is off, then on.",
    ]
    chart = tornado_bars(outcome, factors)
    return _finished(data, chart, f"One number at a time: {outcome['title']}", notes)


def box_chart(data: Data, name: str) -> Any:
    """Return the first box of one outcome as a chart of its own."""
    outcome = data["outcomes"][name]
    scene = outcome["boxes"]
    notes = [
        words_matters.box_sentence(outcome["title"], scene, scene["boxes"][0]),
        "Grey: the prior from its 1% to its 99% quantile. Blue: the part in the box.",
    ]
    return _finished(data, box_bars(scene), f"When it passes: {outcome['title']}", notes)


def would_chart(data: Data) -> Any:
    """Return the medians that are needed on the priors: one row for each number that is moved."""
    title = words.listing(list(data["outcomes"].values()), joint="or")
    moves = data["singles"] or data["joint"][:1] or data["near"]
    rows = [
        _would_row(move, part, alone=len(move["factors"]) == 1)
        for move in moves
        for part in move["factors"]
        if part["quantile"] is not None
    ]
    chart = _would_bars(rows) if rows else _nothing("no number is moved")
    way = "below" if data["below"] else "above"
    notes = [
        words_matters.would_finding(data),
        "Hollow: the median in the file. Filled: the median that is tried. Grey: the prior.",
    ]
    head = f"What would bring it {way} {100 * data['level']:.0f}%: {title}"
    return _finished(data, chart, head, notes)


def sobol_bars(outcome: Data) -> Any:
    """Return two bars for each number or group: its index by itself and in total."""
    rows: Rows = []
    for row in outcome["sobol"][:MANY]:
        for kind, key in zip(KINDS, ("first", "total"), strict=True):
            value, half = max(0.0, row[key] or 0.0), row[f"{key}_half"] or 0.0
            rows.append(
                {
                    "label": broken(words_matters.group_name(row["factors"])),
                    "kind": kind,
                    "x": value,
                    "low": max(0.0, value - half),
                    "high": min(1.0, value + half),
                    "text": words_matters.share(row[key]),
                }
            )
    top = max([row["high"] for row in rows] + [0.05])
    return _pairs(rows, KINDS, (BLUE, OPEN), "share of the variance across draws", (0.0, top))


def tornado_bars(outcome: Data, factors: Data) -> Any:
    """Return two bars for each number: the change of the probability at either end."""
    rows: Rows = []
    for row in outcome["tornado"][:MANY]:
        ends = words_matters.ends_of(factors[row["name"]]).removeprefix("from ")
        for kind, key in zip(SIDES, ("low", "high"), strict=True):
            change = row[key] or 0.0
            rows.append(
                {
                    "label": f"{row['name']}\n{ends}",
                    "kind": kind,
                    "x": 100 * change,
                    "text": words_matters.points(change),
                }
            )
    most = max([abs(row["x"]) for row in rows] + [0.5])
    base = alt.Chart(alt.Data(values=rows)).encode(y=_labels(rows))
    title = "change of the probability, in points"
    x = alt.X("x:Q", title=title, scale=alt.Scale(domain=[-TEXT_ROOM * most, TEXT_ROOM * most]))
    bars = base.mark_bar(height={"band": 0.6}).encode(x=x, color=_colours(SIDES, (GREY, ORANGE)))
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=INK).encode(x=alt.datum(0))
    signs: list[tuple[Any, int, str]] = [
        ("left", 5, "datum.x >= 0"),
        ("right", -5, "datum.x < 0"),
    ]
    texts = [
        base.mark_text(align=align, dx=dx, fontSize=12)
        .encode(x=x, text="text:N")
        .transform_filter(test)
        for align, dx, test in signs
    ]
    height = 36 * len({row["label"] for row in rows})
    return alt.layer(bars, zero, *texts).properties(width=WIDTH, height=height)


def given_bars(outcome: Data) -> Any:
    """Return a bar for each number: the share that goes with it over ordinary draws."""
    rows = [
        {
            "label": broken(row["name"]),
            "x": max(0.0, row["index"] or 0.0),
            "text": words_matters.share(row["index"]),
            "noise": row["noise"],
        }
        for row in outcome["given"][:MANY]
    ]
    top = max([row["x"] for row in rows] + [0.05])
    base = alt.Chart(alt.Data(values=rows)).encode(y=_labels(rows))
    x = alt.X(
        "x:Q",
        title="share of the variance that goes with it",
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domain=[0, TEXT_ROOM * top]),
    )
    bars = base.mark_bar(height={"band": 0.6}, color=BLUE).encode(x=x)
    texts = base.mark_text(align="left", dx=5, fontSize=12).encode(x=x, text="text:N")
    return alt.layer(bars, texts).properties(width=WIDTH, height=30 * len(rows))


def box_bars(scene: Data) -> Any:
    """Return a line for each number of the first box: its prior, and the part in the box."""
    rows = []
    for side in scene["boxes"][0]["sides"]:
        low, high = side["range"]
        if side["kind"] == "theory":
            low, high = 0.0, 1.0
        start = low if side["low"] is None else side["low"]
        end = high if side["high"] is None else side["high"]
        low, high = min(low, start), max(high, end)
        width = (high - low) or 1.0
        rows.append(
            {
                "label": broken(side["name"]),
                "zero": 0.0,
                "one": 1.0,
                "start": (start - low) / width,
                "end": (end - low) / width,
                "least": f"{low:.3g}",
                "most": f"{high:.3g}",
                "text": _bounds(side),
                "middle": (start + end - 2 * low) / width / 2,
            }
        )
    base = alt.Chart(alt.Data(values=rows)).encode(y=_labels(rows))
    x = _plain_scale("zero", "each number on a scale of its own")
    whole = base.mark_rule(strokeWidth=12, color=OPEN).encode(x=x, x2="one:Q")
    part = base.mark_rule(strokeWidth=12, color=BLUE).encode(x=alt.X("start:Q"), x2="end:Q")
    texts = base.mark_text(dy=-14, fontSize=12, fontWeight="bold").encode(
        x=alt.X("middle:Q"), text="text:N"
    )
    return alt.layer(whole, part, texts, *_range_ends(base)).properties(
        width=WIDTH, height=48 * len(rows)
    )


def _bounds(side: Data) -> str:
    if side["kind"] == "theory":
        return "on" if side["low"] is not None else "off"
    if side["low"] is None:
        return f"at most {side['high']:.3g}"
    if side["high"] is None:
        return f"at least {side['low']:.3g}"
    return f"{side['low']:.3g} to {side['high']:.3g}"


def _would_row(move: Data, part: Data, *, alone: bool) -> dict[str, Any]:
    mean = f" → {words.percent(move['mean'])}" if alone else ""
    return {
        "label": broken(part["name"]),
        "zero": 0.0,
        "one": 1.0,
        "file": 0.5,
        "needed": part["quantile"],
        "text": f"{part['from']:.3g} → {part['to']:.3g}{mean}",
        "middle": (0.5 + part["quantile"]) / 2,
    }


def _would_bars(rows: Rows) -> Any:
    base = alt.Chart(alt.Data(values=rows)).encode(y=_labels(rows))
    axis = alt.Axis(format="%", tickCount=5)
    x = alt.X(
        "zero:Q",
        title="place in the prior of the file",
        axis=axis,
        scale=alt.Scale(domain=[0, 1]),
    )
    whole = base.mark_rule(strokeWidth=8, color=OPEN).encode(x=x, x2="one:Q")
    way = base.mark_rule(strokeWidth=3, color=BLUE).encode(x=alt.X("file:Q"), x2="needed:Q")
    before = base.mark_point(size=110, fill="white", color=QUIET, opacity=1).encode(
        x=alt.X("file:Q")
    )
    after = base.mark_point(size=130, filled=True, color=BLUE, shape="diamond", opacity=1).encode(
        x=alt.X("needed:Q")
    )
    texts = base.mark_text(dy=-15, fontSize=12).encode(x=alt.X("middle:Q"), text="text:N")
    return alt.layer(whole, way, before, after, texts).properties(
        width=WIDTH, height=46 * len(rows)
    )


def _range_ends(base: Any) -> list[Any]:
    """Return the ends of the priors in numbers."""
    return [
        base.mark_text(align=align, dx=dx, fontSize=12, color=QUIET).encode(
            x=alt.X(f"{place}:Q"), text=f"{text}:N"
        )
        for place, text, align, dx in (("zero", "least", "right", -8), ("one", "most", "left", 8))
    ]


def _plain_scale(field: str, title: str) -> Any:
    axis = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    return alt.X(f"{field}:Q", title=title, axis=axis, scale=alt.Scale(domain=[-0.16, 1.16]))


def _pairs(
    rows: Rows,
    kinds: tuple[str, str],
    colours: tuple[str, str],
    title: str,
    ends: tuple[float, float],
) -> Any:
    """Return two bars for each row with their intervals and numbers."""
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=_labels(rows), yOffset=alt.YOffset("kind:N", sort=list(kinds))
    )
    x = alt.X(
        "x:Q",
        title=title,
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domain=[ends[0], TEXT_ROOM * ends[1]], nice=False),
    )
    bars = base.mark_bar(stroke=INK, strokeWidth=0.5).encode(x=x, color=_colours(kinds, colours))
    spans = base.mark_rule(strokeWidth=2, color=INK).encode(x=alt.X("low:Q"), x2="high:Q")
    texts = base.mark_text(align="left", dx=6, fontSize=12).encode(x=alt.X("high:Q"), text="text:N")
    height = 40 * len({row["label"] for row in rows})
    return alt.layer(bars, spans, texts).properties(width=WIDTH, height=height)


def _labels(rows: Rows) -> Any:
    order = list(dict.fromkeys(row["label"] for row in rows))
    return alt.Y("label:O", sort=order, title=None, axis=label_axis(MARGIN))


def _colours(kinds: tuple[str, str], colours: tuple[str, str]) -> Any:
    legend = alt.Legend(title=None, orient="bottom", labelFontSize=13, symbolStrokeWidth=0.5)
    scale = alt.Scale(domain=list(kinds), range=list(colours))
    return alt.Color("kind:N", sort=list(kinds), scale=scale, legend=legend)


def _titled(chart: Any, text: str) -> Any:
    title = alt.TitleParams(text, anchor="start", fontSize=15, color=INK, frame="bounds")
    return chart.properties(title=title)


def _nothing(text: str) -> Any:
    return (
        alt.Chart(alt.Data(values=[{"text": text}]))
        .mark_text(color=QUIET)
        .encode(text="text:N")
        .properties(width=WIDTH, height=40)
    )


def _finished(data: Data, chart: Any, title: str, notes: list[str]) -> Any:
    return finish(chart, title, lines(data, [note.replace("`", "") for note in notes]))
