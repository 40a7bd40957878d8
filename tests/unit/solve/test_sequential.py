"""The test for sequential equilibrium: what it accepts, what it refuses, what it leaves open."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.published import guess_the_ace, trust, von_stengel_10_5
from tests.support.random_games import random_game, random_numbers
from tests.support.trees import profile, tree

from standoff.errors import UsageError
from standoff.interop.efg import read_efg
from standoff.library import path
from standoff.solve import Verdict, limit, sequential_test


def horse():
    return read_efg(path("selten-1975-horse"))


def twice():
    """Two sets behind the same two mistakes; beliefs at both must be the same."""

    def seen(name: str, left: float, right: float) -> tuple:
        return (2, name, {"a": (0, left), "b": (0, right)})

    def after(a: tuple, b: tuple) -> tuple:
        return ("nature", {"x": (0.5, seen("first", *a)), "y": (0.5, seen("second", *b))})

    ways = {"stay": (1, 0), "up": after((1, 0), (0, 1)), "down": after((0, 1), (0, 1))}
    return tree((1, "one", ways))


def test_incredible_threat_is_refused():
    """Nobody trusts for fear of abuse: fine. A seller who would honour off the path: not."""
    game, numbers = trust()
    assert sequential_test(game, numbers, profile(game, {"buyer": 0, "seller": 0})).verdict == 0
    threat = sequential_test(game, numbers, profile(game, {"buyer": 0, "seller": 0.4}))
    assert threat.verdict == Verdict.FAILED
    assert "where play never comes" in threat.reason or "no belief" in threat.reason
    assert threat.move_gain[game.infoset_labels.index("seller")] == pytest.approx(0.4)


def test_horse_of_selten():
    """(across, across, right) is sequential; (down, across, left) is Nash but not sequential."""
    game, numbers = horse()
    kept = profile(game, {"1": 1, "2": 1, "3": 0})
    assert sequential_test(game, numbers, kept).verdict == Verdict.PASSED
    bad = profile(game, {"1": 0, "2": 1, "3": 1})
    test = sequential_test(game, numbers, bad)
    assert test.verdict == Verdict.FAILED


@pytest.mark.parametrize("share", [1.0, 0.7, 0.5, 0.0])
def test_mistakes_of_one_player_fix_beliefs_at_two_sets(share):
    """The same two mistakes lead to both sets: equal beliefs are consistent, others are not."""
    game, numbers = twice()
    sigma = profile(game, {"one": (1, 0, 0), "first": 0.5, "second": 0})
    given = {"one": [1.0], "first": [0.5, 0.5], "second": [share, 1 - share]}
    beliefs = np.concatenate([given[label] for label in game.infoset_labels])
    test = sequential_test(game, numbers, sigma, beliefs)
    assert test.move_gain.max() <= 1e-12
    wanted = Verdict.PASSED if share == 0.5 else Verdict.FAILED
    assert (test.verdict, test.consistency.verdict) == (wanted, wanted)


def test_a_witness_of_consistency_gives_the_beliefs():
    game, numbers = guess_the_ace()
    sigma = profile(game, {"sees the ace": 1, "sees another": 1, "guess": 0.5})
    beliefs = {"sees the ace": [1], "sees another": [1], "guess": [0.5, 0.5]}
    given = np.concatenate([beliefs[label] for label in game.infoset_labels])
    proof = sequential_test(game, numbers, sigma, given).consistency
    assert proof.verdict == Verdict.PASSED
    tiny = 1e-9**proof.orders * proof.coefficients
    played = {label: k for k, label in enumerate(game.infoset_labels)}
    ace, other = (tiny[game.action_start[played[k]] + 1] for k in ("sees the ace", "sees another"))
    assert ace / 52 / (ace / 52 + other * 51 / 52) == pytest.approx(0.5)


def test_bayes_rule_where_play_comes():
    game, numbers = trust()
    sigma = profile(game, {"buyer": 0.5, "seller": 0})
    hidden = von_stengel_10_5()
    mixed = profile(hidden[0], {"T or B": 0.5, "l or r": 0.4, "a or b": 0, "c or d": 1})
    found = sequential_test(*hidden, mixed)
    wrong = found.beliefs.copy()
    at = slice(*hidden[0].infoset_start[[1, 2]]) if len(wrong) > 2 else slice(0)
    wrong[at] = wrong[at][::-1]
    test = sequential_test(*hidden, mixed, wrong)
    assert test.verdict == Verdict.FAILED
    assert test.bayes_error == pytest.approx(0.2)
    assert "Bayes" in test.reason
    assert sequential_test(game, numbers, sigma).verdict == Verdict.FAILED


def test_a_plan_can_gain_where_no_move_does():
    """Only entering and then taking is better than staying out; one move alone gains nothing."""
    game, numbers = tree(
        (1, "in?", {"out": (1,), "in": (1, "take?", {"leave": (0,), "take": (2,)})}), 1
    )
    test = sequential_test(game, numbers, profile(game, {"in?": 1, "take?": 1}))
    assert test.verdict == Verdict.FAILED
    assert test.move_gain.tolist() == [0.0, 2.0]
    assert test.plan_gain.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("seed", range(24))
def test_limits_of_random_games_pass(seed):
    """Payments on the way, chance anywhere, odd information sets, two or three players."""
    game = random_game(seed)
    numbers = random_numbers(game, seed, 1)
    found = limit(game, numbers)
    assert found.relative_regret <= 1e-6
    test = sequential_test(game, numbers, found.strategy, found.beliefs)
    assert test.verdict == Verdict.PASSED, test.reason
    assert sequential_test(game, numbers, found.strategy).verdict == Verdict.PASSED


def test_a_random_strategy_is_refused():
    game = random_game(3)
    numbers = random_numbers(game, 3, 1)
    widths = np.diff(game.action_start)
    even = np.repeat(1.0 / widths, widths)
    assert sequential_test(game, numbers, even).verdict == Verdict.FAILED


def test_wrong_arrays_are_a_usage_error():
    game, numbers = trust()
    with pytest.raises(UsageError, match="has shape"):
        sequential_test(game, numbers, np.ones(3))
    with pytest.raises(UsageError, match="adds up to 2"):
        sequential_test(game, numbers, np.ones(4))
    with pytest.raises(UsageError, match="no probability"):
        sequential_test(game, numbers, np.array([2.0, -1.0, 1.0, 0.0]))


def test_imperfect_recall_is_a_usage_error():
    text = 'EFG 2 R "" { "a" } ""\np "" 1 1 "" { "l" "r" } 0\np "" 1 2 "" { "L" "R" } 0\n'
    text += 't "" 1 "" { 1 }\nt "" 2 "" { 0 }\np "" 1 2 "" { "L" "R" } 0\n'
    text += 't "" 3 "" { 0 }\nt "" 4 "" { 1 }\n'
    game, numbers = read_efg(text)
    with pytest.raises(UsageError, match="perfect recall"):
        sequential_test(game, numbers, np.full(4, 0.5))
    with pytest.raises(UsageError, match="perfect recall"):
        limit(game, numbers)
