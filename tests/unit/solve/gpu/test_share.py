"""Draws are shared out by what devices have free; no CUDA is needed for that."""

import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from tests.support.crises import duel
from tests.support.devices import Fake

from standoff.errors import MissingExtraError, UsageError
from standoff.game import compile_game, draw_numbers
from standoff.solve import anderson, gpu, solve
from standoff.solve.gpu import devices as devices_module
from standoff.solve.gpu import find_devices
from standoff.solve.gpu.devices import bytes_for, places
from standoff.solve.gpu.rounds import tables
from standoff.solve.gpu.share import Deal, groups_that_fit
from standoff.solve.kernels import work_for
from standoff.solve.passplan import plan_of

DRAWS = 50


@pytest.fixture(scope="module")
def crisis():
    scenario = duel(2)
    game = compile_game(scenario)
    _, numbers = draw_numbers(scenario, game, DRAWS, 3)
    return game, numbers


@pytest.fixture(scope="module")
def needs(crisis):
    return bytes_for(plan_of(crisis[0]), crisis[1])


def free_for(needs, groups: float) -> float:
    table, group = needs
    return (table + groups * group) / 0.9


def on(monkeypatch, crisis, *devices, **options):
    monkeypatch.setattr(gpu, "find_devices", lambda: list(devices))
    return solve(*crisis, device="gpu", **options)


def test_two_devices_share_the_draws_and_the_answer_stays(monkeypatch, crisis, needs):
    meet = threading.Barrier(2)
    devices = Fake(free_for(needs, 2.5), meet), Fake(free_for(needs, 100), meet)
    told = []
    shared = on(
        monkeypatch, crisis, *devices, threads=1, progress=lambda *words: told.append(words)
    )
    np.testing.assert_array_equal(shared.strategy, solve(*crisis, threads=1).strategy)
    small, large = (device.blocks for device in devices)
    assert sum(small) + sum(large) == DRAWS
    assert max(small) == 16  # two groups of eight fit
    assert max(large) == 32  # no more than its share
    assert ("solve", DRAWS, DRAWS) in told
    solving = [done for stage, done, _ in told if stage == "solve"]
    assert solving == sorted(solving)


def test_a_device_without_room_is_left_out(monkeypatch, crisis, needs):
    full, empty = Fake(free_for(needs, 0.9)), Fake(free_for(needs, 100))
    on(monkeypatch, crisis, full, empty)
    assert full.blocks == []
    assert sum(empty.blocks) == DRAWS


def test_a_game_that_fits_nowhere_is_refused(monkeypatch, crisis, needs):
    with pytest.raises(
        UsageError, match=r"8 draws of this game need .* MiB of GPU memory"
    ) as caught:
        on(monkeypatch, crisis, Fake(free_for(needs, 0.9)))
    assert "leave `device` out" in caught.value.help


@pytest.mark.parametrize(
    ("free", "groups"),
    [
        (0, 0),
        (1_000, 0),
        (1_222, 0),
        (1_223, 1),
        (11_200, 90),
        (float("inf"), (2**62 * 9 // 10) // 100),
    ],
)
def test_a_tenth_of_the_memory_is_left_alone(free, groups):
    assert groups_that_fit(free, table=1_000, group=100) == pytest.approx(groups, rel=1e-9)


def test_the_need_is_what_is_allocated(crisis, needs):
    game, numbers = crisis
    x, plan = game.n_entries, plan_of(game)
    assert needs[0] == tables(plan, places(work_for(plan, numbers)))[0].nbytes
    lanes = work_for(plan_of(game), numbers.block(0, 8)).buffer.nbytes
    climb = anderson.start(x, np.ones(8), np.ones(8))
    assert needs[1] == lanes + sum(8 * part.size for part in climb)  # all in double precision


def test_every_draw_is_dealt_once():
    deal = Deal(21)
    dealt = [deal.take(groups) for groups in (1, 1, 4, 1)]
    assert [(d.start, d.stop) for d in dealt] == [(0, 8), (8, 16), (16, 21), (21, 21)]


def test_update_rates_are_refused(monkeypatch, crisis):
    game, numbers = crisis
    biased = replace(game, node_origin=np.zeros(game.n_nodes, dtype=np.int64))
    rates = replace(numbers, rates=np.full((2, DRAWS), 0.5))
    with pytest.raises(UsageError, match="`update_rate`"):
        on(monkeypatch, (biased, rates), Fake(1e9))


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setattr(devices_module, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="solving on a GPU needs the extra `gpu`"):
        find_devices()


def test_a_missing_device_is_said(monkeypatch):
    from numba import cuda

    monkeypatch.setattr(devices_module, "find_spec", lambda name: name)
    monkeypatch.setattr(cuda, "is_available", lambda: False)
    monkeypatch.setattr(cuda, "cuda_error", lambda: "\nno driver\n", raising=False)
    with pytest.raises(UsageError, match="no CUDA device can be used: no driver") as caught:
        find_devices()
    assert "nvidia-smi" in caught.value.help


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"device": "tpu"}, "`device` is `tpu`"),
        ({"device": "gpu", "method": "arclength"}, "`arclength` does not run on a GPU"),
    ],
)
def test_wrong_options_are_refused(crisis, options, words):
    with pytest.raises(UsageError, match=words):
        solve(*crisis, **options)


def test_the_plain_solver_does_not_load_cuda():
    code = "import sys, standoff.solve, standoff.solve.gpu; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "numba" in loaded
    assert not {"numba.cuda.dispatcher", "cuda.bindings", "cuda.core"} & set(loaded)


def test_draws_that_start_from_a_solution_need_no_device(monkeypatch, crisis):
    before = solve(*crisis, threads=1)
    fake = Fake(1e9)
    again = on(monkeypatch, crisis, fake, threads=1, start=before.logits)
    assert again.solved.all()
    assert fake.blocks == []
