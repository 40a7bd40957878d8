"""In every round, all that is read was written in an earlier one."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import duel

from standoff.game import compile_game
from standoff.game.classic import escalation
from standoff.interop.efg import read_efg
from standoff.solve.gpu.rounds import FEW, rounds_of, tables, with_their_set
from standoff.solve.passplan import plan_of

PLACES = {"old": 0, "new": 1, "reach": 2, "value": 3, "arrivals": 4, "work": 5}

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
    apart = np.flatnonzero(~with_their_set(plan))
    for first, start, rounds, wanted in (
        (s.down_node, s.down_start, s.downs, range(plan.nodes)),
        (s.up_node, s.up_start, s.ups, apart),
        (s.set_entry, s.set_start, s.ups, starts_of(plan)[:-1]),
    ):
        count = len(wanted)
        assert sorted(table[first : first + count]) == sorted(wanted)
        bounds = table[start : start + rounds + 1]
        assert bounds[0] == 0
        assert bounds[-1] == count
        assert (np.diff(bounds) >= 0).all()


def starts_of(plan):
    return plan.table[plan.action_start : plan.action_start + plan.sets + 1]


def test_nodes_are_valued_with_their_set_if_it_has_few_moves():
    plan = plan_of(escalation(200)[0])
    assert np.flatnonzero(~with_their_set(plan)).tolist() == [0]  # the deal
    many = compile_game(duel(2, memory="state"))
    plan = plan_of(many)
    width = np.diff(starts_of(plan))
    assert with_their_set(plan).sum() == np.diff(many.infoset_start)[width <= FEW].sum()
    loose = plan_of(replace(many, order=np.zeros(0, dtype=np.int64)))
    assert not with_their_set(loose).any()


@pytest.mark.parametrize("game", list(games()))
def test_rounds_list_the_edges_of_the_plan(game):
    plan = plan_of(game)
    t, (table, s) = plan.table, tables(plan, PLACES)
    for k in range(plan.nodes):
        n = table[s.down_node + k]
        listed = np.arange(table[s.down_in + k], table[s.down_in + k + 1])
        given = np.arange(t[plan.in_start + n], t[plan.in_start + n + 1])
        np.testing.assert_array_equal(table[s.in_node + listed], t[plan.in_node + given])
        np.testing.assert_array_equal(table[s.in_weight + listed], t[plan.in_weight + given])
    for k in range((~with_their_set(plan)).sum()):
        n = table[s.up_node + k]
        listed = np.arange(table[s.up_edge + k], table[s.up_edge + k + 1])
        given = np.arange(t[plan.edge_start + n], t[plan.edge_start + n + 1])
        leads = t[plan.edge_value + given] * plan.players
        np.testing.assert_array_equal(table[s.up_row + listed], leads)
        np.testing.assert_array_equal(table[s.up_weight + listed], t[plan.edge_weight + given])
        assert table[s.up_arrive + k] == t[plan.arrive + n] * plan.players


@pytest.mark.parametrize("game", list(games()))
def test_rounds_list_where_every_move_leads(game):
    plan = plan_of(game)
    t, (table, s) = plan.table, tables(plan, PLACES)
    starts = starts_of(plan)
    for k in range(plan.sets):
        i = np.searchsorted(starts, table[s.set_entry + k])
        assert table[s.set_moves + k] == starts[i + 1] - starts[i]
        assert table[s.set_player + k] == t[plan.set_player + i]
        places = np.arange(table[s.member_start + k], table[s.member_start + k + 1])
        given = np.arange(t[plan.set_start + i], t[plan.set_start + i + 1])
        members = table[s.member + places]
        np.testing.assert_array_equal(members, t[plan.set_nodes + given])
        arrive = t[plan.arrive + members] * plan.players
        np.testing.assert_array_equal(table[s.member_arrive + places], arrive)
        pair = s.pair_row + table[s.set_pairs + k]
        for move in range(table[s.set_moves + k]):
            for node in members:
                leads = t[plan.edge_value + t[plan.edge_start + node] + move]
                assert table[pair] == leads * plan.players
                pair += 1
