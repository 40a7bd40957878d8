"""The process of one program in one case: takes orders on its input, answers on a pipe.

Python and compiled libraries print what they like, so answers do not go to the output.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.contestant import Contestant, NotAvailableError
from benchmarks.measure import as_numbers, peak_rss_mib, spent

Data = dict[str, Any]


def main() -> None:
    """Make the contestant, then follow orders until the input ends."""
    job = json.loads(sys.argv[1])
    with os.fdopen(int(sys.argv[2]), "w", encoding="utf-8") as answers:
        contestant: Contestant | None = None
        for line in sys.stdin:
            try:
                if contestant is None:
                    contestant = _make(job)
                answer = ORDERS[line.strip()](contestant, job)
            except (NotAvailableError, ImportError) as error:
                answer = {"status": "not available", "reason": str(error)}
            except Exception as error:  # noqa: BLE001 (whatever a rival raises is its result)
                answer = {"status": "failed", "reason": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _make(job: Data) -> Contestant:
    module, name = job["make"].split(":")
    made = getattr(importlib.import_module(module), name)(**job["options"])
    assert isinstance(made, Contestant)
    return made


def _build(contestant: Contestant, job: Data) -> Data:
    before = peak_rss_mib()
    return {**as_numbers(spent(contestant.build)), "rss_before_mib": before}


def _compile(contestant: Contestant, job: Data) -> Data:
    return as_numbers(spent(contestant.compile))


def _run(contestant: Contestant, job: Data) -> Data:
    return as_numbers(spent(contestant.run))


def _verdict(contestant: Contestant, job: Data) -> Data:
    peak = contestant.peak_mib()  # before the judge takes memory of its own
    found = contestant.verdict()
    saved = contestant.save(Path(job["answer"]))
    return {
        **found,
        "method": contestant.method,
        "draws": contestant.draws,
        "device": contestant.device,
        "size": contestant.size(),
        "peak_rss_mib": peak,
        "saved": saved,
    }


ORDERS: dict[str, Callable[[Contestant, Data], Data]] = {
    "build": _build,
    "compile": _compile,
    "run": _run,
    "verdict": _verdict,
}

if __name__ == "__main__":
    main()
