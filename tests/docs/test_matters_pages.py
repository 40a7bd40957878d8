"""The pages on what matters, and on what would have to be true, show what the program prints."""

from __future__ import annotations

import pytest
from tests.support.pages import ROOT, follow, here, read

TEXT = (ROOT / "tests/support/strait.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "verb"),
    [("see-what-matters", "matters"), ("ask-what-would-have-to-be-true", "would")],
)
def test_the_page_shows_what_the_program_prints(page, verb, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.setenv("NO_COLOR", "1")
    commands = follow(read(f"how-to/{page}.md"), tmp_path, "strait.yaml", given=TEXT, runner=here)
    assert [command.split()[1] for command in commands] == [verb]
