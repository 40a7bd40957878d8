from __future__ import annotations

import re
from pathlib import Path

from standoff.axes import AXES

NOTATION = Path(__file__).resolve().parents[2] / "docs" / "notation.md"


def test_the_page_lists_the_same_letters_with_the_same_words():
    rows = re.findall(
        r"^\| `([A-Z])` \| (.+) \|$", NOTATION.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert dict(rows) == dict(AXES)
    assert len(rows) == len(AXES)


def test_letters_are_single_capitals():
    assert all(re.fullmatch("[A-Z]", letter) for letter in AXES)
