"""Damaged files through the command: a clear answer and the right exit code, never a traceback."""

import json
import subprocess
import sys

import pytest
from tests.support.corpus import VALID
from tests.support.mutations import mutate

from standoff.cli.main import main
from standoff.errors import ExitCode

CHECKED = 1_000
RUN = 12
"""Damaged files that are also solved, in a process of their own: this is slow."""
ANSWERS = {ExitCode.OK, ExitCode.USER_MISTAKE}


def damaged(seed: int) -> bytes:
    return mutate(VALID[seed % len(VALID)].read_text(encoding="utf-8"), seed)


def test_a_thousand_damaged_files_are_answered(tmp_path, capsys):
    target = tmp_path / "damaged.yaml"
    refused = 0
    for seed in range(CHECKED):
        target.write_bytes(damaged(seed))
        code = main(["check", str(target)])
        printed = "".join(capsys.readouterr())
        assert code in ANSWERS, (seed, printed)
        assert "Traceback" not in printed
        if code == ExitCode.USER_MISTAKE:
            refused += 1
            assert "error[SC" in printed
            assert "damaged.yaml" in printed
    assert CHECKED / 4 < refused < CHECKED


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5_000, 5_000 + RUN))
def test_damaged_files_are_solved_or_refused(tmp_path, seed):
    target = tmp_path / "damaged.yaml"
    target.write_bytes(damaged(seed))
    done = subprocess.run(
        [sys.executable, "-m", "standoff.cli.main", "solve", str(target), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {*ANSWERS, ExitCode.NOT_SOLVED}, done.stderr
    assert "Traceback" not in done.stderr
    assert isinstance(json.loads(done.stdout), dict)
