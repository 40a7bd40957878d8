"""The ladder as one CUDA kernel: a thread block climbs with a group of eight draws to the end.

A group has the buffers that a block of eight draws has on a processor (`kernels.Work`), the draw
innermost; two of its tables, payoffs of moves and weights of sets, stay in registers here. The
threads of a thread block are 8 lanes by up to `WORKERS` workers, lanes first: a warp reads and
writes four rows of eight draws each. The workers share out whatever a round allows at the same time
(`rounds`) and wait for each other between rounds. Draws of a group share nothing but the time, and
groups share nothing at all, so what a draw gets does not depend on the others.

What holds a pass up is waiting for memory. So a thread asks for all that it needs of four moves or
two nodes before it uses any of it, and what lies together in a round is read together.

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
from standoff.solve.gpu.rounds import FEW, Shape
from standoff.solve.kernels import WIDTH

Array = np.ndarray[Any, Any]
# What these modules hold is made at run time, not declared.
cuda: Any = import_module("numba.cuda")
config: Any = import_module("numba.core.config")

WORKERS = 96
"""Most workers of a thread block: 768 threads."""
REGISTERS = 80
"""Most registers of a thread: 768 threads share 65,536. Unlimited, the compiler takes about 250."""

# The simulator runs plain Python and knows no registers.
kernel: Any = cuda.jit if config.ENABLE_CUDASIM else cuda.jit(max_registers=REGISTERS)
_decide = cuda.jit(device=True)(anderson.decide.py_func)  # type: ignore[attr-defined]
_solve_small = cuda.jit(device=True)(anderson.solve_small.py_func)  # type: ignore[attr-defined]


@cuda.jit(device=True)
def _load(array: Array, place: int) -> Any:
    """Return an item; the place is never negative, which saves a test at every access."""
    return array[np.uint64(place)]


@cuda.jit(device=True)
def _store(array: Array, place: int, value: float) -> None:
    """Write an item."""
    array[np.uint64(place)] = value


@cuda.jit(device=True)
def _chances(moves: int, one: float, two: float, three: float, four: float) -> Any:
    """Return the choice probabilities of at most four logits; those beyond `moves` repeat the last.

    For them zero is returned.
    """
    top = max(one, two, three, four)
    first = math.exp(max(one - top, -700.0))
    second = math.exp(max(two - top, -700.0)) if moves > 1 else 0.0
    third = math.exp(max(three - top, -700.0)) if moves > 2 else 0.0
    fourth = math.exp(max(four - top, -700.0)) if moves > 3 else 0.0
    share = 1.0 / (first + second + third + fourth)
    return first * share, second * share, third * share, fourth * share


@cuda.jit(device=True)
def _write(
    array: Array, place: int, moves: int, one: float, two: float, three: float, four: float
) -> None:
    """Write what belongs to the first moves of an information set, at most four."""
    _store(array, place, one)
    if moves > 1:
        _store(array, place + WIDTH, two)
    if moves > 2:
        _store(array, place + 2 * WIDTH, three)
    if moves > 3:
        _store(array, place + 3 * WIDTH, four)


@cuda.jit(device=True)
def _choose(z: Array, at: int, moves: int, b: Array, to: int) -> None:
    """Write the choice probabilities of logits of any number of moves."""
    top = -math.inf
    for a in range(moves):
        top = max(top, _load(z, at + a * WIDTH))
    total = 0.0
    for a in range(moves):
        chance = math.exp(max(_load(z, at + a * WIDTH) - top, -700.0))
        _store(b, to + a * WIDTH, chance)
        total += chance
    share = 1.0 / total
    for a in range(moves):
        _store(b, to + a * WIDTH, _load(b, to + a * WIDTH) * share)


@cuda.jit(device=True)
def _softmax(table: Array, s: Shape, z: Array, b: Array) -> None:
    """Write the choice probabilities of all logits to the old choice table; a set per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    for i in range(me, s.sets, workers):
        a0 = _load(table, s.action_start + i)
        moves = _load(table, s.action_start + i + 1) - a0
        x, old = a0 * WIDTH + at, s.old + a0 * WIDTH + at
        if moves <= FEW:
            last = moves - 1
            one, two = _load(z, x), _load(z, x + min(1, last) * WIDTH)
            three, four = _load(z, x + min(2, last) * WIDTH), _load(z, x + min(3, last) * WIDTH)
            one, two, three, four = _chances(moves, one, two, three, four)
            _write(b, old, moves, one, two, three, four)
        else:
            _choose(z, x, moves, b, old)


