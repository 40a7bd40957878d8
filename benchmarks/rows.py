"""The rows of the charts, as plain data."""

from __future__ import annotations

from typing import Any

from benchmarks.look import OURS, at_least, copy_speed, find, good, group, ratio, scaling, taken
from benchmarks.records import Record

SHARE = 0.4
"""Share of the copy bandwidth that a pass is meant to reach where memory bounds it."""


def scaling_rows(records: list[Record]) -> list[dict[str, Any]]:
    """Return a row for each time in the chart of times by size; `stopped` marks a lower bound."""
    rows: list[dict[str, Any]] = [
        {"who": OURS, "nodes": nodes, "time": time, "stopped": False}
        for nodes, time in scaling(records)
    ]
    for record in group(records, "aqre"):
        if record["program"] != "Gambit":
            continue
        ours = find(records, record["case"])
        nodes = (ours or {}).get("size", {}).get("nodes")
        limit, time = at_least(record), taken(record)
        if nodes and (limit or time):
            rows.append(
                {"who": "Gambit", "nodes": nodes, "time": limit or time, "stopped": bool(limit)}
            )
    return rows


def pass_rows(records: list[Record]) -> list[dict[str, Any]]:
    """Return, for each size, the cost of a pass and what memory alone would cost."""
    rows = []
    for record in group(records, "pass"):
        if not good(record):
            continue
        facts, nodes = record["facts"], record["size"]["nodes"]
        copy = facts["bytes_per_node_and_draw"] / copy_speed(records)
        rows.append({"what": "pass", "nodes": nodes, "ns": facts["ns_per_node_and_draw"]})
        rows.append({"what": f"at {SHARE:.0%} of copying", "nodes": nodes, "ns": copy / SHARE})
        rows.append({"what": "at the speed of copying", "nodes": nodes, "ns": copy})
    return rows


def ratio_rows(records: list[Record]) -> list[dict[str, Any]]:
    """Return how many times as much processor time each rival took as ours."""
    rows = []
    for record in group(records, "aqre"):
        if record["program"] == "Gambit":
            ours = find(records, record["case"])
            limit = at_least(record)
            nodes = (ours or {}).get("size", {}).get("nodes", 0)
            rows.append(
                _bar(f"Gambit, {nodes:,} nodes", limit or taken(record), taken(ours), limit)
            )
    for record in group(records, "zerosum"):
        if not record["program"].startswith(OURS):
            ours_best = least_of_ours(records, record["case"])
            game = record["case"].split("/")[1]
            rows.append(_bar(f"{record['program']}, {game}", taken(record), ours_best, None))
    return [row for row in rows if row["times"] is not None]


def _bar(
    label: str, theirs: float | None, ours: float | None, limit: float | None
) -> dict[str, Any]:
    times = ratio(theirs, ours)
    told = (
        ""
        if times is None
        else ("> " if limit else "")
        + (f"{times:,.0f} times" if times >= 10 else f"{times:.1f} times")
    )
    more = times is not None and times >= 1
    end = max(times or 1.0, 1.0)  # where the words begin
    return {"label": label, "times": times, "told": told, "from": 1.0, "end": end, "more": more}


def least_of_ours(records: list[Record], case: str) -> float | None:
    """Return the time of the fastest of our methods in a case, None where none answered."""
    found = [taken(r) for r in records if r["case"] == case and r["program"].startswith(OURS)]
    return min((time for time in found if time is not None), default=None)
