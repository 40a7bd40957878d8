"""Charts of what observed events did: endings, hidden types and bluffs after each event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.captions import by_mean
from standoff.report.figures import broken, caption
from standoff.report.figures_report import MOST_LINES, fan_names
from standoff.report.figures_states import DASHES, LINES
from standoff.report.style import INK, finish

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

WIDTH, HEIGHT = 520, 300
START = "before"


def steps(data: Data) -> list[tuple[str, Data]]:
    """Return the points of the series with labels: before, then each event with its date."""
    made = []
    for row in data["observed"]["series"]:
        if row["event"] is None:
            label = START
        else:
            day = f": {words.say_date(row['date'], short=True)}" if row["date"] else ""
            label = f"{row['event'] + 1}{day}"
        made.append((label, row))
    return made


def observed_chart(data: Data) -> Any:
    """Return steps: the chance of the main endings before and after each observed event."""
    names = by_mean(data["outcomes"])[:MOST_LINES]
    rows = [
        _point(label, row["outcomes"][name], data["outcomes"][name]["title"], k)
        for label, row in steps(data)
        for k, name in enumerate(names)
    ]
    return _finished(data, rows, "What the observed events did to the endings")


def observed_bluff_chart(data: Data, parties: Sequence[str]) -> Any:
    """Return steps: the chance that each threat is a bluff before and after each event."""
    rows = [
        _point(label, row["bluff"][party], f"{words.party_name(data, party)} bluffs", k)
        for label, row in steps(data)
        for k, party in enumerate(parties)
        if (row["bluff"].get(party) or {}).get("mean") is not None
    ]
    return _finished(data, rows, "What the observed events say of the threats")


def observed_types_chart(data: Data, hidden: str) -> Any:
    """Return steps: the chance of each value of something hidden before and after each event."""
    kinds = list(data["observed"]["series"][-1]["types"][hidden])[:MOST_LINES]
    rows = [
        _point(label, row["types"][hidden][kind], words.spoken(kind), k)
        for label, row in steps(data)
        for k, kind in enumerate(kinds)
    ]
    title = f"What the observed events say of “{words.hidden_in(data, hidden)}”"
    return _finished(data, rows, title)


def _point(label: str, band: Data, name: str, place: int) -> dict[str, Any]:
    return {
        "date": broken(label),
        "name": name,
        "p": band["mean"],
        "low": band["p05"],
        "high": band["p95"],
        "place": place,
        "colour": LINES[place % len(LINES)],
    }


def _finished(data: Data, rows: Rows, title: str) -> Any:
    order = list(dict.fromkeys(row["date"] for row in rows))
    top = min(1.0, 1.08 * max(row["high"] or 0.0 for row in rows) or 1.0)
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(labelAngle=0, grid=True, gridDash=[2, 3])
    x = alt.X("date:O", sort=order, title="observed event", axis=axis, scale=alt.Scale(padding=0.5))
    layers: list[Any] = []
    for name in dict.fromkeys(row["name"] for row in rows):
        own = [row for row in rows if row["name"] == name]
        colour, dash = own[0]["colour"], DASHES[own[0]["place"] % len(DASHES)]
        base = alt.Chart(alt.Data(values=own))
        y = alt.Y("p:Q", title="probability", axis=alt.Axis(format="%", tickCount=5), scale=scale)
        low = alt.Y("low:Q", title="probability", scale=scale)
        layers += [
            base.mark_area(color=colour, opacity=0.13, interpolate="step").encode(
                x=x, y=low, y2="high:Q"
            ),
            base.mark_line(color=colour, strokeWidth=3, strokeDash=dash, interpolate="step").encode(
                x=x, y=y
            ),
            base.mark_point(color=colour, filled=True, size=70, opacity=1, stroke=INK).encode(
                x=x, y=y
            ),
        ]
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    both = alt.hconcat(chart, fan_names(rows, order[-1]), spacing=4)
    notes = [
        (
            "Points: mean before any event, and after each one; the numbers are those of the list "
            "of events. Band: holds 90% of the weighted draws."
        )
    ]
    return finish(both, title, caption(data, notes))
