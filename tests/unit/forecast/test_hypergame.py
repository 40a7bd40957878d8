"""Hypergames against closed forms, against the ordinary solution, and a case of the literature."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.hypergames import asked, dare, soft

from standoff.errors import UsageError
from standoff.forecast import forecast
from standoff.forecast.hypergame import Seen, solve_hypergame
from standoff.game import Numbers, compile_game, draw_numbers
from standoff.interop.efg import read_efg
from standoff.solve import Status, certify, reply, solve

EXACT = 1e-10
"""Products of a few logits that the solver knows to 1e-12."""
EQUAL = 1e-9
"""Promised where all views are equal."""
FIXED = 1e-8
"""Residual that a certificate allows."""
DRAWS, SEED = 24, 3

WRONG = """
views:
  sure:
    title: B will not resist
    held_by: [a]
    parameters: {will: {formula: will - 2, evidence: assumed}}
perception: {level: LEVEL}
"""
SAME = """
views:
  one: {held_by: [a], parameters: {p_strong: {formula: p_strong, evidence: assumed}}}
  two: {held_by: [b], parameters: {loss: {prior: {uniform: [1, 3]}, evidence: assumed}}}
perception: {level: LEVEL}
"""


def chances(record):
    """Return the outcome probabilities of each draw by outcome."""
    names = [outcome.id for outcome in record.scenario.outcomes]
    return dict(zip(names, record.answers.outcomes, strict=True))


def at_level(text, level):
    return text.replace("LEVEL", str(level))


def test_level_1_is_a_product_of_logits_with_the_wrong_belief_in_one_of_them():
    """Derived by us: A counts on B's logit with `will - 2`, B plays its own with `will`."""
    record = forecast(dare(at_level(WRONG, 1)), draws=DRAWS, seed=SEED)
    lam, will, prize = record.parameters
    thought, true = soft(lam * (will - 2)), soft(lam * will)
    push = soft(lam * ((1 - thought) * prize - 2 * thought))
    assert chances(record)["fight"] == pytest.approx(push * true, abs=EXACT)
    assert chances(record)["won"] == pytest.approx(push * (1 - true), abs=EXACT)


def test_level_2_knows_how_the_other_in_fact_chooses():
    record = forecast(dare(at_level(WRONG, 2)), draws=DRAWS, seed=SEED)
    lam, will, prize = record.parameters
    true = soft(lam * will)
    push = soft(lam * ((1 - true) * prize - 2 * true))
    assert chances(record)["fight"] == pytest.approx(push * true, abs=EXACT)


def test_overconfidence_makes_war_likelier():
    wrong = forecast(dare(at_level(WRONG, 1)), draws=DRAWS, seed=SEED)
    right = forecast(dare(at_level(WRONG, 0)), draws=DRAWS, seed=SEED)
    assert (chances(wrong)["fight"] > chances(right)["fight"]).all()


def test_a_view_taken_for_the_analysts_is_played_by_everybody():
    record = forecast(dare(at_level(WRONG, 1)), draws=DRAWS, seed=SEED, view="sure")
    lam, will, prize = record.parameters
    thought = soft(lam * will)
    push = soft(lam * ((1 - thought) * prize - 2 * thought))
    assert chances(record)["fight"] == pytest.approx(push * thought, abs=EXACT)
    base = forecast(dare(), draws=DRAWS, seed=SEED)
    assert will == pytest.approx(base.parameters[1] - 2)


@pytest.mark.parametrize("level", [1, 2])
def test_with_equal_views_the_hypergame_is_the_ordinary_solution(level):
    played = forecast(asked(at_level(SAME, level)), draws=DRAWS, seed=SEED)
    plain = forecast(asked(), draws=DRAWS, seed=SEED)
    assert played.perceived is not None
    assert played.solution.solved.all()
    assert np.abs(played.solution.strategy - plain.solution.strategy).max() <= EQUAL
    assert np.abs(played.answers.outcomes - plain.answers.outcomes).max() <= EQUAL


@pytest.mark.parametrize("more", ["", at_level(SAME, 0)])
def test_where_no_view_is_held_nothing_changes_to_the_last_bit(more):
    played = forecast(asked(more), draws=DRAWS, seed=SEED)
    game = compile_game(asked())
    _, numbers = draw_numbers(asked(), game, DRAWS, SEED)
    assert np.array_equal(played.solution.strategy, solve(game, numbers).strategy)


def test_a_belief_with_a_prior_uses_the_same_uniform_numbers():
    view = "views: {v: {parameters: {will: {prior: {uniform: [9, 11]}, evidence: assumed}}}}\n"
    base = forecast(dare(), draws=DRAWS, seed=SEED)
    seen = forecast(dare(view), draws=DRAWS, seed=SEED, view="v")
    assert seen.parameters[1] == pytest.approx(base.parameters[1] + 10)
    assert np.array_equal(seen.parameters[[0, 2]], base.parameters[[0, 2]])


RULED_OUT = """
views:
  meek:
    held_by: [a]
    rules_out: [resist]
perception: {level: LEVEL}
"""


def test_a_move_that_a_view_rules_out_is_as_good_as_impossible_in_it():
    record = forecast(dare(at_level(RULED_OUT, 1)), draws=DRAWS, seed=SEED, view="meek")
    assert chances(record)["fight"].max() < 1e-6
    lam, _, prize = record.parameters
    assert chances(record)["won"] == pytest.approx(soft(lam * prize), abs=1e-6)


def test_a_move_that_is_ruled_out_is_played_by_those_who_know_it():
    record = forecast(dare(at_level(RULED_OUT, 1)), draws=DRAWS, seed=SEED)
    lam, will, prize = record.parameters
    assert chances(record)["fight"] == pytest.approx(soft(lam * prize) * soft(lam * will), abs=1e-6)


