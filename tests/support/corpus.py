"""The example files under tests/corpus, and what the wrong ones are expected to say."""

from __future__ import annotations

import re
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus"
VALID = sorted((CORPUS / "valid").glob("*.yaml"))
INVALID = sorted((CORPUS / "invalid").glob("*.yaml"))
LIBRARY = sorted((Path(__file__).parents[2] / "src/standoff/library").glob("*/*/scenario.yaml"))


def expected(path: Path) -> list[tuple[str, int]]:
    """Return code and line of every finding that line 1 of a wrong file announces."""
    first = path.read_bytes().split(b"\n", 1)[0].decode("ascii")
    assert first.startswith("# expect: "), path
    return [(code, int(line)) for code, line in re.findall(r"(SC\d{3}) line (\d+)", first)]
