"""The CUDA kernels, run by numba's simulator in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from standoff.solve.anderson import STALLED

SAME = 1e-12
"""Only exp and sums over a strategy differ, in their last digits."""
CASES = [
    "kuhn",
    "more than four moves",
    "one worker",
    "sets that are never reached",
    "two groups, one filled up",
    "values under one strategy",
]


@pytest.fixture(scope="module")
def simulated():
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("simulated.py")],
        env=os.environ | {"NUMBA_ENABLE_CUDASIM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_all_cases_were_run(simulated):
    assert sorted(simulated["compared"]) == sorted(CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_device_climbs_as_the_processor_does(simulated, case):
    found = simulated["compared"][case]
    assert found["apart"] <= SAME
    assert found["solved"]
    assert found["certified"]
    assert found["same_status"]
    assert set(found["lam"]) == {0.0}
    for cpu, gpu in (found["passes"], found["steps"]):
        assert cpu == gpu


def test_a_draw_has_the_same_answer_alone_and_with_others(simulated):
    assert simulated["alone"]


def test_a_draw_that_stalls_stays_where_the_processor_would_leave_it(simulated):
    found = simulated["stalled"]
    assert found["gpu"][0] == STALLED
    assert found["gpu"] == found["cpu"]
    assert found["apart"] <= SAME
