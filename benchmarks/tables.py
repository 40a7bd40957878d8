"""The tables of `docs/performance.md`, from records to Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.aims import AIMS
from benchmarks.look import (
    OURS,
    at_least,
    copy_speed,
    find,
    fitted,
    good,
    group,
    per_thousand,
    ratio,
    scaling,
    taken,
)
from benchmarks.records import Record
from benchmarks.rows import least_of_ours, pass_rows, ratio_rows

Section = Callable[[list[Record]], str]

FEWEST_MARKS = 2
"""Marks that a chart needs, so that there is something to compare."""
NOTHING = "–"
NO_RESULTS = "No results are stored."


def number(value: float | None, digits: int = 3) -> str:
    """Return a whole number with commas, another with some digits that count, None as a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, int) or abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    if value and abs(value) < 1e-4:
        base, power = f"{value:.1e}".split("e")
        return f"{base.removesuffix('.0')}e{int(power)}"
    return f"{value:.{digits}g}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Return a Markdown table, the first `left` columns to the left and the others to the right."""
    marks = ["---"] * left + ["---:"] * (len(heads) - left)
    lines = [heads, marks, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def time_or_why(record: Record | None, kind: str = "cpu_s") -> str:
    """Return the time of a record, or why there is none."""
    if record is None:
        return NOTHING
    limit = at_least(record)
    if limit is not None:
        return f"not done in {limit:g}"
    if record["status"] != "ok":
        return str(record["status"])
    return number(taken(record, kind)) if good(record) else "no success"


def machine_text(records: list[Record]) -> str:
    """Return a list of machines, versions, dates and loads."""
    lines = []
    for machine in _distinct([r["machine"] for r in records if "machine" in r]):
        mine = [r for r in records if r.get("machine") == machine]
        caches = ", ".join(f"{level} {size}" for level, size in machine.get("caches", {}).items())
        loads = [r["load_average"] for r in mine]
        lines += [
            (
                f"- Machine: {machine['processor']}, {machine['cores']} cores, "
                f"{machine.get('memory_gib', '?')} GiB; caches of the first core {caches or '?'}; "
                f"{machine['system']}."
            ),
            f"- Date: {', '.join(_distinct([r['date'] for r in mine]))}.",
            (
                f"- Load average when a case began: {min(loads):.1f} to {max(loads):.1f} "
                "(the run itself makes up to 1, or 2 with two threads)."
            ),
        ]
        for versions in _distinct([r["versions"] for r in mine]):
            told = ", ".join(f"{name} {text}" for name, text in versions.items())
            lines.append(f"- Versions: {told}.")
    return "\n".join(lines)


def aims_text(records: list[Record]) -> str:
    """Return aims beside measurements."""
    rows = []
    for aim in AIMS:
        value = aim.measure(records)
        word = "at most" if aim.most else "at least"
        verdict = "not measured" if value is None else ("yes" if aim.met(value) else "**no**")
        wanted = f"{word} {number(aim.wanted)} {aim.unit}".strip()
        rows.append([aim.says, wanted, number(value), verdict])
    return table(["aim", "wanted", "measured", "met"], rows, left=2)


def start_text(records: list[Record]) -> str:
    """Return what the first call costs."""
    rows = []
    for record in group(records, "start"):
        name = record["program"] if record["case"] == "start/kernels" else record.get("method", "")
        if record["status"] != "ok":
            rows.append([name or record["case"], record["status"], NOTHING, NOTHING, NOTHING])
            continue
        again = record.get("steady", {})
        rows.append(
            [
                f"`{name}`" if name.startswith("standoff -") or "check" in name else name,
                number(record["first"]["cpu_s"]),
                number(record["first"]["wall_s"]),
                number(None if again.get("first_call") else again.get("cpu_s_min")),
                number(record["peak_rss_mib"]),
            ]
        )
    heads = ["", "first call, s", "on the clock, s", "later calls, s", "peak memory, MiB"]
    return table(heads, rows)


def aqre_text(records: list[Record]) -> str:
    """Return single solves of ours."""
    rows = []
    for record in group(records, "aqre"):
        if record["program"] != OURS:
            continue
        if record["status"] != "ok":
            rows.append([record["case"], record["status"], *[NOTHING] * 11])
            continue
        size, judged, facts = record["size"], record["certificate"], record["facts"]
        rows.append(
            [
                _problem(record),
                number(size["nodes"]),
                number(size["infosets"]),
                number(size["entries"]),
                number(record["build"]["cpu_s"]),
                number(record["compile"]["cpu_s"]),
                number(record["first"]["cpu_s"]),
                *_steady(record),
                number(record["peak_rss_mib"]),
                number(judged["residual"]),
                number(judged["gain"]),
                "yes" if facts["branch_checked"] == judged["of"] else "no",
            ]
        )
    heads = [
        "problem", "nodes", "sets", "entries", "build, s", "arrays, s", "first call, s",
        "later calls, least, s", "median, s", "peak, MiB", "residual", "gain", "folds watched",
    ]  # fmt: skip
    exponent = fitted(scaling(records))
    line = (
        "" if exponent is None else f"\n\nFitted from 1,000 nodes on: time ~ nodes^{exponent:.2f}."
    )
    return table(heads, rows) + line


def gambit_text(records: list[Record]) -> str:
    """Return single solves of Gambit beside ours."""
    rows = []
    for record in group(records, "aqre"):
        if record["program"] != "Gambit":
            continue
        ours = find(records, record["case"])
        limit, theirs = at_least(record), taken(record)
        times = ratio(limit if theirs is None else theirs, taken(ours))
        size = ours.get("size", {}) if ours is not None else {}
        rows.append(
            [
                number(size.get("nodes")),
                time_or_why(ours),
                time_or_why(record),
                NOTHING if times is None else ("> " if limit else "") + number(times),
                number(record.get("largest_difference")),
                number((record.get("certificate") or {}).get("residual")),
            ]
        )
    heads = [
        "nodes",
        "standoff, s",
        "Gambit, s",
        "ratio",
        "largest difference",
        "Gambit's residual",
    ]
    return table(heads, rows, left=0)


def draws_text(records: list[Record]) -> str:
    """Return a thousand draws."""
    rows = []
    for record in group(records, "draws"):
        done = record.get("draws")
        judged = record.get("certificate") or {}
        certified = f"{judged['passed']} of {judged['of']}" if "passed" in judged else NOTHING
        if "exploitability" in judged:
            certified = f"exploitability {number(judged['exploitability'])}"
        rows.append(
            [
                f"{record['program']}, {record.get('method') or NOTHING}",
                number((record.get("size") or {}).get("nodes")),
                number(done),
                time_or_why(record),
                number(per_thousand(record)),
                number(per_thousand(record, "wall_s")),
                certified,
                number(record.get("peak_rss_mib")),
            ]
        )
        if record["program"] == "standoff" and record["case"] == "draws/418":
            gambit = find(records, "aqre/418", "Gambit")
            if gambit is not None:
                rows.append(
                    [
                        "Gambit, logit_solve_lambda",
                        number((gambit.get("size") or {}).get("nodes")),
                        "1",
                        time_or_why(gambit),
                        number(per_thousand(gambit)),
                        number(per_thousand(gambit, "wall_s")),
                        NOTHING,
                        number(gambit.get("peak_rss_mib")),
                    ]
                )
    heads = [
        "", "nodes", "draws solved", "their time, s", "1,000 draws, s", "on the clock, s",
        "certified", "peak, MiB",
    ]  # fmt: skip
    return table(heads, rows)


def zero_sum_text(records: list[Record]) -> str:
    """Return zero-sum methods, ours and others'."""
    rows = []
    for record in group(records, "zerosum"):
        judged, facts = record.get("certificate") or {}, record.get("facts") or {}
        theirs = taken(record)
        best = least_of_ours(records, record["case"])
        rows.append(
            [
                record["case"].split("/")[1],
                record["program"],
                time_or_why(record),
                number(ratio(theirs, best)),
                number(judged.get("exploitability")),
                number(facts.get("iterations_max")),
                number(record.get("peak_rss_mib")),
            ]
        )
    heads = [
        "game", "program and method", "s", "times our fastest", "exploitability", "iterations",
        "peak, MiB",
    ]  # fmt: skip
    return table(heads, rows, left=2)


def pass_text(records: list[Record]) -> str:
    """Return the cost of passes."""
    rows = []
    copied = copy_speed(records)
    for record in group(records, "pass"):
        if not good(record):
            rows.append([record["case"].split("/")[1], record["status"], *[NOTHING] * 5])
            continue
        facts = record["facts"]
        rows.append(
            [
                number(record["size"]["nodes"]),
                number(record["draws"]),
                number(facts["working_set_mib"]),
                number(facts["ns_per_node_and_draw"]),
                number(facts["bytes_per_node_and_draw"]),
                number(facts["gb_per_s"]),
                f"{100 * facts['gb_per_s'] / copied:.0f}%",
            ]
        )
    heads = [
        "nodes", "draws", "arrays, MiB", "ns per node and draw", "bytes per node and draw", "GB/s",
        "share of copying",
    ]  # fmt: skip
    line = f"\n\nCopying: {number(copied)} GB/s, read plus written." if rows else ""
    return table(heads, rows, left=0) + line


def playouts_text(records: list[Record]) -> str:
    """Return playouts a second."""
    rows = []
    for record in group(records, "playouts"):
        speed = record["facts"]["playouts_per_s"] / 1e6 if good(record) else None
        told = number(speed) if speed is not None else record["status"]
        name = f"{record['program']}, {record.get('method') or NOTHING}"
        rows.append([name, number(int(record["case"].split("/")[1])), told])
    return table(["", "nodes, about", "million a second"], rows)


def scenarios_text(records: list[Record]) -> str:
    """Return shipped scenarios."""
    rows = []
    for record in group(records, "scenarios"):
        if record["status"] != "ok":
            rows.append([record["problem"], record["status"], *[NOTHING] * 6])
            continue
        judged = record["certificate"]
        rows.append(
            [
                record["problem"].removeprefix("shipped scenario "),
                number(record["size"]["nodes"]),
                number(record["build"]["cpu_s"]),
                number(record["compile"]["cpu_s"]),
                time_or_why(record),
                f"{judged['passed']} of {judged['of']}",
                number(record["facts"]["passes_mean"]),
                number(record["peak_rss_mib"]),
            ]
        )
    heads = [
        "scenario", "nodes", "read, s", "compile and draw, s", "solve, s", "certified",
        "passes, mean", "peak, MiB",
    ]  # fmt: skip
    return table(heads, rows)


def whatif_text(records: list[Record]) -> str:
    """Return what a what-if on solved draws takes beside two forecasts from nothing."""
    rows = [
        [
            record["problem"],
            record["program"].removeprefix("standoff, "),
            number(taken(record, "wall_s")),
            number(taken(record)),
            number(record.get("peak_rss_mib")),
        ]
        for record in group(records, "whatif")
    ]
    return table(["question", "way", "on the clock, s", "processor, s", "peak, MiB"], rows, left=2)


def gpu_text(records: list[Record]) -> str:
    """Return what a graphics processor does, or that it was not measured."""
    lines = []
    for record in group(records, "gpu"):
        if not good(record):
            reason = str(record.get("reason", record["status"])).removeprefix("not measured: ")
            lines.append(f"Not measured: {reason}.")
            continue
        lines.append(_gpu_record(record))
    return "\n\n".join(lines) or "Not measured."


def _gpu_record(record: Record) -> str:
    """Return one problem on a graphics processor as a table."""
    judged, facts, machine = record["certificate"], record["facts"], record["machine"]
    versions = record["versions"]
    share = 100 * facts["gb_per_s"] / facts["copy_gb_per_s"]
    rows = [
        ("device", record["device"]),
        ("beside it", f"{machine['processor']}, {machine['cores']} cores"),
        ("date", record["date"]),
        ("versions", ", ".join(f"{name} {text}" for name, text in versions.items())),
        ("first call, kernels of the device compiled, s", number(record["first"]["wall_s"])),
        ("later call, s", number(taken(record, "wall_s"))),
        ("certified", f"{judged['passed']} of {judged['of']}"),
        ("largest residual", number(judged["residual"])),
        ("passes, mean and most", f"{facts['passes_mean']:.0f}, {facts['passes_max']}"),
        ("a pass over all draws, ms", number(facts["pass_ms"])),
        ("what it moves at least, GB", number(facts["pass_bytes"] / 1e9)),
        ("GB/s", number(facts["gb_per_s"])),
        ("copying, read plus written, GB/s", number(facts["copy_gb_per_s"])),
        ("share of copying", f"{share:.0f}%"),
    ]
    return table([record["problem"], ""], rows)


def failures_text(records: list[Record]) -> str:
    """Return every record without success."""
    rows = []
    for record in records:
        if not good(record):
            what = record["status"] if record["status"] != "ok" else "answer not accepted"
            reason = " ".join(str(record.get("reason", "")).split()).replace("|", "\\|")
            rows.append([record["case"], record["program"], what, reason or NOTHING])
    if not rows:
        return "None."
    return table(["case", "program", "what", "reason"], rows, left=4)


def chart_text(name: str, says: str, data: Callable[[list[Record]], Sequence[Any]]) -> Section:
    """Return a part of the page that shows a chart, where there are results for it."""

    def text(records: list[Record]) -> str:
        if len(data(records)) < FEWEST_MARKS:
            return "No chart: there are too few results."
        return f"![{says}](images/performance-{name}.svg)"

    return text


SECTIONS: dict[str, Section] = {
    "machine": machine_text,
    "aims": aims_text,
    "start": start_text,
    "aqre": aqre_text,
    "gambit": gambit_text,
    "draws": draws_text,
    "zerosum": zero_sum_text,
    "pass": pass_text,
    "playouts": playouts_text,
    "scenarios": scenarios_text,
    "whatif": whatif_text,
    "gpu": gpu_text,
    "failures": failures_text,
    "scalingchart": chart_text("scaling", "Time to an equilibrium, by size", scaling),
    "passchart": chart_text("pass", "Cost of a pass, by size", pass_rows),
    "ratioschart": chart_text("ratios", "How long other programs take", ratio_rows),
}
"""The made parts of the page by name."""


def _problem(record: Record) -> str:
    if record["options"].get("game", "escalation") != "escalation":
        return str(record["options"]["game"])
    return f"λ {record['options'].get('lam', 10.0):g}"


def _steady(record: Record) -> list[str]:
    again = record.get("steady")
    if again is None or not good(record):
        return [time_or_why(record), NOTHING]
    return [number(again["cpu_s_min"]), number(again["cpu_s_median"])]


def _distinct(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept
