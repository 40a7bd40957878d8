"""Three equilibria of a crisis: as roots of an equation, on a grid, and by the search."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from signalling import CELLS, PAY, PLACES, rounded
from tests.support.lewis_schultz import (
    challenge_and_fight,
    grid,
    resistance,
    roots,
    roots_on_grid,
)

from conftest import load_once
from standoff.report.solution import outcomes
from standoff.solve import Search, find_equilibria
from standoff.solve.playing import reach_probabilities

NAME = "lewis-schultz-2003-signalling"
TABLE = 1e-6
"""The reference table is polished to its last digit, 1e-10; this is what was promised."""
EXACT = 1e-8
"""The residual that the solver promises."""


def continuous(pay):
    """Return (challenge, resist, fight) in every equilibrium, least resistance first."""
    found = roots(lambda r: resistance(r, pay))
    return np.array(
        [(challenge_and_fight(r, pay)[0], r, challenge_and_fight(r, pay)[1]) for r in found]
    )


@pytest.mark.shared
def test_all_roots_agree_with_the_reference_table(shared_dir):
    folder = shared_dir / "data" / "reference"
    with (folder / "sigint_generate_eq_settings.csv").open(encoding="utf-8") as file:
        settings = {row.pop("id"): row for row in csv.DictReader(file)}
    with (folder / "sigint_generate_eq.csv").open(encoding="utf-8") as file:
        rows = [
            r for r in csv.DictReader(file) if r["polished"] == "TRUE" and r["gridsize"] == "1e+06"
        ]
    assert len(settings) == 9
    for name, row in settings.items():
        own = [r for r in rows if r["id"] == name]
        wanted = [(float(r["pC"]), float(r["pR"]), float(r["pF"])) for r in own]
        found = continuous({key: float(value) for key, value in row.items()})
        assert len(found) == len(wanted) == int(own[0]["n_eq"])
        np.testing.assert_allclose(found, sorted(wanted, key=lambda w: w[1]), atol=TABLE)


def test_second_reading(answers):
    told = answers(NAME)
    ids = ("prob_challenge", "prob_resist", "prob_fight")
    np.testing.assert_allclose(
        continuous(PAY), np.array([told[key]["value"] for key in ids]).T, atol=1e-9
    )


def test_finer_grids_come_nearer_and_have_three_as_well():
    wanted = continuous(PAY)[:, 1]
    error = []
    for finer in (1, 4, 16):
        step, step_b = PLACES["step"] / finer, PLACES["step_b"] / finer
        lowest, lowest_b = -2.9 if finer > 1 else PLACES["lowest"], PLACES["lowest_b"]
        cells = grid(PAY, CELLS * finer, lowest, step, lowest_b, step_b)
        found = [play["prob_resist"] for play in roots_on_grid(cells, PAY, 30.0 * finer)]
        assert len(found) == 3
        error.append(np.abs(np.array(found) - wanted).max())
    assert error[0] < 0.02
    assert error[1] < 0.013
    assert error[2] < 0.003


@pytest.fixture(scope="module")
def searched():
    game, numbers = load_once(NAME)
    found = find_equilibria(game, numbers, starts=8, threads=1)
    played = []
    for sigma in found.strategy.T:
        ends = outcomes(game, reach_probabilities(game, numbers, sigma[:, None])[:, 0])
        challenge = 1 - ends["quiet"]
        resist = 1 - ends["given_way"] / challenge
        played.append((challenge, resist, ends["war"] / (challenge * resist)))
    return found, np.array(sorted(played, key=lambda row: row[1]))


def test_the_search_finds_all_three_of_the_grid(searched):
    found, played = searched
    wanted = [
        (p["prob_challenge"], p["prob_resist"], p["prob_fight"])
        for p in roots_on_grid(rounded(), PAY, 30.0)
    ]
    assert found.count.tolist() == [3]
    assert found.search.tolist() == [Search.BALANCED]
    assert sorted(found.index.tolist()) == [-1, 1, 1]
    np.testing.assert_allclose(played, wanted, atol=EXACT)


def test_they_are_those_of_the_continuous_game_within_the_grids_error(searched, answers):
    _, played = searched
    for column, key in enumerate(("prob_challenge", "prob_resist", "prob_fight")):
        told = answers(NAME)[key]
        np.testing.assert_allclose(played[:, column], told["value"], atol=told["tolerance"])


def test_the_middle_one_repels_and_the_principal_branch_leads_to_the_least_resistance(searched):
    found, played = searched
    assert found.principal[0]
    assert found.index[0] == 1
    assert played[0, 1] < 0.3
