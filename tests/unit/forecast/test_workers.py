"""Worker processes: the same bits, a lost one costs its chunk, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.support.crews import assert_same
from tests.support.hypergames import dare

from standoff.errors import ExitCode, LostWorkerError, StandoffError
from standoff.forecast import Workers, forecast

DRAWS = 160
IMPOSSIBLE = """
views:
  meek:
    held_by: [a]
    rules_out: [resist]
    parameters: {lam: {value: 0, evidence: assumed}}
"""
"""Nobody who errs freely can be sure not to make a move; each chunk finds that out by itself."""
PATIENCE = 60.0
"""Seconds after which a process that should have gone counts as left behind."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")


@pytest.fixture(scope="module")
def alone():
    return forecast(dare(), draws=DRAWS, threads=1)


@pytest.fixture(scope="module")
def crew():
    with Workers(2) as made:
        yield made


def gone(pid):
    """Return whether a process ends within the patience."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_two_workers_give_the_same_bits(alone, crew):
    assert_same(forecast(dare(), draws=DRAWS, crew=crew), alone)
    assert len(crew.pids) == 2


def test_workers_take_one_job_after_another_and_leave_ctrl_c_to_others(alone, crew):
    """A terminal sends Ctrl-C to every process."""
    before = list(crew.pids)
    for pid in before:
        os.kill(pid, signal.SIGINT)
    other = forecast(dare(), draws=DRAWS, seed=2, crew=crew)
    assert_same(other, forecast(dare(), draws=DRAWS, seed=2, threads=1))
    assert_same(forecast(dare(), draws=DRAWS, crew=crew), alone)
    assert crew.pids == before


def test_killed_workers_cost_only_their_chunks(alone, crew):
    before, killed = list(crew.pids), []

    def kill(stage, done, total):
        if stage == "solve" and 0 < done < total and len(killed) < len(before):
            killed.append(before[len(killed)])
            os.kill(killed[-1], signal.SIGKILL)

    assert_same(forecast(dare(), draws=DRAWS, crew=crew, progress=kill), alone)
    assert killed == before
    assert not set(crew.pids) & set(killed)


def test_a_chunk_that_kills_its_workers_is_given_up():
    def kill(stage, done, total):
        if stage == "solve":
            for pid in doomed.pids:
                os.kill(pid, signal.SIGKILL)

    with Workers(1) as doomed, pytest.raises(LostWorkerError) as raised:
        forecast(dare(), draws=8, crew=doomed, progress=kill)
    assert "lost its worker 3 times, at last because it was ended by SIGKILL" in str(raised.value)
    assert "more memory" in raised.value.help


def test_what_a_worker_finds_wrong_is_raised_here(crew):
    with pytest.raises(
        StandoffError, match="the view `meek` rules out `resist`, and yet"
    ) as raised:
        forecast(dare(IMPOSSIBLE), draws=8, crew=crew)
    assert raised.value.exit_code == ExitCode.USER_MISTAKE
    assert raised.value.help


def test_none_is_left_when_work_is_stopped():
    def stop(stage, done, total):
        if stage == "solve" and crew.pids:
            seen.extend(crew.pids)
            raise KeyboardInterrupt

    seen = []
    crew = Workers(2)
    with pytest.raises(KeyboardInterrupt):
        forecast(dare(), draws=DRAWS, crew=crew, progress=stop)
    assert seen
    assert crew.pids == []
    assert all(gone(pid) for pid in seen)


def test_a_worker_ends_with_the_process_that_started_it():
    """Only its pipe tells it."""
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "standoff.forecast.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert worker.poll() is None
        out, err = worker.communicate(timeout=PATIENCE)  # closes its stdin first
    finally:
        worker.kill()
    assert (worker.returncode, out, err) == (0, b"", b"")
