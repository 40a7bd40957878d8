"""The ladder as one CUDA kernel: a thread block climbs with a group of eight draws to the end.

A group has the buffers that a block of eight draws has on a processor (`kernels.Work`), the draw
innermost. The threads of a thread block are 8 lanes by up to `WORKERS` workers, lanes first: a warp
reads and writes four rows of eight draws each. The workers share out whatever a round allows at
the same time (`rounds`) and wait for each other between rounds. Draws of a group share nothing but
the time, and groups share nothing at all, so what a draw gets does not depend on the others.

What decides about rungs is the very code of the ladder on a processor (`anderson.decide`).
"""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np

from standoff.solve import anderson
from standoff.solve.anderson import (
    ACCEPTED,
    ACTION,
    BASE,
    BASE_SIGMA,
    BEFORE,
    DOTS_F,
    DOTS_SLOT,
    G_OLD,
    GRAM,
    GUESS,
    HELD,
    IDLE,
    LAM,
    MEASURES,
    MEMORY,
    MIX,
    PASSES,
    POINTS,
    SLOPE,
    SLOT,
    TRIES,
    WEIGHTS,
    Z_OLD,
    G,
    Z,
)
from standoff.solve.gpu.rounds import Shape
from standoff.solve.kernels import WIDTH

Array = np.ndarray[Any, Any]
# What these modules hold is made at run time, not declared.
cuda: Any = import_module("numba.cuda")
config: Any = import_module("numba.core.config")

WORKERS = 64
"""Most workers of a thread block: 512 threads."""
REGISTERS = 128
"""Most registers of a thread: 512 of them share 65,536. Unlimited, the compiler would take 168."""

# The simulator runs plain Python and knows no registers.
_kernel: Any = cuda.jit if config.ENABLE_CUDASIM else cuda.jit(max_registers=REGISTERS)
_decide = cuda.jit(device=True)(anderson.decide.py_func)  # type: ignore[attr-defined]
_solve_small = cuda.jit(device=True)(anderson.solve_small.py_func)  # type: ignore[attr-defined]


@cuda.jit(device=True)
def _softmax(table: Array, s: Shape, z: Array, b: Array) -> None:
    """Write the choice probabilities of all logits to the old choice table; a set per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    for i in range(me, s.sets, workers):
        a0, a1 = table[s.action_start + i], table[s.action_start + i + 1]
        top = z[a0 * WIDTH + at]
        for x in range(a0 + 1, a1):
            top = max(top, z[x * WIDTH + at])
        total = 0.0
        for x in range(a0, a1):
            chance = math.exp(max(z[x * WIDTH + at] - top, -700.0))
            b[s.old + x * WIDTH + at] = chance
            total += chance
        share = 1.0 / total
        for x in range(a0, a1):
            b[s.old + x * WIDTH + at] *= share


@cuda.jit(device=True)
def _reach(table: Array, s: Shape, b: Array) -> None:
    """Write the reach of every node; a node per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    for down in range(s.downs):
        first, stop = table[s.down_start + down], table[s.down_start + down + 1]
        for k in range(first + me, stop, workers):
            n = table[s.down_node + k]
            got = 1.0 if n == 0 else 0.0
            for e in range(table[s.in_start + n], table[s.in_start + n + 1]):
                chance = b[s.old + table[s.in_weight + e] * WIDTH + at]
                got += b[s.reach + table[s.in_node + e] * WIDTH + at] * chance
            b[s.reach + n * WIDTH + at] = got
        cuda.syncthreads()


