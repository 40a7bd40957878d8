"""The file with every default filled in gives the same scenario."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.corpus import LIBRARY, VALID

from standoff.scenario import full_text, load_scenario


@pytest.mark.parametrize("path", [*VALID, *LIBRARY], ids=lambda p: p.parent.name + "-" + p.stem)
def test_the_full_file_is_the_same_scenario(path):
    before = load_scenario(path)
    after = load_scenario(path, text=full_text(path))
    assert replace(after, hash="", warnings=()) == replace(before, hash="", warnings=())
    assert after.hash != before.hash


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_filling_twice_changes_nothing(path):
    once = full_text(path)
    assert full_text("again.yaml", text=once) == once


def test_defaults_are_written_out():
    text = full_text(next(path for path in VALID if path.stem == "ladder"))
    for line in ("payoffs: percent", "memory: history", "precision: 10", "growth: 2", "name: West"):
        assert line in text
    assert "null" not in text
