"""The solution of one draw as plain data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from standoff.interop.efg import read_efg
from standoff.report.solution import edge_flow, solution_data, strategies
from standoff.solve import solve
from standoff.solve.playing import reach_probabilities

TREE = """EFG 2 R "a shot in the dark" { "a" "b" }
""
c "" 1 "" { "up" 1/5 "down" 4/5 } 0
p "" 1 1 "top" { "x" "x" } 0
t "" 1 "one" { 5, 0 }
t "" 2 "two" { 0, 10 }
t "" 3 "three" { 1, 1 }
"""


@pytest.fixture(scope="module")
def solved():
    game, numbers = read_efg(TREE)
    numbers = numbers.with_lam(0.0)
    return game, numbers, solve(game, numbers, threads=1)


def test_what_flows_into_a_node_is_its_reach(solved):
    game, numbers, solution = solved
    reach = reach_probabilities(game, numbers, solution.strategy)[:, 0]
    inflow = np.zeros(game.n_nodes)
    np.add.at(inflow, game.edge_child, edge_flow(game, numbers, solution.strategy[:, 0], reach))
    assert inflow[1:] == pytest.approx(reach[1:])
    assert sorted(reach) == pytest.approx([0.1, 0.1, 0.2, 0.8, 1.0])


def test_payoffs_and_outcomes_are_expectations(solved):
    data = solution_data(*solved)
    assert data["payoffs"] == pytest.approx({"a": 0.1 * 5 + 0.8, "b": 0.1 * 10 + 0.8})
    assert data["outcomes"] == pytest.approx({"one": 0.1, "two": 0.1, "three": 0.8})
    assert data["certificate"]["gap"] is None  # lambda 0: no bound
    json.dumps(data, allow_nan=False)


def test_moves_of_a_tree_keep_apart(solved):
    game, _, solution = solved
    assert list(strategies(game, solution.strategy[:, 0])["a"]["top"]) == ["x", "x_2"]
