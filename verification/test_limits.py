"""The branch to its limit on sample files of other programs, and Leduc's published value.

The files are those of Gambit and OpenSpiel, which are not shipped: `STANDOFF_EFG_SAMPLES` names
folders that hold them, separated as in PATH. Every file in which nobody forgets must end with an
agent regret of at most 1e-6 of the payoff range and pass the test for sequential equilibrium, or
with a status that says at which lambda it stopped and why. Writes `verification/results/limits.md`.

Run: `make verify`, or `pytest verification/test_limits.py`
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support import published

from standoff.errors import UsageError
from standoff.interop.efg import read_efg
from standoff.solve import Ending, Verdict, limit, sequential_test
from standoff.solve.playing import reach_probabilities

RESULTS = Path(__file__).parent / "results"
VARIABLE = "STANDOFF_EFG_SAMPLES"
SECONDS = 120.0
"""Processor time per file; Leduc poker needs about 25 s, the others about 1 s or less."""


def folders() -> list[Path]:
    """Return the folders that the variable names."""
    return [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]


SAMPLES = [file for folder in folders() for file in sorted(folder.rglob("*.efg"))]


@dataclass(frozen=True)
class Row:
    """One file, as it stands in the table."""

    file: str
    nodes: int
    ending: str
    lam: float
    regret: float
    verdict: str
    folds: int
    crossings: int
    seconds: float


@pytest.fixture(scope="module")
def table() -> Iterator[list[Row]]:
    """Collect rows; print and write them at the end."""
    rows: list[Row] = []
    yield rows
    lines = [
        "| file | nodes | ending | lambda x range | regret | test | folds | crossings | s |",
        "| --- | ---: | --- | ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {r.file} | {r.nodes} | {r.ending} | {r.lam:.2g} | {r.regret:.1e} | {r.verdict} |"
        f" {r.folds} | {r.crossings} | {r.seconds:.2f} |"
        for r in rows
    ]
    text = "\n".join(lines) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "limits.md").write_text(text, encoding="utf-8")
    print("\n" + text)


def test_the_folders_of_samples_are_named() -> None:
    """Say why the files below are missing, and that a named folder has some."""
    if not folders():
        pytest.skip(f"{VARIABLE} is not set: it names folders with .efg files")
    assert SAMPLES, f"no .efg file below {os.environ[VARIABLE]}"


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_sample(file: Path, table: list[Row]) -> None:
    """Small regret and a sequential equilibrium, or a status that says where it stopped."""
    try:
        game, numbers = read_efg(file)
    except UsageError as error:
        pytest.skip(f"cannot be read: {str(error)[-120:]}")
    if not game.perfect_recall:
        pytest.skip("a player forgets something")
    start = time.process_time()
    found = limit(game, numbers, max_seconds=SECONDS)
    seconds = time.process_time() - start
    test = sequential_test(game, numbers, found.strategy, found.beliefs)
    table.append(
        Row(
            f"{file.parent.name}/{file.name}",
            game.n_nodes,
            found.ending.name.lower(),
            found.lam_range,
            found.relative_regret,
            test.verdict.name.lower(),
            len(found.folds),
            len(found.crossings),
            seconds,
        )
    )
    if found.ending == Ending.SETTLED:
        assert found.relative_regret <= 1e-6
        assert test.verdict == Verdict.PASSED, test.reason
    else:
        assert found.ending.sentence
        assert found.lam_range > 0.0


def test_leduc_has_the_published_value() -> None:
    """-0.085606424078 for the first player: sequence_form_lp_test.py of OpenSpiel, to 6 places."""
    game, numbers = published.leduc()
    found = limit(game, numbers)
    assert found.ending == Ending.SETTLED
    reach = reach_probabilities(game, numbers, found.strategy[:, None])[:, 0]
    paid = game.node_pay >= 0
    value = float(reach[paid] @ numbers.pay[game.node_pay[paid], 0, 0])
    assert value == pytest.approx(-0.085606424078, abs=1e-6)
    test = sequential_test(game, numbers, found.strategy, found.beliefs)
    assert test.verdict == Verdict.PASSED, test.reason
