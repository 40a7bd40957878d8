"""The charts of `docs/performance.md`: time by size, cost of a pass, times of rivals."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import altair as alt

from benchmarks.look import OURS, fitted, scaling
from benchmarks.records import Record
from benchmarks.rows import SHARE, pass_rows, ratio_rows, scaling_rows
from benchmarks.tables import FEWEST_MARKS
from standoff.report.figures import write_chart
from standoff.report.style import BLUE, GREY, INK, ORANGE, QUIET, finish

WIDTH, HEIGHT = 620, 380
PREFIX = "performance"
SIZE_TICKS = [100, 1_000, 10_000, 100_000, 1_000_000]
PLAIN = "format(datum.value, datum.value < 1 ? '~g' : ',d')"
"""Expression of the renderer that writes 0.1, 1, 1,000."""
TIME_TICKS = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1_000]


def write_charts(records: list[Record], folder: Path) -> list[Path]:
    """Write every chart that there are results for, as PNG and SVG; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, chart in all_charts(records).items():
        for suffix in (".png", ".svg"):
            file = folder / f"{PREFIX}-{name}{suffix}"
            write_chart(chart, file)
            written.append(file)
    return written


def all_charts(records: list[Record]) -> dict[str, Any]:
    """Return the charts by name; one without data is left out."""
    made = {
        "scaling": (scaling, scaling_chart),
        "pass": (pass_rows, pass_chart),
        "ratios": (ratio_rows, ratios_chart),
    }
    return {
        name: chart(records)
        for name, (data, chart) in made.items()
        if len(data(records)) >= FEWEST_MARKS
    }


def scaling_chart(records: list[Record]) -> Any:
    """Return processor time against nodes, both on logarithmic axes, with the fitted line."""
    rows = scaling_rows(records)
    base = alt.Chart(alt.Data(values=rows))
    colours = alt.Scale(domain=[OURS, "Gambit"], range=[BLUE, ORANGE])
    shapes = alt.Scale(domain=[OURS, "Gambit"], range=["circle", "diamond"])
    x = alt.X(
        "nodes:Q",
        scale=alt.Scale(type="log", domain=[80, 1_300_000], nice=False),
        axis=alt.Axis(title="nodes", values=SIZE_TICKS, format=",d"),
    )
    y = alt.Y(
        "time:Q",
        scale=alt.Scale(type="log", domain=_decades([row["time"] for row in rows]), nice=False),
        axis=alt.Axis(title="processor time, seconds", values=TIME_TICKS, labelExpr=PLAIN),
    )
    colour = alt.Color("who:N", scale=colours, legend=None)
    done = base.transform_filter("!datum.stopped")
    layers = [
        done.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour),
        done.mark_point(filled=True, size=70, opacity=1).encode(
            x=x, y=y, color=colour, shape=alt.Shape("who:N", scale=shapes, legend=None)
        ),
        base.transform_filter("datum.stopped")
        .mark_text(text="▲ stopped", align="left", dx=-6, color=ORANGE)
        .encode(x=x, y=y),
        _ends(rows, x, y, colours),
    ]
    notes = ["One draw of an escalation game, λ from 0 to 10, one thread; least of repeated calls."]
    exponent = fitted(scaling(records))
    if exponent is not None:
        layers.append(_fit(scaling(records), exponent, x, y))
        notes.append(f"Dashed: fitted from 1,000 nodes on, time ~ nodes^{exponent:.2f}.")
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    return finish(chart, "Time to an equilibrium, by size", notes)


def _ends(rows: list[dict[str, Any]], x: Any, y: Any, colours: Any) -> Any:
    """Return the name of each program above its largest size that was done."""
    last: dict[str, dict[str, Any]] = {}
    for row in rows:
        if not row["stopped"] and row["nodes"] > last.get(row["who"], {"nodes": 0})["nodes"]:
            last[row["who"]] = row
    return (
        alt.Chart(alt.Data(values=list(last.values())))
        .mark_text(dy=-14, fontWeight="bold")
        .encode(x=x, y=y, text="who:N", color=alt.Color("who:N", scale=colours, legend=None))
    )


