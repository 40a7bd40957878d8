"""Many starts at one lambda, as lanes of one block: where does repeated best response settle?

The pass of the solver is repeated from every start at once, first damped, then with Anderson
acceleration (Anderson 1965). What settles is an equilibrium; what does not is left to Newton's
method. With `slips` the same is done for a game in which every move is also made by mistake with
a tiny chance of its own, so that beliefs where nobody goes can be other than the logit's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.kernels import apply_map, choice_probabilities, padded, tag_for, work_for
from standoff.solve.passplan import PassPlan

Array = np.ndarray[Any, Any]

LANES = 16
"""Starts per block, so that the working set stays in cache."""
MEMORY = 5
"""Past answers that are combined."""
CALM = 8
"""Damped passes before acceleration: they find the basin, acceleration finds its floor."""
SURE = 12.0
"""Logit at which a near-pure start makes its move: all others have about 6e-6."""
SLIP_RANGE = (-13.5, -10.5)
"""Powers of ten between which slips lie: below what a certificate promises (1e-8)."""


@dataclass(frozen=True)
class Settled:
    """Where every start ended.

    Attributes:
        logits: centred logits of each start (X, starts); with slips, of the slipped play.
        done: whether the pass no longer moves any probability by more than the tolerance.
        passes: passes of all lanes together.
    """

    logits: Array
    done: Array
    passes: int


def random_starts(game: Game, count: int, rng: np.random.Generator) -> Array:
    """Return starts (X, count): in turn mixed, near-pure, and even on a random set of moves."""
    mixed = np.log(rng.exponential(size=(game.n_entries, count)) + 1e-300)
    pure = near_pure(game, count, rng)
    some = np.where(rng.random((game.n_entries, count)) < 0.5, SURE, 0.0)
    return np.stack([mixed, pure, some])[np.arange(count) % 3, :, np.arange(count)].T


def near_pure(game: Game, count: int, rng: np.random.Generator) -> Array:
    """Return logits (X, count) that make one random move at every information set."""
    width = np.diff(game.action_start)
    chosen = rng.integers(0, width[:, None], size=(len(width), count))
    z = np.zeros((game.n_entries, count))
    np.put_along_axis(z, game.action_start[:-1, None] + chosen, SURE, axis=0)
    return z


def random_slips(game: Game, count: int, rng: np.random.Generator) -> Array:
    """Return chances of mistakes (X, count), each within `SLIP_RANGE` on a log scale."""
    return np.asarray(10.0 ** rng.uniform(*SLIP_RANGE, size=(game.n_entries, count)))


def with_slips(plan: PassPlan, z: Array, slips: Array) -> Array:
    """Return the logits of play in which the chances `slips` are added to those of z."""
    return np.asarray(np.log(choice_probabilities(plan, z) + slips))


def settle(
    plan: PassPlan,
    numbers: Numbers,
    starts: Array,
    tol: float,
    limit: int,
    slips: Array | None = None,
) -> Settled:
    """Repeat the pass from every start at the draw's lambda.

    Args:
        plan: of a compiled game.
        numbers: numbers of one draw (B = 1).
        starts: logits (X, starts).
        tol: largest change of a choice probability in one more pass.
        limit: passes before a start is left as it is.
        slips: chances of mistakes (X, starts), or none.
    """
    parts = []
    for first in range(0, starts.shape[1], LANES):
        here = slice(first, first + LANES)
        z = starts[:, here]
        slip = None if slips is None else slips[:, here]
        parts.append(_settle_block(plan, numbers, z, tol, limit, slip))
    return Settled(
        np.concatenate([part.logits for part in parts], axis=1),
        np.concatenate([part.done for part in parts]),
        sum(part.passes for part in parts),
    )


def _settle_block(
    plan: PassPlan, numbers: Numbers, starts: Array, tol: float, limit: int, chances: Array | None
) -> Settled:
    count = starts.shape[1]
    work = work_for(plan, numbers.select(np.zeros(count, dtype=np.int64)))
    lanes = work.lanes
    z = padded(starts, lanes)
    slips = None if chances is None else padded(chances, lanes)
    lam = np.full(lanes, float(numbers.lam[0]))
    tag = tag_for(lanes)
    answer = np.zeros_like(z)
    mixer = _Mixer(z.shape)
    done = np.zeros(lanes, dtype=bool)
    last = z.copy()
    for tries in range(limit):
        base = z if slips is None else with_slips(plan, z, slips)
        apply_map(plan, lam, base, answer, work, tag)
        before = choice_probabilities(plan, z)
        change = np.abs(work.table(work.new, len(z)) - before).max(axis=0)
        fresh = (change <= tol) & ~done
        last[:, fresh] = base[:, fresh]
        done |= fresh
        if done.all():
            break
        z = np.where(done, z, z + 0.5 * (answer - z) if tries < CALM else mixer.mix(z, answer))
    last[:, ~done] = z[:, ~done]
    return Settled(last[:, :count], done[:count], (tries + 1) * count)


class _Mixer:
    """Anderson mixing of all lanes at once."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.df = np.zeros((MEMORY, *shape))
        self.dg = np.zeros((MEMORY, *shape))
        self.old: tuple[Array, Array] | None = None
        self.held = 0

    def mix(self, z: Array, answer: Array) -> Array:
        """Return the next logits from the last ones and the pass's answer to them."""
        f = answer - z
        if self.old is not None:
            slot = self.held % MEMORY
            self.df[slot] = f - self.old[0]
            self.dg[slot] = answer - self.old[1]
            self.held += 1
        self.old = f, answer.copy()
        used = min(self.held, MEMORY)
        if not used:
            return answer
        df, dg = self.df[:used], self.dg[:used]
        gram = np.einsum("ixl,jxl->lij", df, df)
        right = np.einsum("ixl,xl->li", df, f)
        size = np.trace(gram, axis1=1, axis2=2)
        gram += (1e-12 * size + 1e-300)[:, None, None] * np.eye(used)
        weight = np.linalg.solve(gram, right[:, :, None])[:, :, 0]
        return np.asarray(answer - np.einsum("li,ixl->xl", weight, dg))
