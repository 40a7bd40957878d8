"""Looking things up in results: one record, its time, how many times as much a rival took."""

from __future__ import annotations

from benchmarks.measure import exponent
from benchmarks.records import Record

OURS = "standoff"
THOUSAND = 1000


def group(records: list[Record], name: str) -> list[Record]:
    """Return the records of a group of cases, in their order."""
    return [record for record in records if record["case"].split("/")[0] == name]


def find(records: list[Record], case: str, program: str = OURS) -> Record | None:
    """Return the record of a program in a case, or None."""
    for record in records:
        if (record["case"], record["program"]) == (case, program):
            return record
    return None


def good(record: Record | None) -> bool:
    """Return whether there is a record of an answer that counts."""
    return record is not None and record["status"] == "ok" and bool(record["success"])


def taken(record: Record | None, kind: str = "cpu_s") -> float | None:
    """Return the least time of repeated calls, or None where there is no answer."""
    if record is None or not good(record) or "steady" not in record:
        return None
    return float(record["steady"][f"{kind}_min"])


def per_thousand(record: Record | None, kind: str = "cpu_s") -> float | None:
    """Return the time of a thousand draws, in proportion where fewer were solved."""
    time = taken(record, kind)
    return None if time is None or record is None else time * THOUSAND / record["draws"]


def ratio(above: float | None, below: float | None) -> float | None:
    """Return above / below where both are known."""
    return None if above is None or not below else above / below


def at_least(record: Record | None) -> float | None:
    """Return the seconds after which a program was stopped, or None where it was not."""
    if record is None or record["status"] != "did not finish":
        return None
    return float(record["reason"].split("after ")[-1].removesuffix(" s"))


def scaling(records: list[Record]) -> list[tuple[int, float]]:
    """Return nodes and processor time of single solves to lambda 10, by size."""
    points = []
    for record in group(records, "aqre"):
        time = taken(record)
        if record["program"] == OURS and time and record.get("case_facts", {}).get("scaling"):
            points.append((int(record["size"]["nodes"]), time))
    return sorted(points)


def fitted(points: list[tuple[int, float]], least: int = 1000) -> float | None:
    """Return the exponent of time against nodes from `least` nodes on; None for too few points."""
    kept = [point for point in points if point[0] >= least]
    if len(kept) < 3:
        return None
    return exponent([p[0] for p in kept], [p[1] for p in kept])


def copy_speed(records: list[Record]) -> float:
    """Return GB per second at which the machine copies: the best that its cases saw, or 0.

    Other work on the machine can only make a copy slower.
    """
    found = [r["facts"]["copy_gb_per_s"] for r in group(records, "pass") if good(r)]
    return float(max(found, default=0.0))
