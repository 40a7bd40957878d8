"""Opening files, naming them, and saying everything at once."""

from __future__ import annotations

import hashlib

import pytest
from tests.support.corpus import LIBRARY, VALID

from standoff.diagnostics import Severity
from standoff.errors import ExitCode, ScenarioError
from standoff.scenario import check_text, load_scenario

SMALL = next(path for path in VALID if path.stem == "small")
MAX_SECONDS = 2.0
"""Longest time that loading any shipped file may take; it is about a tenth of a second."""


def fails(*args, **kwargs):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(*args, **kwargs)
    return caught.value


@pytest.mark.parametrize(
    ("name", "words"),
    [("nowhere.yaml", "there is no file"), ("", "cannot be read|is a folder"), ("a\0b", "cannot")],
)
def test_files_that_cannot_be_opened(name, words):
    error = fails(name)
    assert [item.code for item in error.diagnostics] == ["SC111"]
    assert any(word in error.diagnostics[0].message for word in words.split("|"))
    assert error.exit_code is ExitCode.USER_MISTAKE


def test_a_folder_is_no_file(tmp_path):
    error = fails(tmp_path)
    assert "is a folder" in error.diagnostics[0].message
    assert "scenario.yaml" in error.diagnostics[0].help


def test_names(tmp_path):
    folder = tmp_path / "strait-1914"
    folder.mkdir()
    for name in ("scenario.yaml", "other.yaml"):
        (folder / name).write_bytes(SMALL.read_bytes())
    assert load_scenario(folder / "scenario.yaml").name == "strait-1914"
    assert load_scenario(folder / "other.yaml").name == "other"


def test_the_hash_is_that_of_the_bytes():
    content = SMALL.read_bytes()
    assert load_scenario(SMALL).hash == hashlib.sha256(content).hexdigest()
    assert load_scenario("x", text=content.decode()).hash == load_scenario(SMALL).hash


def test_all_mistakes_at_once_in_file_order():
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace("title", "titel").replace("mover: west", "mover: weast")
    text = text.replace("[10, 50]", "[50, 10]").replace("outcome: war", "outcome: wra")
    found = check_text(text, "x.yaml")
    assert [item.code for item in found] == ["SC201", "SC211", "SC306", "SC305"]
    assert [item.span.line for item in found] == sorted(item.span.line for item in found)


def test_one_mistake_one_message():
    text = SMALL.read_text(encoding="utf-8").replace("outcomes:", "outcmes:")
    assert [item.code for item in check_text(text, "x")] == ["SC201"]
    text = SMALL.read_text(encoding="utf-8").replace("    means: what", "    maens: what")
    assert [item.code for item in check_text(text, "x")] == ["SC201"]
    text = SMALL.read_text(encoding="utf-8").replace("{range: [0, 2], start: 0}", "5")
    assert [item.code for item in check_text(text, "x")] == ["SC203"]


def test_warnings_wait_until_the_errors_are_gone():
    text = SMALL.read_text(encoding="utf-8").replace("cost: {east: war_cost}", "cost: {east: 3}")
    text = text.replace("-war_cost", "-30")
    assert [item.severity for item in check_text(text, "x")] == [Severity.WARNING]
    text = text.replace("title", "titel")
    assert [item.severity for item in check_text(text, "x")] == [Severity.ERROR]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.parent.name)
def test_shipped_files_load_fast(path):
    import time

    start = time.perf_counter()
    scenario = load_scenario(path)
    assert time.perf_counter() - start < MAX_SECONDS
    assert scenario.name == path.parent.name
