from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers

from standoff import library
from standoff.errors import MissingExtraError, UsageError
from standoff.game import central_numbers, compile_game
from standoff.game.classic import escalation
from standoff.interop.efg import read_efg, write_efg
from standoff.interop.openspiel import from_openspiel, to_openspiel
from standoff.scenario import load_scenario
from standoff.solve import certify, solve
from standoff.solve.playing import reach_probabilities

NEEDS = "needs OpenSpiel: pip install 'standoff[interop]'"
SAME = 1e-10
"""Payoffs along a path are added in another order, so roundings differ."""


@pytest.fixture(scope="module")
def pyspiel():
    return pytest.importorskip("pyspiel", reason=NEEDS)


def uniform(game):
    return (1.0 / np.repeat(np.diff(game.action_start), np.diff(game.action_start)))[:, None]


def outcome_chances(game, numbers, strategy):
    reach = reach_probabilities(game, numbers, strategy)[:, 0]
    chances = {}
    for node in np.flatnonzero(game.node_outcome >= 0):
        label = game.outcome_labels[game.node_outcome[node]]
        chances[label] = chances.get(label, 0.0) + reach[node]
    return chances


def strategies(game, strategy):
    """Choice probabilities by player, information set and move."""
    return {
        (game.players[game.infoset_player[i]], label, game.action_labels[x]): strategy[x]
        for i, label in enumerate(game.infoset_labels)
        for x in range(game.action_start[i], game.action_start[i + 1])
    }


def policy_of(pyspiel, source, game, strategy):
    """Our strategy as a policy of OpenSpiel; the walk here goes by its states."""
    ours = strategies(game, strategy)
    table = {}

    def visit(state):
        if state.is_terminal():
            return
        if not state.is_chance_node():
            player = state.current_player()
            key = state.information_state_string(player)
            own = getattr(state, "infoset_label", key)
            # Through text, OpenSpiel puts player, round and number before the label.
            known = {label for name, label, _ in ours if name == game.players[player]}
            own = own if own in known else own.split("-", 3)[3]
            table[key] = [
                (action, ours[game.players[player], own, state.action_to_string(player, action)])
                for action in state.legal_actions()
            ]
        for action in state.legal_actions():
            visit(state.child(action))

    visit(source.new_initial_state())
    return pyspiel.TabularPolicy(table)


# Nodes and information sets. Kuhn poker: the root, 3 first cards, and 9 nodes of betting for each
# of 6 pairs of cards; 6 sets of each player. Leduc poker has 936 sets in the literature. Liar's
# dice with 3 sides has 6 bids, each higher than the one before: 2^6 histories, times 3 faces of the
# mover.
SIZES = {
    "kuhn_poker": (58, 12),
    "leduc_poker": (9457, 936),
    "liars_dice(dice_sides=3)": (1147, 192),
}


@pytest.mark.parametrize("name", SIZES)
def test_games_have_their_known_sizes(pyspiel, name):
    game, _ = from_openspiel(name)
    assert game.contiguous
    assert game.perfect_recall
    assert (game.n_nodes, game.n_infosets) == SIZES[name]
    assert game.title.startswith(name.split("(")[0])


@pytest.mark.parametrize(
    "name",
    [
        "kuhn_poker",
        "kuhn_poker(players=3)",
        "leduc_poker",
        "liars_dice(dice_sides=3)",
        "tiny_hanabi",
        "first_sealed_auction(max_value=3)",
        "sheriff(num_rounds=1)",
        "matrix_pd",
        "goofspiel(num_cards=3)",
        "oshi_zumo(coins=3,size=1,horizon=3)",
        "nim(pile_sizes=1;2)",
        "dark_hex(board_size=2)",
        "trade_comm(num_items=2)",
        "python_kuhn_poker",
    ],
)
def test_values_of_random_play_are_those_of_openspiel(pyspiel, name):
    from open_spiel.python import policy
    from open_spiel.python.algorithms import expected_game_score

    game, numbers = from_openspiel(name)
    source = pyspiel.load_game(name)
    if source.get_type().dynamics == pyspiel.GameType.Dynamics.SIMULTANEOUS:
        source = pyspiel.convert_to_turn_based(source)
    theirs = expected_game_score.policy_value(
        source.new_initial_state(), [policy.UniformRandomPolicy(source)] * source.num_players()
    )
    chances = outcome_chances(game, numbers, uniform(game))
    returns = {label: np.array(label.split(", "), dtype=float) for label in chances}
    ours = sum(chance * returns[label] for label, chance in chances.items())
    assert ours == pytest.approx(theirs, abs=SAME)
    gain = certify(game, numbers, uniform(game)).gain[:, 0]
    assert (gain >= -SAME).all()


