"""The chart of a what-if: for every ending, its chance without and with the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report.figures import broken
from standoff.report.figures_pairs import MANY, dumbbells, lines
from standoff.report.style import finish
from standoff.report.words_whatif import change_lines, finding, kind_line, notes

Data = Mapping[str, Any]

PAIR = ("base", "changed")
ROOM = 1.3
"""The scale is this much longer than the longest interval, for the numbers behind it."""


def whatif_chart(data: Data, *, bare: bool = False) -> Any:
    """Return a chart with two marks and two intervals for every ending.

    Args:
        data: a what-if as plain data.
        bare: leave out what a report says around it.
    """
    shown = sorted(data["outcomes"].values(), key=lambda one: -abs(one["difference"] or 0.0))
    top = max((one[who]["p95"] or 0.0 for one in shown for who in PAIR), default=1.0) or 1.0
    rows = [
        {
            "label": broken(one["title"] + (" *" if one["force"] else "")),
            "who": who,
            "x": (one[who]["mean"] or 0.0) / top,
            "low": (one[who]["p05"] or 0.0) / top,
            "high": (one[who]["p95"] or 0.0) / top,
            "text": _text(one, who),
        }
        for one in shown[:MANY]
        for who in PAIR
    ]
    axis = f"mean and 90% of the draws, on a scale from 0 to {100 * top:.0f}%"
    chart = dumbbells(rows, PAIR, axis, ranges=True)
    marks = "The ending that moves most comes first; the second number is the difference in points."
    if any(one["force"] for one in shown):
        marks += " Star: use of force."
    said = [finding(data).replace("`", ""), *(note.replace("`", "") for note in notes(data)), marks]
    changes = "; ".join(change_lines(data)).replace("`", "")
    title = "What if: announced" if data["kind"] == "announced" else "What if: a surprise"
    if bare:
        return finish(chart, title, [])
    return finish(chart, title, lines(data, [f"{kind_line(data)}.", f"{changes}.", *said]))


def _text(one: Data, who: str) -> str:
    mean = one[who]["mean"]
    number = "–" if mean is None else f"{100 * mean:.1f}%"
    if who == PAIR[0] or one["difference"] is None:
        return number
    return f"{number} ({100 * one['difference']:+.1f})"
