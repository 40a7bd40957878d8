from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.random_games import random_game

from standoff.game.game import NONE
from standoff.game.ordering import arrange, play_order

CROSSED = 71
"""Seed of a game whose information sets cannot be put in order."""


def parents(game):
    return np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))


@pytest.mark.parametrize("seed", [*range(20), CROSSED])
def test_an_arranged_game_keeps_what_the_record_promises(seed):
    game = random_game(seed)
    assert (parents(game) < game.edge_child).all()
    assert np.array_equal(np.sort(game.infoset_nodes), np.flatnonzero(game.node_infoset != NONE))
    for i in range(game.n_infosets):
        nodes = game.infoset_nodes[game.infoset_start[i] : game.infoset_start[i + 1]]
        assert (game.node_infoset[nodes] == i).all()
        assert (game.node_player[nodes] == game.infoset_player[i]).all()
        moves = game.action_start[i + 1] - game.action_start[i]
        assert (np.diff(game.edge_start)[nodes] == moves).all()
        if game.contiguous:
            assert np.array_equal(nodes, np.arange(nodes[0], nodes[-1] + 1))
        assert (np.diff(nodes) > 0).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_order_names_every_node_once_in_ascending_order(seed):
    game = random_game(seed)
    played = []
    for item in game.order.tolist():
        nodes = (
            [-1 - item]
            if item < 0
            else game.infoset_nodes[game.infoset_start[item] : game.infoset_start[item + 1]]
        )
        played += list(nodes)
    assert played == list(range(game.n_nodes))


def test_crossed_sets_have_no_order():
    assert not random_game(CROSSED).contiguous
    assert len(random_game(CROSSED).order) == 0


@pytest.mark.parametrize("seed", [*range(10), CROSSED])
def test_any_numbering_is_arranged_to_the_same_game(seed):
    """Shuffle all nodes but the root; payoff rows tell the nodes apart afterwards."""
    game = random_game(seed)
    tagged = replace(game, node_pay=np.arange(game.n_nodes), pay_rows=game.n_nodes)
    rng = np.random.default_rng(seed)
    order = np.concatenate(([0], 1 + rng.permutation(game.n_nodes - 1)))
    rank = np.argsort(order)
    degree = np.diff(game.edge_start)[order]
    edges = np.concatenate([np.arange(game.edge_start[n], game.edge_start[n + 1]) for n in order])
    shuffled = replace(
        tagged,
        node_player=game.node_player[order],
        node_infoset=game.node_infoset[order],
        node_pay=tagged.node_pay[order],
        node_outcome=game.node_outcome[order],
        edge_start=np.concatenate(([0], np.cumsum(degree))),
        edge_child=rank[game.edge_child[edges]],
        edge_pay=game.edge_pay[edges],
        edge_prob=game.edge_prob[edges],
        edge_label=game.edge_label[edges],
    )
    back = arrange(shuffled)
    assert (parents(back) < back.edge_child).all()
    assert back.contiguous == game.contiguous
    tag = back.node_pay
    assert np.array_equal(back.node_player, game.node_player[tag])
    assert np.array_equal(back.node_outcome, game.node_outcome[tag])
    assert set(zip(tag[parents(back)], tag[back.edge_child], back.edge_pay, strict=True)) == set(
        zip(parents(game), game.edge_child, game.edge_pay, strict=True)
    )
    names = [(game.infoset_labels[i] if i != NONE else "") for i in game.node_infoset[tag]]
    assert names == [(back.infoset_labels[i] if i != NONE else "") for i in back.node_infoset]


def test_a_circle_is_refused():
    with pytest.raises(ValueError, match="a node comes after itself"):
        play_order(np.array([-1, -1]), np.array([0, 1, 2]), np.array([1, 0]))


def test_a_node_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="cannot be reached"):
        play_order(np.array([-1, -1]), np.array([0, 0, 0]), np.array([], dtype=np.int64))


def test_a_set_waits_for_its_latest_node():
    """Set 1 is reached from the root at once and through nature; it comes after nature."""
    play = play_order(
        np.array([0, 1, NONE, NONE, 1, NONE]),
        np.array([0, 2, 3, 4, 4, 5, 5]),
        np.array([1, 2, 3, 4, 5]),
    )
    assert play.nodes.tolist() == [0, 2, 1, 4, 3, 5]
    assert play.order.tolist() == [0, -2, 1, -5, -6]
