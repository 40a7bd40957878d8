"""The command run in process, in an empty folder, and stand-ins for a person's files."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from standoff.cli.main import main


@dataclass(frozen=True)
class Result:
    """What a call of the command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Return a function that calls the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words):
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
