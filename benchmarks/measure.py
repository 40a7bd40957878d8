"""What the numbers are made of: times, memory, what the machine is, how a line is fitted."""

from __future__ import annotations

import math
import os
import platform
import re
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

LIBRARIES = (
    "standoff",
    "numpy",
    "numba",
    "scipy",
    "pygambit",
    "open_spiel",
    "LiteEFG",
    "cvxpy-base",
    "ecos",
    "numba-cuda",
)
COPY_BYTES = 400_000_000
"""Length of the array that is copied: far above any cache."""
MIB = 2**20


@dataclass(frozen=True)
class Spent:
    """What one call took: processor time of all its threads, and time on the clock."""

    cpu_s: float
    wall_s: float


def spent(call: Callable[[], Any]) -> Spent:
    """Return what a call took; a call that measures itself returns its own `Spent`.

    A self-measured call is one in which a part does not count (a rival's stopping rule).
    """
    wall, cpu = time.perf_counter(), time.process_time()
    answer = call()
    if isinstance(answer, Spent):
        return answer
    return Spent(time.process_time() - cpu, time.perf_counter() - wall)


def steady(times: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return least and median of repeated calls, and how many there were.

    Raises:
        ValueError: there is no call.
    """
    if not times:
        raise ValueError("no calls were measured")
    out: dict[str, float] = {"repeats": len(times)}
    for kind in ("cpu_s", "wall_s"):
        values = [t[kind] for t in times]
        out[f"{kind}_min"] = min(values)
        out[f"{kind}_median"] = statistics.median(values)
    return out


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Return k of the line time = c * size^k with the least squares in logarithms.

    Raises:
        ValueError: fewer than two different sizes, or a number that is not positive.
    """
    if len(set(sizes)) < 2 or min(*sizes, *times) <= 0:
        raise ValueError("an exponent needs two different sizes, and positive numbers")
    x, y = [math.log(s) for s in sizes], [math.log(t) for t in times]
    mx, my = statistics.fmean(x), statistics.fmean(y)
    above = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    return above / sum((a - mx) ** 2 for a in x)


def peak_rss_mib() -> float:
    """Return the most memory that this process has held.

    Linux hands `ru_maxrss` on from the process that started this one, so its own status is asked
    first.
    """
    held = re.search(r"^VmHWM:\s+(\d+) kB", _read("/proc/self/status"), re.MULTILINE)
    if held:
        return int(held.group(1)) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MIB if platform.system() == "Darwin" else most / 1024


def copy_bandwidth(repeats: int = 8) -> float:
    """Return GB per second, read plus written, at which one thread copies a large array."""
    import numpy as np

    source = np.ones(COPY_BYTES // 8)
    target = np.zeros_like(source)
    best = min(spent(lambda: np.copyto(target, source)).wall_s for _ in range(repeats))
    return 2 * COPY_BYTES / best / 1e9


def machine() -> dict[str, Any]:
    """Return what the times depend on; what the system does not tell is left out."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    caches = {}
    for folder in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        if _read(folder / "type").strip() != "Instruction":
            caches[f"L{_read(folder / 'level').strip()}"] = _read(folder / "size").strip()
    found = {
        "system": platform.system(),
        "processor": cpu.group(1).strip() if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "caches": caches,
        "memory_gib": round(int(memory.group(1)) / MIB, 1) if memory else None,
    }
    return {key: value for key, value in found.items() if value}


def versions() -> dict[str, str]:
    """Return the versions of Python and of every library that is there."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def as_numbers(taken: Spent) -> dict[str, float]:
    """Return a `Spent` as plain data."""
    return asdict(taken)


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