def _fit(points: list[tuple[int, float]], exponent: float, x: Any, y: Any) -> Any:
    """Return the fitted line, through the centre of the points in logarithms."""
    kept = [point for point in points if point[0] >= 1000]
    shift = sum(math.log(t) - exponent * math.log(n) for n, t in kept) / len(kept)
    ends = [kept[0][0], kept[-1][0]]
    rows = [{"nodes": n, "time": math.exp(shift) * n**exponent} for n in ends]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_line(strokeDash=[6, 5], color=QUIET, strokeWidth=1.5)
        .encode(x=x, y=y)
    )


def pass_chart(records: list[Record]) -> Any:
    """Return nanoseconds per node and draw by size, with the lines of the memory's speed."""
    rows = pass_rows(records)
    names = ["pass", f"at {SHARE:.0%} of copying", "at the speed of copying"]
    colours = alt.Scale(domain=names, range=[BLUE, ORANGE, GREY])
    dashes = alt.Scale(domain=names, range=[[1, 0], [6, 4], [2, 3]])
    x = alt.X(
        "nodes:Q",
        scale=alt.Scale(type="log", domain=[800, 1_300_000], nice=False),
        axis=alt.Axis(title="nodes", values=SIZE_TICKS[1:], format=",d"),
    )
    y = alt.Y(
        "ns:Q", axis=alt.Axis(title="nanoseconds per node and draw"), scale=alt.Scale(zero=True)
    )
    lines = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            color=alt.Color("what:N", scale=colours, legend=_legend()),
            strokeDash=alt.StrokeDash("what:N", scale=dashes, legend=_legend()),
        )
    )
    points = (
        alt.Chart(alt.Data(values=[row for row in rows if row["what"] == "pass"]))
        .mark_point(filled=True, size=70, color=BLUE, opacity=1)
        .encode(x=x, y=y)
    )
    notes = [
        "One pass over a block of draws, one thread. Other lines: what it would cost to move the",
        "bytes of its arrays at the copy bandwidth that the same run measured.",
    ]
    chart = alt.layer(lines, points).properties(width=WIDTH, height=HEIGHT)
    return finish(chart, "Cost of a pass, by size", notes)


def _legend() -> Any:
    return alt.Legend(
        title=None, orient="top", labelFontSize=14, symbolStrokeWidth=2.5, symbolSize=400
    )


def ratios_chart(records: list[Record]) -> Any:
    """Return bars of rivals' processor time over ours, on a logarithmic axis from 1."""
    rows = ratio_rows(records)
    low = min(1.0, *(row["times"] for row in rows))
    high = max(10.0, *(row["times"] for row in rows))
    scale = alt.Scale(type="log", domain=[low / (1 if low == 1.0 else 2), high * 8], nice=False)
    base = alt.Chart(alt.Data(values=rows))
    y = alt.Y("label:N", sort=[row["label"] for row in rows], axis=alt.Axis(title=None))
    ticks = [10.0**k for k in range(-2, 7)]
    title = "processor time as a multiple of standoff's"
    axis = alt.Axis(title=title, values=ticks, labelExpr=PLAIN)
    x = alt.X("from:Q", scale=scale, axis=axis)
    bars = base.mark_bar(height=18).encode(
        x=x,
        x2="times:Q",
        y=y,
        color=alt.condition("datum.more", alt.value(BLUE), alt.value(ORANGE)),
    )
    words = base.mark_text(align="left", dx=6, color=INK).encode(
        x=alt.X("end:Q", scale=scale), y=y, text="told:N"
    )
    notes = [
        "Same game, same accuracy, one thread, taking turns in one run. Gambit: λ from 0 to 10;",
        "the others: to exploitability 1e-3, building included, against our fastest method.",
    ]
    if not all(row["more"] for row in rows):
        notes.append("Orange: faster than standoff.")
    chart = alt.layer(bars, words).properties(width=WIDTH, height=34 * len(rows))
    return finish(chart, "How long other programs take", notes)


def _decades(times: list[float]) -> list[float]:
    """Return the powers of ten around some times."""
    low, high = math.log10(min(times)), math.log10(max(times))
    return [10.0 ** math.floor(low), 10.0 ** math.ceil(high + 0.1)]
