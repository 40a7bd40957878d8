"""The chart of offers: what each costs, and how often it settles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.figures_pairs import lines
from standoff.report.style import BLUE, GREY, INK, ORANGE, finish
from standoff.report.terminal_settle import findings

Data = Mapping[str, Any]

WIDTH, HEIGHT = 640, 360
KINDS = {
    "dominated": "another offer is cheaper and settles more often",
    "frontier": "no cheaper offer settles as often",
}
CHOSEN = "the cheapest that reaches what is wanted"


def settle_chart(data: Data) -> Any:
    """Return the offers by cost and probability, with the frontier as a line."""
    front, chosen = set(data["frontier"]), data["cheapest"]
    rows = []
    for k, offer in enumerate(data["offers"]):
        if offer["cost"]["mean"] is None or offer["probability"]["mean"] is None:
            continue
        kind = CHOSEN if k == chosen else KINDS["frontier" if k in front else "dominated"]
        rows.append(
            {
                "x": offer["cost"]["mean"],
                "y": offer["probability"]["mean"],
                "low": offer["probability"]["p05"],
                "high": offer["probability"]["p95"],
                "who": kind,
                "title": offer["title"],
                "front": k in front,
            }
        )
    kinds = [k for k in (CHOSEN, *reversed(KINDS.values())) if any(r["who"] == k for r in rows)]
    looks = {
        CHOSEN: (ORANGE, "diamond"),
        KINDS["frontier"]: (BLUE, "circle"),
        KINDS["dominated"]: (GREY, "cross"),
    }
    scale = alt.Scale(domain=kinds, range=[looks[k][0] for k in kinds])
    shapes = alt.Scale(domain=kinds, range=[looks[k][1] for k in kinds])
    legend = alt.Legend(
        title=None,
        orient="bottom",
        columns=1,
        labelLimit=600,
        labelFontSize=14,
        symbolOpacity=1,
    )
    axis = f"cost to {data['parties'][data['party']]} if the offer is taken up, {data['unit']}"
    x = alt.X("x:Q", title=axis, scale=alt.Scale(nice=True, padding=20))
    y = alt.Y(
        "y:Q",
        title="probability of a settlement",
        axis=alt.Axis(format="%"),
        scale=alt.Scale(domain=[0, 1]),
    )
    base = alt.Chart(alt.Data(values=rows))
    colour = alt.Color("who:N", scale=scale, legend=legend, sort=kinds)
    spans = base.mark_rule(opacity=0.35, strokeWidth=2).encode(
        x=x, y=alt.Y("low:Q", title="probability of a settlement"), y2="high:Q", color=colour
    )
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=x, y=y, color=colour, shape=alt.Shape("who:N", scale=shapes, legend=legend, sort=kinds)
    )
    path = (
        alt.Chart(alt.Data(values=[row for row in rows if row["front"]]))
        .mark_line(interpolate="step-after", color=BLUE, strokeWidth=1.5)
        .encode(x=x, y=y)
    )
    wanted = (
        alt.Chart(alt.Data(values=[{"y": data["reach"]}]))
        .mark_rule(color=INK, strokeDash=[5, 4])
        .encode(y=y)
    )
    note = (
        "Mark: mean over the draws. Upright line: 90% of the draws. Dashed: what is wanted, "
        f"{words.percent(data['reach'])}."
    )
    said = " ".join(text.replace("`", "") for text in findings(data))
    return finish(
        alt.layer(spans, path, wanted, marks).properties(width=WIDTH, height=HEIGHT),
        "What an offer costs and how often it settles",
        lines(data, [said, note]),
    )