@pytest.mark.parametrize("name", ["kuhn_poker", "leduc_poker", "liars_dice(dice_sides=3)"])
def test_gains_are_those_of_openspiel(pyspiel, name):
    game, numbers = from_openspiel(name, lam=1.0)
    source = pyspiel.load_game(name)
    strategy = solve(game, numbers, check_branch=0).strategy
    policy = policy_of(pyspiel, source, game, strategy[:, 0])
    gain = certify(game, numbers, strategy).gain[:, 0].sum()
    assert gain == pytest.approx(pyspiel.nash_conv(source, policy), abs=1e-9)


def test_moves_at_one_time_are_hidden(pyspiel):
    game, numbers = from_openspiel("matrix_pd")
    assert game.n_infosets == 2
    assert len(game.infoset_nodes) == 3
    assert sorted(outcome_chances(game, numbers, uniform(game))) == [
        "0, 10",
        "1, 1",
        "10, 0",
        "5, 5",
    ]
    assert game.action_labels == ("Cooperate", "Defect") * 2


def test_rewards_on_the_way_are_paid_on_the_way(pyspiel):
    game, _ = from_openspiel("oshi_zumo(coins=3,size=1,horizon=3)")
    inner = (game.node_player >= 0) & (game.node_pay >= 0)
    assert not inner.any()
    game, numbers = paid_on_the_way()
    source = to_openspiel(game, numbers)
    assert source.get_type().reward_model == pyspiel.GameType.RewardModel.REWARDS
    pyspiel.random_sim_test(source, num_sims=3, serialize=False, verbose=False)
    state = source.new_initial_state()
    assert [chance for _, chance in state.chance_outcomes()] == [0.25, 0.75]
    state.apply_action(0)
    assert state.rewards() == [1.0, 0.0]  # what is paid at the root comes with the first move
    state.apply_action(0)
    assert state.rewards() == [-0.5, 0.25]
    assert state.returns() == [0.5, 0.25]
    state.apply_action(1)
    assert state.returns() == [1.5, 2.25]
    back, values = from_openspiel(source)
    assert ((back.node_player >= 0) & (back.node_pay >= 0)).any()
    here, there = solve(game, numbers), solve(back, values.with_lam(numbers.lam[0]))
    assert strategies(game, here.strategy[:, 0]) == pytest.approx(
        strategies(back, there.strategy[:, 0]), abs=SAME
    )


def paid_on_the_way():
    game, numbers = read_efg(
        'EFG 2 R "toll" { "A" "B" }\n'
        'c "" 1 "" { "sun" 0.25 "rain" 0.75 "never" 0 } 4 "root" { 1, 0 }\n'
        'p "" 1 1 "here" { "go" "stay" } 0\n'
        'p "" 2 1 "there" { "up" "down" } 1 "toll" { -0.5, 0.25 }\n'
        't "" 2 "far" { 3, 1 }\nt "" 3 "near" { 1, 2 }\nt "" 0\n'
        'p "" 1 1 "here" { "go" "stay" } 0\n'
        'p "" 2 1 "there" { "up" "down" } 1 "toll" { -0.5, 0.25 }\n'
        't "" 3 "near" { 1, 2 }\nt "" 2 "far" { 3, 1 }\nt "" 0\n'
        't "" 0\n'
    )
    return game, numbers.with_lam(2.0)


@pytest.mark.parametrize("form", ["table", "text"])
@pytest.mark.parametrize("seed", range(12))
def test_any_game_there_and_back(pyspiel, seed, form):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 2)
    source = to_openspiel(game, numbers, 1, form=form)
    pyspiel.random_sim_test(source, num_sims=2, serialize=False, verbose=False)
    back, values = from_openspiel(source, lam=numbers.lam[1])
    assert (back.n_nodes, back.n_infosets, back.n_entries) == (
        game.n_nodes,
        game.n_infosets,
        game.n_entries,
    )
    assert back.perfect_recall
    here = solve(game, numbers.block(1, 2))
    there = solve(back, values)
    ours = strategies(game, here.strategy[:, 0])
    theirs = strategies(back, there.strategy[:, 0])
    if form == "text":
        names = dict(zip(back.players, game.players, strict=True))
        theirs = {(names[p], s.split("-", 3)[3], a): x for (p, s, a), x in theirs.items()}
        assert theirs == pytest.approx(ours, abs=SAME)
        return
    assert theirs == pytest.approx(ours, abs=SAME)
    assert (back.title, back.players) == (game.title, game.players)
    assert outcome_chances(back, values, there.strategy) == pytest.approx(
        outcome_chances(game, numbers.block(1, 2), here.strategy), abs=SAME
    )


