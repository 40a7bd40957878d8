"""In every round, all that is read was written in an earlier one."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import duel

from standoff.game import compile_game
from standoff.game.classic import escalation
from standoff.interop.efg import read_efg
from standoff.solve.gpu.rounds import rounds_of, tables
from standoff.solve.passplan import plan_of

PLACES = {"old": 0, "new": 1, "gain": 2, "reach": 3, "value": 4, "arrivals": 5, "work": 6}

UNEVEN = """EFG 2 R "one information set, endings at different distances" { "a" "b" }
c "" 1 "" { "l" 1/2 "h" 1/2 } 0
p "" 1 1 "" { "x" "y" } 0
t "" 1 "" { 1, 0 }
p "" 2 1 "" { "u" "d" } 0
t "" 2 "" { 0, 1 }
t "" 3 "" { 2, 0 }
p "" 1 1 "" { "x" "y" } 0
t "" 4 "" { 1, 0 }
t "" 5 "" { 2, 1 }
"""


def games():
    yield read_efg(UNEVEN)[0]
    merged = compile_game(duel(3, memory="state"))
    yield merged
    yield replace(merged, order=np.zeros(0, dtype=np.int64))
    yield compile_game(duel(2))
    yield escalation(200)[0]


@pytest.mark.parametrize("game", list(games()))
def test_nothing_is_read_before_it_is_written(game):
    plan = plan_of(game)
    rounds = rounds_of(plan)
    t = plan.table
    of_set = np.full(plan.nodes, -1)
    for i in range(plan.sets):
        first, stop = t[plan.set_start + i], t[plan.set_start + i + 1]
        of_set[t[plan.set_nodes + first : plan.set_nodes + stop]] = i
    some = 0
    for n in range(plan.nodes):
        i = of_set[n]
        for e in range(t[plan.edge_start + n], t[plan.edge_start + n + 1]):
            v = t[plan.edge_value + e]
            if v >= plan.nodes:
                continue
            some += 1
            assert rounds.down[v] > rounds.down[n]
            assert rounds.up[v] < rounds.up[n]
            if i >= 0:
                assert rounds.up[v] < rounds.sets[i]
        if i >= 0 and plan.at_once:
            assert rounds.sets[i] == rounds.up[n]  # a set responds before its nodes are valued
    assert some


@pytest.mark.parametrize("game", list(games()))
def test_everything_has_a_round_and_only_one(game):
    plan = plan_of(game)
    table, s = tables(plan, PLACES)
    np.testing.assert_array_equal(table[: len(plan.table)], plan.table)
    for name, start, rounds, count in (
        ("down_node", s.down_start, s.downs, plan.nodes),
        ("up_node", s.up_start, s.ups, plan.nodes),
        ("set_of", s.set_start, s.ups, plan.sets),
        ("entry_of", s.entry_start, s.ups, plan.entries),
    ):
        first = getattr(s, name)
        assert sorted(table[first : first + count]) == list(range(count))
        bounds = table[start : start + rounds + 1]
        assert bounds[0] == 0
        assert bounds[-1] == count
        assert (np.diff(bounds) >= 0).all()
