"""Liar's dice with one die each.

Rules and numbering of moves are those of OpenSpiel's `liars_dice` (Lanctot et al. 2019,
arXiv:1908.09453): bids rise by quantity, then by face; the highest face counts as any face.
"""

from __future__ import annotations

import numpy as np

from standoff.errors import UsageError
from standoff.game.classic.dealt import Public, dealt_game
from standoff.game.game import NONE, TERMINAL, Game, Numbers

MOST_SIDES = 8
"""Sides of the largest game: 8 sides have 8.4 million nodes."""


def liars_dice(sides: int = 4) -> tuple[Game, Numbers]:
    """Return liar's dice for two players with one die each; the winner takes 1.

    Args:
        sides: of a die, from 1 to 8. There are 1 + sides + sides^2 (2^(2 sides + 1) - 1) nodes.

    Raises:
        UsageError: the number of sides is outside these bounds.
    """
    if not 1 <= sides <= MOST_SIDES:
        raise UsageError(
            f"a die of {sides} sides is not between 1 and {MOST_SIDES}", help="write `sides=4`"
        )
    bids = 2 * sides
    parent, mover, last, caller = [NONE], [0], [NONE], [NONE]
    node = 0
    while node < len(parent):
        if mover[node] != TERMINAL:
            higher = bids - last[node] - 1
            ends = int(last[node] != NONE)
            parent += [node] * (higher + ends)
            mover += [1 - mover[node]] * higher + [TERMINAL] * ends
            last += [*range(last[node] + 1, bids), *[last[node]] * ends]
            caller += [NONE] * higher + [mover[node]] * ends
        node += 1
    names = [f"{1 + bid // sides}x{1 + bid % sides}" for bid in range(bids)]
    labels = [
        "" if k == 0 else "liar" if caller[k] != NONE else names[last[k]]
        for k in range(len(parent))
    ]
    history = [""]
    for k in range(1, len(parent)):
        history.append(f"{history[parent[k]]} {labels[k]}".lstrip())
    public = Public(
        np.array(parent), np.array(mover), np.full(len(parent), NONE), tuple(labels), tuple(history)
    )
    hands = np.array([(a, b) for a in range(sides) for b in range(sides)])
    bid = np.array(last)[:, None, None]
    fits = (hands[None] == bid % sides) | (hands[None] == sides - 1)
    holds = fits.sum(axis=2) >= 1 + bid[..., 0] // sides
    # The caller wins where the bid does not hold.
    side = np.where(np.array(caller) == 0, 1, -1)[:, None]
    won = np.where(holds, -side, side)
    cards = tuple(str(1 + face) for face in range(sides))
    return dealt_game(f"Liar's dice, {sides} sides", public, hands, cards, won)
