"""Charts of what changes while the crisis is open: public variables, and beliefs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.figures import broken, caption, moment, spaced, spread_apart, unit_scale
from standoff.report.style import COOL, INK, QUIET, finish

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

MAX_PARTS = 4
"""More variables or hidden dimensions than this make a chart too tall to read."""
LEAST_SHARE = 0.02
"""Thinner layers at the last date get no name."""
DASHES = ([1, 0], [6, 4], [2, 3], [9, 3, 2, 3], [12, 3])
"""Second channel beside colour, in the order of the values."""
NOT_DRIFTING = ("ladder", "reply", "commitment", "venue", "ratification")
"""Kinds of variables that have charts of their own, or are moves rather than drifts."""
WIDTH, HEIGHT = 520, 170
NAMES_WIDTH = 220
GAP = 0.13
"""Least distance of two names, as a share of the height of a part."""


def state_charts(data: Data) -> dict[str, Any]:
    """Return the charts of variables and beliefs by file name; without data there is none."""
    charts = {}
    if drifting(data):
        charts["variables"] = drift_chart(data)
    if believed(data):
        charts["beliefs"] = beliefs_chart(data)
    return charts


def drifting(data: Data) -> list[str]:
    """Return the variables that change while the crisis is open, those of alignment first."""
    found = [
        name
        for name, entry in (data.get("variables") or {}).items()
        if entry["role"] not in NOT_DRIFTING
        and 1 < len(entry["values"]) <= len(DASHES)
        and len(words.open_dates(data, entry["dates"])) > 1
        and _changes(data, entry)
    ]
    return sorted(found, key=lambda n: data["variables"][n]["role"] == "variable")[:MAX_PARTS]


def _changes(data: Data, entry: Data) -> bool:
    days = [entry["dates"][day] for day in words.open_dates(data, entry["dates"])]
    return any(abs((day[v] or 0) - (days[0][v] or 0)) > LEAST_SHARE for day in days for v in day)


def believed(data: Data) -> list[str]:
    """Return the hidden dimensions about which something can be believed on two dates or more."""
    return [
        name
        for name, entry in (data.get("beliefs") or {}).items()
        if 1 < len(entry["values"]) <= len(DASHES)
        and len(words.open_dates(data, entry["dates"])) > 1
    ][:MAX_PARTS]


def drift_chart(data: Data) -> Any:
    """Return layers over time: the chance of each value of a variable while the crisis is open."""
    parts = []
    for name in drifting(data):
        entry = data["variables"][name]
        days = words.open_dates(data, entry["dates"])
        rows: Rows = []
        for day in days:
            low = 0.0
            for k, value in enumerate(entry["values"]):
                high = low + (entry["dates"][day][value] or 0.0)
                rows.append(
                    {"date": day, "value": value, "low": low, "high": high, "colour": COOL[k]}
                )
                low = high
        head = words.capital(words.spoken(name))
        head += f": {entry['means']}" if entry["means"] else ""
        parts.append(_part(_layers(rows, days), _names(rows, days[-1]), head))
    note = (
        "Height of a layer: mean chance of the value, given that the crisis is still open then; "
        "the layers of a date add up to 100%. Values change on dates of turns only; "
        "slopes join them."
    )
    return finish(
        alt.vconcat(*parts, spacing=24),
        "How the surroundings drift while the crisis is open",
        caption(data, [note]),
    )


def beliefs_chart(data: Data) -> Any:
    """Return lines with bands: what the public past says of each hidden dimension, by date."""
    parts = []
    for name in believed(data):
        entry = data["beliefs"][name]
        days = words.open_dates(data, entry["dates"])
        values = entry["values"][1:] if len(entry["values"]) == 2 else entry["values"]
        rows = [
            {
                "date": day,
                "value": value,
                "p": entry["dates"][day][value]["mean"],
                "low": entry["dates"][day][value]["p05"],
                "high": entry["dates"][day][value]["p95"],
                "colour": COOL[0] if len(values) == 1 else LINES[k],
                "place": k,
            }
            for day in days
            for k, value in enumerate(values)
        ]
        told = words.percent(entry["told"][days[-1]]["mean"])
        head = (
            f"{words.capital(words.hidden_name(data, name, entry))} (told by the last date: {told})"
        )
        parts.append(_part(_lines(rows, days), _names(rows, days[-1]), head))
    notes = [
        (
            "Line: mean chance of the value given that the crisis is open, for one who sees the "
            "public past only. Band: holds 90% of the draws of the parameters."
        ),
        "Told: share of the doubt that the past removes.",
    ]
    return finish(
        alt.vconcat(*parts, spacing=24),
        "What the public past says of what is hidden",
        caption(data, notes),
    )


LINES = (COOL[0], "#D55E00", COOL[2], "#CC79A7", COOL[5])
"""Colours of lines: those of the palette that are dark enough on white."""


def _part(chart: Any, names: Any, head: str) -> Any:
    title = alt.TitleParams(head, anchor="start", fontSize=15, color=INK, frame="group")
    # The title belongs to the pair: a long one would else push the names away from the chart.
    return alt.hconcat(chart, names, spacing=4).properties(title=title)


def _x(days: list[str]) -> Any:
    if not words.is_dated(days):
        return alt.X("date:O", title=None, sort=days, axis=alt.Axis(labelAngle=0))
    values = [moment(day) for day in spaced(days)]
    axis = alt.Axis(format="%-d %b", labelAngle=0, labelFlush=False, values=values)
    return alt.X("date:T", title=None, axis=axis)


def _y(field: str) -> Any:
    axis = alt.Axis(format="%", values=[0, 0.5, 1])
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=unit_scale())


def _layers(rows: Rows, days: list[str]) -> Any:
    base = alt.Chart(alt.Data(values=rows))
    areas = base.mark_area(stroke="white", strokeWidth=1.5, interpolate="linear").encode(
        x=_x(days),
        y=_y("low"),
        y2="high:Q",
        color=alt.Color("colour:N", scale=None),
        detail="value:N",
    )
    return areas.properties(width=WIDTH, height=HEIGHT)


def _lines(rows: Rows, days: list[str]) -> Any:
    layers: list[Any] = []
    for value in dict.fromkeys(row["value"] for row in rows):
        own = [row for row in rows if row["value"] == value]
        colour, dash = own[0]["colour"], DASHES[own[0]["place"]]
        base = alt.Chart(alt.Data(values=own))
        layers += [
            base.mark_area(color=colour, opacity=0.14).encode(x=_x(days), y=_y("low"), y2="high:Q"),
            base.mark_line(color=colour, strokeWidth=3, strokeDash=dash).encode(
                x=_x(days), y=_y("p")
            ),
        ]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _names(rows: Rows, last: str) -> Any:
    """Return the names of the values at the heights where they end, pushed apart."""
    labels: Rows = []
    for row in rows:
        share = row["p"] if "p" in row else row["high"] - row["low"]
        if row["date"] != last or (share < LEAST_SHARE and "p" not in row):
            continue
        name = f"{words.percent(share)} {words.spoken(row['value'])}"
        middle = row["p"] if "p" in row else (row["low"] + row["high"]) / 2
        labels.append({"name": broken(name), "middle": middle, "colour": row["colour"]})
    labels.sort(key=lambda label: float(label["middle"]))
    places = spread_apart([label["middle"] for label in labels], [GAP] * len(labels))
    for label, place in zip(labels, places, strict=True):
        label["place"] = place
    base = alt.Chart(alt.Data(values=labels))
    y = alt.Y("place:Q", axis=None, scale=unit_scale())
    keys = base.mark_square(size=140, opacity=1, stroke=QUIET, strokeWidth=0.5).encode(
        x=alt.value(8), y=y, color=alt.Color("colour:N", scale=None)
    )
    texts = base.mark_text(align="left", baseline="middle", lineBreak="\n").encode(
        x=alt.value(22), y=y, text="name:N"
    )
    return alt.layer(keys, texts).properties(width=NAMES_WIDTH, height=HEIGHT)
