"""Watch the way up the ladder: is it the principal branch, with no fold and no crossing on it?

A smooth branch z(lambda) of z = G(z, lambda) goes on, and is the only one nearby, wherever
I - dG/dz is regular (implicit function theorem). At lambda = 0, where it starts, dG/dz = 0. It
turns, or another branch crosses it, only where a real eigenvalue of dG/dz reaches 1. So at every
rung the largest real eigenvalue is estimated, by Arnoldi's method with products by the derivative
of the pass, beginning with the vector of the rung below. While it stays below 1, and rungs are as
near to one another as the ladder demands, nothing was met.

Where it does not, or the estimate does not settle, the sign of det(I - dG/dz) tells: an odd number
of eigenvalues has passed 1 if it is negative, and the branch has to be followed (`arclength`). That
an even number passes 1 between two rungs is not seen in this way, as in any continuation that looks
at signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.solve.arclength import Branch
from standoff.solve.factors import Factors

Array = np.ndarray[Any, Any]

MOST_VECTORS = 60
"""Products at one rung before the estimate is taken as it is."""
NOISE = 0.01
"""Share of fixed noise in the first vector, so that nothing can hide from the last rung's."""
LOOK_EVERY = 4
"""Products between two looks at the eigenvalues."""
ENOUGH = 0.25
"""The estimate has settled when its error is below this share of its distance from 1."""
SURE = 0.01
"""The same for an estimate above 1: in early ones, values appear that no eigenvalue has."""
MARGIN = 0.02
"""An eigenvalue nearer to 1 than this counts as having reached it."""


@dataclass
class Watch:
    """Looks at rungs of one draw, from the foot of the ladder up.

    Attributes:
        branch: the equations of the draw, at the point of the last pass.
        highest: largest real eigenvalue seen.
        clear: whether nothing was met so far.
    """

    branch: Branch
    highest: float = 0.0
    clear: bool = True

    def __post_init__(self) -> None:
        """Choose the first vector: fixed numbers without the game's own symmetries."""
        self.noise = np.random.default_rng(1998).normal(size=self.branch.count)
        self.vector = self.noise.copy()

    def look(self, lam: float, factors: Factors | None = None) -> None:
        """Judge the rung at the point of the last pass, by the factors there if they are given."""
        if factors is not None:
            self.clear = factors.sign > 0
            return
        value, error, self.vector = self._rightmost(lam)
        self.highest = max(self.highest, value)
        if value + error < 1.0 - MARGIN:
            return
        settled = error <= SURE * value
        self.clear = not (settled and abs(value - 1.0) <= MARGIN) and self._even(lam)

    def _even(self, lam: float) -> bool:
        """Return whether an even number of eigenvalues lies above 1.

        Two that come from a complex pair meet on the real line, above 1; neither has passed it.
        """
        factors = self.branch.factor(lam)
        return factors is not None and factors.sign > 0

    def _rightmost(self, lam: float) -> tuple[float, float, Array]:
        """Return a real eigenvalue, the size of its residual, and its vector."""
        count = len(self.vector)
        limit = min(MOST_VECTORS, count)
        start = self.vector / np.linalg.norm(self.vector)
        start = start + NOISE * self.noise / np.linalg.norm(self.noise)
        basis = np.empty((min(limit, 4 * LOOK_EVERY) + 1, count))
        basis[0] = start / np.linalg.norm(start)
        h = np.zeros((limit + 1, limit))
        for k in range(limit):
            v = self.branch.slope(lam, basis[k], 0.0)
            for _ in range(2):  # twice is enough
                part = basis[: k + 1] @ v
                v = v - part @ basis[: k + 1]
                h[: k + 1, k] += part
            h[k + 1, k] = np.linalg.norm(v)
            closed = h[k + 1, k] <= 1e-12 * max(1.0, np.abs(h[: k + 1, k]).max())
            if not closed and k + 1 < limit:
                if k + 2 > len(basis):
                    basis = np.concatenate([basis, np.empty_like(basis[: limit + 1 - len(basis)])])
                basis[k + 1] = v / h[k + 1, k]
            last = closed or k + 1 == limit
            if not last and (k + 1) % LOOK_EVERY:
                continue
            value, error, y = _largest_real(h[: k + 1, : k + 1], h[k + 1, k])
            if last or error <= (ENOUGH if value < 1.0 else SURE) * abs(1.0 - value):
                break
        return value, 0.0 if closed else error, y @ basis[: len(y)]


def _largest_real(h: Array, beyond: float) -> tuple[float, float, Array]:
    """Return the largest real eigenvalue of h, the residual that it has in the whole, its vector.

    Without a real eigenvalue that is 0, the eigenvalue of whatever nothing depends on.
    """
    values, vectors = np.linalg.eig(h)
    real = np.abs(values.imag) <= 1e-9 * np.maximum(1.0, np.abs(values))
    if not real.any():
        return 0.0, beyond * float(np.abs(vectors[-1]).min()), np.ones(len(h))
    k = np.flatnonzero(real)[np.argmax(values[real].real)]
    return (
        float(values[k].real),
        beyond * float(np.abs(vectors[-1, k])),
        np.asarray(vectors[:, k].real),
    )