@pytest.mark.parametrize(
    "name", ["schelling-1960-chance", "kuhn-1950-poker", "cho-kreps-1987-beer-quiche"]
)
@pytest.mark.parametrize("form", ["table", "text"])
def test_library_games_there_and_back(pyspiel, name, form):
    path = library.path(name)
    if path.suffix == ".efg":
        game, numbers = read_efg(path)
    else:
        scenario = load_scenario(path)
        game = compile_game(scenario)
        numbers = central_numbers(scenario, game)
    source = to_openspiel(game, numbers, form=form)
    back, values = from_openspiel(source, lam=numbers.lam[0])
    # A move of nature with chance 0 is left out, so sizes may differ; play does not.
    here, there = solve(game, numbers), solve(back, values)
    assert there.certificate.gain[:, 0] == pytest.approx(here.certificate.gain[:, 0], abs=SAME)
    assert sorted(there.strategy[:, 0]) == pytest.approx(sorted(here.strategy[:, 0]), abs=1e-9)


@pytest.mark.parametrize("form", ["table", "text"])
def test_algorithms_of_openspiel_agree_with_the_certificate(pyspiel, form):
    game, numbers = escalation(91, zero_sum=True)
    solution = solve(game, numbers)
    source = to_openspiel(game, numbers, form=form)
    policy = policy_of(pyspiel, source, game, solution.strategy[:, 0])
    gain = solution.certificate.gain[:, 0].sum()
    assert pyspiel.nash_conv(source, policy) == pytest.approx(gain, abs=SAME)
    assert gain > 0.01
    solver = pyspiel.CFRPlusSolver(source)
    for _ in range(20):
        solver.evaluate_and_update_policy()
    assert pyspiel.exploitability(source, solver.average_policy()) < 0.005


@pytest.mark.parametrize(
    ("zero_sum", "shift", "utility", "total"),
    [
        (True, 0.0, "ZERO_SUM", 0.0),
        (True, 3.0, "CONSTANT_SUM", 3.0),
        (False, 0.0, "GENERAL_SUM", None),
    ],
)
def test_openspiel_is_told_the_kind_of_game(pyspiel, zero_sum, shift, utility, total):
    game, numbers = escalation(91, zero_sum=zero_sum)
    pay = numbers.pay.copy()
    pay[:, 1] += shift
    source = to_openspiel(game, replace(numbers, pay=pay))
    kind = source.get_type()
    assert kind.utility.name == utility
    assert source.utility_sum() == pytest.approx(total)
    assert kind.reward_model.name == "TERMINAL"
    assert kind.information.name == "IMPERFECT_INFORMATION"
    assert kind.chance_mode.name == "EXPLICIT_STOCHASTIC"
    assert source.num_distinct_actions() == 3
    assert source.max_chance_outcomes() == 4
    ends = list(ends_of(source.new_initial_state()))
    returns = [state.returns() for state in ends]
    moves = [sum(step.player >= 0 for step in state.full_history()) for state in ends]
    assert source.max_game_length() == max(moves)
    assert source.min_utility() == pytest.approx(np.min(returns))
    assert source.max_utility() == pytest.approx(np.max(returns))


def test_a_player_knows_its_last_move_while_it_waits(pyspiel):
    game, numbers = escalation(91)
    state = to_openspiel(game, numbers).new_initial_state()
    assert state.information_state_string(1) == "B: before the first move"
    state.apply_action(0)
    assert state.information_state_string(0) == "A: 0.0"
    assert state.infoset_label == "0.0"
    first = np.array(state.information_state_tensor(0))
    state.apply_action(1)
    assert state.information_state_string(0) == "A: 0.0 > hold"
    assert state.information_state_string(1).startswith("B: ")
    assert state.observation_string(1) == state.information_state_string(1)
    tensor = np.array(state.information_state_tensor(0))
    assert tensor.sum() == first.sum() == 3
    # Player, information set, move: only the move differs from before.
    assert np.flatnonzero(tensor != first).tolist() == [len(first) - 4, len(first) - 2]
    state.apply_action(0)
    assert state.is_terminal()
    assert state.outcome_label == "B gives in"
    assert state.information_state_string(0) == "A: 0.0 > hold"