@cuda.jit(device=True)
def _worth(table: Array, s: Shape, b: Array, up: int) -> None:
    """Write the expected payoff of the moves of a round; a move per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    first, stop = table[s.entry_start + up], table[s.entry_start + up + 1]
    for k in range(first + me, stop, workers):
        x = table[s.entry_of + k]
        i = table[s.entry_set + x]
        n0, n1 = table[s.nodes_start + i], table[s.nodes_start + i + 1]
        move = x - table[s.action_start + i]
        player = s.value + table[s.set_player + i] * WIDTH + at
        seen, worth, plain = 0.0, 0.0, 0.0
        for j in range(n0, n1):
            n = table[s.set_nodes + j]
            v = table[s.edge_value + table[s.edge_start + n] + move]
            part = b[s.reach + n * WIDTH + at]
            got = b[player + v * s.players * WIDTH]
            seen += part
            worth += part * got
            plain += got
        if seen > 0.0:
            b[s.gain + x * WIDTH + at] = worth * (1.0 / seen)
        else:
            b[s.gain + x * WIDTH + at] = plain * (1.0 / (n1 - n0))


@cuda.jit(device=True)
def _respond(table: Array, s: Shape, lam: float, answer: Array, b: Array, up: int) -> None:
    """Write the new logits and choice probabilities of a round; a set per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    here = G * s.entries * WIDTH + at
    first, stop = table[s.set_start + up], table[s.set_start + up + 1]
    for k in range(first + me, stop, workers):
        i = table[s.set_of + k]
        a0, a1 = table[s.action_start + i], table[s.action_start + i + 1]
        mean = 0.0
        for x in range(a0, a1):
            mean += b[s.gain + x * WIDTH + at]
        mean *= 1.0 / (a1 - a0)
        top = -math.inf
        for x in range(a0, a1):
            excess = b[s.gain + x * WIDTH + at] - mean
            b[s.gain + x * WIDTH + at] = excess
            answer[here + x * WIDTH] = excess * lam
            top = max(top, excess * lam)
        total = 0.0
        for x in range(a0, a1):
            chance = math.exp(max(answer[here + x * WIDTH] - top, -700.0))
            b[s.new + x * WIDTH + at] = chance
            total += chance
        share = 1.0 / total
        for x in range(a0, a1):
            b[s.new + x * WIDTH + at] *= share


@cuda.jit(device=True)
def _values(table: Array, s: Shape, b: Array, up: int) -> None:
    """Write the values of a round; a node and player per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    play = s.new if s.at_once else s.old
    first, stop = table[s.up_start + up], table[s.up_start + up + 1]
    for k in range(first * s.players + me, stop * s.players, workers):
        n, player = table[s.up_node + k // s.players], k % s.players
        row = player * WIDTH + at
        worth = b[s.arrivals + table[s.arrive + n] * s.players * WIDTH + row]
        for e in range(table[s.edge_start + n], table[s.edge_start + n + 1]):
            chance = b[play + table[s.edge_weight + e] * WIDTH + at]
            worth += chance * b[s.value + table[s.edge_value + e] * s.players * WIDTH + row]
        b[s.value + n * s.players * WIDTH + row] = worth


@cuda.jit(device=True)
def _pass(table: Array, s: Shape, lam: float, points: Array, b: Array) -> None:
    """Write G(z, lambda) to the point G, and leave choice probabilities in `b`."""
    _softmax(table, s, points, b)
    cuda.syncthreads()
    _reach(table, s, b)
    for up in range(s.ups):
        if table[s.set_start + up + 1] > table[s.set_start + up]:
            _worth(table, s, b, up)
            cuda.syncthreads()
            _respond(table, s, lam, points, b, up)
            cuda.syncthreads()
        _values(table, s, b, up)
        cuda.syncthreads()


@cuda.jit(device=True)
def _larger(a: float, b: float) -> float:
    """Return the larger number, or one that is not a number if there is any."""
    return b if b > a or b != b else a  # noqa: PLR0124


@cuda.jit(device=True)
def _measure(s: Shape, c: Array, points: Array, b: Array, shared: Array) -> None:
    """Write, per lane: change of probability, change of logit, distance to base and to guess."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    size = s.entries * WIDTH
    change, largest, jump, off = 0.0, 0.0, 0.0, 0.0
    first = c[TRIES, at] == 0.0
    for k in range(me, s.entries, workers):
        x = k * WIDTH + at
        old, answer = b[s.old + x], b[s.new + x]
        if first:
            points[GUESS * size + x] = old
        change = _larger(change, abs(answer - old))
        largest = _larger(largest, abs(points[G * size + x] - points[Z * size + x]))
        jump = _larger(jump, abs(answer - points[BASE_SIGMA * size + x]))
        off = _larger(off, abs(answer - points[GUESS * size + x]))
    shared[0, me, at] = change
    shared[1, me, at] = largest
    shared[2, me, at] = jump
    shared[3, me, at] = off
    cuda.syncthreads()
    if me == 0:
        for row in range(4):
            most = 0.0
            for k in range(workers):
                most = _larger(most, shared[row, k, at])
            c[MEASURES + row, at] = most


