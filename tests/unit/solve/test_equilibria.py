"""More than one equilibrium: known counts, a second way of counting, and honest verdicts."""

import numpy as np
import pytest
from tests.support.counting import (
    bimatrix,
    logistic,
    nash_by_supports,
    normal_form,
    zeros_by_scan,
)

from standoff.game import central_numbers, compile_game
from standoff.interop.efg import read_efg
from standoff.library import load, path
from standoff.solve import Origin, Search, certify, find_equilibria, solve
from standoff.solve.distinct import paths
from standoff.solve.equilibria import Finder

SAME = 1e-7
"""Two programs at the same zero: residual 1e-8 each, and no fold is near."""
LIMIT = 0.08
"""Logit equilibria at lambda 50 and payoffs of a few points are this near to Nash equilibria."""

BATTLE = ([[3, 0], [0, 2]], [[2, 0], [0, 3]])
CHICKEN = ([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
STAG = ([[4, 0], [3, 2]], [[4, 3], [0, 2]])
MEETING = ([[3, 0, 0], [0, 2, 0], [0, 0, 1]], [[3, 0, 0], [0, 2, 0], [0, 0, 1]])
DILEMMA = ([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def found(game, numbers, lam, **options):
    return find_equilibria(game, numbers.with_lam(lam), threads=1, **options)


@pytest.mark.parametrize(
    ("matrices", "count"),
    [(BATTLE, 3), (CHICKEN, 3), (STAG, 3), (MEETING, 7), (DILEMMA, 1)],
    ids=["battle of the sexes", "chicken", "stag hunt", "meeting place", "dilemma"],
)
def test_all_nash_equilibria_are_found_near_their_limit(matrices, count):
    exact = [np.array([*x, *y], float) for x, y in nash_by_supports(*matrices)]
    assert len(exact) == count
    answer = found(*bimatrix(*matrices), 50.0)
    assert answer.count.tolist() == [count]
    assert answer.search.tolist() == [Search.BALANCED]
    near = {
        int(np.argmin([np.abs(sigma - nash).max() for nash in exact]))
        for sigma in answer.strategy.T
    }
    assert near == set(range(count))
    for sigma in answer.strategy.T:
        assert min(np.abs(sigma - nash).max() for nash in exact) < LIMIT


def test_of_fifteen_equilibria_most_are_found_and_none_is_made_up():
    """Four meeting places have 2^4 - 1; starts below lambda find those that mix over three."""
    pay = np.diag([4, 3, 2, 1]).tolist()
    exact = [np.array([*x, *y], float) for x, y in nash_by_supports(pay, pay)]
    assert len(exact) == 15
    answer = found(*bimatrix(pay, pay), 50.0)
    assert 13 <= answer.count[0] <= 15
    near = [int(np.argmin([np.abs(s - e).max() for e in exact])) for s in answer.strategy.T]
    assert len(set(near)) == len(near)
    for sigma, place in zip(answer.strategy.T, near, strict=True):
        assert np.abs(sigma - exact[place]).max() < LIMIT


@pytest.mark.parametrize("lam", [20.0, 100.0])
def test_three_players_with_nine_equilibria(lam):
    """McKelvey and McLennan's 2x2x2 example, nine equilibria, two of them totally mixed."""
    pay = np.zeros((2, 2, 2, 3))
    pay[0, 0, 0], pay[1, 1, 0] = (9, 8, 12), (9, 8, 2)
    pay[0, 1, 1] = pay[1, 0, 1] = (3, 4, 6)
    answer = found(*normal_form(pay), lam)
    assert answer.count.tolist() == [9]
    mixed = ((answer.strategy > 0.01) & (answer.strategy < 0.99)).all(axis=0)
    assert mixed.sum() == 2


@pytest.mark.parametrize("lam", [0.3, 1.0, 2.0, 4.0, 10.0])
@pytest.mark.parametrize("matrices", [BATTLE, CHICKEN, STAG])
def test_a_scan_of_one_chance_finds_the_same_ones(matrices, lam):
    first, second = (np.array(m, float) for m in matrices)

    def answer_to(pay, chance):
        return lam * (pay[0] - pay[1]) @ np.array([chance, 1 - chance])

    def respond(w):
        other = logistic(answer_to(second.T, logistic(w[0])))
        return np.array([answer_to(first, other)])

    wanted = sorted(point[0] for point in zeros_by_scan(respond, 1, per_axis=200))
    got = sorted(found(*bimatrix(*matrices), lam).strategy[0])
    np.testing.assert_allclose(got, wanted, atol=SAME)


TALK = """EFG 2 R "Two states, two words, the same aim" { "Sender" "Receiver" }
c "" 1 "" { "low" %s "high" %s } 0
p "" 1 1 "low" { "this" "that" } 0
p "" 2 1 "this" { "low" "high" } 0
t "" 1 "" { 1, 1 }
t "" 2 "" { 0, 0 }
p "" 2 2 "that" { "low" "high" } 0
t "" 3 "" { 1, 1 }
t "" 4 "" { 0, 0 }
p "" 1 2 "high" { "this" "that" } 0
p "" 2 1 "this" { "low" "high" } 0
t "" 5 "" { 0, 0 }
t "" 6 "" { 1, 1 }
p "" 2 2 "that" { "low" "high" } 0
t "" 7 "" { 0, 0 }
t "" 8 "" { 1, 1 }
"""


def talk_by_scan(low: float, lam: float) -> list[np.ndarray]:
    """Return the receiver's chances of `low` after each word, in every equilibrium."""

    def respond(w):
        trust = logistic(w)
        this = logistic(lam * (trust[0] - trust[1]))
        belief = [low * p / (low * p + (1 - low) * (1 - p)) for p in (this, 1 - this)]
        return np.array([lam * (2 * b - 1) for b in belief])

    return zeros_by_scan(respond, 2, per_axis=30)


def test_talk_with_one_aim_babbles_or_tells_in_two_ways():
    """Crawford and Sobel's setting with two states and no conflict: 1 babbling, 2 informative."""
    answer = found(*read_efg(TALK % ("1/2", "1/2")), 20.0)
    assert answer.count.tolist() == [3]
    assert len(talk_by_scan(0.5, 20.0)) == 3
    this = np.sort(answer.strategy[0])
    np.testing.assert_allclose(this, [0, 0.5, 1], atol=1e-4)


@pytest.mark.parametrize(("lam", "count"), [(10.0, 3), (50.0, 5)])
def test_talk_about_uneven_states_has_what_the_scan_has(lam, count):
    """At large lambda babbling holds itself up, and two half-informative ones lie around it."""
    game, numbers = read_efg(TALK % ("0.6", "0.4"))
    answer = found(game, numbers, lam)
    wanted = np.array(talk_by_scan(0.6, lam))
    words = [game.action_start[game.infoset_labels.index(word)] for word in ("this", "that")]
    got = answer.strategy[words].T
    assert len(wanted) == count
    np.testing.assert_allclose(np.array(sorted(got.tolist())), wanted, atol=SAME)


def beer_quiche(lam, **options):
    scenario = load("cho-kreps-1987-beer-quiche")
    game = compile_game(scenario)
    return game, found(game, central_numbers(scenario, game), lam, **options)


def test_both_pooling_components_of_beer_and_quiche_and_no_other():
    """Quiche rests on beliefs that no logit error supports, so slips have to set them."""
    _, answer = beer_quiche(60.0, slips=40)
    assert answer.count.tolist() == [2]
    beer, quiche = answer.strategy[[0, 2]].T
    np.testing.assert_allclose(beer, [1, 1], atol=SAME)
    np.testing.assert_allclose(quiche, [0, 0], atol=SAME)
    assert answer.origin.tolist() == [Origin.PRINCIPAL, Origin.SLIP]
    assert answer.certificate.passed.all()


@pytest.mark.parametrize("lam", [2.0, 20.0])
def test_the_logit_supports_beer_alone(lam):
    def respond(w):
        """Receiver's log-odds of a duel after beer and after quiche."""
        duel = logistic(w)
        beer = {
            "wimp": logistic(lam * (2 * (1 - duel[0]) - 1 - 2 * (1 - duel[1]))),
            "surly": logistic(lam * (1 + 2 * (1 - duel[0]) - 2 * (1 - duel[1]))),
        }
        odds = []
        for chance in (lambda p: p, lambda p: 1 - p):
            wimp, surly = 0.1 * chance(beer["wimp"]), 0.9 * chance(beer["surly"])
            odds.append(lam * (wimp - surly) / (wimp + surly))
        return np.array(odds)

    assert len(zeros_by_scan(respond, 2, per_axis=24)) == 1
    _, answer = beer_quiche(lam)
    assert answer.count.tolist() == [1]


def test_the_imperfect_equilibrium_of_the_horse_is_none():
    answer = found(*read_efg(path("selten-1975-horse")), 40.0, slips=32)
    assert answer.count.tolist() == [1]


@pytest.fixture(scope="module")
def battles():
    """Three draws of one game: battle of the sexes, chicken, a dilemma."""
    games = [bimatrix(*m) for m in (BATTLE, CHICKEN, DILEMMA)]
    game, numbers = games[0]
    pay = np.concatenate([n.pay for _, n in games], axis=2)
    lam = np.array([4.0, 3.0, 2.0])
    return game, type(numbers)(pay, np.zeros((0, 3)), lam)


def test_draws_are_searched_apart_and_threads_change_nothing(battles):
    game, numbers = battles
    one, two = (find_equilibria(game, numbers, starts=12, threads=n) for n in (1, 2))
    assert one.count.tolist() == [3, 3, 1]
    assert one.draw.tolist() == [0, 0, 0, 1, 1, 1, 2]
    assert one.principal[[0, 3, 6]].all()
    assert one.principal.sum() == 3
    np.testing.assert_array_equal(one.strategy, two.strategy)


def test_the_principal_one_is_what_solve_reports(battles):
    game, numbers = battles
    main = solve(game, numbers)
    answer = find_equilibria(game, numbers, starts=4, principal=main)
    np.testing.assert_allclose(answer.strategy[:, answer.principal], main.strategy, atol=SAME)


def test_everything_found_is_certified_by_separate_code(battles):
    game, numbers = battles
    answer = find_equilibria(game, numbers, starts=4)
    for k, d in enumerate(answer.draw):
        judged = certify(game, numbers.block(int(d), int(d) + 1), answer.strategy[:, [k]])
        assert judged.passed.all()
        assert judged.residual[0] == answer.certificate.residual[k]


def test_what_fails_the_certificate_is_left_out_and_counted(battles, monkeypatch):
    game, numbers = battles
    monkeypatch.setattr(
        Finder, "_from_starts", lambda self, _: self._add(np.array([1.0, -1, 2, -2]), Origin.START)
    )
    answer = find_equilibria(game, numbers.block(2, 3), starts=1)
    assert answer.refused.tolist() == [1]
    assert answer.count.tolist() == [1]


def test_signs_tell_that_something_is_missing(monkeypatch):
    """The mixed equilibrium of the battle lies on the principal branch: its sign is -1, not 1."""
    monkeypatch.setattr(Finder, "_along_branches", lambda self: None)
    answer = found(*bimatrix(*BATTLE), 20.0, starts=0)
    assert answer.index.tolist() == [-1]
    assert answer.search.tolist() == [Search.MISSING]
    assert "at least one more" in Search.MISSING.sentence


def test_signs_that_add_up_prove_nothing():
    """Stag hunt without starts: two equilibria of opposite signs are missing, and nobody knows."""
    answer = found(*bimatrix(*STAG), 20.0, starts=0)
    assert answer.index.tolist() == [1]
    assert answer.search.tolist() == [Search.BALANCED]
    assert "does not prove" in Search.BALANCED.sentence


def test_a_crossing_is_entered():
    """Pure coordination: both pure equilibria leave the mixed one at one lambda."""
    game, numbers = bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    answer = found(game, numbers, 5.0, starts=0)
    assert answer.count.tolist() == [3]
    assert set(answer.origin.tolist()) == {Origin.PRINCIPAL, Origin.BRANCH}


def test_at_lambda_0_there_is_one():
    answer = found(*bimatrix(*BATTLE), 0.0)
    assert answer.count.tolist() == [1]


def test_play_that_differs_only_off_the_path_counts_once():
    game, _ = read_efg(TALK % ("1/2", "1/2"))
    one = np.array([1, 0, 1, 0, 0.5, 0.5, 0.5, 0.5])
    off, on = one.copy(), one.copy()
    starts = game.action_start
    off_set = game.infoset_labels.index("that")
    on_set = game.infoset_labels.index("this")
    off[starts[off_set] : starts[off_set + 1]] = 1, 0
    on[starts[on_set] : starts[on_set + 1]] = 1, 0
    reach = np.ones((game.n_infosets, 3))
    reach[off_set] = 0.0
    classes = paths(game, np.stack([one, off, on], axis=1), reach)
    assert classes.tolist() == [0, 0, 1]