def test_ruling_out_keeps_the_structure():
    plain, ruled = compile_game(dare()), compile_game(dare(at_level(RULED_OUT, 1)))
    for name in ("node_player", "edge_child", "infoset_nodes", "action_start"):
        assert np.array_equal(getattr(plain, name), getattr(ruled, name))


def test_a_party_that_rules_its_own_move_out_does_not_make_it():
    record = forecast(dare(at_level(RULED_OUT, 1).replace("resist", "push")), draws=2, seed=SEED)
    assert chances(record)["quiet"].min() > 1 - 1e-6


def test_a_precision_of_zero_cannot_rule_anything_out():
    zero = "rules_out: [resist]\n    parameters: {lam: {value: 0, evidence: assumed}}"
    text = at_level(RULED_OUT, 1).replace("rules_out: [resist]", zero)
    with pytest.raises(UsageError, match="the view `meek` rules out `resist`, and yet"):
        forecast(dare(text), draws=2, seed=SEED)


def test_an_impossible_number_names_the_view():
    view = "views: {v: {held_by: [b], parameters: {p_strong: {value: 2, evidence: assumed}}}}\n"
    with pytest.raises(UsageError, match="in the view `v`: the prior of the private types"):
        forecast(asked(view), draws=2, seed=SEED)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"view": "x"}, "there is no view `x`"),
        ({"level": 3}, "there is no level 3"),
        ({"theories": {"x": False}}, "there is no theory `x`"),
    ],
)
def test_a_wrong_call_says_what_there_is(wrong, says):
    with pytest.raises(UsageError, match=says):
        forecast(dare(at_level(WRONG, 1)), draws=1, **wrong)


def test_a_draw_in_which_a_view_is_not_solved_fails_alone():
    game = compile_game(dare())
    _, numbers = draw_numbers(dare(), game, 4, SEED)
    done = []

    def flaky(game, numbers):
        done.append(solve(game, numbers))
        if len(done) == 2:
            done[1].status[1] = Status.STUCK
        return done[-1]

    held = np.array([0, 2, 3])
    played = solve_hypergame(
        game, numbers, [Seen("v", (0,), held, _columns(numbers, held))], 1, flaky
    )
    assert played.solution.solved.tolist() == [True, True, False, True]


def _columns(numbers, which):
    return Numbers(numbers.pay[:, :, which], numbers.prob[:, which], numbers.lam[which])


def test_a_reply_is_certified_by_other_code_and_a_wrong_one_is_not():
    game = compile_game(asked())
    _, numbers = draw_numbers(asked(), game, DRAWS, SEED)
    rng = np.random.default_rng(1)
    others = rng.normal(size=(game.n_entries, DRAWS))
    for player in (0, 1):
        answer, passes = reply(game, numbers, others, player)
        judged = certify(game, numbers, answer.strategy, player=player)
        assert judged.passed.all()
        assert judged.residual.max() < FIXED
        assert passes.max() <= 4
        own = np.repeat(game.infoset_player == player, np.diff(game.action_start))
        assert np.array_equal(answer.logits[~own], others[~own])
        wrong = answer.strategy.copy()
        wrong[own] = np.roll(wrong[own], 1, axis=0)
        assert not certify(game, numbers, wrong, player=player).passed.any()


SURE = 0.99
"""With lambda 8 a move that is one rank better is chosen 3,000 times as often."""

FRANCE = """EFG 2 R "Fall of France" { "Allies" "Germany" }
""
p "" 1 1 "deploy" { "line" "north" } 0
p "" 2 1 "attack" { "maginot" "belgium" "ardennes" } 0
t "" 1 "held" { 5, 1 }
t "" 2 "turned" { 1, 4 }
t "" 3 "broken" { 2, 5 }
p "" 2 1 "attack" { "maginot" "belgium" "ardennes" } 0
t "" 4 "breached" { 3, 2 }
t "" 5 "stopped" { 4, 3 }
t "" 6 "cut off" { 0, 6 }
"""
"""Two deployments against three attacks, chosen at the same time; ordinal payoffs, 6 the best.

The structure follows Bennett and Dando (1979, Journal of the Operational Research Society
30:23-32): the Allies leave the attack through the Ardennes out of the game that they play. The
ranks are ours: we had no access to the tables of the article.
"""


def france(lam):
    """Return the game, the analyst's numbers, and the numbers in the eyes of the Allies."""
    game, numbers = read_efg(FRANCE)
    numbers = numbers.with_lam(lam)
    pay = numbers.pay.copy()
    for node in np.flatnonzero(game.node_outcome >= 0):
        if game.outcome_labels[game.node_outcome[node]] in ("broken", "cut off"):
            pay[game.node_pay[node], 1] -= 100
    return game, numbers, Numbers(pay, numbers.prob, numbers.lam)


def test_the_fall_of_france_comes_out_when_the_allies_leave_the_ardennes_out():
    """In the Allies' game the attack comes through Belgium, and going north is the reply to it."""
    game, numbers, allied = france(8.0)
    seen = [Seen("allied", (0,), np.array([0]), allied)]
    played = solve_hypergame(game, numbers, seen, 1, solve)
    believed = played.views["allied"].strategy[2:, 0]
    assert believed[2] < 1e-6
    assert believed[1] > SURE
    deploy, attack = played.solution.strategy[:2, 0], played.solution.strategy[2:, 0]
    assert deploy[1] > SURE
    assert attack[2] > SURE
    # Had the Allies seen the option, or what Germany in fact does, they would have held the line.
    assert played.analyst.strategy[0, 0] > SURE
    replied = solve_hypergame(game, numbers, seen, 2, solve).solution
    assert replied.solved.all()
    assert replied.strategy[0, 0] > SURE
