"""The commands on the pages about advice, offers and information run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from standoff.cli.main import main

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to"
COMMAND = re.compile(r"^    standoff (.+)$", re.MULTILINE)
NAMES = ("advise-a-party", "find-an-offer", "value-information")
COMMANDS = [
    (name, line)
    for name in NAMES
    for line in COMMAND.findall((PAGES / f"{name}.md").read_text(encoding="utf-8"))
]


def test_every_page_has_a_command():
    assert {name for name, _ in COMMANDS} == set(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_commands_of_the_pages_run(page, line, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    few = re.sub(r"--draws \d+", "--draws 2", line)
    assert main([*few.split(), "--quiet"]) == 0, page
    assert "Russia" in capsys.readouterr().out


def test_the_file_of_the_case_in_which_knowing_hurts_is_where_the_page_says():
    text = (PAGES / "value-information.md").read_text(encoding="utf-8")
    place = re.search(r"`(tests/[a-z_/]+\.py)`", text)
    assert place is not None
    assert "TRUST" in (PAGES.parents[1] / place.group(1)).read_text(encoding="utf-8")
