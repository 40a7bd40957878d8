import importlib
from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import duel

from standoff.game import compile_game, draw_numbers
from standoff.solve import Status, api, arclength, certify, solve
from standoff.solve.certify import GAP_TOLERANCE, RESIDUAL_TOLERANCE

SAME = 1e-9
"""Two ways to the same fixed point, each within 1e-12 of it."""


@pytest.fixture(scope="module")
def crisis():
    scenario = duel(3)
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, 12, 3)
    return game, numbers


@pytest.fixture(scope="module")
def solution(crisis):
    return solve(*crisis)


def test_every_draw_is_solved_and_certified(solution):
    assert solution.solved.all()
    assert solution.certificate.passed.all()
    assert solution.certificate.residual.max() <= RESIDUAL_TOLERANCE
    assert solution.certificate.gap.max() <= GAP_TOLERANCE


def test_the_ladder_and_the_branch_agree(crisis, solution):
    followed = solve(*crisis, method="arclength")
    assert (followed.status == Status.FOLLOWED).all()
    np.testing.assert_allclose(followed.strategy, solution.strategy, atol=SAME)


def test_a_certificate_is_the_same_on_any_threads_and_in_blocks(crisis, solution, monkeypatch):
    game, numbers = crisis
    module = importlib.import_module("standoff.solve.certify")
    monkeypatch.setattr(module, "_draws_at_once", lambda game, numbers: 2)
    parts = [certify(game, numbers, solution.strategy, threads=threads) for threads in (1, 3)]
    for name in ("residual", "gain", "gap", "belief_error", "passed"):
        one, two = (getattr(part, name) for part in parts)
        np.testing.assert_array_equal(one, two)
        whole = getattr(solution.certificate, name)
        np.testing.assert_allclose(np.asarray(one, float), np.asarray(whole, float), atol=1e-14)


def test_a_draw_has_the_same_answer_alone_and_with_others_and_on_any_threads(crisis, solution):
    game, numbers = crisis
    one_thread = solve(game, numbers, threads=1)
    np.testing.assert_array_equal(one_thread.strategy, solution.strategy)
    for draw in (0, 5, 11):
        alone = solve(game, numbers.block(draw, draw + 1), check_branch=0)
        np.testing.assert_array_equal(alone.strategy[:, 0], solution.strategy[:, draw])


def test_without_an_order_of_play_the_answer_is_the_same(crisis, solution):
    game, numbers = crisis
    loose = solve(replace(game, order=np.zeros(0, dtype=np.int64)), numbers)
    np.testing.assert_allclose(loose.strategy, solution.strategy, atol=SAME)


def test_at_lambda_0_every_move_is_equally_likely(crisis):
    game, numbers = crisis
    at_zero = solve(game, numbers.with_lam(0.0))
    width = np.diff(game.action_start)
    np.testing.assert_allclose(at_zero.strategy[:, 0], np.repeat(1 / width, width))
    assert at_zero.solved.all()


def test_a_probability_that_is_moved_fails_the_certificate(crisis, solution):
    game, numbers = crisis
    moved = solution.strategy.copy()
    moved[0] += 1e-6
    moved[1] -= 1e-6
    judged = certify(game, numbers, moved)
    assert not judged.passed.any()
    assert judged.residual.min() > 1e-7


def test_a_strategy_that_does_not_add_up_fails_the_certificate(crisis, solution):
    game, numbers = crisis
    judged = certify(game, numbers, solution.strategy * 1.001)
    assert judged.belief_error.min() > 1e-4
    assert not judged.passed.any()


def test_not_a_number_fails_the_certificate(crisis, solution):
    game, numbers = crisis
    judged = certify(game, numbers, np.full_like(solution.strategy, np.nan))
    assert not judged.passed.any()


def test_the_best_deviation_is_what_enumeration_finds(crisis, solution):
    """All pure strategies of A in a duel of one round, by brute force."""
    scenario = duel(1)
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, 4, 3)
    answer = solve(game, numbers)
    own = np.flatnonzero(game.infoset_player == 0)
    assert len(own) == 2

    def payoff(strategy, draw):
        value = np.zeros((game.n_nodes, 2))
        for n in range(game.n_nodes - 1, -1, -1):
            if game.node_pay[n] >= 0:
                value[n] += numbers.pay[game.node_pay[n], :, draw]
            for e in range(game.edge_start[n], game.edge_start[n + 1]):
                chance = (
                    numbers.prob[game.edge_prob[e], draw]
                    if game.node_player[n] < 0
                    else strategy[game.action_start[game.node_infoset[n]] + e - game.edge_start[n]]
                )
                got = value[game.edge_child[e]].copy()
                if game.edge_pay[e] >= 0:
                    got += numbers.pay[game.edge_pay[e], :, draw]
                value[n] += chance * got
        return value[0, 0]

    for draw in range(4):
        base = answer.strategy[:, draw]
        best = -np.inf
        for first in range(2):
            for second in range(2):
                tried = base.copy()
                for i, choice in zip(own, (first, second), strict=True):
                    a0 = game.action_start[i]
                    tried[a0 : a0 + 2] = 0
                    tried[a0 + choice] = 1
                best = max(best, payoff(tried, draw))
        gain = best - payoff(base, draw)
        assert answer.certificate.gain[0, draw] == pytest.approx(gain, abs=1e-12)


def test_steps_that_run_out_are_reported_and_the_draw_is_kept(crisis):
    game, numbers = crisis
    short = solve(game, numbers, method="arclength", max_steps=2)
    assert (short.status == Status.OUT_OF_STEPS).all()
    assert (short.lam < numbers.lam).all()
    assert not short.solved.any()
    assert "ran out" in Status(int(short.status[0])).sentence


def test_progress_counts_every_draw(crisis):
    seen = []
    solve(*crisis, progress=lambda stage, done, total: seen.append((stage, done, total)))
    assert ("solve", 12, 12) in seen
    assert [done for stage, done, _ in seen if stage == "solve"] == sorted(
        done for stage, done, _ in seen if stage == "solve"
    )


def test_merged_pasts_are_solved_too():
    scenario = duel(4, "state")
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, 6, 1)
    answer = solve(game, numbers)
    assert answer.solved.all()


def test_the_branch_wins_where_the_ladder_landed_elsewhere(crisis, solution, monkeypatch):
    """The watch is made to see a fold, and the branch to end elsewhere: by chance both are rare."""
    game, numbers = crisis
    elsewhere = solution.logits[:, 0] + np.where(np.arange(game.n_entries) % 2, 0.5, -0.5)
    monkeypatch.setattr(api.Watch, "look", lambda watch, _: setattr(watch, "clear", False))
    monkeypatch.setattr(
        api,
        "_follow",
        lambda *_: arclength.Followed(arclength.FOLLOWED, 1.0, elsewhere, 9, 99, 2, 1),
    )
    answer = solve(game, numbers, check_branch=1)
    assert answer.checked[0]
    assert not answer.agreed[0]
    assert answer.turned[0] == 2
    assert answer.status[0] == Status.UNCERTIFIED
    np.testing.assert_array_equal(answer.strategy[:, 1:], solution.strategy[:, 1:])
