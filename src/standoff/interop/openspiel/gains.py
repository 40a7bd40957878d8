"""What moves pay, all told."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers

Array = np.ndarray[Any, Any]


def edge_gains(game: Game, numbers: Numbers, draw: int) -> Array:
    """Return what each edge pays (E P): along it, on arrival, and at the root for its edges."""
    # Row -1 is the last one: a row of zeros stands there for NONE.
    rows = np.concatenate([numbers.pay[:, :, draw], np.zeros((1, len(game.players)))])
    gains = rows[game.edge_pay] + rows[game.node_pay[game.edge_child]]
    gains[: game.edge_start[1]] += rows[game.node_pay[0]]
    return np.asarray(gains)
