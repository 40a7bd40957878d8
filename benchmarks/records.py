"""Results as lines of JSON: one line per program and case, failures included."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Results:
    """A file of results to which whole lines are added; what another run left is kept aside."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.replace(path.with_suffix(".previous.jsonl"))
        path.touch()

    def add(self, record: Mapping[str, Any]) -> None:
        """Add a record in one write, so that an interrupted run leaves whole lines."""
        line = (json.dumps(record, allow_nan=True) + "\n").encode()
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)


def read_results(paths: Iterable[Path]) -> list[Record]:
    """Return the records of files; a later one replaces an earlier of the same case and program.

    A last line without its end, as a full disk leaves it, is passed over.
    """
    kept: dict[tuple[str, str], Record] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n") and line.strip():
                record = json.loads(line)
                kept[record["case"], record["program"]] = record
    return list(kept.values())
