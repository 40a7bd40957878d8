"""Methods that answer with Nash equilibria: against known values, and against each other."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers
from tests.support.zero_sum import bimatrix, value, zero_sum_games

from standoff.errors import DisagreementError, UsageError
from standoff.game import CHANCE
from standoff.game.classic import escalation, kuhn, leduc, liars_dice
from standoff.interop.efg import read_efg
from standoff.solve import (
    Status,
    certify_nash,
    enumerate_equilibria,
    require_agreement,
    solve,
)
from standoff.solve import nash as nash_module

REGRET = ["cfr+", "dcfr", "pcfr+"]
KUHN = -1 / 18
LEDUC = -0.085606424078
"""Asserted in OpenSpiel's tests of its sequence-form program."""
DIGITS = 1e-9
"""What a linear program in double precision keeps."""


@pytest.mark.parametrize("method", REGRET)
@pytest.mark.parametrize("build", [kuhn, liars_dice])
def test_regret_methods_reach_the_value_of_the_game(method, build):
    game, numbers = build()
    known = KUHN if build is kuhn else 1 / 16  # the latter by `lp`, see below
    answer = solve(game, numbers, method=method, tol=1e-3)
    assert answer.status[0] == Status.CONVERGED
    assert answer.certificate.passed[0]
    assert answer.certificate.gap[0] <= 1e-3
    assert abs(value(game, numbers, answer.strategy)[0] - known) <= answer.certificate.residual[0]


@pytest.mark.parametrize("method", REGRET)
def test_regret_methods_solve_leduc_poker(method):
    game, numbers = leduc()
    answer = solve(game, numbers, method=method, tol=1e-3)
    assert answer.solved[0]
    assert answer.passes[0] < 1000
    got = value(game, numbers, answer.strategy)[0]
    assert abs(got - LEDUC) <= answer.certificate.residual[0]


@pytest.mark.parametrize(("build", "known"), [(kuhn, KUHN), (leduc, LEDUC), (liars_dice, 1 / 16)])
def test_the_linear_program_gives_the_value_to_nine_digits(build, known):
    game, numbers = build()
    answer = solve(game, numbers, method="lp")
    assert answer.status[0] == Status.EXACT
    assert value(game, numbers, answer.strategy)[0] == pytest.approx(known, abs=DIGITS)
    assert answer.certificate.residual[0] <= DIGITS


def test_all_methods_agree_on_random_games():
    for game, numbers in zero_sum_games(15, 2):
        exact = solve(game, numbers, method="lp")
        assert exact.solved.all()
        for method in REGRET:
            answer = solve(game, numbers, method=method, tol=1e-4)
            assert answer.solved.all()
            off, allowed = require_agreement(game, numbers, answer, exact)
            assert off <= allowed <= 1e-3


def test_what_is_paid_on_the_way_and_what_nature_does_count():
    """An escalation game with types, chance and draws; each draw has its own value."""
    game, numbers = escalation(200, types=2, draws=5, zero_sum=True)
    exact = solve(game, numbers, method="lp")
    answer = solve(game, numbers, method="dcfr", tol=1e-4)
    assert (exact.solved & answer.solved).all()
    one, two = value(game, numbers, exact.strategy), value(game, numbers, answer.strategy)
    np.testing.assert_allclose(one, two, atol=2e-4)
    assert len(set(np.round(one, 6))) == 5


def test_draws_are_solved_alone_and_threads_change_nothing():
    game, numbers = escalation(200, types=2, draws=40, zero_sum=True)
    together = solve(game, numbers, method="pcfr+", tol=1e-3, threads=2)
    alone = solve(game, numbers.block(31, 32), method="pcfr+", tol=1e-3, threads=1)
    np.testing.assert_array_equal(together.strategy[:, 31], alone.strategy[:, 0])
    assert together.passes[31] == alone.passes[0]


