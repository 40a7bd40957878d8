"""Chunks of draws: where they begin and end, what they give back, and that it can be kept."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.support.crews import Inside, assert_same
from tests.support.hypergames import asked, dare

from standoff.errors import UsageError
from standoff.forecast import ChunkFolder, forecast
from standoff.forecast.chunks import (
    ANALYST,
    MOST_DRAWS,
    NODE_DRAWS,
    Ground,
    chunk_draws,
    chunks_of,
    solve_chunk,
)
from standoff.forecast.job import Job, Site
from standoff.forecast.packing import answers_of, flatten, pack, solution_of, unpack
from standoff.forecast.plan import plan_draws
from standoff.solve.api import CHECKED_DRAWS, LANES

DRAWS, SEED = 60, 5

MIXED = """
views: {sure: {held_by: [a], parameters: {p_strong: {formula: p_strong / 2, evidence: assumed}}}}
theories:
  private_information: {on: 0.5, off: {reveals: [a.strength]}}
  misperception: {on: 0.4, off: {views: [sure]}}
perception: {level: 2}
"""
"""Two structures, and a view that is held in some draws: everything that a chunk may carry."""


@pytest.fixture(scope="module")
def mixed():
    return forecast(asked(MIXED), draws=DRAWS, seed=SEED, branches=3, threads=1)


@pytest.mark.parametrize("nodes", [1, 100, 5_000, 100_000, 10**7])
@pytest.mark.parametrize("draws", [1, 8, 9, 500, 10_000])
def test_a_chunk_is_full_of_lanes_and_not_too_large(nodes, draws):
    width = chunk_draws(nodes, draws)
    assert width % LANES == 0
    assert LANES <= width <= MOST_DRAWS
    assert width == LANES or (width * nodes <= NODE_DRAWS and width < draws)


def test_chunks_take_every_draw_once_and_check_each_view_once():
    scenario = asked(MIXED)
    plan = plan_draws(scenario, 400, SEED)
    for k, structure in enumerate(plan.structures):
        chunks = chunks_of(Ground(scenario, plan, k))
        assert len(chunks) > 1
        assert (chunks[0].start, chunks[-1].stop) == (0, len(structure.draws))
        assert all(one.stop == two.start for one, two in pairwise(chunks))
        assert Counter(name for one in chunks for name, _ in one.checks) == {ANALYST: 1, "sure": 1}
        assert dict(chunks[0].checks)[ANALYST] == (CHECKED_DRAWS if k == 0 else 1)


def test_a_result_survives_packing():
    scenario = asked(MIXED)
    ground = Ground(scenario, plan_draws(scenario, DRAWS, SEED), 0)
    part = solve_chunk(ground, chunks_of(ground)[0])
    again = unpack(pack(part))
    assert list(again) == list(part)
    assert all(np.array_equal(again[name], part[name], equal_nan=True) for name in part)
    assert flatten("answers", answers_of(again)).keys() == {
        name for name in part if name.startswith("answers.")
    }
    assert flatten("solution", solution_of(again)).keys() == {
        name for name in part if name.startswith("solution.")
    }


def test_a_result_that_would_run_code_is_refused():
    made = io.BytesIO()
    np.savez(made, x=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        unpack(made.getvalue())
    with pytest.raises(ValueError, match="not the result of a chunk"):
        unpack(pack({"x": np.zeros(3)})[:-8])


def test_threads_and_other_processes_give_the_same_bits(mixed):
    assert len(mixed.parts) == 2
    assert mixed.perceived is not None
    assert_same(mixed, forecast(asked(MIXED), draws=DRAWS, seed=SEED, branches=3, threads=3))
    crew = Inside()
    assert_same(mixed, forecast(asked(MIXED), draws=DRAWS, seed=SEED, branches=3, crew=crew))
    assert crew.done == 8


def test_a_job_takes_every_choice_along():
    scenario = replace(dare("theories: {t: {off: {parameters: {will: 0}}}}"), memory="state")
    job = Job.of(scenario, draws=9, seed=2, theories={"t": False})
    site = Site(Job.from_bytes(job.to_bytes()))
    assert Job.from_bytes(job.to_bytes()) == job
    assert site.scenario.memory == "state"
    assert not site.plan.on.any()
    assert site.plan.parameters.shape[1] == 9


def test_a_scenario_that_no_file_has_stays_in_this_process():
    changed = replace(dare(), payoff_scale=2.0)
    with pytest.raises(UsageError, match="changed after it was loaded"):
        forecast(changed, draws=8, crew=Inside())


def test_other_processes_have_no_device():
    with pytest.raises(UsageError, match="other processes solve on the processor"):
        forecast(dare(), draws=8, crew=Inside(), device="gpu")


def test_a_device_gets_many_draws_at_once():
    scenario = dare()
    plan = plan_draws(scenario, 2100, SEED)
    ground = Ground(scenario, plan, 0)
    widths = [chunk.draws for chunk in chunks_of(ground, device="gpu")]
    assert widths == [1024, 1024, 52]


def test_a_worker_of_another_version_is_refused():
    job = Job.of(dare(), draws=8, seed=1)
    with pytest.raises(UsageError, match="another version of numba than"):
        Site(replace(job, code={**job.code, "numba": "0.1"}))


def test_what_is_kept_is_not_solved_again(tmp_path, mixed):
    keeper, how = ChunkFolder(tmp_path / "kept"), {"draws": DRAWS, "seed": SEED, "branches": 3}
    with pytest.raises(KeyboardInterrupt):
        forecast(asked(MIXED), crew=Inside(stop_after=3), keeper=keeper, **how)
    assert keeper.count() == 3
    again = Inside()
    record = forecast(asked(MIXED), crew=again, keeper=ChunkFolder(tmp_path / "kept"), **how)
    assert again.done == 8 - 3
    assert_same(record, mixed)
    none = Inside()
    forecast(asked(MIXED), crew=none, keeper=keeper, **how)
    assert none.done == 0


def test_this_process_alone_keeps_too(tmp_path, mixed):
    keeper = ChunkFolder(tmp_path)
    how = {"draws": DRAWS, "seed": SEED, "branches": 3}
    assert_same(forecast(asked(MIXED), keeper=keeper, threads=2, **how), mixed)
    assert keeper.count() == 8


def test_large_arrays_may_be_files(tmp_path, mixed, monkeypatch):
    monkeypatch.setattr("standoff.forecast.assemble.ON_DISK_BYTES", 0)
    monkeypatch.setattr("standoff.forecast.assemble.NUMBERS_BLOCK", 7)
    monkeypatch.setattr("standoff.forecast.tables.BLOCK_BYTES", 1)
    keeper = ChunkFolder(tmp_path)
    record = forecast(asked(MIXED), draws=DRAWS, seed=SEED, branches=3, keeper=keeper)
    assert isinstance(record.solution.strategy, np.memmap)
    assert isinstance(record.numbers.pay, np.memmap)
    assert_same(record, mixed)
    keeper.close()
    assert not (tmp_path / "arrays").exists()


def test_a_half_written_result_is_none(tmp_path):
    scenario = dare()
    ground = Ground(scenario, plan_draws(scenario, 8, 1), 0)
    (chunk,) = chunks_of(ground)
    (tmp_path / f"{chunk.name}.part").write_bytes(b"half")
    keeper = ChunkFolder(tmp_path)
    assert not list(tmp_path.glob("*.part"))
    assert not keeper.has(chunk)
    keeper.put(chunk, pack({"x": np.ones(2)}))
    assert [path.name for path in tmp_path.glob("*.*")] == [f"{chunk.name}.npz"]
    assert keeper.get(chunk)["x"].tolist() == [1, 1]


def test_a_broken_result_is_removed_and_named(tmp_path):
    scenario = dare()
    keeper = ChunkFolder(tmp_path)
    forecast(scenario, draws=16, keeper=keeper, threads=1)
    broken = sorted(tmp_path.glob("*.npz"))[1]
    broken.write_bytes(b"PK nonsense")
    with pytest.raises(UsageError, match="is broken and was removed"):
        forecast(scenario, draws=16, keeper=keeper, threads=1)
    assert keeper.count() == 1
    forecast(scenario, draws=16, keeper=keeper, threads=1)


def test_a_full_disk_is_said(tmp_path):
    keeper = ChunkFolder(tmp_path / "kept")
    keeper.folder = tmp_path / "gone"
    with pytest.raises(UsageError, match="cannot be written"):
        forecast(dare(), draws=8, keeper=keeper, threads=1)
