"""The reference page is what the verbs' help makes it."""

from __future__ import annotations

from pathlib import Path

from standoff.cli.reference import reference
from standoff.errors import ExitCode

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "cli.md"


def test_the_page_is_current():
    made = reference()
    stored = PAGE.read_text(encoding="utf-8")
    assert stored == made, "run `python -m standoff.cli.reference > docs/reference/cli.md`"


def test_the_page_has_every_exit_code_and_option():
    page = reference()
    for code in ExitCode:
        assert f"\n| {int(code)} | " in page
    for option in ("--draws", "--seed", "--out", "--overwrite", "--json", "--lam", "--to"):
        assert f"`{option}" in page
