"""The command as a process of its own: start, pipes, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

COMMAND = [sys.executable, "-m", "standoff.cli.main"]
HEAVY = ["numba", "scipy", "altair", "pyarrow", "vl_convert"]
START_SECONDS = 0.5
"""What a person takes for at once; the least of three starts, as the machine may be busy."""


@pytest.mark.parametrize("words", [["--help"], ["check", "strait.yaml"], ["library"]])
def test_light_verbs_import_nothing_heavy(scenario, words):
    code = (
        "import sys; from standoff.cli.main import main; main(sys.argv[1:]);"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True, text=True, check=True, cwd=scenario.parent,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_comes_at_once():
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    assert min(times) < START_SECONDS


def test_a_reader_that_goes_away_is_no_mistake(scenario):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "library", "--json"], stdout=writer, stderr=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def pressed(process):
    """Press Ctrl-C, again after 20 s: on a machine with other work the first may get lost."""
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            continue
    return process.communicate(timeout=20)


def test_ctrl_c_during_a_forecast_leaves_no_trace(scenario):
    """Enough draws that the solver is still busy when the signal comes."""
    folder = scenario.parent
    words = ["forecast", "nato-2022-core", "--draws", "3000", "--out", "deep/run"]
    process = subprocess.Popen(
        [*COMMAND, *words], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        said = ""
        while "solve" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        hidden = [path.name for path in (folder / "deep").iterdir()]
        assert len(hidden) == 1
        assert hidden[0].startswith(".run.standoff-new-")
        out, err = pressed(process)
    finally:
        process.kill()
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "stopped; nothing was written"
    assert "Traceback" not in err
    assert [path.name for path in folder.iterdir()] == ["strait.yaml"]