def test_a_long_run_may_be_cut_into_calls(monkeypatch):
    from standoff.solve import zerosum

    game, numbers = kuhn()
    whole = solve(game, numbers, method="cfr+", tol=1e-4)
    monkeypatch.setattr(zerosum, "CALL_WORK", 1)
    cut = solve(game, numbers, method="cfr+", tol=1e-4)
    assert cut.solved[0]
    assert whole.passes[0] > 16
    # Exploitability is looked at when a call ends too, so that the cut run may stop earlier.
    assert cut.passes[0] <= whole.passes[0]


def test_too_few_iterations_are_a_status():
    game, numbers = kuhn()
    answer = solve(game, numbers, method="cfr+", tol=1e-9, max_steps=50)
    assert answer.status[0] == Status.OUT_OF_ITERATIONS
    assert not answer.solved[0]
    assert answer.passes[0] == 50


def test_a_strategy_that_does_not_hold_is_not_certified(monkeypatch):
    """The method claims an answer; the certificate finds what a party gains."""
    game, numbers = kuhn()
    sigma = np.full((game.n_entries, 1), 0.5)
    good = np.ones(1, dtype=bool)
    monkeypatch.setitem(
        nash_module._EXACT, "lp", lambda *_: nash_module._Found(sigma, np.full(1, 1e-9), good)
    )
    assert solve(game, numbers, method="lp").status[0] == Status.UNCERTIFIED


def test_a_wrong_claim_of_exploitability_is_not_certified(monkeypatch):
    game, numbers = kuhn()
    right = nash_module._by_regret

    def wrong(*words):
        found = right(*words)
        return replace(found, claimed=found.claimed / 2)

    monkeypatch.setattr(nash_module, "_by_regret", wrong)
    assert solve(game, numbers, method="cfr+", tol=1e-3).status[0] == Status.UNCERTIFIED


def test_the_certificate_of_alike_play_is_what_openspiel_says():
    """Exploitability of the uniform policy, from OpenSpiel 2.0.2: 11/24 for Kuhn's poker."""
    for build, known in ((kuhn, 11 / 24), (leduc, 2.373611111111111)):
        game, numbers = build()
        width = np.diff(game.action_start)
        sigma = np.repeat(1 / np.repeat(width, width), 1)[:, None]
        certificate = certify_nash(game, numbers, sigma, 1.0)
        assert certificate.gap[0] == pytest.approx(known, abs=1e-12)
        assert certificate.residual[0] == certificate.gain.max()


PERFECT = """EFG 2 R "three movers" { "a" "b" "c" }
""
p "" 1 1 "first" { "l" "r" } 0
p "" 2 1 "second" { "l" "r" } 0
t "" 1 "" { 3, 1, 0 }
p "" 3 1 "third" { "l" "r" } 0
t "" 2 "" { 1, 4, 2 }
t "" 3 "" { 1, 0, 2 }
c "" 1 "" { "heads" 1/2 "tails" 1/2 } 0
t "" 4 "" { 6, 0, 0 }
p "" 1 2 "again" { "l" "r" } 0
t "" 5 "" { -1, 0, 0 }
t "" 6 "" { 1, 0, 0 }
"""


def test_backward_induction_with_chance_and_three_parties():
    """By hand: third is indifferent and takes l; second then r (4 over 1); first r, 3.5 over 1."""
    game, numbers = read_efg(PERFECT)
    answer = solve(game, numbers, method="backward")
    assert answer.status[0] == Status.EXACT
    assert list(answer.ties) == [1]
    played = {
        game.infoset_labels[k]: list(answer.strategy[game.action_start[k] :][:2, 0])
        for k in range(game.n_infosets)
    }
    assert played == {"first": [0, 1], "second": [0, 1], "third": [1, 0], "again": [0, 1]}
    assert value(game, numbers, answer.strategy)[0] == 3.5


def test_backward_induction_is_one_of_all_equilibria():
    checked = 0
    for seed in range(60):
        game = random_game(seed)
        if (np.diff(game.infoset_start) > 1).any():
            continue
        numbers = random_numbers(game, seed, 3)
        try:
            exact = solve(game, numbers, method="enumerate")
        except UsageError:
            continue
        answer = solve(game, numbers, method="backward")
        assert answer.solved.all()
        require_agreement(game, numbers, answer, exact)
        checked += 1
    assert checked > 3