@cuda.jit(device=True)
def _remember(s: Shape, c: Array, slot: int, points: Array, df: Array, dg: Array, b: Array) -> None:
    """Update accepted points and write the newest entry of the history."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    size = s.entries * WIDTH
    accepted = c[ACCEPTED, at] != 0.0
    for k in range(me, s.entries, workers):
        x = k * WIDTH + at
        now, answer = points[Z * size + x], points[G * size + x]
        if accepted:
            points[BEFORE * size + x] = points[BASE * size + x]
            points[BASE * size + x] = answer
            points[BASE_SIGMA * size + x] = b[s.new + x]
        moved = answer - points[G_OLD * size + x]
        dg[slot * size + x] = moved
        df[slot * size + x] = moved - (now - points[Z_OLD * size + x])
        points[Z_OLD * size + x] = now
        points[G_OLD * size + x] = answer


@cuda.jit(device=True)
def _products(
    s: Shape, slot: int, deepest: int, points: Array, df: Array, small: Array, shared: Array
) -> None:
    """Write the products of the newest entry of the history, and of the step, with the others.

    Two pairs of rows of `shared` take turns, so that a sum may still be read while the next ones
    are written.
    """
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    size = s.entries * WIDTH
    for back in range(deepest):
        j = (slot - back + MEMORY) % MEMORY
        with_new, with_f = 0.0, 0.0
        for k in range(me, s.entries, workers):
            x = k * WIDTH + at
            slope = df[j * size + x]
            with_new += slope * df[slot * size + x]
            with_f += slope * (points[G * size + x] - points[Z * size + x])
        pair = 2 * (back % 2)
        shared[pair, me, at] = with_new
        shared[pair + 1, me, at] = with_f
        cuda.syncthreads()
        if me == 0:
            with_new, with_f = 0.0, 0.0
            for k in range(workers):
                with_new += shared[pair, k, at]
                with_f += shared[pair + 1, k, at]
            small[DOTS_SLOT + j, at] = with_new
            small[DOTS_F + j, at] = with_f


@cuda.jit(device=True)
def _coefficients(c: Array, slot: int, small: Array) -> None:
    """Write the weights of the history for one lane; zero where it does not mix."""
    at = cuda.threadIdx.x
    for j in range(MEMORY):
        small[GRAM + slot * MEMORY + j, at] = small[DOTS_SLOT + j, at]
        small[GRAM + j * MEMORY + slot, at] = small[DOTS_SLOT + j, at]
        small[WEIGHTS + j, at] = 0.0
    if c[ACTION, at] != MIX or c[TRIES, at] <= 1.0:
        return
    c[HELD, at] += 1.0
    held = min(int(c[HELD, at]), MEMORY)
    a = cuda.local.array((MEMORY, MEMORY), np.float64)
    b = cuda.local.array(MEMORY, np.float64)
    trace = 0.0
    for i in range(held):
        k = (slot - i + MEMORY) % MEMORY
        trace += small[GRAM + k * MEMORY + k, at]
        b[i] = small[DOTS_F + k, at]
        for j in range(held):
            a[i, j] = small[GRAM + k * MEMORY + (slot - j + MEMORY) % MEMORY, at]
    for i in range(held):
        a[i, i] += 1e-13 * trace + 1e-300
    if not _solve_small(a, b, held):
        return
    for i in range(held):
        if not math.isfinite(b[i]):
            return
    for i in range(held):
        small[WEIGHTS + (slot - i + MEMORY) % MEMORY, at] = b[i]


@cuda.jit(device=True)
def _advance(
    s: Shape, c: Array, slot: int, deepest: int, points: Array, dg: Array, small: Array
) -> None:
    """Write the next logits."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    size = s.entries * WIDTH
    mixes = c[ACTION, at] == MIX
    slope = c[SLOPE, at]
    held = min(deepest, int(c[HELD, at]))
    for k in range(me, s.entries, workers):
        x = k * WIDTH + at
        if mixes:
            total = points[G * size + x]
            for back in range(held):
                j = (slot - back + MEMORY) % MEMORY
                total -= small[WEIGHTS + j, at] * dg[j * size + x]
            points[Z * size + x] = total
        else:
            base = points[BASE * size + x]
            points[Z * size + x] = base + slope * (base - points[BEFORE * size + x])