@cuda.jit(device=True)
def _reach(table: Array, s: Shape, b: Array) -> None:
    """Write the reach of every node; a node per worker."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    old, reach = s.old + at, s.reach + at
    for down in range(s.downs):
        first, stop = table[s.down_start + down], table[s.down_start + down + 1]
        for k in range(first + me, stop, workers):
            n = _load(table, s.down_node + k)
            got = 1.0 if n == 0 else 0.0
            for e in range(_load(table, s.down_in + k), _load(table, s.down_in + k + 1)):
                come = _load(b, reach + _load(table, s.in_node + e) * WIDTH)
                got += come * _load(b, old + _load(table, s.in_weight + e) * WIDTH)
            _store(b, reach + n * WIDTH, got)
        cuda.syncthreads()


@cuda.jit(device=True)
def _worths(
    table: Array, b: Array, reach: int, value: int, n0: int, members: int, pair: int, left: int,
    even: bool,
) -> Any:  # fmt: skip
    """Return the weight of an information set, and the weighted payoffs of its next four moves.

    Two nodes are read at a time; an odd one is read twice, and counted once.

    Args:
        table: the game and its rounds.
        b: numbers of a group.
        reach: place of the lane's reach.
        value: place of the lane's values of the mover.
        n0: place of the first node.
        members: number of nodes.
        pair: place of the first of the pairs of the first of the moves.
        left: number of moves; where there are fewer than four, the last one counts several times.
        even: whether all nodes weigh the same, instead of their reach.
    """
    second, third = min(1, left - 1) * members, min(2, left - 1) * members
    fourth = min(3, left - 1) * members
    seen, one, two, three, four = 0.0, 0.0, 0.0, 0.0, 0.0
    for j in range(0, members, 2):
        more = 1 if j + 1 < members else 0
        first, next_one = _load(table, n0 + j), _load(table, n0 + j + more)
        k = pair + j
        row, row_2 = _load(table, k), _load(table, k + second)
        row_3, row_4 = _load(table, k + third), _load(table, k + fourth)
        k += more
        row_5, row_6 = _load(table, k), _load(table, k + second)
        row_7, row_8 = _load(table, k + third), _load(table, k + fourth)
        part, other = _load(b, reach + first * WIDTH), _load(b, reach + next_one * WIDTH)
        if even:
            part, other = 1.0, 1.0
        if not more:
            other = 0.0
        seen = seen + part + other
        got, got_5 = _load(b, value + row * WIDTH), _load(b, value + row_5 * WIDTH)
        got_2, got_6 = _load(b, value + row_2 * WIDTH), _load(b, value + row_6 * WIDTH)
        got_3, got_7 = _load(b, value + row_3 * WIDTH), _load(b, value + row_7 * WIDTH)
        got_4, got_8 = _load(b, value + row_4 * WIDTH), _load(b, value + row_8 * WIDTH)
        one = one + part * got + other * got_5
        two = two + part * got_2 + other * got_6
        three = three + part * got_3 + other * got_7
        four = four + part * got_4 + other * got_8
    return seen, one, two, three, four


@cuda.jit(device=True)
def _respond(table: Array, s: Shape, lam: float, answer: Array, b: Array, up: int) -> None:
    """Write the new logits and choice probabilities of a round; a set per worker.

    Where a set has few moves and values use new choices, its nodes are valued as well: what their
    moves lead to has just been read.
    """
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    reach, value, here = s.reach + at, s.value + at, G * s.entries * WIDTH + at
    first, stop = table[s.set_start + up], table[s.set_start + up + 1]
    for k in range(first + me, stop, workers):
        x, moves = _load(table, s.set_entry + k), _load(table, s.set_moves + k)
        pair = s.pair_row + _load(table, s.set_pairs + k)
        n0 = _load(table, s.member_start + k)
        members = _load(table, s.member_start + k + 1) - n0
        mine = value + _load(table, s.set_player + k) * WIDTH
        node, come = s.member + n0, s.member_arrive + n0
        z, new = here + x * WIDTH, s.new + x * WIDTH + at
        mean = 0.0
        for a in range(0, moves, FEW):
            left = moves - a
            seen, one, two, three, four = _worths(
                table, b, reach, mine, node, members, pair + a * members, left, False
            )
            if seen <= 0.0:
                seen, one, two, three, four = _worths(
                    table, b, reach, mine, node, members, pair + a * members, left, True
                )
            share = 1.0 / seen
            one, two, three, four = one * share, two * share, three * share, four * share
            mean += one
            mean += two if left > 1 else 0.0
            mean += three if left > 2 else 0.0
            mean += four if left > 3 else 0.0
            if moves > FEW:
                _write(answer, z + a * WIDTH, left, one, two, three, four)
        mean *= 1.0 / moves
        if moves <= FEW:
            one, two, three, four = one - mean, two - mean, three - mean, four - mean
            one, two, three, four = one * lam, two * lam, three * lam, four * lam
            _write(answer, z, moves, one, two, three, four)
            one, two, three, four = _chances(moves, one, two, three, four)
            _write(b, new, moves, one, two, three, four)
            if s.at_once:
                _value_members(table, s, b, node, come, members, pair, moves, one, two, three, four)
        else:
            for a in range(moves):
                _store(answer, z + a * WIDTH, (_load(answer, z + a * WIDTH) - mean) * lam)
            _choose(answer, z, moves, b, new)


@cuda.jit(device=True)
def _value_members(
    table: Array,
    s: Shape,
    b: Array,
    node: int,
    come: int,
    members: int,
    pair: int,
    moves: int,
    one: float,
    two: float,
    three: float,
    four: float,
) -> None:
    """Write the values of the nodes of an information set, two players at a time.

    Where there are fewer than four moves, the last one is read several times, with chance zero.
    """
    second, third = min(1, moves - 1) * members, min(2, moves - 1) * members
    fourth = min(3, moves - 1) * members
    value, arrivals = s.value + cuda.threadIdx.x, s.arrivals + cuda.threadIdx.x
    for j in range(members):
        n, earned = _load(table, node + j), _load(table, come + j)
        k = pair + j
        row, row_2 = _load(table, k), _load(table, k + second)
        row_3, row_4 = _load(table, k + third), _load(table, k + fourth)
        for p in range(0, s.players, 2):
            # Of an odd number of players the last one is valued twice.
            q = min(p + 1, s.players - 1)
            worth = _load(b, arrivals + (earned + p) * WIDTH)
            other = _load(b, arrivals + (earned + q) * WIDTH)
            got, got_2 = _load(b, value + (row + p) * WIDTH), _load(b, value + (row_2 + p) * WIDTH)
            got_3 = _load(b, value + (row_3 + p) * WIDTH)
            got_4 = _load(b, value + (row_4 + p) * WIDTH)
            got_5 = _load(b, value + (row + q) * WIDTH)
            got_6 = _load(b, value + (row_2 + q) * WIDTH)
            got_7 = _load(b, value + (row_3 + q) * WIDTH)
            got_8 = _load(b, value + (row_4 + q) * WIDTH)
            worth = worth + one * got + two * got_2 + three * got_3 + four * got_4
            other = other + one * got_5 + two * got_6 + three * got_7 + four * got_8
            _store(b, value + (n * s.players + p) * WIDTH, worth)
            _store(b, value + (n * s.players + q) * WIDTH, other)


@cuda.jit(device=True)
def _values(table: Array, s: Shape, b: Array, up: int) -> None:
    """Write the other values of a round; a node per worker, two players and three edges at a time.

    Where there are fewer edges, the last one is read several times, and counted once.
    """
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    play = (s.new if s.at_once else s.old) + at
    value, arrivals = s.value + at, s.arrivals + at
    first, stop = table[s.up_start + up], table[s.up_start + up + 1]
    for k in range(first + me, stop, workers):
        n, come = _load(table, s.up_node + k), _load(table, s.up_arrive + k)
        e0, e1 = _load(table, s.up_edge + k), _load(table, s.up_edge + k + 1)
        for p in range(0, s.players, 2):
            # Of an odd number of players the last one is valued twice.
            mine, theirs = p * WIDTH, min(p + 1, s.players - 1) * WIDTH
            worth = _load(b, arrivals + come * WIDTH + mine)
            other = _load(b, arrivals + come * WIDTH + theirs)
            for e in range(e0, e1, 3):
                e_2, e_3 = min(e + 1, e1 - 1), min(e + 2, e1 - 1)
                chance = _load(b, play + _load(table, s.up_weight + e) * WIDTH)
                chance_2 = _load(b, play + _load(table, s.up_weight + e_2) * WIDTH)
                chance_3 = _load(b, play + _load(table, s.up_weight + e_3) * WIDTH)
                v = value + _load(table, s.up_row + e) * WIDTH
                v_2 = value + _load(table, s.up_row + e_2) * WIDTH
                v_3 = value + _load(table, s.up_row + e_3) * WIDTH
                chance_2 = chance_2 if e + 1 < e1 else 0.0
                chance_3 = chance_3 if e + 2 < e1 else 0.0
                got, got_2, got_3 = _load(b, v + mine), _load(b, v_2 + mine), _load(b, v_3 + mine)
                worth = worth + chance * got + chance_2 * got_2 + chance_3 * got_3
                got, got_2 = _load(b, v + theirs), _load(b, v_2 + theirs)
                got_3 = _load(b, v_3 + theirs)
                other = other + chance * got + chance_2 * got_2 + chance_3 * got_3
            _store(b, value + n * s.players * WIDTH + mine, worth)
            _store(b, value + n * s.players * WIDTH + theirs, other)


@cuda.jit(device=True)
def apply_map(table: Array, s: Shape, lam: float, points: Array, b: Array) -> None:
    """Write G(z, lambda) to the point G, and leave choice probabilities in `b`."""
    _softmax(table, s, points, b)
    cuda.syncthreads()
    _reach(table, s, b)
    for up in range(s.ups):
        if table[s.set_start + up + 1] > table[s.set_start + up]:
            _respond(table, s, lam, points, b, up)
            cuda.syncthreads()
        if table[s.up_start + up + 1] > table[s.up_start + up]:
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
        old, answer = _load(b, s.old + x), _load(b, s.new + x)
        z, g = _load(points, Z * size + x), _load(points, G * size + x)
        base, guess = _load(points, BASE_SIGMA * size + x), _load(points, GUESS * size + x)
        if first:
            guess = old
            _store(points, GUESS * size + x, old)
        change = _larger(change, abs(answer - old))
        largest = _larger(largest, abs(g - z))
        jump = _larger(jump, abs(answer - base))
        off = _larger(off, abs(answer - guess))
    shared[0, me, at] = change
    shared[1, me, at] = largest
    shared[2, me, at] = jump
    shared[3, me, at] = off
    cuda.syncthreads()
    for row in range(me, 4, workers):
        most = 0.0
        for k in range(workers):
            most = _larger(most, shared[row, k, at])
        c[MEASURES + row, at] = most
    cuda.syncthreads()


@cuda.jit(device=True)
def _accept(s: Shape, c: Array, points: Array, b: Array) -> None:
    """Move the accepted points on in the lanes whose rung has ended."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    size = s.entries * WIDTH
    if c[ACCEPTED, at] != 0.0:
        for k in range(me, s.entries, workers):
            x = k * WIDTH + at
            _store(points, BEFORE * size + x, _load(points, BASE * size + x))
            _store(points, BASE * size + x, _load(points, G * size + x))
            _store(points, BASE_SIGMA * size + x, _load(b, s.new + x))


