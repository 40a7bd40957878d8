"""The page on adding a source shows what the command prints, and names the limits of the code."""

from __future__ import annotations

import re

import pytest
from tests.support.pages import follow, here, read

from standoff.evidence.sources import LIMITS
from standoff.evidence.sources.html import MAX_CHARACTERS

PAGE = read("how-to/add-a-source.md")


def test_the_page_shows_what_the_program_prints(tmp_path, monkeypatch):
    pytest.importorskip("datasketch")
    monkeypatch.setenv("COLUMNS", "88")
    (text,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "ferrymen.txt").write_text(text, encoding="utf-8")
    commands = follow(PAGE, tmp_path, "unused.yaml", given="", runner=here)
    assert [command.split()[2] for command in commands] == ["add", "show", "groups"]


def test_the_limits_on_the_page_are_those_of_the_code():
    refused = PAGE.split("## When it is refused")[1].replace("\n", " ")
    assert (LIMITS.characters, MAX_CHARACTERS) == (2_000_000, 6_000_000)
    assert "two million characters" in refused
    assert "six million characters of HTML" in refused
    for words in (
        f"{LIMITS.size_bytes / 1e6:g} MB",
        f"{LIMITS.paragraphs:,} paragraphs of {LIMITS.paragraph_characters:,} characters",
        f"{LIMITS.pages} pages",
        f"{LIMITS.stream_bytes / 2**20:.0f} MiB",
        f"{LIMITS.memory_bytes / 2**30:g} GiB",
        f"{LIMITS.seconds:g} seconds",
    ):
        assert words in refused
