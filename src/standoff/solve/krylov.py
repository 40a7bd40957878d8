"""Generalised minimal residuals (Saad and Schultz 1986), with few calls for each product.

SciPy's routine orthogonalises one vector at a time, in Python; this one does all at once, which is
most of the time where strategies are long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

MOST_VECTORS = 150
"""Products before the system is given up."""
MOST_BYTES = 600_000_000
"""Memory for the basis; long strategies get fewer vectors."""
GROW = 20
"""Vectors that the basis grows by."""


def gmres(
    product: Callable[[Array], Array], rhs: Array, tol: float, most: int = MOST_VECTORS
) -> tuple[Array, float]:
    """Return an approximate solution of A x = rhs and its relative residual.

    Args:
        product: multiplies A with a vector (X).
        rhs: right-hand side (X).
        tol: relative residual that is enough.
        most: products before the system is given up.
    """
    size = float(np.sqrt(np.dot(rhs, rhs)))
    if size == 0.0 or not np.isfinite(size):
        return np.zeros_like(rhs), 0.0 if size == 0.0 else np.inf
    limit = int(min(most, len(rhs), max(10, MOST_BYTES // (8 * len(rhs)))))
    basis = np.empty((min(GROW, limit) + 1, len(rhs)))
    basis[0] = rhs / size
    h = np.zeros((limit + 1, limit))
    turns = np.zeros((limit, 2))
    left = np.zeros(limit + 1)
    left[0] = size
    for k in range(limit):
        v = product(basis[k])
        known = basis[: k + 1]
        before = float(np.dot(v, v))
        part = known @ v
        v = v - part @ known
        after = float(np.dot(v, v))
        if after < 0.01 * before:  # much was taken away: once more, for the rounding
            more = known @ v
            v = v - more @ known
            part = part + more
            after = float(np.dot(v, v))
        column = np.append(part, np.sqrt(after))
        for j in range(k):
            c, s = turns[j]
            column[j], column[j + 1] = (
                c * column[j] + s * column[j + 1],
                c * column[j + 1] - s * column[j],
            )
        length = float(np.hypot(column[k], column[k + 1]))
        if length == 0.0 or not np.isfinite(length):
            break
        turns[k] = column[k] / length, column[k + 1] / length
        column[k] = length
        h[: k + 1, k] = column[: k + 1]
        left[k], left[k + 1] = turns[k, 0] * left[k], -turns[k, 1] * left[k]
        done = abs(left[k + 1]) <= tol * size or k + 1 == limit or after <= 1e-30 * before
        if done:
            break
        if k + 2 > len(basis):
            basis = np.concatenate([basis, np.empty((min(GROW, limit + 1 - len(basis)), len(rhs)))])
        basis[k + 1] = v / np.sqrt(after)
    else:
        k = limit - 1
    y = np.zeros(k + 1)
    for j in range(k, -1, -1):
        y[j] = (left[j] - h[j, j + 1 : k + 1] @ y[j + 1 :]) / h[j, j]
    return y @ basis[: k + 1], abs(float(left[k + 1])) / size
