from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from standoff.errors import (
    ExitCode,
    GameTooLargeError,
    LostWorkerError,
    MissingExtraError,
    ScenarioError,
    SolveError,
    StandoffError,
    UsageError,
)

README = Path(__file__).resolve().parents[2] / "README.md"


def test_exit_codes_are_the_documented_ones():
    assert {code.name: int(code) for code in ExitCode} == {
        "OK": 0,
        "FAILED": 1,
        "USER_MISTAKE": 2,
        "NOT_SOLVED": 3,
        "INTERRUPTED": 130,
    }


def test_the_readme_names_every_exit_code():
    (sentence,) = re.findall(
        r"Exit codes: (.*?)\.\n", README.read_text(encoding="utf-8"), re.DOTALL
    )
    assert [int(n) for n in re.findall(r"\d+", sentence)] == [int(code) for code in ExitCode]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StandoffError("x"), ExitCode.FAILED),
        (UsageError("x"), ExitCode.USER_MISTAKE),
        (ScenarioError([]), ExitCode.USER_MISTAKE),
        (MissingExtraError("interop", "export"), ExitCode.USER_MISTAKE),
        (SolveError(1, 2), ExitCode.NOT_SOLVED),
        (LostWorkerError("x", 3, "it ended"), ExitCode.NOT_SOLVED),
        (GameTooLargeError("x", nodes=1, memory_bytes=1, budget_bytes=1), ExitCode.NOT_SOLVED),
    ],
)
def test_each_error_knows_its_exit_code(error, code):
    assert isinstance(error, StandoffError)
    assert error.exit_code is code


def test_scenario_error_counts_its_findings_and_shows_the_first():
    first = SimpleNamespace(code="SC101", message="a is wrong")
    error = ScenarioError([first, "b is wrong"], "strait.yaml")
    assert str(error) == "strait.yaml: 2 findings; the first is: a is wrong"
    assert error.diagnostics == (first, "b is wrong")


def test_too_large_says_size_budget_and_contributors():
    error = GameTooLargeError(
        "Strait crisis",
        nodes=12_345_678,
        memory_bytes=3 * 1024**3,
        budget_bytes=512 * 1024**2,
        contributors=["`turns.talk` is repeated 40 times"],
    )
    assert str(error).splitlines() == [
        "`Strait crisis` would have 12,345,678 nodes and need 3.0 GiB; the budget is 512.0 MiB",
        "what contributes most:",
        "  - `turns.talk` is repeated 40 times",
    ]


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (2 * 1024**5, "2,048.0 TiB")],
)
def test_sizes_are_written_in_the_unit_that_fits(size_bytes, text):
    error = GameTooLargeError("x", nodes=1, memory_bytes=size_bytes, budget_bytes=0)
    assert f"need {text};" in str(error)


def test_solve_error_says_how_many_and_why():
    error = SolveError(3, 500, ["stopped after max_steps"])
    assert str(error) == "3 of 500 draws were not solved: stopped after max_steps"


def test_missing_extra_names_the_command():
    error = MissingExtraError("interop", "`standoff verify`")
    assert str(error) == "`standoff verify` needs the extra `interop`, which is not installed"
    assert error.help == "pip install 'standoff[interop]'"
