"""Equilibria counted in slow, plain ways that share nothing with the search.

Nash equilibria of two players by support enumeration in fractions; logit equilibria of games whose
play follows from one or two chances by trying starts all over the square.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
from scipy.optimize import root

from standoff.interop.efg import read_efg

DISTINCT = 1e-5
"""Two zeros of a scan are one when they are nearer than this."""


def normal_form(payoffs: np.ndarray):
    """Return game and numbers in which everybody moves at once; payoffs (moves..., players)."""
    *moves, players = payoffs.shape
    names = " ".join(f'"Player {p + 1}"' for p in range(players))
    lines = [f'EFG 2 R "All at once" {{ {names} }}']
    ends = iter(range(1, 1 + int(np.prod(moves))))

    def write(past):
        player = len(past)
        if player == players:
            paid = ", ".join(repr(float(x)) for x in payoffs[past])
            lines.append(f't "" {next(ends)} "{past}" {{ {paid} }}')
            return
        acts = " ".join(f'"{m}"' for m in range(moves[player]))
        lines.append(f'p "" {player + 1} 1 "{player + 1}" {{ {acts} }} 0')
        for move in range(moves[player]):
            write((*past, move))

    write(())
    return read_efg("\n".join(lines) + "\n")


def bimatrix(first, second):
    """Return game and numbers of two payoff matrices."""
    return normal_form(np.stack([np.array(first, float), np.array(second, float)], axis=-1))


def nash_by_supports(first, second) -> list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    """Return all equilibria with supports of equal size: all there are if the game is not
    degenerate."""
    a = [[Fraction(x) for x in line] for line in first]
    b = [[Fraction(x) for x in line] for line in second]
    rows, columns = len(a), len(a[0])
    flipped = [[b[i][j] for i in range(rows)] for j in range(columns)]
    found = []
    for size in range(1, min(rows, columns) + 1):
        for mine, theirs in product(
            combinations(range(rows), size), combinations(range(columns), size)
        ):
            y = _indifferent(a, mine, theirs, columns)
            x = _indifferent(flipped, theirs, mine, rows)
            if x and y and _best(a, y, mine) and _best(flipped, x, theirs):
                found.append((x, y))
    return found


def _indifferent(pay, own, other, width):
    """Return the mix of the other's support that makes all own moves worth the same."""
    size = len(own)
    matrix = [[pay[i][j] for j in other] + [Fraction(-1), Fraction(0)] for i in own]
    matrix.append([Fraction(1)] * size + [Fraction(0), Fraction(1)])
    solution = _solve(matrix)
    if solution is None or any(share <= 0 for share in solution[:size]):
        return None
    mix = [Fraction(0)] * width
    for j, share in zip(other, solution[:size], strict=True):
        mix[j] = share
    return tuple(mix)


def _best(pay, mix, support) -> bool:
    worth = [sum(p * m for p, m in zip(line, mix, strict=True)) for line in pay]
    return all(worth[i] == max(worth) for i in support)


def _solve(matrix):
    """Solve a square system given as rows with the right side last; None if it is singular."""
    n = len(matrix)
    m = [line[:] for line in matrix]
    for k in range(n):
        pivot = next((r for r in range(k, n) if m[r][k] != 0), None)
        if pivot is None:
            return None
        m[k], m[pivot] = m[pivot], m[k]
        m[k] = [x / m[k][k] for x in m[k]]
        for r in range(n):
            if r != k:
                m[r] = [x - m[r][k] * y for x, y in zip(m[r], m[k], strict=True)]
    return [line[-1] for line in m]


def logistic(x):
    """Return 1 / (1 + exp(-x)) without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(x)))


def zeros_by_scan(respond, dimensions: int, per_axis: int = 60, reach: float = 30.0):
    """Return all fixed points of `respond`, a map of log-odds to log-odds, from a grid of starts.

    Args:
        respond: maps log-odds (dimensions) to log-odds.
        dimensions: 1 or 2.
        per_axis: starts per axis; half lie evenly in chances, half in log-odds.
        reach: largest log-odds of a start.
    """
    chances = np.linspace(0.01, 0.99, per_axis // 2)
    axis = np.concatenate(
        [np.log(chances / (1 - chances)), np.linspace(-reach, reach, per_axis // 2)]
    )
    found: list[np.ndarray] = []
    for start in product(axis, repeat=dimensions):
        answer = root(lambda w: respond(w) - w, np.array(start), tol=1e-13)
        if np.abs(respond(answer.x) - answer.x).max() > 1e-8:
            continue
        point = logistic(answer.x)
        if all(np.abs(point - other).max() > DISTINCT for other in found):
            found.append(point)
    return sorted(found, key=tuple)
