"""Charts that only a report has: endings by date with bands, what matters, other equilibria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.captions import by_mean
from standoff.report.figures import (
    broken,
    caption,
    label_axis,
    moment,
    spaced,
    spread_apart,
    unit_scale,
)
from standoff.report.figures_states import DASHES, LINES
from standoff.report.style import BLUE, GREY, INK, ORANGE, QUIET, finish

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

MOST_LINES = 5
"""More endings than this make a fan that nobody can read; the table behind it has them all."""
LEAST = 0.005
"""Endings that never reach this chance are left to the table."""
WIDTH, HEIGHT = 520, 330
NAMES_WIDTH = 240
GAP = 0.085
"""Least distance of two names, as a share of the height."""
SIGNS = {1: "rises with it", -1: "falls with it", 0: "no one direction"}


def fan_chart(data: Data) -> Any:
    """Return lines with bands: the chance that each ending has come by each date."""
    names = [n for n in by_mean(data["outcomes"]) if (data["outcomes"][n]["mean"] or 0) >= LEAST]
    rows = []
    for k, name in enumerate(names[:MOST_LINES]):
        outcome = data["outcomes"][name]
        for day, by_name in data["when"]["so_far"].items():
            rows.append(
                {
                    "date": day,
                    "name": outcome["title"] + (" *" if outcome["force"] else ""),
                    "p": by_name[name]["mean"],
                    "low": by_name[name]["p05"],
                    "high": by_name[name]["p95"],
                    "place": k,
                    "colour": LINES[k],
                }
            )
    days = list(data["when"]["so_far"])
    notes = [
        (
            "Line: mean chance that the crisis has ended so by then. Band: holds 90% of the draws "
            "of the parameters. Chances rise in steps, on dates of turns."
        )
    ]
    if any(one["force"] for one in data["outcomes"].values()):
        notes.append("Star: use of force.")
    chart = alt.hconcat(fan_lines(rows, days, step=True), fan_names(rows, days[-1]), spacing=4)
    return finish(chart, "How it has ended by each date", caption(data, notes))


def fan_lines(rows: Rows, days: Sequence[str], *, step: bool) -> Any:
    """Return a line with a band for each name in rows of `date`, `p`, `low`, `high`, `place`."""
    how: Any = "step-after" if step else "linear"
    top = min(1.0, 1.08 * max(row["high"] or 0.0 for row in rows) or 1.0)
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("p:Q", title="probability", axis=alt.Axis(format="%", tickCount=5), scale=scale)
    x = axis_of(days)
    layers: list[Any] = []
    for name in dict.fromkeys(row["name"] for row in rows):
        own = [row for row in rows if row["name"] == name]
        colour, dash = own[0]["colour"], DASHES[own[0]["place"] % len(DASHES)]
        base = alt.Chart(alt.Data(values=own))
        low = alt.Y("low:Q", title="probability", scale=scale)
        layers += [
            base.mark_area(color=colour, opacity=0.13, interpolate=how).encode(
                x=x, y=low, y2="high:Q"
            ),
            base.mark_line(color=colour, strokeWidth=3, strokeDash=dash, interpolate=how).encode(
                x=x, y=y
            ),
        ]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def axis_of(days: Sequence[str]) -> Any:
    """Return the axis of dates, or of turns in a game without a clock."""
    if not words.is_dated(list(days)):
        return alt.X("date:O", title=None, sort=list(days), axis=alt.Axis(labelAngle=0))
    values = [moment(day) for day in spaced(list(days))]
    axis = alt.Axis(format="%-d %b", labelAngle=0, labelFlush=False, values=values)
    return alt.X("date:T", title=None, axis=axis)


def fan_names(rows: Rows, last: str) -> Any:
    """Return the name and number of each line at the height where it ends, pushed apart."""
    top = min(1.0, 1.08 * max(row["high"] or 0.0 for row in rows) or 1.0)
    labels: Rows = [
        {
            "name": broken(f"{words.percent(row['p'])} {row['name']}"),
            "middle": (row["p"] or 0.0) / top,
            "colour": row["colour"],
        }
        for row in rows
        if row["date"] == last
    ]
    labels.sort(key=lambda label: float(label["middle"]))
    gaps = [GAP * (1 + label["name"].count("\n") * 0.6) for label in labels]
    places = spread_apart([label["middle"] for label in labels], gaps)
    for label, place in zip(labels, places, strict=True):
        label["place"] = place
    base = alt.Chart(alt.Data(values=labels))
    y = alt.Y("place:Q", axis=None, scale=unit_scale())
    keys = base.mark_square(size=140, opacity=1, stroke=QUIET, strokeWidth=0.5).encode(
        x=alt.value(8), y=y, color=alt.Color("colour:N", scale=None)
    )
    texts = base.mark_text(align="left", baseline="middle", lineBreak="\n", lineHeight=15).encode(
        x=alt.value(22), y=y, text="name:N"
    )
    return alt.layer(keys, texts).properties(width=NAMES_WIDTH, height=HEIGHT)


def drivers_chart(data: Data, title: str, rows: Sequence[Data]) -> Any:
    """Return bars: the share of an ending's spread that goes with each number.

    Args:
        data: the forecast.
        title: of the ending.
        rows: numbers, the strongest first: `name`, `index`, `noise`, `direction`, `low`, `high`.
    """
    values = [
        {
            "label": row["name"],
            "p": max(0.0, row["index"]),
            "noise": row["noise"],
            "colour": BLUE if row["told_apart"] else GREY,
            "text": f"{words.percent(max(0.0, row['index']))}, {SIGNS[row['direction']]}: "
            f"{words.percent(row['low'])} to {words.percent(row['high'])}",
        }
        for row in rows
    ]
    order = [row["label"] for row in values]
    top = min(1.0, 1.1 * max(max(row["p"], row["noise"]) for row in values) or 1.0)
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y("label:O", sort=order, title=None, axis=label_axis(215))
    )
    name = "share of the variance over the draws"
    x = alt.X(
        "p:Q",
        title=name,
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domain=[0, top], nice=False),
    )
    bars = base.mark_bar(height={"band": 0.6}, opacity=0.8).encode(
        x=x, color=alt.Color("colour:N", scale=None)
    )
    limits = base.mark_tick(thickness=2, size=22, color=INK, strokeDash=[3, 2]).encode(
        x=alt.X("noise:Q", title=name)
    )
    texts = (
        base.transform_calculate(end="max(datum.p, datum.noise)")
        .mark_text(align="left", dx=10, fontSize=13)
        .encode(x=alt.X("end:Q", title=name), text="text:N")
    )
    notes = [
        (
            "Bar: share of the variance that goes with the number by itself. Tick: what unrelated "
            "numbers stay below; grey bars cannot be told from chance. Beside it: the chance of "
            "the ending where the number is lowest and where it is highest."
        )
    ]
    chart = alt.layer(bars, limits, texts).properties(width=330, height=alt.Step(34))
    return finish(chart, f"What moves “{title}”", caption(data, notes))


def multiplicity_chart(data: Data) -> Any:
    """Return bars: the share of searched draws with one, two, and three or more equilibria."""
    share = data["equilibria"]["share"]
    labels = {"1": "one equilibrium", "2": "two", "3+": "three or more"}
    values = [
        {
            "label": labels[key],
            "p": share[key],
            "text": words.exact_percent(share[key]),
            "colour": colour,
        }
        for key, colour in (("1", BLUE), ("2", ORANGE), ("3+", "#7A5C3E"))
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y("label:O", sort=list(labels.values()), title=None, axis=label_axis(215))
    )
    axis = alt.Axis(format="%", tickCount=5)
    x = alt.X("p:Q", title="share of searched draws", axis=axis, scale=unit_scale())
    bars = base.mark_bar(height={"band": 0.6}, opacity=0.8).encode(
        x=x, color=alt.Color("colour:N", scale=None)
    )
    texts = base.mark_text(align="left", dx=8).encode(x=x, text="text:N")
    notes = ["Equilibria found by the search; it finds some, and there may be more."]
    chart = alt.layer(bars, texts).properties(width=430, height=alt.Step(40))
    return finish(chart, "How many equilibria a draw has", caption(data, notes))
