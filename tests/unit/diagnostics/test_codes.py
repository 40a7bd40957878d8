"""The table of codes."""

from __future__ import annotations

import re
from pathlib import Path

from standoff.diagnostics.codes import CODES, GROUPS

SOURCE = Path(__file__).parents[3] / "src/standoff"
STABLE = 60
"""Codes that exist; the number only ever grows."""


def test_the_table_is_complete():
    assert len(CODES) >= STABLE
    for code, row in CODES.items():
        assert re.fullmatch(r"SC\d{3}", code)
        assert code[:3] in GROUPS
        assert row.wrong != row.right
        for text in (row.title, row.checks, row.why, row.wrong, row.right):
            assert text.strip()
        assert not row.title.endswith(".")
        assert row.checks.endswith(".")
        assert row.why.endswith(".")


def test_every_code_in_the_source_is_in_the_table():
    used = set()
    for folder in ("scenario", "diagnostics"):
        for path in (SOURCE / folder).rglob("*.py"):
            if not path.name.startswith("codes"):
                used |= set(re.findall(r"\"(SC\d{3})\"", path.read_text(encoding="utf-8")))
    assert used == set(CODES)