@cuda.jit(device=True)
def _remember(
    s: Shape,
    slot: int,
    deepest: int,
    points: Array,
    df: Array,
    dg: Array,
    small: Array,
    shared: Array,
) -> None:
    """Write the newest entry of the history; its products, and those of the step, with the others.

    `deepest` entries are in use in some lane. Of fewer than eight the oldest is read several times,
    so that all eight can be read at once, and its product is written once.
    """
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    size = s.entries * WIDTH
    here, last = slot * size, max(1, deepest) - 1
    with_new = cuda.local.array(MEMORY, np.float64)
    with_f = cuda.local.array(MEMORY, np.float64)
    for back in range(MEMORY):
        with_new[back] = 0.0
        with_f[back] = 0.0
    for k in range(me, s.entries, workers):
        x = k * WIDTH + at
        now, answer = _load(points, Z * size + x), _load(points, G * size + x)
        moved = answer - _load(points, G_OLD * size + x)
        slope = moved - (now - _load(points, Z_OLD * size + x))
        _store(dg, here + x, moved)
        _store(df, here + x, slope)
        _store(points, Z_OLD * size + x, now)
        _store(points, G_OLD * size + x, answer)
        f = answer - now
        with_new[0] += slope * slope
        with_f[0] += slope * f
        if last:
            for back in range(1, MEMORY):
                j = (slot - min(back, last) + MEMORY) % MEMORY
                before = _load(df, j * size + x)
                with_new[back] += before * slope
                with_f[back] += before * f
    for back in range(0, MEMORY, 2):
        if back < deepest:
            _add_up(
                slot, back, deepest, with_new[back], with_f[back], with_new[back + 1],
                with_f[back + 1], small, shared,
            )  # fmt: skip


