"""Charts of payoffs: bars or dots with intervals, on an axis that goes below zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.figures import broken, label_axis
from standoff.report.figures_pairs import lines
from standoff.report.style import BLUE, GREY, INK, ORANGE, finish
from standoff.report.terminal_advise import findings

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

MARGIN = 260
WIDTH = 460
STEP = 34
COLOURS = (BLUE, ORANGE, GREY, "#009E73")
SHAPES = ("circle", "diamond", "square", "triangle-up")


def advice_chart(data: Data, party: str) -> Any:
    """Return what the next moves of one party are worth, all types first, then each type."""
    one = data["advice"][party]
    parts = []
    every = [_move_row(move) for group in one["groups"] for move in group["moves"]]
    ends = _range(every)
    for group in one["groups"]:
        label = "all types together" if group["type"] is None else f"type: {group['type']}"
        rows = [_move_row(move, move["move"] == group["best"]) for move in group["moves"]]
        parts.append(
            dots(rows, f"worth, {data['unit']}", ("best move", "other move"), ends).properties(
                title=alt.TitleParams(label, anchor="start", fontSize=14, fontWeight="normal")
            )
        )
    marks = (
        "Mark: mean worth of the move from this turn on. Line: 90% of the draws. Number: share of "
        "cases in which the move is the best. Differences between moves are surer than the lines "
        "suggest, since draws are paired."
    )
    name = data["parties"][party]
    return finish(
        alt.vconcat(*parts, spacing=22).resolve_scale(color="shared", shape="shared"),
        f"{name}: what each next move is worth",
        lines(data, [*(text.replace("`", "") for text in findings(data, party)[:1]), marks]),
    )


def _move_row(move: Data, best: bool = False) -> dict[str, Any]:
    return {
        "label": broken(move["title"]),
        "who": "best move" if best else "other move",
        "x": move["worth"]["mean"],
        "low": move["worth"]["p05"],
        "high": move["worth"]["p95"],
        "text": f"best in {words.percent(move['best'])}",
    }


def dots(
    rows: Rows, axis: str, kinds: Sequence[str], ends: tuple[float, float] | None = None
) -> Any:
    """Return rows of a mark with its interval and a text at the right end.

    Args:
        rows: `label`, `who`, `x`, `low`, `high` and `text`.
        axis: what stands below.
        kinds: values of `who`, in order; each has a colour and a shape.
        ends: of the axis, for charts that share one; as the rows need by default.
    """
    order = list(dict.fromkeys(str(row["label"]) for row in rows))
    low, high = ends or _range(rows)
    room = 0.32 * (high - low)
    scale = alt.Scale(domain=[low, high + room], nice=False)
    ticks = alt.Axis(values=_ticks(low, high), format=",.6~f")
    x = alt.X("x:Q", title=axis, axis=ticks, scale=scale)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("label:O", sort=order, title=None, axis=label_axis(MARGIN)),
        color=_colour(kinds),
    )
    zero = (
        alt.Chart(alt.Data(values=[{"x": 0}]))
        .mark_rule(color=INK, strokeWidth=1)
        .encode(x=alt.X("x:Q", title=axis, axis=ticks, scale=scale))
    )
    spans = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=alt.X("low:Q", title=axis, axis=ticks, scale=scale), x2="high:Q"
    )
    marks = base.mark_point(size=110, filled=True, opacity=1).encode(x=x, shape=_shape(kinds))
    texts = base.mark_text(align="left", fontSize=12, color=INK).encode(
        x=alt.datum(high + 0.04 * (high - low)), text="text:N", color=alt.value(INK)
    )
    return alt.layer(zero, spans, marks, texts).properties(
        width=WIDTH, height=max(60, STEP * len(order))
    )


def _range(rows: Rows) -> tuple[float, float]:
    values = [row[key] for row in rows for key in ("x", "low", "high") if row[key] is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.04 * (high - low) or 1.0
    return low - room, high + room


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers between two ends, about six."""
    import numpy as np

    rough = (high - low) / 6
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    return [float(v) for v in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step]


def _colour(kinds: Sequence[str]) -> alt.Color:
    legend = alt.Legend(
        title=None, orient="bottom", labelLimit=500, labelFontSize=14, symbolOpacity=1
    )
    scale = alt.Scale(domain=list(kinds), range=list(COLOURS[: len(kinds)]))
    return alt.Color("who:N", sort=list(kinds), scale=scale, legend=legend)


def _shape(kinds: Sequence[str]) -> alt.Shape:
    scale = alt.Scale(domain=list(kinds), range=list(SHAPES[: len(kinds)]))
    return alt.Shape("who:N", sort=list(kinds), scale=scale)


def voi_chart(data: Data) -> Any:
    """Return signed bars of what information is worth to a party, the largest first."""
    from standoff.report.terminal_voi import findings as found
    from standoff.report.terminal_voi import what

    kinds = [how for how in NAMES if any(one["how"] == how for one in data["values"])]
    rows = [
        {
            "label": f"{broken(what(one))}\n({NAMES[one['how']]})",
            "who": NAMES[one["how"]],
            "x": one["value"]["mean"],
            "low": one["value"]["mean"] - 2 * (one["value"]["standard_error"] or 0.0),
            "high": one["value"]["mean"] + 2 * (one["value"]["standard_error"] or 0.0),
            "text": f"{one['value']['mean']:+.2f}",
        }
        for one in data["values"]
        if one["value"]["mean"] is not None
    ]
    marks = (
        "Bar: mean change of what the party can expect. Line: two standard errors over paired "
        "draws. Below zero the information hurts."
    )
    name = data["parties"][data["party"]]
    said = [text.replace("`", "") for text in found(data)]
    axis = f"value, {data['unit']}"
    return finish(
        bars(rows, axis, [NAMES[how] for how in kinds]),
        f"What information is worth to {name}",
        lines(data, [" ".join(said), marks]),
    )


NAMES = {"public": "seen in public", "private": "seen in private", "reveal": "shown to all"}


def bars(rows: Rows, axis: str, kinds: Sequence[str]) -> Any:
    """Return signed bars with intervals; arguments as `dots`."""
    order = [str(row["label"]) for row in rows]
    low, high = _range(rows)
    room = 0.2 * (high - low)
    scale = alt.Scale(domain=[low, high + room], nice=False)
    ticks = alt.Axis(values=_ticks(low, high), format=",.6~f")
    x = alt.X("x:Q", title=axis, axis=ticks, scale=scale)
    base = alt.Chart(alt.Data(values=[{**row, "zero": 0} for row in rows])).encode(
        y=alt.Y("label:O", sort=order, title=None, axis=label_axis(MARGIN)),
        color=_colour(kinds),
    )
    zero = (
        alt.Chart(alt.Data(values=[{"x": 0}]))
        .mark_rule(color=INK, strokeWidth=1)
        .encode(x=alt.X("x:Q", title=axis, axis=ticks, scale=scale))
    )
    filled = base.mark_bar(height=16, opacity=0.75).encode(x=x, x2=alt.X2("zero:Q"))
    spans = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title=axis, axis=ticks, scale=scale),
        x2="high:Q",
        color=alt.value(INK),
    )
    ends = base.mark_point(size=60, filled=True, opacity=1).encode(x=x, shape=_shape(kinds))
    texts = base.mark_text(align="left", fontSize=12).encode(
        x=alt.datum(high + 0.03 * (high - low)), text="text:N", color=alt.value(INK)
    )
    return alt.layer(filled, zero, spans, ends, texts).properties(
        width=WIDTH, height=max(60, 58 * len(order))
    )