def test_what_players_know_tells_their_information_sets_apart(pyspiel):
    game, numbers = escalation(91)
    todo, strings, tensors = [to_openspiel(game, numbers).new_initial_state()], {}, {}
    while todo:
        state = todo.pop()
        if not state.is_terminal() and not state.is_chance_node():
            player = state.current_player()
            key = (player, state.infoset_label)
            strings.setdefault(key, set()).add(state.information_state_string())
            tensors.setdefault(key, set()).add(tuple(state.information_state_tensor()))
        todo += [state.child(action) for action in state.legal_actions()]
    for seen in (strings, tensors):
        assert len(seen) == game.n_infosets
        assert all(len(one) == 1 for one in seen.values())
        assert len(set.union(*seen.values())) == game.n_infosets


def test_a_copy_of_a_state_goes_its_own_way(pyspiel):
    game, numbers = escalation(91)
    state = to_openspiel(game, numbers).new_initial_state()
    state.apply_action(2)
    copy = state.clone()
    copy.apply_action(0)
    assert (str(state), state.is_terminal(), copy.is_terminal()) == ("node 3", False, True)
    assert copy.spot is not state.spot
    assert copy.table is state.table


def ends_of(state):
    todo = [state]
    while todo:
        state = todo.pop()
        if state.is_terminal():
            yield state
        todo += [state.child(action) for action in state.legal_actions()]


def chain(length):
    """A player moves again and again, and may stop each time."""
    lines = ['EFG 2 R "chain" { "A" }']
    for k in range(length):
        lines.append(f'p "" 1 {k + 1} "s{k}" {{ "stop" "on" }} 0')
        lines.append(f't "" {k + 1} "e{k}" {{ {k} }}')
    lines.append(f't "" {length + 1} "end" {{ -1 }}')
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("form", ["table", "text"])
def test_a_long_game_needs_no_recursion(pyspiel, form):
    length = sys.getrecursionlimit() + 500
    game, numbers = read_efg(chain(length))
    back, values = from_openspiel(to_openspiel(game, numbers, form=form))
    assert back.n_nodes == game.n_nodes == 2 * length + 1
    assert values.pay.max() == length - 1


def test_merged_paths_stay_one_node_in_a_table(pyspiel):
    from tests.unit.interop.test_efg_writer import merged_game

    game, numbers = merged_game()
    for form in ("table", "text"):
        back, values = from_openspiel(to_openspiel(game, numbers, form=form), lam=1.0)
        assert back.n_nodes == 7
        assert back.n_infosets == 1
        ours, theirs = solve(game, numbers), solve(back, values)
        assert np.abs(ours.strategy - theirs.strategy).max() <= SAME
    # 2.0 at one end, after 0.5 in one of the two cases.
    assert sorted(values.pay[:, 0, 0]) == [0.0, 0.5, 2.0, 2.5]


FORGETFUL = """EFG 2 R "forgetful" { "A" }
p "" 1 1 "first" { "l" "r" } 0
p "" 1 2 "second" { "l" "r" } 0
t "" 1 "ll" { 3 }
t "" 2 "lr" { 0 }
p "" 1 2 "second" { "l" "r" } 0
t "" 3 "rl" { 1 }
t "" 4 "rr" { 2 }
"""


def test_a_player_that_forgets_is_marked(pyspiel):
    game, numbers = read_efg(FORGETFUL)
    assert not game.perfect_recall
    back, _ = from_openspiel(to_openspiel(game, numbers))
    assert not back.perfect_recall
    assert back.n_infosets == 2


def absent_minded():
    game, numbers = read_efg(chain(2))
    at = game.node_infoset.copy()
    at[at >= 0] = 0
    return (
        replace(
            game,
            node_infoset=at,
            infoset_player=np.array([0]),
            infoset_start=np.array([0, 2]),
            action_start=np.array([0, 2]),
            infoset_labels=("exit",),
            action_labels=("stop", "on"),
        ),
        numbers,
    )


def test_a_player_that_forgets_having_moved_is_refused(pyspiel):
    source = to_openspiel(*absent_minded())
    with pytest.raises(UsageError, match="player 0 comes twice to the information set 'exit'"):
        from_openspiel(source)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nonsense", "OpenSpiel cannot load `nonsense`: Unknown game 'nonsense'"),
        ("kuhn_poker(pots=3)", "OpenSpiel cannot load `kuhn_poker.pots=3.`: "),
        ("mfg_crowd_modelling", "`mfg_crowd_modelling..` is a mean-field game; it has no tree"),
        ("negotiation", "`negotiation..` draws nature's moves itself"),
        ("skat", "`skat..` does not say what players know"),
        (7, "the name of one is needed, not int"),
        ("chess", "the tree of `chess..` has more than 3,000 nodes"),
        ("tiny_bridge_2p", "the tree of `tiny_bridge_2p..` has more than 3,000 nodes"),
    ],
)
def test_games_that_cannot_be_taken_say_why(pyspiel, name, message):
    with pytest.raises(UsageError, match=message) as caught:
        from_openspiel(name, max_nodes=3000)
    assert "\n" not in str(caught.value)


