"""Compiled parts of `playouts`: tables by the alias method, and the plays themselves.

A node's edges have one slot each. A uniform number times the number of slots gives a slot and, by
its fraction, one of the two edges of the slot: the edge itself below the slot's threshold, its
alias from there on. A slot also says where the slots of the node below are, for both of its edges,
so that a step is one load from memory; an edge that ends a play leads to the root again, and the
next play begins. Nothing in a step has to be guessed by the processor, and several plays advance in
turn, so that a load that takes long does not stop the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.solve.compiled import compiled

Array = np.ndarray[Any, Any]

SLOT = np.dtype(
    [
        ("threshold", np.float64),
        ("first", np.int32),
        ("count", np.int32),
        ("alias_first", np.int32),
        ("alias_count", np.int32),
        ("alias", np.int32),
        ("used", np.uint32),
    ]
)
"""32 bytes, so that a slot lies in one cache line, with its count of uses.

`first` and `count` are the slots of the node that the slot's own edge leads to, those of the root
where the edge ends a play; then the count is negative.
"""
LANES = 8
"""Plays that advance in turn."""
UNIT = 2.0**-53
"""A double has 53 bits, so this many bits of a random word become a number in [0, 1)."""


@compiled
def fill_slots(
    edge_start: Array, edge_child: Array, along: Array, slot_start: Array, slots: Array
) -> None:
    """Write the slots of all nodes, with edge probabilities `along` (E) brought to sum 1.

    Those of node n begin at `slot_start[n]`, those of the root at 0. Vose (1991): slots below the
    mean are filled up from slots above it, one at a time.
    """
    small = np.zeros(slots.shape[0], dtype=np.int32)
    large = np.zeros(slots.shape[0], dtype=np.int32)
    scaled = np.zeros(slots.shape[0])
    for n in range(edge_start.shape[0] - 1):
        e0, degree = edge_start[n], edge_start[n + 1] - edge_start[n]
        first = slot_start[n]
        total = 0.0
        for e in range(e0, e0 + degree):
            total += along[e]
        n_small = n_large = 0
        for k in range(first, first + degree):
            child = edge_child[e0 + k - first]
            below = edge_start[child + 1] - edge_start[child]
            slots[k].first = slot_start[child] if below > 0 else 0
            slots[k].count = below if below > 0 else -edge_start[1]
            slots[k].threshold = 1.0
            slots[k].alias = k
            scaled[k] = along[e0 + k - first] / total * degree
            if scaled[k] < 1.0:
                small[n_small] = k
                n_small += 1
            else:
                large[n_large] = k
                n_large += 1
        while n_small > 0 and n_large > 0:
            n_small -= 1
            low, high = small[n_small], large[n_large - 1]
            slots[low].threshold = scaled[low]
            slots[low].alias = high
            scaled[high] -= 1.0 - scaled[low]
            if scaled[high] < 1.0:
                small[n_small] = high
                n_small += 1
                n_large -= 1
        for k in range(first, first + degree):
            slots[k].alias_first = slots[slots[k].alias].first
            slots[k].alias_count = slots[slots[k].alias].count


@compiled
def reached(edge_start: Array, edge_child: Array, along: Array, reach: Array) -> None:
    """Add to `reach` (N) the probability of each node, given that of the root."""
    for n in range(edge_start.shape[0] - 1):
        for e in range(edge_start[n], edge_start[n + 1]):
            reach[edge_child[e]] += reach[n] * along[e]


@compiled
def play(
    slots: Array,
    root_count: int,
    gains: Array,
    state: Array,
    plays: int,
    sums: Array,
    ends: Array,
) -> None:
    """Play `plays` times with xoshiro256++ (Blackman & Vigna 2021) from `state` (4 words).

    Args:
        slots: by `fill_slots`; uses are added to those that are counted in it.
        root_count: slots of the root; they are the first ones.
        gains: what each party is paid along the edge of a slot (E P); no rows where nobody adds
            it up.
        state: four random words, not all zero.
        plays: number of plays, each lane its share.
        sums: sum and sum of squares of each party's payoff (2, P), added to; see `gains`.
        ends: last slot of each play, lane by lane; empty where nobody wants it.
    """
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    first = np.zeros(LANES, dtype=np.int64)
    count = np.full(LANES, root_count)
    place_of = np.zeros(LANES, dtype=np.int64)  # of the play in hand, among all plays
    stop = np.zeros(LANES, dtype=np.int64)
    parties = gains.shape[1]
    got = np.zeros((LANES, parties))
    pays, keeps = gains.shape[0] > 0, ends.shape[0] > 0
    for k in range(LANES):
        place_of[k] = plays * k // LANES
        stop[k] = plays * (k + 1) // LANES
    lanes = LANES
    k = 0
    while k < lanes:  # lanes without a play
        if place_of[k] < stop[k]:
            k += 1
            continue
        lanes -= 1
        place_of[k], stop[k] = place_of[lanes], stop[lanes]
    while lanes > 0:
        k = 0
        while k < lanes:
            word = s0 + s3
            word = ((word << np.uint64(23)) | (word >> np.uint64(41))) + s0
            t = s1 << np.uint64(17)
            s2 ^= s0
            s3 ^= s1
            s1 ^= s2
            s0 ^= s3
            s2 ^= t
            s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
            # Below the number of slots, whatever the rounding: the product is at least half a unit
            # in the last place smaller.
            place = np.float64(word >> np.uint64(11)) * UNIT * count[k]
            within = np.int64(place)
            own = first[k] + within
            slot = slots[own]
            is_own = place - within < slot.threshold
            chosen = own if is_own else np.int64(slot.alias)
            below = np.int64(slot.count if is_own else slot.alias_count)
            first[k] = slot.first if is_own else slot.alias_first
            count[k] = abs(below)
            slots[chosen].used += np.uint32(1)
            if keeps:
                ends[place_of[k]] = chosen  # the last one to be written stays
            if pays:
                for p in range(parties):
                    got[k, p] += gains[chosen, p]
                    if below < 0:
                        sums[0, p] += got[k, p]
                        sums[1, p] += got[k, p] * got[k, p]
                        got[k, p] = 0.0
            place_of[k] += np.int64(below < 0)
            if place_of[k] < stop[k]:
                k += 1
                continue
            lanes -= 1
            first[k], count[k] = first[lanes], count[lanes]
            place_of[k], stop[k] = place_of[lanes], stop[lanes]
            for p in range(parties):
                got[k, p] = got[lanes, p]


@compiled
def settled(edge_start: Array, edge_child: Array, gains: Array, totals: Array) -> None:
    """Write to `totals` (N P) what is paid on the way to each node of a tree; row 0 is given."""
    for n in range(edge_start.shape[0] - 1):
        for e in range(edge_start[n], edge_start[n + 1]):
            for p in range(totals.shape[1]):
                totals[edge_child[e], p] = totals[n, p] + gains[e, p]