@cuda.jit(device=True)
def _add_up(
    slot: int,
    back: int,
    deepest: int,
    with_new: float,
    with_f: float,
    with_new_2: float,
    with_f_2: float,
    small: Array,
    shared: Array,
) -> None:
    """Write the products of two entries of the history, added up over workers."""
    at, me, workers = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockDim.y
    shared[0, me, at] = with_new
    shared[1, me, at] = with_f
    shared[2, me, at] = with_new_2
    shared[3, me, at] = with_f_2
    cuda.syncthreads()
    for row in range(me, 4, workers):
        entry = back + row // 2
        total = 0.0
        for k in range(workers):
            total += shared[row, k, at]
        if entry < deepest:
            place = DOTS_F if row % 2 else DOTS_SLOT
            small[place + (slot - entry + MEMORY) % MEMORY, at] = total
    cuda.syncthreads()


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
    if c[ACTION, at] != MIX:
        slope = c[SLOPE, at]
        for k in range(me, s.entries, workers):
            x = k * WIDTH + at
            base = _load(points, BASE * size + x)
            before = _load(points, BEFORE * size + x)
            _store(points, Z * size + x, base + slope * (base - before))
        return
    held = min(deepest, int(c[HELD, at]))
    weight = cuda.local.array(MEMORY, np.float64)
    for back in range(MEMORY):
        weight[back] = small[WEIGHTS + (slot - back + MEMORY) % MEMORY, at]
    last = max(1, held) - 1
    for k in range(me, s.entries, workers):
        x = k * WIDTH + at
        total = _load(points, G * size + x)
        if held:
            for back in range(MEMORY):
                j = (slot - min(back, last) + MEMORY) % MEMORY
                moved = _load(dg, j * size + x)
                total -= weight[back] * (moved if back < held else 0.0)
        _store(points, Z * size + x, total)


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


@kernel
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
        apply_map(table, s, c[LAM, at], points, b)
        _measure(s, c, points, b, shared)
        if me == 0:
            c[SLOT, at] = slot
            c[ACCEPTED, at] = 0.0
            if c[ACTION, at] != IDLE:
                c[PASSES, at] += 1.0
                _decide(c, at, tol)
        cuda.syncthreads()
        deepest = _deepest(c)
        _accept(s, c, points, b)
        _remember(s, slot, deepest, points, df, dg, small, shared)
        if me == 0:
            _coefficients(c, slot, small)
        cuda.syncthreads()
        _advance(s, c, slot, deepest, points, dg, small)
        cuda.syncthreads()
