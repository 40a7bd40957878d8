"""The whole shipped crisis as it is meant to be run: 200 draws, all certified, within its bounds.

The bounds are those promised for two cores: ten minutes and 8 GB. Writes what was seen to
`verification/results/whole_crisis.md`.

Run: `make verify`, or `pytest verification/test_whole_crisis.py`
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from standoff import library
from standoff.game import compile_game, draw_numbers
from standoff.solve import solve

DRAWS = 200
SECONDS = 600
GIGABYTES = 8.0
KIB = 1024
SAME = 1e-8
"""What the program promises of a choice probability."""
RESULTS = Path(__file__).parent / "results"


def test_the_whole_crisis_is_solved_in_time(tmp_path: Path) -> None:
    """All draws certified, within ten minutes and 8 GB."""
    run = tmp_path / "run"
    command = [sys.executable, "-m", "standoff.cli.main", "forecast", "nato-2022", "--quiet"]
    begun = time.monotonic()
    subprocess.run([*command, "--draws", str(DRAWS), "--out", str(run)], check=True, text=True)
    seconds = time.monotonic() - begun
    gigabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB / 1e9
    found = json.loads((run / "forecast.json").read_text(encoding="utf-8"))
    certificate = found["certificate"]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "whole_crisis.md").write_text(
        f"{DRAWS} draws of nato-2022 ({found['size']['nodes']:,} nodes): {seconds:.0f} s, "
        f"{gigabytes:.1f} GB, {certificate['solved']} certified, residual at most "
        f"{certificate['residual_max']:.1e}\n",
        encoding="utf-8",
    )
    assert certificate["solved"] == DRAWS
    assert seconds < SECONDS
    assert gigabytes < GIGABYTES


def test_the_ladder_stays_on_the_principal_branch() -> None:
    """The game is too long for the check that a forecast makes; here one draw is followed."""
    scenario = library.load("nato-2022")
    game = compile_game(scenario)
    numbers = draw_numbers(scenario, game, 1, 1)[1]
    ladder, followed = solve(game, numbers), solve(game, numbers, method="arclength")
    assert ladder.solved.all()
    assert followed.solved.all()
    assert followed.turned.tolist() == [0]
    assert np.abs(ladder.strategy - followed.strategy).max() < SAME
