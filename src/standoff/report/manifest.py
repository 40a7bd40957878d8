"""What a run rests on: versions, machine, settings, and what was not controlled."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "pyarrow", "altair", "vl-convert-python")

NOT_CONTROLLED = (
    "the order in which threads finish; it does not change the numbers",
    "the processor and the mathematical library, which may change the last digits",
)
"""What may differ between two runs with the same manifest, beside what the forecast names."""


def manifest(
    data: Mapping[str, Any], *, threads: int | None, memory_gib: float, started: datetime
) -> dict[str, Any]:
    """Return the facts of a run; `write_manifest` adds the list of files.

    Args:
        data: the forecast as plain data.
        threads: as asked for; None for all cores.
        memory_gib: budget of the game.
        started: when the run began.
    """
    return {
        "standoff": data["version"],
        "scenario": {
            "name": data["scenario"],
            "title": data["title"],
            "sha256": data["hash"],
            "as_of": data["as_of"],
            "file": "scenario.yaml",
        },
        "seed": data["seed"],
        "draws": data["draws"],
        "view": data.get("view"),
        "perception": (data.get("perception") or {}).get("level", 0),
        "theories": {name: one["on"] for name, one in (data.get("theories") or {}).items()},
        "solver": {
            "concept": "logit agent quantal response equilibrium, principal branch",
            "tolerance": _tolerance(),
            "threads": threads or os.cpu_count(),
            "memory_gib": memory_gib,
        },
        "certificate": data["certificate"],
        "size": data["size"],
        "versions": {"python": platform.python_version(), **_versions()},
        "platform": {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
        },
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "not_controlled": [*data["not_controlled"], *NOT_CONTROLLED],
    }


def _tolerance() -> float:
    from standoff.solve.api import TOLERANCE

    return TOLERANCE


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
