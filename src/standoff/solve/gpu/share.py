"""Share draws out among devices, in blocks that fit into what each of them has free."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import Numbers
from standoff.solve.anderson import Climb
from standoff.solve.gpu.devices import Device, bytes_for
from standoff.solve.kernels import WIDTH
from standoff.solve.passplan import PassPlan
from standoff.solve.pool import Pool

Array = np.ndarray[Any, Any]

KEPT_FREE = 0.1
"""Share of a device's free memory that is left alone: for the kernel itself, and for others."""


def groups_that_fit(free: float, table: int, group: int) -> int:
    """Return how many groups of eight draws fit into free memory.

    Args:
        free: bytes.
        table: bytes that the game takes.
        group: bytes that eight draws take.
    """
    room = (1.0 - KEPT_FREE) * min(free, 2.0**62) - table
    return max(0, int(room // group))


class Deal:
    """Hands out draws, from the first to the last, whoever asks."""

    def __init__(self, draws: int) -> None:
        """Take the number of draws."""
        self.draws, self.next = draws, 0
        self.lock = threading.Lock()

    def take(self, groups: int) -> slice:
        """Return the next draws, so many groups of eight; an empty slice if there are none left."""
        with self.lock:
            first = self.next
            self.next = min(self.draws, first + groups * WIDTH)
            return slice(first, self.next)


def climb_all(
    devices: Sequence[Device],
    plan: PassPlan,
    numbers: Numbers,
    first_step: Array,
    tol: float,
    store: Callable[[slice, Climb], None],
    pool: Pool,
) -> None:
    """Climb the ladder with all draws.

    Args:
        devices: at least one; each gets a thread.
        plan: the game's index arrays.
        numbers: of B draws.
        first_step: first rung of each draw (B).
        tol: largest change of a choice probability in one more pass at the target.
        store: is given draws, and where they are; from several threads.
        pool: is told of progress, and lends its count of what is done.

    Raises:
        UsageError: some party learns at a rate of its own, or eight draws do not fit on any device.
    """
    if len(numbers.rates) and plan.dealt:
        raise UsageError(
            "update rates (`update_rate`) are not supported on a GPU",
            help="solve this game on the processor: leave `device` out",
        )
    table, group = bytes_for(plan, numbers)
    fair = -(-numbers.n_draws // (WIDTH * len(devices)))
    free: queue.SimpleQueue[tuple[Device, int]] = queue.SimpleQueue()
    sizes = []
    most = 0.0
    for device in devices:
        room = device.free_bytes()
        most = max(most, room)
        fit = min(fair, groups_that_fit(room, table, group))
        if fit:
            free.put((device, fit))
            sizes.append(fit)
    if not sizes:
        raise UsageError(
            f"{WIDTH} draws of this game need {_mib(table + group)} of GPU memory; no device has"
            f" more than {_mib((1.0 - KEPT_FREE) * most)} to spare",
            help="solve this game on the processor: leave `device` out",
        )
    deal = Deal(numbers.n_draws)
    mine = Pool(len(sizes), pool.progress, pool.total, pool.stage)

    def block() -> None:
        device, size = free.get()
        try:
            where = deal.take(size)
            if where.start < where.stop:
                part = numbers.block(where.start, where.stop)
                store(where, device.climb(plan, part, first_step[where], tol))
                with deal.lock:
                    mine.done += where.stop - where.start
        finally:
            free.put((device, size))

    blocks = -(-numbers.n_draws // (WIDTH * min(sizes)))
    mine.run([block] * blocks, [0] * blocks)
    pool.done += mine.done


def _mib(size: float) -> str:
    return f"{size / 2**20:,.1f} MiB"