def test_matching_pennies_has_one_mixed_equilibrium():
    game, numbers = bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    found = enumerate_equilibria(game, numbers)
    assert found.mixed_sought
    assert list(found.pure) == [False]
    np.testing.assert_allclose(found.strategy, 0.5, atol=1e-12)
    assert solve(game, numbers, method="enumerate").solved[0]


def test_battle_of_the_sexes_has_three():
    game, numbers = bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    found = enumerate_equilibria(game, numbers)
    assert list(found.pure) == [True, True, False]
    np.testing.assert_allclose(found.payoffs, [[2, 1], [1, 2], [2 / 3, 2 / 3]], atol=1e-12)
    np.testing.assert_allclose(found.strategy[:, 2], [2 / 3, 1 / 3, 1 / 3, 2 / 3], atol=1e-12)


def test_a_degenerate_game_gives_its_extreme_equilibria():
    """The row player is indifferent against c0, so that a segment of equilibria has two ends.

    Against c0 both rows give 1; the column player prefers c0 as long as r0 has weight of at least
    one half. The ends are r0 itself and the even mixture.
    """
    game, numbers = bimatrix([[1, 0], [1, 2]], [[1, 0], [0, 1]])
    found = enumerate_equilibria(game, numbers)
    rows = {tuple(np.round(column, 9)) for column in found.strategy.T}
    assert rows == {(1, 0, 1, 0), (0, 1, 0, 1), (0.5, 0.5, 1, 0)}


def test_enumeration_finds_the_value_of_zero_sum_games():
    checked = 0
    for game, numbers in zero_sum_games(15, 1):
        try:
            found = enumerate_equilibria(game, numbers)
        except UsageError:
            continue
        if not found.mixed_sought:
            continue
        exact = solve(game, numbers, method="lp")
        assert found.count > 0
        known = value(game, numbers, exact.strategy)[0]
        np.testing.assert_allclose(found.payoffs[:, 0], known, atol=1e-8)
        assert (found.gain <= 1e-9).all()
        checked += 1
    assert checked > 5


def test_pure_equilibria_of_three_parties():
    """Selten's horse in numbers of ours: all pairs of moves that nobody leaves alone."""
    game, numbers = read_efg(PERFECT)
    found = enumerate_equilibria(game, numbers)
    assert not found.mixed_sought
    assert found.pure.all()
    assert found.strategies == (3, 2, 2)
    # First plays r and r again; or first plays l, if second answers l: 3 is less than 3.5, never.
    assert set(np.round(found.payoffs[:, 0], 9)) == {3.5}
    assert found.count == 4


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (
            leduc,
            r"`first` has about 10\^\d+ strategies in `Leduc poker`; `enumerate` takes at most",
        ),
        (lambda: escalation(120, types=2), "combinations of strategies; `enumerate` takes at most"),
    ],
)
def test_large_games_are_not_enumerated(build, words):
    game, numbers = build()
    with pytest.raises(UsageError, match=words) as error:
        enumerate_equilibria(game, numbers)
    assert "`aqre`" in error.value.help


def test_kuhn_poker_is_enumerated_for_pure_equilibria_only():
    game, numbers = kuhn()
    found = enumerate_equilibria(game, numbers)
    assert (found.count, found.mixed_sought, found.strategies) == (0, False, (27, 64))
    answer = solve(game, numbers, method="enumerate")
    assert answer.status[0] == Status.NOT_FOUND
    np.testing.assert_array_equal(answer.strategy, 0.5)