def test_a_tree_of_exactly_the_limit_is_read(pyspiel):
    assert from_openspiel("kuhn_poker", max_nodes=58)[0].n_nodes == 58
    with pytest.raises(UsageError, match="has more than 57 nodes"):
        from_openspiel("kuhn_poker", max_nodes=57)


def test_chances_that_do_not_add_up_are_refused(pyspiel):
    game, numbers = escalation(91)
    source = to_openspiel(game, replace(numbers, prob=numbers.prob * 0.9))
    with pytest.raises(UsageError, match=r"the chances of a move of nature add up to 0\.9, not 1"):
        from_openspiel(source)


def test_a_set_whose_nodes_have_other_moves_is_refused(pyspiel):
    from standoff.interop.openspiel.table import Observer, TableGame

    class Blind(Observer):
        def string_from(self, state, player):
            return "something"

    class Odd(TableGame):
        def make_py_observer(self, iig_obs_type=None, params=None):
            return Blind(self.table)

    game, numbers = read_efg(
        'EFG 2 R "odd" { "A" }\np "" 1 1 "x" { "l" "r" } 0\nt "" 1 "a" { 3 }\n'
        'p "" 1 2 "y" { "l" "m" "r" } 0\nt "" 1 "a" { 3 }\nt "" 1 "a" { 3 }\nt "" 1 "a" { 3 }\n'
    )
    with pytest.raises(UsageError, match="player 0 has other moves at two nodes of the inform"):
        from_openspiel(Odd(game, numbers, 0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"draw": 1}, "there is no draw 1; there are 1, counted from 0"),
        ({"form": "json"}, "there is no form `json`"),
    ],
)
def test_wrong_calls_say_so(pyspiel, call, message):
    with pytest.raises(UsageError, match=message):
        to_openspiel(*escalation(91), **call)


def test_a_game_without_moves_is_refused(pyspiel):
    game, numbers = read_efg('EFG 2 R "" { "A" }\nt "" 1 "end" { 3 }\n')
    with pytest.raises(UsageError, match="the game is over before it begins"):
        to_openspiel(game, numbers)


def test_labels_that_openspiel_cannot_read_are_mended(pyspiel):
    game, numbers = read_efg(FORGETFUL)
    odd = replace(
        game,
        title='the "odd" one',
        infoset_labels=('set "1"', "set\n2\\"),
        action_labels=('"', "'", "a  b", "a b"),
    )
    state = to_openspiel(odd, numbers, form="text").new_initial_state()
    assert [state.action_to_string(a) for a in state.legal_actions()] == ["'", "'_2"]
    assert state.information_state_string().endswith("set '1'")
    state.apply_action(0)
    assert [state.action_to_string(a) for a in state.legal_actions()] == ["a b", "a b_2"]


def test_a_game_is_written_for_gambit_after_it(pyspiel):
    game, numbers = from_openspiel("kuhn_poker")
    back, values = read_efg(write_efg(game, numbers))
    assert (back.n_nodes, back.n_infosets) == (58, 12)
    assert back.infoset_labels == game.infoset_labels
    strategy = solve(back, values, check_branch=0).strategy
    assert strategy == pytest.approx(solve(game, numbers, check_branch=0).strategy, abs=SAME)


@pytest.mark.parametrize("call", ["from", "to"])
def test_without_openspiel_the_extra_is_named(monkeypatch, call):
    monkeypatch.setitem(sys.modules, "pyspiel", None)
    with pytest.raises(
        MissingExtraError, match="the bridge to OpenSpiel needs the extra `interop`"
    ):
        from_openspiel("kuhn_poker") if call == "from" else to_openspiel(*escalation(91))


def test_what_rewards_leave_out_is_paid_at_the_end(pyspiel):
    from standoff.interop.openspiel.table import TableGame, TableState

    class Generous(TableState):
        def rewards(self):
            return [1.0, 2.0]

    class Odd(TableGame):
        def new_initial_state(self):
            return type("State", (Generous,), {"table": self.table})(self)

    game, numbers = paid_on_the_way()
    back, values = from_openspiel(Odd(game, numbers, 0), lam=2.0)
    assert ((back.node_player >= 0) & (back.node_pay >= 0)).any()
    here, there = solve(game, numbers), solve(back, values)
    assert strategies(game, here.strategy[:, 0]) == pytest.approx(
        strategies(back, there.strategy[:, 0]), abs=SAME
    )
