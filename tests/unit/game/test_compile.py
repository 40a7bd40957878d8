import itertools

import numpy as np
import pytest
from tests.support.crises import ASK, DUEL, ask, duel

from standoff.errors import GameTooLargeError
from standoff.game import (
    CHANCE,
    NONE,
    TERMINAL,
    BadPlayError,
    Budget,
    central_numbers,
    compile_game,
    expand,
    layout_of,
    predict_size,
)
from standoff.game.expand import bits, mask_of
from standoff.scenario import load_scenario
from standoff.solve.playing import reach_probabilities


@pytest.mark.parametrize("memory", ["history", "state"])
@pytest.mark.parametrize("rounds", [1, 2, 4])
def test_predicted_size_is_the_size_that_is_built(rounds, memory):
    scenario = duel(rounds, memory)
    size = predict_size(scenario)
    game = compile_game(scenario)
    assert size.exact
    assert (size.nodes, size.infosets, size.entries, size.edges) == (
        game.n_nodes,
        game.n_infosets,
        game.n_entries,
        len(game.edge_child),
    )
    assert size.terminals == np.sum(game.node_player == TERMINAL)


def test_one_round_has_the_nodes_that_a_hand_count_gives():
    # Deal 1; A moves at 4 profiles; 4 endings `down`; B moves at 4 profiles; low B (2 profiles)
    # has 3 moves, high B (2 profiles) has 4, all of them endings after one round: 14.
    game = compile_game(duel(1))
    assert game.n_nodes == 1 + 4 + 4 + 4 + 14
    assert game.n_infosets == 2 + 2
    assert game.n_entries == 2 * 2 + 3 + 4


def test_children_come_after_parents_and_information_sets_are_contiguous():
    game = compile_game(duel(3))
    parent = np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))
    assert (game.edge_child > parent).all()
    assert np.array_equal(np.sort(game.edge_child), np.arange(1, game.n_nodes))
    for first, last in itertools.pairwise(game.infoset_start):
        nodes = game.infoset_nodes[first:last]
        assert np.array_equal(nodes, np.arange(nodes[0], nodes[0] + len(nodes)))
        assert len(set(np.diff(game.edge_start)[nodes])) == 1


def test_a_move_for_one_type_only_leaves_the_other_type_out_of_what_follows():
    game = compile_game(duel(1))
    layout = layout_of(game)
    fought = np.flatnonzero(game.node_outcome == game.outcome_labels.index("war"))
    kinds = layout.profiles.party_type[layout.node_profile[fought], 1]
    assert set(kinds.tolist()) == {1}


def test_members_of_an_information_set_differ_only_in_what_the_owner_cannot_see():
    game = compile_game(duel(2))
    layout = layout_of(game)
    for i in range(game.n_infosets):
        nodes = game.infoset_nodes[game.infoset_start[i] : game.infoset_start[i + 1]]
        assert len(set(layout.node_history[nodes].tolist())) == 1
        own = layout.profiles.party_type[layout.node_profile[nodes], game.infoset_player[i]]
        assert set(own.tolist()) == {layout.infoset_type[i]}


def test_labels_of_information_sets_are_unique_within_a_party():
    for memory in ("history", "state"):
        game = compile_game(duel(3, memory))
        for player in range(len(game.players)):
            labels = [
                label
                for label, owner in zip(game.infoset_labels, game.infoset_player, strict=True)
                if owner == player
            ]
            assert len(labels) == len(set(labels))


def test_merged_pasts_meet_in_one_node():
    game = compile_game(duel(3, "state"))
    assert not game.perfect_recall
    assert len(game.edge_child) > game.n_nodes - 1


def test_uniform_play_reaches_the_same_endings_with_and_without_merging():
    reached = []
    for memory in ("history", "state"):
        scenario = duel(3, memory)
        game = compile_game(scenario)
        width = np.diff(game.action_start)
        uniform = np.repeat(1.0 / width, width)[:, None]
        reach = reach_probabilities(game, central_numbers(scenario, game), uniform)
        ends = np.zeros(len(game.outcome_labels))
        known = game.node_outcome != NONE
        np.add.at(ends, game.node_outcome[known], reach[known, 0])
        reached.append(ends)
    np.testing.assert_allclose(reached[0], reached[1], atol=1e-14)


def test_payoffs_along_a_path_are_costs_waiting_and_outcome():
    scenario = load_scenario(
        "duel.yaml", text=DUEL.format(rounds=1, memory="history").replace("[0, 5]", "[3, 3.0001]")
    )
    game = compile_game(scenario)
    numbers = central_numbers(scenario, game)
    first = int(game.edge_child[0])  # A low, B low
    up = int(game.edge_start[first])
    b_node = int(game.edge_child[up])
    hold = int(game.edge_start[b_node]) + 1
    end = int(game.edge_child[hold])
    paid = numbers.pay[game.edge_pay[up], :, 0] + numbers.pay[game.edge_pay[hold], :, 0]
    # Turn a is on 18 January, turn b on 21 January, the horizon on 1 May: 3 and 100 days.
    np.testing.assert_allclose(paid, [-(3 + 0.1 * 3 + 0.1 * 100) / 100, 0], atol=1e-5)
    np.testing.assert_allclose(numbers.pay[game.node_pay[end], :, 0], [-0.09, -0.05])


def test_the_root_deals_the_joint_prior():
    scenario = ask()
    game = compile_game(scenario)
    assert game.node_player[0] == CHANCE
    numbers = central_numbers(scenario, game)
    np.testing.assert_allclose(numbers.prob[game.edge_prob[:2], 0], [0.7, 0.3])


