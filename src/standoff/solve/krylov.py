"""Matrix-free linear solves and Newton steps for one draw, as compiled code.

The system is bordered: unknowns are the X logits and lambda; the last row keeps the step along
the branch. With `pin` set, lambda is held fixed and the last row says so. Nothing of size X by X
is ever formed: the product of the Jacobian with a vector is one tangent pass.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from standoff.solve.kernels import Structure, Work, apply_tangent

Array = np.ndarray[Any, Any]

RESTART = 60
"""Krylov vectors kept before GMRES restarts: memory X times this."""


@nb.njit(cache=True, nogil=True)
def jacobian_product(
    s: Structure,
    pay: Array,
    prob: Array,
    lam: Array,
    row: Array,
    scale: float,
    v: Array,
    out: Array,
    scratch: Array,
    w: Work,
) -> None:
    """Write J v for the bordered system to `out` (X + 1).

    J is [I - dG/dz, -dG/dlambda; row]; the last row is the scaled inner product with `row`.
    """
    x_count = v.shape[0] - 1
    for x in range(x_count):
        scratch[0, x, 0] = v[x]
    d_lam = np.full(1, v[x_count])
    apply_tangent(s, pay, prob, lam, scratch[0], d_lam, scratch[1], scratch[2], w)
    last = row[x_count] * v[x_count]
    for x in range(x_count):
        out[x] = v[x] - scratch[1, x, 0]
        last += scale * row[x] * v[x]
    out[x_count] = last


@nb.njit(cache=True, nogil=True)
def gmres(
    s: Structure,
    pay: Array,
    prob: Array,
    lam: Array,
    row: Array,
    scale: float,
    rhs: Array,
    tol: float,
    max_products: int,
    w: Work,
) -> tuple[Array, float, int]:
    """Solve J u = rhs by restarted GMRES (Saad and Schultz 1986).

    Returns the solution, the relative residual and the number of products used.
    """
    size = rhs.shape[0]
    u = np.zeros(size)
    scratch = np.zeros((3, size - 1, 1))
    norm_rhs = np.sqrt(np.sum(rhs * rhs))
    if norm_rhs == 0.0:
        return u, 0.0, 0
    m = min(RESTART, size)
    basis = np.zeros((m + 1, size))
    h = np.zeros((m + 1, m))
    cos = np.zeros(m)
    sin = np.zeros(m)
    g = np.zeros(m + 1)
    r = rhs.copy()
    product = np.zeros(size)
    used = 0
    relative = 1.0
    while used < max_products:
        beta = np.sqrt(np.sum(r * r))
        relative = beta / norm_rhs
        if relative <= tol or not np.isfinite(relative):
            break
        basis[0] = r / beta
        g[:] = 0.0
        g[0] = beta
        k = 0
        while k < m and used < max_products:
            jacobian_product(s, pay, prob, lam, row, scale, basis[k], product, scratch, w)
            used += 1
            for _ in range(2):  # a second sweep keeps the basis orthogonal to rounding
                for j in range(k + 1):
                    dot = np.sum(product * basis[j])
                    if _ == 0:
                        h[j, k] = dot
                    else:
                        h[j, k] += dot
                    product -= dot * basis[j]
            size_k = np.sqrt(np.sum(product * product))
            h[k + 1, k] = size_k
            for j in range(k):
                old = h[j, k]
                h[j, k] = cos[j] * old + sin[j] * h[j + 1, k]
                h[j + 1, k] = -sin[j] * old + cos[j] * h[j + 1, k]
            radius = np.sqrt(h[k, k] ** 2 + size_k**2)
            if radius == 0.0:
                k += 1
                break
            cos[k] = h[k, k] / radius
            sin[k] = size_k / radius
            h[k, k] = radius
            h[k + 1, k] = 0.0
            g[k + 1] = -sin[k] * g[k]
            g[k] = cos[k] * g[k]
            k += 1
            if abs(g[k]) / norm_rhs <= tol or size_k <= 1e-14 * norm_rhs:
                break
            basis[k] = product / size_k
        y = np.zeros(k)
        for i in range(k - 1, -1, -1):
            total = g[i]
            for j in range(i + 1, k):
                total -= h[i, j] * y[j]
            y[i] = total / h[i, i] if h[i, i] != 0.0 else 0.0
        for j in range(k):
            u += y[j] * basis[j]
        jacobian_product(s, pay, prob, lam, row, scale, u, product, scratch, w)
        r = rhs - product
        beta = np.sqrt(np.sum(r * r))
        previous = relative
        relative = beta / norm_rhs
        if relative <= tol or relative > 0.99 * previous:
            break
    return u, relative, used
