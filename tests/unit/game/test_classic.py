"""The well-known games: their sizes, their numbering, and OpenSpiel's word on what they are."""

import numpy as np
import pytest

from standoff.errors import UsageError
from standoff.game import CHANCE, TERMINAL
from standoff.game.classic import kuhn, leduc, liars_dice
from standoff.game.ordering import arrange

GAMES = {
    "kuhn_poker": (kuhn, 58, 12),
    "leduc_poker": (leduc, 9457, 936),
    "liars_dice(dice_sides=3)": (lambda: liars_dice(3), 1147, 192),
    "liars_dice(dice_sides=4)": (liars_dice, 8181, 1024),
}


@pytest.mark.parametrize(("build", "nodes", "sets"), GAMES.values(), ids=GAMES)
def test_sizes_are_those_of_the_rules(build, nodes, sets):
    game, numbers = build()
    assert (game.n_nodes, game.n_infosets) == (nodes, sets)
    np.testing.assert_array_equal(numbers.pay[:, 0], -numbers.pay[:, 1])
    ends = game.node_player == TERMINAL
    assert ((game.node_pay >= 0) == ends).all()


@pytest.mark.parametrize(("build", "nodes", "sets"), GAMES.values(), ids=GAMES)
def test_nodes_and_sets_are_in_order_of_play(build, nodes, sets):
    game, _ = build()
    parent = np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))
    assert (game.edge_child > parent).all()
    assert sorted(game.edge_child) == list(range(1, nodes))
    for k in range(sets):
        members = game.infoset_nodes[game.infoset_start[k] : game.infoset_start[k + 1]]
        assert (np.diff(members) == 1).all()
        assert (game.node_infoset[members] == k).all()
        assert (game.node_player[members] == game.infoset_player[k]).all()
        moves = np.diff(game.edge_start)[members]
        assert (moves == game.action_start[k + 1] - game.action_start[k]).all()
    listed = [n for item in game.order for n in ([-1 - item] if item < 0 else _nodes(game, item))]
    assert listed == list(range(nodes))
    again = arrange(game)
    assert again.contiguous
    assert (again.n_nodes, again.n_infosets) == (nodes, sets)


def _nodes(game, item):
    return list(game.infoset_nodes[game.infoset_start[item] : game.infoset_start[item + 1]])


@pytest.mark.parametrize(("build", "nodes", "sets"), GAMES.values(), ids=GAMES)
def test_names_are_as_many_as_what_they_name(build, nodes, sets):
    game, _ = build()
    assert len(game.infoset_labels) == sets
    assert len(game.action_labels) == game.n_entries
    for player in (0, 1):
        own = [game.infoset_labels[k] for k in np.flatnonzero(game.infoset_player == player)]
        assert len(set(own)) == len(own)


@pytest.mark.parametrize(("name", "row"), GAMES.items(), ids=GAMES)
def test_openspiel_knows_the_same_game(name, row):
    """Walk both trees side by side: movers, number of moves, chances, sets and payoffs agree."""
    pyspiel = pytest.importorskip("pyspiel")
    game, numbers = row[0]()
    pairs: dict = {}
    todo = [(0, pyspiel.load_game(name).new_initial_state())]
    visited = 0
    while todo:
        node, state = todo.pop()
        visited += 1
        edges = range(game.edge_start[node], game.edge_start[node + 1])
        if state.is_terminal():
            assert game.node_player[node] == TERMINAL
            assert list(numbers.pay[game.node_pay[node], :, 0]) == state.returns()
            continue
        if state.is_chance_node():
            assert game.node_player[node] == CHANCE
            chances = [prob for _, prob in state.chance_outcomes()]
            assert numbers.prob[game.edge_prob[list(edges)], 0] == pytest.approx(chances)
        else:
            assert game.node_player[node] == state.current_player()
            theirs = (state.current_player(), state.information_state_string())
            assert pairs.setdefault(theirs, game.node_infoset[node]) == game.node_infoset[node]
        moves = state.legal_actions()
        assert len(moves) == len(edges)
        todo += [(game.edge_child[e], state.child(a)) for e, a in zip(edges, moves, strict=True)]
    assert visited == game.n_nodes
    assert len(set(pairs.values())) == len(pairs) == game.n_infosets


@pytest.mark.parametrize("sides", [0, 9])
def test_dice_with_too_few_or_too_many_sides_are_refused(sides):
    with pytest.raises(UsageError, match=f"a die of {sides} sides is not between 1 and 8"):
        liars_dice(sides)