def test_a_game_over_the_budget_is_refused_with_its_size_and_its_largest_parts():
    text = DUEL.format(rounds=60, memory="history").replace("2022-05-01", "2030-05-01")
    scenario = load_scenario("duel.yaml", text=text.replace("level: level + 1", "level: 1"))
    with pytest.raises(GameTooLargeError, match="would have") as caught:
        compile_game(scenario)
    assert caught.value.nodes > 10**15
    assert len(caught.value.contributors) == 3
    assert caught.value.contributors[0] == "turn `b` with 4 moves on average, 60 times"


def test_the_budget_counts_the_answers_of_all_draws():
    small = predict_size(duel(3), draws=10).memory_bytes
    large = predict_size(duel(3), draws=10_000).memory_bytes
    assert large - small == 8 * 3 * predict_size(duel(3)).entries * 9_990
    with pytest.raises(GameTooLargeError, match="budget"):
        compile_game(duel(3), draws=10_000, budget=Budget(memory_bytes=small * 2))


def test_somebody_without_a_move_is_named_with_the_situation():
    text = DUEL.format(rounds=1, memory="history")
    text = text.replace("title: Hold, ", "title: Hold, allowed: level > 5, ")
    text = text.replace("down: {title: Stand down, outcome: b_backs}", "")
    text = text.replace(
        "up: {title: Step up, effect: {level: level + 1}, cost: {b: step}",
        "up: {title: Step up, allowed: level > 5, cost: {b: step}",
    )
    with pytest.raises(BadPlayError, match=r"`b` of type `low` has no move at turn `b_1` when le"):
        compile_game(load_scenario("duel.yaml", text=text))


def test_an_effect_that_leaves_its_range_is_named():
    text = DUEL.format(rounds=3, memory="history").replace("range: [0, 20]", "range: [0, 3]")
    with pytest.raises(BadPlayError, match="would set `level` to 4, outside 0 to 3"):
        compile_game(load_scenario("duel.yaml", text=text))


def test_merging_keeps_every_type_that_some_past_leaves_possible():
    """A strong A may leap, a weak one must walk; both stand at the same state afterwards."""
    text = ASK.replace("memory: history", "")
    text = text.replace("payoffs: points", "payoffs: points\nmemory: state")
    text = text.replace(
        "threaten: {title: Threaten}",
        "threaten: {title: Threaten, allowed: a.strength == strong}\n"
        "      murmur: {title: Murmur, allowed: a.strength == weak}",
    )
    game = compile_game(load_scenario("ask.yaml", text=text))
    layout = layout_of(game)
    answer = [k for k, state in enumerate(layout.states) if state.turn == 1]
    assert len(answer) == 1
    kinds = layout.node_profile[layout.node_state == answer[0]]
    assert sorted(kinds.tolist()) == [0, 1]


def test_too_many_private_profiles_are_refused_before_they_are_listed():
    values = "{x: {prob: rest}, y: {prob: 0.25}, z: {prob: 0.25}, q: {prob: 0.25}}"
    many = ", ".join(f"d{k}: {{values: {values}}}" for k in range(12))
    text = ASK.replace("strength: {values:", many + ", strength: {values:")
    scenario = load_scenario("ask.yaml", text=text)
    with pytest.raises(GameTooLargeError, match=r"at least 67,108,865 nodes") as caught:
        predict_size(scenario)
    assert "`a.d0` has 4 values" in caught.value.contributors
    with pytest.raises(GameTooLargeError, match=r"at least 67,108,865 nodes"):
        compile_game(scenario)


def test_counting_that_is_cut_short_says_at_least(monkeypatch):
    monkeypatch.setattr(expand, "FREE_STATES", 10)
    with pytest.raises(GameTooLargeError, match=r"at least [\d,]+ nodes .*\n.*stopped early"):
        compile_game(duel(8, "state"), budget=Budget(max_states=20))


def test_counting_stops_once_the_nodes_found_are_over_the_budget(monkeypatch):
    monkeypatch.setattr(expand, "FREE_STATES", 10)
    with pytest.raises(GameTooLargeError, match=r"at least [\d,]+ nodes"):
        compile_game(duel(8), budget=Budget(memory_bytes=100_000))


def test_counting_stops_early_where_many_profiles_make_each_state_slow():
    values = "{x: {prob: rest}, y: {prob: 0.25}, z: {prob: 0.25}, q: {prob: 0.25}}"
    many = ", ".join(f"d{k}: {{values: {values}}}" for k in range(7))
    guards = ", ".join(f'm{k}: {{allowed: "a.d{k} == x"}}' for k in range(7))
    text = ASK.replace("strength: {values: {weak: {prob: rest}, strong: {prob: p_strong}}}", many)
    text = text.replace("if a.strength == strong then 0.5 else -1", "0.5")
    again = f"  - {{repeat: 40, turns: [{{id: x, mover: a, moves: {{{guards}, z: {{}}}}}}]}}\n"
    text = text.replace("turns:\n", "turns:\n" + again).replace("memory: history", "")
    size = predict_size(load_scenario("ask.yaml", text=text))
    assert not size.exact
    assert size.merged_states < 1_000


@pytest.mark.parametrize("chosen", [[], [0], [0, 7, 8], [3, 64, 1000]])
def test_a_mask_keeps_its_positions(chosen):
    mask = mask_of(np.array(chosen))
    assert mask == sum(1 << k for k in chosen)
    assert bits(mask).tolist() == chosen