def test_wrong_methods_say_which_to_use():
    game, numbers = escalation(100, types=2)
    with pytest.raises(UsageError, match="is not zero-sum") as error:
        solve(game, numbers, method="lp")
    assert "use `aqre`" in error.value.help
    with pytest.raises(UsageError, match=r"does not see everything .* 2 nodes look alike") as error:
        solve(game, numbers, method="backward")
    assert "use `aqre`" in error.value.help
    with pytest.raises(UsageError, match="there is no method `cfr`") as error:
        solve(game, numbers, method="cfr")
    assert "cfr+" in error.value.help


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"method": "lp", "tol": 1e-3}, "`lp` is exact and takes neither"),
        ({"method": "backward", "max_steps": 3}, "`backward` is exact and takes neither"),
        ({"method": "cfr+", "tol": -1.0}, "the tolerance -1 is not a positive number"),
        ({"method": "cfr+", "tol": float("nan")}, "the tolerance nan is not a positive number"),
        ({"method": "cfr+", "max_steps": 0}, "0 is not a number of iterations"),
    ],
)
def test_wrong_arguments_are_refused(words, message):
    with pytest.raises(UsageError, match=message):
        solve(*kuhn(), **words)


def test_disagreement_is_an_error():
    game, numbers = kuhn()
    exact = solve(game, numbers, method="lp")
    answer = solve(game, numbers, method="cfr+", tol=1e-4)
    # Another game's answer, with a certificate that was not made for it.
    elsewhere = np.tile([1.0, 0.0], 12)[:, None]
    with pytest.raises(DisagreementError, match=r"`cfr\+` and `lp` disagree: what a party gets"):
        require_agreement(game, numbers, replace(answer, strategy=elsewhere), exact)
    failed = solve(game, numbers, method="dcfr", tol=1e-9, max_steps=9)
    with pytest.raises(DisagreementError, match=r"`dcfr` has no answer \(stopped: exploitability"):
        require_agreement(game, numbers, failed, exact)


def test_backward_that_is_not_among_all_equilibria_is_an_error():
    game, numbers = read_efg(PERFECT)
    answer = solve(game, numbers, method="backward")
    exact = solve(game, numbers, method="enumerate")
    require_agreement(game, numbers, answer, exact)
    wrong = replace(answer, strategy=np.tile([1.0, 0.0], 4)[:, None])
    with pytest.raises(DisagreementError, match="the payoffs of every equilibrium"):
        require_agreement(game, numbers, wrong, exact)


def test_two_ways_to_a_logit_equilibrium_are_compared():
    game, numbers = kuhn()
    one = solve(game, numbers.with_lam(2.0))
    two = solve(game, numbers.with_lam(2.0), method="arclength")
    assert (one.method, two.method) == ("aqre", "arclength")
    assert require_agreement(game, numbers, one, two)[0] <= 1e-8
    with pytest.raises(DisagreementError, match="the probability of a move differs by"):
        require_agreement(game, numbers, one, replace(two, strategy=two.strategy[::-1].copy()))
    with pytest.raises(UsageError, match="answer different questions"):
        require_agreement(game, numbers, one, solve(game, numbers, method="lp"))


def test_solutions_of_some_draws_keep_method_and_ties():
    game, numbers = read_efg(PERFECT)
    both = solve(game, numbers.select(np.zeros(3, dtype=np.int64)), method="backward")
    assert both.ties.shape == (3,)
    part = both.of(np.array([2]))
    assert (part.method, list(part.ties)) == ("backward", [1])
    assert (game.node_player == CHANCE).sum() == 1


UNREACHED = """EFG 2 R "out or in" { "a" "b" }
""
p "" 1 1 "first" { "out" "in" } 0
t "" 1 "" { 3, -3 }
p "" 1 2 "again" { "l" "m" "r" } 0
t "" 3 "" { -5, 5 }
t "" 4 "" { 1, -1 }
t "" 5 "" { 1, -1 }
"""


def test_the_linear_program_plays_well_where_its_plan_never_goes():
    """One of the two parties never moves here, which is allowed."""
    game, numbers = read_efg(UNREACHED)
    answer = solve(game, numbers, method="lp")
    assert answer.solved[0]
    np.testing.assert_array_equal(answer.strategy[:, 0], [1, 0, 0, 0.5, 0.5])