@cuda.jit(device=True)
def _anyone(c: Array) -> bool:
    """Return whether some lane has more to do."""
    some = False
    for lane in range(cuda.blockDim.x):
        some = some or c[ACTION, lane] != IDLE
    return some


@cuda.jit(device=True)
def _deepest(c: Array) -> int:
    """Return how many entries of the history, the newest included, some lane will use."""
    deepest = 0
    for lane in range(cuda.blockDim.x):
        if c[ACTION, lane] == MIX and c[TRIES, lane] > 1.0:
            deepest = max(deepest, min(int(c[HELD, lane]) + 1, MEMORY))
    return deepest


@_kernel
def climb(
    table: Array,
    s: Shape,
    work: Array,
    lane: Array,
    points_of: Array,
    df_of: Array,
    dg_of: Array,
    small_of: Array,
    tol: float,
    limit: int,
    begin: int,
) -> None:
    """Go on climbing, in every lane of every group, for at most `limit` passes.

    Launch with one thread block for each group, of (lanes in use, workers) threads.

    Args:
        table: the game and its rounds.
        s: sizes, and places in `table` and in `work`.
        work: numbers and scratch, as `kernels.Work` has it (groups, size of a `Work`).
        lane: what each lane does (groups, LANE_ROWS, 8).
        points_of: points in strategy space (groups, POINTS X 8).
        df_of: differences of the step of the iteration (groups, MEMORY X 8).
        dg_of: differences of the map (groups, MEMORY X 8).
        small_of: products of differences, and weights (groups, SMALL_ROWS, 8).
        tol: largest change of a choice probability in one more pass at the target.
        limit: passes after which to end.
        begin: 1 at the foot of the ladder.
    """
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    group = cuda.blockIdx.x
    shared = cuda.shared.array((4, WORKERS, WIDTH), np.float64)
    b, c, small = work[group], lane[group], small_of[group]
    points, df, dg = points_of[group], df_of[group], dg_of[group]
    if begin:
        for k in range(me, POINTS * s.entries, workers):
            points[k * WIDTH + at] = 0.0
        cuda.syncthreads()
    for _ in range(limit):
        if not _anyone(c):
            return
        slot = (int(c[SLOT, at]) + 1) % MEMORY
        _pass(table, s, c[LAM, at], points, b)
        _measure(s, c, points, b, shared)
        if me == 0:
            c[SLOT, at] = slot
            c[ACCEPTED, at] = 0.0
            if c[ACTION, at] != IDLE:
                c[PASSES, at] += 1.0
                _decide(c, at, tol)
        cuda.syncthreads()
        deepest = _deepest(c)
        _remember(s, c, slot, points, df, dg, b)
        _products(s, slot, deepest, points, df, small, shared)
        cuda.syncthreads()
        if me == 0:
            _coefficients(c, slot, small)
        cuda.syncthreads()
        _advance(s, c, slot, deepest, points, dg, small)
        cuda.syncthreads()
