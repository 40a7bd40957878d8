"""CUDA devices: which there are, what they have free, and a climb on one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from standoff.errors import MissingExtraError, UsageError
from standoff.game.game import Numbers
from standoff.solve.anderson import (
    BASE,
    CLIMBING,
    LANE_ROWS,
    MEMORY,
    POINTS,
    SMALL_ROWS,
    STATUS,
    Climb,
    start,
)
from standoff.solve.gpu.rounds import Shape, tables
from standoff.solve.kernels import WIDTH, Work, padded, work_for
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]

AT_ONCE = 2_000_000_000
"""Nodes times draws that are passed before a kernel ends, so that Ctrl-C gets through."""


class Device(Protocol):
    """Something that climbs with many draws at once."""

    def free_bytes(self) -> float:
        """Return the memory that is free."""

    def climb(self, plan: PassPlan, numbers: Numbers, first_step: Array, tol: float) -> Climb:
        """Climb the ladder with all draws; of the points, only the accepted ones are returned."""


def find_devices() -> list[Device]:
    """Return all devices that this process may use.

    Raises:
        MissingExtraError: the extra `gpu` is not installed.
        UsageError: there is no device, or no driver for it.
    """
    if find_spec("numba_cuda") is None:
        raise MissingExtraError("gpu", "solving on a GPU")
    from numba import cuda

    if not cuda.is_available():
        reason = " ".join(str(cuda.cuda_error() or "").split())
        raise UsageError(
            f"no CUDA device can be used{': ' + reason if reason else ''}",
            help="see `nvidia-smi` and docs/how-to/use-a-gpu.md, or solve on the processor",
        )
    return [CudaDevice(number) for number in range(len(cuda.gpus))]


class CudaDevice:
    """One CUDA device.

    Attributes:
        workers: threads that share the work on a draw.
    """

    def __init__(self, number: int, workers: int | None = None) -> None:
        """Take the device's number, as CUDA counts."""
        from standoff.solve.gpu.kernels import WORKERS

        self.number = number
        self.workers = workers or WORKERS

    def free_bytes(self) -> float:
        """Return the memory that is free."""
        from numba import cuda

        with cuda.gpus[self.number]:
            return float(cuda.current_context().get_memory_info().free)

    def climb(self, plan: PassPlan, numbers: Numbers, first_step: Array, tol: float) -> Climb:
        """Climb the ladder with all draws; of the points, only the accepted ones are returned."""
        from numba import cuda

        with cuda.gpus[self.number]:
            return _climb(cuda, plan, numbers, first_step, tol, self.workers)


@dataclass(frozen=True)
class Loaded:
    """A game and its draws on a device, at the foot of the ladder; arguments of the kernels.

    Attributes:
        table: the game and its rounds.
        shape: sizes, and places in `table` and in `work`.
        work: numbers and scratch of each group of eight draws.
        feet: what each lane does, on the host (groups, LANE_ROWS, 8).
        lane: the same on the device.
        history: points, differences of the step and of the map, and products, one after the other.
        threads: lanes in use, and workers.
    """

    table: Any
    shape: Shape
    work: Any
    feet: Array
    lane: Any
    history: tuple[Any, Any, Any, Any]
    threads: tuple[int, int]


def loaded(cuda: Any, plan: PassPlan, numbers: Numbers, first_step: Array, workers: int) -> Loaded:
    """Return a game and its draws on the current device."""
    draws, entries = numbers.n_draws, plan.entries
    groups = -(-draws // WIDTH)
    work = work_of(plan, numbers, 0)
    table, shape = tables(plan, places(work))
    feet = start(0, padded(numbers.lam, groups * WIDTH), padded(first_step, groups * WIDTH))
    lane = np.ascontiguousarray(feet.lane.reshape(LANE_ROWS, groups, WIDTH).swapaxes(0, 1))
    d_work = cuda.device_array((groups, len(work.buffer)), np.float64)
    for group in range(groups):
        _upload(d_work[group], plan, work if group == 0 else work_of(plan, numbers, group))
    points, df, dg = (
        cuda.device_array((groups, rows * entries * WIDTH), np.float64)
        for rows in (POINTS, MEMORY, MEMORY)
    )
    small = cuda.to_device(np.zeros((groups, SMALL_ROWS, WIDTH)))
    return Loaded(
        cuda.to_device(table),
        shape,
        d_work,
        lane,
        cuda.to_device(lane),
        (points, df, dg, small),
        (min(WIDTH, draws), workers),
    )


def _climb(
    cuda: Any, plan: PassPlan, numbers: Numbers, first_step: Array, tol: float, workers: int
) -> Climb:
    """Climb on the current device."""
    from standoff.solve.gpu.kernels import climb

    draws, entries = numbers.n_draws, plan.entries
    on = loaded(cuda, plan, numbers, first_step, workers)
    lane, groups = on.feet.copy(), len(on.feet)
    limit = 1 + AT_ONCE // (max(1, plan.nodes) * draws)
    run, begin = climb[groups, on.threads], 1
    while (lane[:, STATUS, : on.threads[0]] == CLIMBING).any():
        run(on.table, on.shape, on.work, on.lane, *on.history, tol, limit, begin)
        on.lane.copy_to_host(lane)
        begin = 0
    logits = np.zeros((entries, groups, WIDTH))
    if not begin and entries:
        size = entries * WIDTH
        for group in range(groups):
            part = on.history[0][group][BASE * size : (BASE + 1) * size].copy_to_host()
            logits[:, group] = part.reshape(entries, WIDTH)
    return climbed(lane.swapaxes(0, 1).reshape(LANE_ROWS, -1), logits.reshape(entries, -1), draws)


def climbed(lane: Array, logits: Array, draws: int) -> Climb:
    """Return where draws have come to, of which only the logits (X, L) are kept."""
    none = np.zeros((0, 0, 0))
    points = np.broadcast_to(logits[:, :draws], (BASE + 1, len(logits), draws))
    return Climb(np.ascontiguousarray(lane[:, :draws]), points, none, none, np.zeros((0, 0)))


def work_of(plan: PassPlan, numbers: Numbers, group: int) -> Work:
    """Return the numbers of a group of eight draws; the last draw fills up the last group."""
    part = numbers.block(group * WIDTH, min((group + 1) * WIDTH, numbers.n_draws))
    eight = replace(
        part,
        pay=padded(part.pay, WIDTH),
        prob=padded(part.prob, WIDTH),
        lam=padded(part.lam, WIDTH),
    )
    return work_for(plan, eight)


def places(work: Work) -> dict[str, int]:
    """Return the places in a `Work` as `Shape` names them."""
    same = {name: int(getattr(work, name)) for name in ("old", "new", "reach", "value")}
    return {**same, "arrivals": work.arrive, "work": len(work.buffer)}


def _upload(d_work: Any, plan: PassPlan, work: Work) -> None:
    """Copy what the passes do not write: chances, final payoffs, payoffs on arrival."""
    inner = work.value + plan.nodes * plan.players * WIDTH
    for first, stop in ((0, work.gain), (inner, len(work.buffer))):
        if stop > first:
            d_work[first:stop].copy_to_device(work.buffer[first:stop])


def bytes_for(plan: PassPlan, numbers: Numbers) -> tuple[int, int]:
    """Return the memory that a climb takes on a device: for the game, and for eight draws."""
    work = work_of(plan, numbers, 0)
    table, _ = tables(plan, places(work))
    strategy = (POINTS + 2 * MEMORY) * plan.entries
    group = len(work.buffer) + (strategy + LANE_ROWS + SMALL_ROWS) * WIDTH
    return table.nbytes, group * work.buffer.itemsize
