"""Run the cases: `make bench`, or `python -m benchmarks.run --out runs/bench`.

Needs the extra `bench` for the other programs; without one of them its lines say "not available".
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.cases import all_cases, brief, chosen, warm_up
from benchmarks.contest import Case, hold
from benchmarks.records import Record, Results


def main() -> None:
    """Run the chosen cases and write a line for each program of each."""
    options = _options()
    cases = chosen(all_cases(), options.only, quick=options.quick)
    if options.list:
        print("\n".join(f"{case.name:28} {case.problem}" for case in cases))
        return
    results = Results(options.out / "results.jsonl")
    print("putting the kernels on disk", flush=True)
    run_case(warm_up())
    begun = time.monotonic()
    for number, case in enumerate(cases, 1):
        minutes = (time.monotonic() - begun) / 60
        print(f"[{number}/{len(cases)}, {minutes:.1f} min] {case.name}", flush=True)
        if minutes >= options.minutes:
            for record in left_out(case, options.minutes):
                results.add(record)
            continue
        for record in run_case(brief(case) if options.quick else case):
            results.add(record)
            print(f"    {line_of(record)}", flush=True)
    print(f"written to {results.path}")


def run_case(case: Case) -> list[Record]:
    """Run one case in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        return hold(case, Path(folder), lambda line: print(f"    {line} ...", flush=True))


def left_out(case: Case, minutes: float) -> list[Record]:
    """Return the records of a case for which there was no time left."""
    reason = f"the run had lasted {minutes:g} minutes"
    return [
        {
            "case": case.name,
            "problem": case.problem,
            "program": entry.program,
            "status": "left out",
            "reason": reason,
            "success": False,
        }
        for entry in case.entries
    ]


def line_of(record: Record) -> str:
    """Return what to print of a record."""
    if record["status"] != "ok":
        return f"{record['program']}: {record['status']} ({record.get('reason', '')})"
    taken = record.get("steady") or record["first"]
    cpu_s = taken.get("cpu_s_min", taken.get("cpu_s"))
    return (
        f"{record['program']}: {cpu_s:.4g} s of processor time"
        f" (first {record['first']['cpu_s']:.3g} s), {record['peak_rss_mib']:.0f} MiB,"
        f" {'success' if record['success'] else 'NO SUCCESS'}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("runs/bench"), help="folder for results")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="cases whose names begin so, such as aqre or aqre/418; may be repeated",
    )
    parser.add_argument("--quick", action="store_true", help="small cases, few repeats")
    parser.add_argument("--list", action="store_true", help="list the cases and stop")
    parser.add_argument(
        "--minutes", type=float, default=28.0, help="begin no case after so long (28)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
