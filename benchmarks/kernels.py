"""The one place of the benchmarks that knows how kernels are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from standoff.game import Game, Numbers
from standoff.solve import kernels


def index_arrays(game: Game) -> Any:
    """Return the arrays of a game in the form that kernels take."""
    return kernels.structure_of(game)


def pass_call(game: Game, numbers: Numbers) -> tuple[Callable[[int], None], int]:
    """Return a function that makes k passes over a block of draws, and the bytes of its arrays.

    The bytes are the least that a pass moves from memory when nothing stays in the cache: what it
    reads once, and what it leaves behind written and read once.
    """
    structure, work = index_arrays(game), kernels.work_for(game, numbers.n_draws)
    z = np.zeros((game.n_entries, numbers.n_draws))
    out = np.zeros_like(z)

    def passes(count: int) -> None:
        for _ in range(count):
            kernels.apply_map(structure, numbers.pay, numbers.prob, numbers.lam, z, out, work)

    kept = [array for name, array in work._asdict().items() if not name.startswith("d_")]
    read = _bytes([*structure, numbers.pay, numbers.prob, z, out])
    return passes, read + 2 * _bytes(kept)


def _bytes(arrays: list[np.ndarray]) -> int:
    """Return the bytes of arrays, one that stands in two places counted once."""
    return sum({id(array): array.nbytes for array in arrays}.values())
