"""The one place of the benchmarks that knows how kernels are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from standoff.game import Game, Numbers
from standoff.solve import kernels


def index_arrays(game: Game) -> Any:
    """Return the arrays of a game in the form that kernels take."""
    try:
        from standoff.solve.layout import layout_of
    except ImportError:
        return kernels.structure_of(game)
    return layout_of(game)


def pass_call(game: Game, numbers: Numbers) -> tuple[Callable[[int], None], int]:
    """Return a function that makes k passes over a block of draws, and the bytes of its arrays.

    The bytes are the least that a pass moves from memory when nothing stays in the cache: what it
    reads once, and what it leaves behind written and read once.
    """
    arrays = index_arrays(game)
    if hasattr(kernels, "structure_of"):
        work = kernels.work_for(game, numbers.n_draws)
        lanes = numbers.n_draws
        before: tuple[Any, ...] = (arrays, numbers.pay, numbers.prob, numbers.lam)
        after: tuple[Any, ...] = (work,)
        given = _bytes([*arrays, numbers.pay, numbers.prob])
    else:
        work = kernels.work_for(arrays, numbers)
        lanes = kernels.lanes_for(numbers.n_draws)
        before = (arrays, kernels.padded(numbers.lam, lanes))
        after = (work, kernels.tag_for(lanes))
        given = _bytes([*arrays, work.arrive])
    z = np.zeros((game.n_entries, lanes))
    out = np.zeros_like(z)

    def passes(count: int) -> None:
        for _ in range(count):
            kernels.apply_map(*before, z, out, *after)

    kept = [a for name, a in work._asdict().items() if not name.startswith(("d_", "arrive"))]
    return passes, given + _bytes([z, out]) + 2 * _bytes(kept)


def _bytes(arrays: list[Any]) -> int:
    """Return the bytes of arrays, one that stands in two places counted once."""
    return sum({id(a): a.nbytes for a in arrays if isinstance(a, np.ndarray)}.values())
