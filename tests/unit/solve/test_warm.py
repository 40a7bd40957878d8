"""What-ifs start from the solution of nearby numbers; memory is counted before it is taken."""

from dataclasses import replace

import numpy as np
import pytest

from standoff.errors import UsageError
from standoff.game.classic import escalation
from standoff.solve import api, solve
from standoff.solve.kernels import work_for
from standoff.solve.memory import (
    _control_group,
    _meminfo,
    bytes_for_answer,
    bytes_for_block,
    threads_that_fit,
)
from standoff.solve.passplan import plan_of

SAME = 1e-9


@pytest.fixture(scope="module")
def crisis():
    game, numbers = escalation(418, draws=20)
    return game, numbers, solve(game, numbers)


def test_nearby_numbers_need_fewer_passes_and_give_the_same_answer(crisis):
    game, numbers, before = crisis
    near = replace(numbers, pay=numbers.pay * 1.01)
    cold, warm = solve(game, near), solve(game, near, start=before.logits)
    np.testing.assert_allclose(warm.strategy, cold.strategy, atol=SAME)
    assert warm.solved.all()
    assert warm.agreed[:4].all()
    assert warm.passes[4:].max() < 0.5 * cold.passes[4:].min()


def test_numbers_far_away_are_solved_from_zero(crisis):
    game, numbers, before = crisis
    far = replace(numbers, pay=numbers.pay[:, :, ::-1].copy())
    cold, warm = solve(game, far), solve(game, far, start=before.logits)
    np.testing.assert_allclose(warm.strategy, cold.strategy, atol=SAME)


def test_where_a_start_leads_elsewhere_the_watched_climb_wins(crisis, monkeypatch):
    game, numbers, before = crisis

    def elsewhere(task, start, draws):
        task.out.strategy[:, draws] = 1.0 / 3.0
        task.out.status[draws] = 0
        task.out.lam[draws] = task.numbers.lam[draws]

    monkeypatch.setattr(api, "_settle_block", elsewhere)
    answer = solve(game, numbers, start=before.logits, check_branch=2)
    assert answer.agreed.sum() == 0
    np.testing.assert_allclose(answer.strategy[:, :2], before.strategy[:, :2], atol=SAME)


def test_the_plan_of_memory_covers_what_a_block_takes(crisis):
    game, numbers, _ = crisis
    plan, part = plan_of(game), numbers.block(0, 8)
    taken = work_for(plan, part).buffer.nbytes
    state = sum(array.nbytes for array in api._foot(plan, part))
    planned = bytes_for_block(plan, 8, numbers.prob.shape[0])
    assert taken + state <= 1.02 * planned
    assert planned <= 1.1 * (taken + state)


def test_fewer_workers_where_memory_is_short_and_a_message_where_there_is_none(crisis):
    game, _, _ = crisis
    plan = plan_of(game)
    answer, block = bytes_for_answer(plan, 100), bytes_for_block(plan, 8, 4)
    assert threads_that_fit(plan, 100, 8, 4, 6, None) == 6
    assert threads_that_fit(plan, 100, 8, 4, 6, 100 * (answer + block)) == 6
    assert threads_that_fit(plan, 100, 8, 4, 6, int((answer + 2.5 * block) / 0.9)) == 2
    with pytest.raises(UsageError, match=r"100 draws of a game of .* GiB are free"):
        threads_that_fit(plan, 100, 8, 4, 6, answer)


def test_a_solution_that_does_not_fit_is_refused_before_anything_is_taken(crisis, monkeypatch):
    game, numbers, _ = crisis
    monkeypatch.setattr(api, "free_bytes", lambda: 1000)
    monkeypatch.setattr(api, "_empty", None)
    with pytest.raises(UsageError, match="are free"):
        solve(game, numbers)


def test_free_memory_is_read_where_the_system_says_it(tmp_path):
    info = tmp_path / "meminfo"
    info.write_text("MemTotal: 9 kB\nMemAvailable:    2048 kB\n")
    assert _meminfo(info) == 2048 * 1024
    assert _meminfo(tmp_path / "nothing") is None
    (tmp_path / "memory.max").write_text("max\n")
    assert _control_group(tmp_path) is None
    (tmp_path / "memory.max").write_text("5000\n")
    (tmp_path / "memory.current").write_text("2000\n")
    assert _control_group(tmp_path) == 3000
