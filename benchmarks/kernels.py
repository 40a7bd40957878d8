"""The one place of the benchmarks that knows how kernels are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba as nb
import numpy as np

from standoff.game import Game, Numbers
from standoff.solve import kernels
from standoff.solve.passplan import plan_of

DOUBLE = 8
"""Bytes of a number."""


def index_arrays(game: Game) -> Any:
    """Return the arrays of a game in the form that kernels take."""
    return plan_of(game)


def pass_call(game: Game, numbers: Numbers) -> tuple[Callable[[int], None], int]:
    """Return a function that makes k passes over a block of draws, and the bytes of its arrays.

    The bytes are the least that a pass moves from memory when nothing stays in the cache: what it
    reads once, and what it leaves behind written and read once.
    """
    apply_map = kernels.apply_map
    plan = plan_of(game)
    work = kernels.work_for(plan, numbers)
    lanes, tag = work.lanes, kernels.tag_for(work.lanes)
    lam = kernels.padded(numbers.lam, lanes)
    z = np.zeros((game.n_entries, lanes))
    out = np.zeros_like(z)

    @nb.njit(error_model="numpy")  # type: ignore[misc]
    def repeated(count: int, plan: Any, lam: Any, z: Any, out: Any, work: Any, tag: Any) -> None:
        for _ in range(count):
            apply_map(plan, lam, z, out, work, tag)

    repeated(1, plan, lam, z, out, work, tag)  # compiles

    def passes(count: int) -> None:
        # In compiled code, as the solver does it: a call from Python takes some microseconds.
        repeated(count, plan, lam, z, out, work, tag)

    given = (len(plan.final_pay) + len(plan.arrive_pay)) * plan.players * lanes * DOUBLE
    read = plan.table.nbytes + given + z.nbytes + out.nbytes
    return passes, read + 2 * (work.buffer.nbytes - given)
