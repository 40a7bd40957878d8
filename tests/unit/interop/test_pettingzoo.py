from __future__ import annotations

import sys
import warnings

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers

from standoff import library
from standoff.errors import MissingExtraError, UsageError
from standoff.game import central_numbers, compile_game
from standoff.game.classic import escalation
from standoff.game.game import CHANCE, TERMINAL
from standoff.interop.efg import read_efg
from standoff.interop.pettingzoo import standoff_env
from standoff.scenario import load_scenario
from standoff.solve.playing import reach_probabilities

TOLD = [
    "We recommend agents to be named",  # parties have names of their own
    "Observation space for each agent probably should be",  # a mask beside it: a Dict
    "Observation is not a NumPy array",  # the same
    "Agents have different observation space sizes",  # parties have other information sets
    "Observations are different shapes",  # the same
]
"""What PettingZoo's test warns of, and why it stays."""


@pytest.fixture(scope="module", autouse=True)
def _pettingzoo():
    pytest.importorskip("pettingzoo", reason="needs PettingZoo: pip install 'standoff[interop]'")


def play(env, choose, seed=None):
    """Play an episode; return what each agent got, its path, and the outcome."""
    env.reset(seed=seed)
    got = dict.fromkeys(env.agents, 0.0)
    path, outcome = [], None
    for agent in env.agent_iter():
        seen, reward, terminated, truncated, info = env.last()
        got[agent] += reward
        assert not truncated
        assert env.observation_space(agent).contains(seen)
        if terminated:
            outcome = info.get("outcome")
            env.step(None)
            continue
        action = choose(agent, seen, info)
        path.append((agent, info["infoset"], info["moves"][action]))
        env.step(action)
    return got, path, outcome


def at_random(seed):
    rng = np.random.default_rng(seed)
    return lambda agent, seen, info: int(rng.choice(np.flatnonzero(seen["action_mask"])))


@pytest.mark.parametrize("observation", ["one-hot", "index"])
@pytest.mark.parametrize("name", ["escalation", "schelling-1960-chance", "random"])
def test_the_tests_of_pettingzoo_pass(name, observation):
    from pettingzoo.test import api_test, seed_test

    if name == "escalation":
        game, numbers = escalation(91, draws=5)
    elif name == "random":
        game = random_game(4)
        numbers = random_numbers(game, 4, 3)
    else:
        scenario = load_scenario(library.path(name))
        game = compile_game(scenario)
        numbers = central_numbers(scenario, game)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        api_test(standoff_env(game, numbers, observation=observation), num_cycles=200)
        seed_test(lambda: standoff_env(game, numbers, observation=observation), num_cycles=50)
    messages = [str(one.message) for one in caught]
    assert [m for m in messages if not any(m.startswith(known) for known in TOLD)] == []


@pytest.mark.parametrize("seed", range(6))
def test_rewards_add_up_to_the_payoffs_of_the_path(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 4)
    env = standoff_env(game, numbers, seed=seed)
    parent = np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))
    edge_to = {int(child): e for e, child in enumerate(game.edge_child)}
    seen_draws = set()
    for _ in range(40):
        got, _, outcome = play(env, at_random(seed))
        node, expected = env.node, np.zeros(len(game.players))
        assert outcome == game.outcome_labels[game.node_outcome[node]]
        while True:
            rows = [game.node_pay[node]]
            if node:
                rows.append(game.edge_pay[edge_to[node]])
            for row in rows:
                if row >= 0:
                    expected += numbers.pay[row, :, env.draw]
            if not node:
                break
            node = int(parent[edge_to[node]])
        assert list(got.values()) == pytest.approx(expected, abs=1e-12)
        seen_draws.add(env.draw)
    assert seen_draws == {0, 1, 2, 3}


@pytest.mark.parametrize("seed", [0, 2, 5])
def test_ends_come_as_often_as_they_should(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 2)
    assert (game.node_player == CHANCE).any()
    env = standoff_env(game, numbers, 1, seed=5)
    plays = 2000
    choose = at_random(3)
    counts = np.zeros(game.n_nodes)
    for _ in range(plays):
        play(env, choose)
        counts[env.node] += 1
    widths = np.diff(game.action_start)
    uniform = (1.0 / np.repeat(widths, widths))[:, None]
    exact = reach_probabilities(game, numbers.block(1, 2), uniform)[:, 0]
    ends = game.node_player == TERMINAL
    # Five standard errors and a count of five: seeds are fixed, a false alarm would be permanent.
    off = np.abs(counts - plays * exact)[ends]
    assert (off < 5 * np.sqrt(plays * exact[ends]) + 5).all()
    assert counts[ends].sum() == plays


