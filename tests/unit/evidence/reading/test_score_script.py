"""The script that compares with a key: toy documents, a toy key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[4] / "scripts" / "score_suggest.py"
TEXT = "Denmark will answer within a week.\n\nPerhaps Norway will not.\n\nIt rained on the port.\n"
KEY = """\
- {doc: A, p: 1, start: 0, end: 7, kind: actor, note: a state}
- {doc: A, p: 1, start: 20, end: 33, kind: date}
- {doc: A, p: 2, start: 8, end: 14, kind: actor}
- {doc: A, p: 3, start: 0, end: 9, kind: threat}
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that runs the script in an empty folder without shared material."""

    def call(*words):
        done = subprocess.run(
            [sys.executable, SCRIPT, *words],
            cwd=tmp_path,
            env={"PYTHONPATH": str(SCRIPT.parents[1] / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return call


def test_the_tables_count_and_name_places_but_no_words(run, tmp_path):
    (tmp_path / "key.yaml").write_text(KEY, encoding="utf-8")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    code, out, err = run("--key", "key.yaml", "--source", "a=one.txt")
    assert (code, err) == (0, "")
    for line in (
        "| actor | 2 | 2 | 2 | 1.00 | 1.00 |",
        "| date | 1 | 1 | 1 | 1.00 | 1.00 |",
        "| threat | 1 | 0 | 0 | 1.00 | 0.00 |",
        "| hedge | 0 | 1 | 0 | 0.00 | 1.00 |",
        "| **all** | 4 | 4 | 3 | 0.75 | 0.75 |",
        "- threat: a3 0–9",
        "- hedge: a2 0–7",
    ):
        assert line in out
    assert "Norway" not in out


def test_what_is_missing_is_said(run):
    assert run() == (2, "", "set STANDOFF_SHARED, or write `--source NAME=FILE`\n")
    code, _, err = run("--source", "a=one.txt", "--key", "none.yaml")
    assert (code, err) == (2, "there is no key none.yaml\n")
