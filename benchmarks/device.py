"""Passes over all draws on a graphics processor, and how fast it copies."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.contestant import Data, NotAvailableError
from benchmarks.kernels import DOUBLE
from standoff.game import Game, Numbers
from standoff.solve.anderson import TARGET
from standoff.solve.gpu.devices import loaded
from standoff.solve.gpu.kernels import WORKERS, apply_map, kernel
from standoff.solve.gpu.rounds import Shape
from standoff.solve.kernels import WIDTH, Work, work_for
from standoff.solve.passplan import PassPlan, plan_of

Array = np.ndarray[Any, Any]

cuda: Any = importlib.import_module("numba.cuda")

COPIED = 500_000_000
"""Numbers of the array that is copied: 4 GB, far above any cache."""
COUNT = 10
"""Passes that are timed together."""
REPEATS = 5


@kernel
def passes(table: Array, s: Shape, work: Array, lane: Array, points: Array, count: int) -> None:
    """Make passes in every group at the targets of its lanes; launch as `kernels.climb`."""
    group, at = cuda.blockIdx.x, cuda.threadIdx.x
    for _ in range(count):
        apply_map(table, s, lane[group, TARGET, at], points[group], work[group])


def name_of_device() -> str:
    """Return the name of the device that takes part.

    Raises:
        NotAvailableError: there is none, or numba's CUDA target is not installed.
    """
    if importlib.util.find_spec("numba_cuda") is None:
        raise NotAvailableError("not measured: the extra `gpu` is not installed")
    if not cuda.is_available():
        raise NotAvailableError("not measured: no graphics processor")
    name = cuda.get_current_device().name
    return name.decode() if isinstance(name, bytes) else str(name)


def pass_facts(game: Game, numbers: Numbers) -> Data:
    """Return what a pass over all draws takes and moves, and how fast the device copies."""
    plan = plan_of(game)
    on = loaded(cuda, plan, numbers, np.ones(numbers.n_draws), WORKERS)
    points = _logits(on.history[0], plan)
    run = passes[len(on.feet), on.threads]
    seconds = _least(lambda: run(on.table, on.shape, on.work, on.lane, points, COUNT), REPEATS)
    source, target = (cuda.device_array(COPIED, np.float64) for _ in range(2))
    some = np.random.default_rng(2).random(2**22)
    for first in range(0, COPIED, len(some)):
        part = source[first : first + len(some)]
        part.copy_to_device(some[: len(part)])
    copied = _least(lambda: target.copy_to_device(source), REPEATS)
    moved = bytes_moved(plan, work_for(plan, numbers.block(0, 1)), len(on.feet), on.table.nbytes)
    return {
        "pass_ms": 1e3 * seconds / COUNT,
        "pass_bytes": moved,
        "gb_per_s": moved * COUNT / seconds / 1e9,
        "copy_gb_per_s": 2 * COPIED * DOUBLE / copied / 1e9,
    }


def bytes_moved(plan: PassPlan, work: Work, groups: int, table: int) -> int:
    """Return the least that a pass over groups of eight draws moves.

    The game's table is read once. Of each group: logits are read, answers are written; choices,
    reach and values are left behind, written and read once; given payoffs are read. The tables of
    `Work` that the device does not use are not counted.

    Args:
        plan: the game's index arrays.
        work: of a single lane.
        groups: number of groups.
        table: bytes of the table.
    """
    given = (len(plan.final_pay) + len(plan.arrive_pay)) * plan.players
    left = 2 * (work.new - work.old) + plan.nodes * (1 + plan.players)
    return table + groups * WIDTH * DOUBLE * (given + 2 * plan.entries + 2 * left)


def _logits(points: Any, plan: PassPlan) -> Any:
    """Fill the first of the points with logits that nobody would choose on purpose."""
    rng = np.random.default_rng(1)
    size = plan.entries * WIDTH
    for group in range(len(points)):
        points[group][:size].copy_to_device(rng.normal(size=size))
    return points


def _least(call: Callable[[], Any], repeats: int) -> float:
    """Return the least time of a call on the device, in seconds; the first one is not counted."""
    call()
    times = []
    for _ in range(repeats):
        begin, end = cuda.event(), cuda.event()
        begin.record()
        call()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end) / 1e3)
    return min(times)
