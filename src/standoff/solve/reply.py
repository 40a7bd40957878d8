"""The logit reply of one player to strategies of the others that stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.kernels import apply_map, choice_probabilities, padded, tag_for, work_for
from standoff.solve.passplan import PassPlan, plan_of

Array = np.ndarray[Any, Any]

LANES = 8
"""Draws per block while the working set stays in cache."""
TOLERANCE = 1e-13
"""Change of a choice probability below which the reply has come to rest."""
MAX_PASSES = 500
"""Passes before a draw is left to its certificate."""
DAMP_AFTER = 100
"""Passes after which steps are halved; only with merged pasts do own moves feed beliefs."""


@dataclass(frozen=True)
class Reply:
    """A strategy in which one player's entries are its reply (X, B each)."""

    logits: Array
    strategy: Array


def reply(game: Game, numbers: Numbers, others: Array, player: int) -> tuple[Reply, Array]:
    """Return one player's logit agent response, all other players' choices held fixed.

    With perfect recall beliefs do not depend on the player's own choices, so every pass settles one
    more of its information sets, counted from the end of the game. Certify the answer with
    `certify(game, numbers, strategy, player=player)`.

    Args:
        game: a compiled game.
        numbers: as the player sees them, for B draws.
        others: centred logits (X, B); the player's own entries are the point to start from.
        player: player index.

    Returns:
        The strategy with the player's entries replaced, and the passes made per draw.
    """
    plan = plan_of(game, at_once=False)
    mine = np.repeat(game.infoset_player == player, np.diff(game.action_start))
    logits, strategy = others.copy(), np.zeros_like(others)
    passes = np.zeros(numbers.n_draws, dtype=np.int64)
    for start in range(0, numbers.n_draws, LANES):
        where = slice(start, min(start + LANES, numbers.n_draws))
        part = numbers.block(where.start, where.stop)
        block, passes[where] = _settle(plan, part, logits[:, where], mine)
        logits[:, where], strategy[:, where] = block, choice_probabilities(plan, block)
    return Reply(logits, strategy), passes


def _settle(plan: PassPlan, part: Numbers, start: Array, mine: Array) -> tuple[Array, int]:
    """Iterate the player's entries of logits (X, L); return them and the number of passes."""
    work = work_for(plan, part)
    lanes = work.lanes
    z, lam, tag = padded(start, lanes), padded(part.lam, lanes), tag_for(lanes)
    out = np.zeros_like(z)
    before = choice_probabilities(plan, z)
    for count in range(1, MAX_PASSES + 1):
        apply_map(plan, lam, z, out, work, tag)
        share = 1.0 if count <= DAMP_AFTER else 0.5
        z[mine] += share * (out[mine] - z[mine])
        after = choice_probabilities(plan, z)
        if np.abs(after - before)[mine].max(initial=0.0) <= TOLERANCE:
            return z[:, : start.shape[1]], count
        before = after
    return z[:, : start.shape[1]], MAX_PASSES
