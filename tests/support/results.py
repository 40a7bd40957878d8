"""Made-up results of benchmarks, with every kind of line in them."""

from __future__ import annotations

from typing import Any

MACHINE = {"system": "Linux", "processor": "Example CPU", "cores": 2, "caches": {"L2": "512K"}}


def record(case: str, program: str = "standoff", cpu_s: float = 1.0, **more: Any) -> dict[str, Any]:
    """Return a record of an answer."""
    calls = {"repeats": 3, "cpu_s_min": cpu_s, "cpu_s_median": cpu_s, "wall_s_min": 2 * cpu_s}
    return {
        "case": case,
        "problem": f"problem of {case}",
        "program": program,
        "status": "ok",
        "success": True,
        "options": {},
        "draws": 1,
        "device": "cpu",
        "method": "method",
        "size": {"nodes": 10, "infosets": 4, "entries": 8},
        "build": {"cpu_s": 0.1, "wall_s": 0.1},
        "compile": {"cpu_s": 0.2, "wall_s": 0.2},
        "first": {"cpu_s": 2 * cpu_s, "wall_s": 2 * cpu_s},
        "steady": calls,
        "certificate": {"residual": 1e-12, "gain": 0.25, "passed": 1, "of": 1},
        "facts": {"branch_checked": 1, "passes_mean": 100.0},
        "peak_rss_mib": 512.0,
        "load_average": 0.5,
        "date": "2026-01-01",
        "machine": MACHINE,
        "versions": {"python": "3.11"},
        **more,
    }


def stopped(case: str, program: str, limit_s: float) -> dict[str, Any]:
    """Return a record of a program that was stopped."""
    kept = {k: v for k, v in record(case, program).items() if k not in {"steady", "size", "first"}}
    reason = f"run: stopped after {limit_s:g} s"
    return {**kept, "status": "did not finish", "success": False, "reason": reason}


def solved(nodes: int, cpu_s: float) -> dict[str, Any]:
    """Return a record of a single solve of ours."""
    size = {"nodes": nodes, "infosets": nodes // 6, "entries": nodes // 2}
    return record(f"aqre/{nodes}", cpu_s=cpu_s, size=size, case_facts={"scaling": True})


def passed(nodes: int, ns: float, gb_per_s: float, copy: float) -> dict[str, Any]:
    """Return a record of passes."""
    facts = {
        "ns_per_node_and_draw": ns,
        "bytes_per_node_and_draw": ns * gb_per_s,
        "working_set_mib": 1.0,
        "gb_per_s": gb_per_s,
        "copy_gb_per_s": copy,
    }
    return record(f"pass/{nodes}", draws=8, facts=facts, size={"nodes": nodes})


def results() -> list[dict[str, Any]]:
    """Return a run with successes, a program that was stopped, and one that is not there."""
    sizes = (100, 1_000, 10_000, 100_000, 1_000_000)
    return [
        *(solved(nodes, 1e-6 * nodes**1.1) for nodes in sizes),
        record("aqre/100", "Gambit", 0.4, largest_difference=2e-10),
        record("aqre/1000", "Gambit", 40.0, largest_difference=3e-10),
        stopped("aqre/10000", "Gambit", 120.0),
        *(passed(nodes, 3.0 + 0.5 * k, 9.0 - k, 10.0 + k) for k, nodes in enumerate(sizes[1:])),
        record("zerosum/leduc", "standoff cfr+", 0.1, certificate={"exploitability": 9e-4}),
        record("zerosum/leduc", "standoff lp", 0.05, certificate={"exploitability": 1e-12}),
        record("zerosum/leduc", "OpenSpiel CFR+", 5.0, certificate={"exploitability": 9e-4}),
        record("zerosum/leduc", "OpenSpiel LP", 0.02, certificate={"exploitability": 1e-10}),
        record("draws/418", cpu_s=3.0, draws=1000),
        record("draws/418", "standoff, 2 threads", 3.0, draws=1000, threads=2),
        record("draws/418", "standoff, one at a time", 0.5, draws=50),
        {
            **{k: v for k, v in record("gpu/98000").items() if k not in {"steady", "first"}},
            "status": "not available",
            "success": False,
            "reason": "not measured: no graphics processor",
        },
    ]