def test_what_is_paid_at_the_root_is_not_lost():
    game, numbers = read_efg(
        'EFG 2 R "" { "A" }\np "" 1 1 "x" { "l" "r" } 1 "fee" { 3 }\nt "" 2 "a" { 1 }\nt "" 0\n'
    )
    env = standoff_env(game, numbers)
    assert [play(env, lambda *_, a=a: a)[0]["A"] for a in (0, 1)] == [4.0, 3.0]


def test_an_agent_sees_its_information_set_and_no_more():
    game, numbers = escalation(91, draws=2)
    one_hot = standoff_env(game, numbers, observation="one-hot")
    index = standoff_env(game, numbers, observation="index")
    seen_by = {}
    for seed in range(60):
        for env in (one_hot, index):
            env.reset(seed=seed)
        choose = at_random(seed)
        while not any(one_hot.terminations.values()):
            agent = one_hot.agent_selection
            assert agent == index.agent_selection
            seen, place = one_hot.observe(agent), index.observe(agent)["observation"]
            assert seen["observation"].sum() == 1
            assert seen["observation"][place] == 1
            assert place > 0
            assert seen["action_mask"].tolist() == [1, 1, 1]
            label = one_hot.infos[agent]["infoset"]
            seen_by.setdefault((agent, label), set()).add(int(place))
            for other in set(one_hot.agents) - {agent}:
                waits = one_hot.observe(other)
                assert waits["observation"][0] == 1
                assert not waits["action_mask"].any()
            action = choose(agent, seen, None)
            for env in (one_hot, index):
                env.step(action)
    assert all(len(places) == 1 for places in seen_by.values())
    assert len({(agent, *places) for (agent, _), places in seen_by.items()}) == len(seen_by)
    assert len(seen_by) > 8


def test_a_mask_says_which_moves_there_are():
    game, numbers = read_efg(
        'EFG 2 R "" { "A" "B" }\np "" 1 1 "x" { "l" "r" } 0\nt "" 1 "a" { 3 1 }\n'
        'p "" 1 2 "y" { "l" "m" "r" } 0\nt "" 2 "b" { 0 0 }\nt "" 2 "b" { 0 0 }\n'
        'p "" 2 1 "z" { "only" } 0\nt "" 3 "c" { 1 1 }\n'
    )
    env = standoff_env(game, numbers)
    env.reset()
    assert env.action_space("A").n == 3
    assert env.observe("A")["action_mask"].tolist() == [1, 1, 0]
    assert env.render() == "A at x"
    with pytest.raises(UsageError, match="`A` has 2 moves at this information set; 2 is none of"):
        env.step(2)
    with pytest.raises(UsageError, match="None is none of them"):
        env.step(None)
    env.step(1)
    assert env.observe("A")["action_mask"].tolist() == [1, 1, 1]
    env.step(2)
    assert env.agent_selection == "B"
    assert env.action_space("B").n == 1
    env.step(0)
    assert env.render() == "over: c"
    assert env.terminations == {"A": True, "B": True}


def test_a_seed_gives_the_same_plays_and_no_seed_goes_on():
    game, numbers = escalation(300, draws=20)
    first, second = (standoff_env(game, numbers, seed=7) for _ in range(2))
    ones = [(play(first, at_random(k)), first.draw) for k in range(20)]
    assert ones == [(play(second, at_random(k)), second.draw) for k in range(20)]
    assert len({draw for _, draw in ones}) > 5
    again = [play(first, at_random(0), seed=3) for _ in range(2)]
    assert again[0] == again[1]


def test_one_draw_may_be_chosen():
    game, numbers = escalation(91, draws=3)
    env = standoff_env(game, numbers, np.int64(2))
    for _ in range(5):
        env.reset()
        assert env.draw == 2


def test_a_long_strategy_is_seen_as_an_index(monkeypatch):
    import standoff.interop.pettingzoo as module

    game, numbers = escalation(91)
    assert standoff_env(game, numbers).observation_space("A")["observation"].shape == (11,)
    monkeypatch.setattr(module, "LONGEST_ONE_HOT", 7)
    assert standoff_env(game, numbers).observation_space("A")["observation"].n == 11


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"draws": 2}, "`draws` is 2; it is `resample` or the number of one of 2 draws"),
        ({"draws": "all"}, "`draws` is 'all'"),
        ({"observation": "text"}, "there is no observation `text`"),
    ],
)
def test_wrong_calls_say_so(change, message):
    with pytest.raises(UsageError, match=message):
        standoff_env(*escalation(91, draws=2), **change)


def test_a_game_without_moves_is_refused():
    game, numbers = read_efg('EFG 2 R "" { "A" }\nt "" 1 "end" { 3 }\n')
    with pytest.raises(UsageError, match="no party ever moves"):
        standoff_env(game, numbers)


def test_without_pettingzoo_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pettingzoo", None)
    monkeypatch.delitem(sys.modules, "standoff.interop.pettingzoo.aec", raising=False)
    with pytest.raises(MissingExtraError, match="learning agents needs the extra `interop`"):
        standoff_env(*escalation(91))
