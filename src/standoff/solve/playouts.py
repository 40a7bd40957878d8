"""Play a strategy out by chance, many times: when plays are wanted, not probabilities.

Probabilities of outcomes are computed exactly by one pass (`playing.reach_probabilities`), which is
faster and has no error, and nothing else in this package uses playouts. They serve where somebody
asks for plays: to compare with programs that only simulate, to try a statistic of whole plays, to
check the pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from standoff.errors import UsageError
from standoff.game.game import NONE, TERMINAL, Game, Numbers
from standoff.solve.kernels_playouts import SLOT, fill_slots, play, reached, settled
from standoff.solve.pool import Pool, Progress

Array = np.ndarray[Any, np.dtype[Any]]

CHUNK = 1 << 16
"""Plays of one task. Each has a stream of random numbers of its own, whoever runs it."""
MAX_PLAYS = 10**10
"""An hour of one core on a small game."""
SUM_TOLERANCE = 1e-6
"""Probabilities of a node's moves that add up to 1 within this are brought to 1."""


@dataclass(frozen=True)
class Playouts:
    """What was seen in plays of one game for B draws.

    Attributes:
        plays: number of plays of each draw.
        outcomes: how often each outcome ended a play.
        payoff: mean payoff of each party, in compiled payoff units.
        payoff_error: standard error of that mean, from the spread between plays; zero for 1 play.
        visits: how often each node was reached (N B); empty unless asked for.
        ends: terminal node of each play (plays B), in no particular order; empty unless asked for.
    """

    plays: int
    outcomes: Int[np.ndarray, "K B"]
    payoff: Float[np.ndarray, "P B"]
    payoff_error: Float[np.ndarray, "P B"]
    visits: Int[np.ndarray, "_ B"]
    ends: Int[np.ndarray, "_ B"]


def playouts(  # noqa: PLR0913 (what may be asked for, each a keyword)
    game: Game,
    numbers: Numbers,
    strategy: Float[np.ndarray, "X B"],
    plays: int = 1_000_000,
    *,
    seed: int = 1,
    threads: int | None = None,
    visits: bool = False,
    ends: bool = False,
    progress: Progress | None = None,
) -> Playouts:
    """Return what happens in `plays` independent plays of each draw.

    Plays are cut into chunks. The random numbers of a chunk (xoshiro256++, Blackman & Vigna 2021)
    depend on the seed, the draw's number and the chunk's alone, so the answer is the same for any
    number of threads.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws.
        strategy: choice probabilities, as in `Solution.strategy`.
        plays: plays of each draw, from 1 to 10^10.
        seed: of the random numbers, at least 0.
        threads: worker threads; all cores by default.
        visits: say how often each node was reached.
        ends: keep the terminal node of every play, 4 bytes each.
        progress: called as progress("playouts", plays done, plays).

    Raises:
        UsageError: a number of plays or a seed out of bounds, a strategy of another shape, or
            probabilities that are negative or do not add up to 1.

    Source: alias method of Walker (1977), its table as by Vose (1991).
    """
    _require(game, numbers, strategy, plays, seed)
    draws = numbers.n_draws
    out = Playouts(
        plays,
        np.zeros((len(game.outcome_labels), draws), dtype=np.int64),
        np.zeros((len(game.players), draws)),
        np.zeros((len(game.players), draws)),
        np.zeros((game.n_nodes if visits else 0, draws), dtype=np.int64),
        np.zeros((plays if ends else 0, draws), dtype=np.int32),
    )
    pool = Pool(threads, progress, plays * draws, "playouts")
    for draw in range(draws):
        _play_draw(game, numbers, strategy, draw, seed, pool, out)
    return out


def _require(game: Game, numbers: Numbers, strategy: Array, plays: int, seed: int) -> None:
    if not 1 <= plays <= MAX_PLAYS:
        raise UsageError(
            f"the number of plays is {plays}; it must be from 1 to {MAX_PLAYS:,}",
            help="write, for example, `plays=1_000_000`",
        )
    if seed < 0:
        raise UsageError(f"the seed is {seed}; it must be at least 0")
    wanted = (game.n_entries, numbers.n_draws)
    if strategy.shape != wanted:
        raise UsageError(
            f"the strategy has shape {strategy.shape}; this game with these draws needs {wanted}"
        )


def _play_draw(
    game: Game,
    numbers: Numbers,
    strategy: Array,
    draw: int,
    seed: int,
    pool: Pool,
    out: Playouts,
) -> None:
    edges = len(game.edge_child)
    if not edges:  # the game is over before it begins
        used = np.zeros(0, dtype=np.int64)
        _write(game, numbers, draw, used, np.zeros((0, 2, len(game.players))), out)
        return
    along = _edge_probabilities(game, numbers, strategy, draw)
    slots, edge_of = _slots(game, along)
    gains = np.zeros((0, len(game.players)))
    if not _is_tree(game):
        gains = _gains(game, numbers, draw)[edge_of]
    cuts = [*range(0, out.plays, CHUNK), out.plays]
    chunks = len(cuts) - 1
    sums = np.zeros((chunks, 2, len(game.players)))
    ends = out.ends[:, draw].copy()
    tables: SimpleQueue[_Table] = SimpleQueue()
    for _ in range(min(pool.threads, chunks)):
        tables.put(_Table(slots))

    def chunk(k: int) -> None:
        state = np.random.SeedSequence([seed, draw, k]).generate_state(4, np.uint64)
        table = tables.get()
        start, stop = cuts[k], cuts[k + 1]
        table.room_for(stop - start)
        play(
            table.slots,
            game.edge_start[1],
            gains,
            state,
            stop - start,
            sums[k],
            ends[start:stop],
        )
        tables.put(table)

    pool.run([partial(chunk, k) for k in range(chunks)], np.diff(cuts).tolist())
    used = np.zeros(edges, dtype=np.int64)
    while not tables.empty():
        used[edge_of] += tables.get().total()
    if len(ends):
        out.ends[:, draw] = game.edge_child[edge_of[ends]]
    _write(game, numbers, draw, used, sums, out)


class _Table:
    """Slots of one worker, who counts in them."""

    def __init__(self, slots: Array) -> None:
        self.slots = slots.copy()
        self.before = np.zeros(len(slots), dtype=np.int64)
        self.plays = 0

    def room_for(self, plays: int) -> None:
        """Empty the counts of slots in time; a play uses a slot once at most."""
        if self.plays + plays >= 1 << 32:
            self.total()
            self.slots["used"] = 0
            self.plays = 0
        self.plays += plays

    def total(self) -> Array:
        """Return how often each slot's edge was used."""
        self.before += self.slots["used"]
        return self.before


def _slots(game: Game, along: Array) -> tuple[Array, Array]:
    """Return the slots of a draw, and the edge of each slot.

    Nodes that are reached most stand first, so that they share what is near the processor.
    """
    degree = np.diff(game.edge_start)
    reach = np.zeros(game.n_nodes)
    reach[0] = 1.0
    reached(game.edge_start, game.edge_child, along, reach)
    reach[0] = np.inf
    inner = np.flatnonzero(degree)
    inner = inner[np.argsort(-reach[inner], kind="stable")]
    ends = np.cumsum(degree[inner])
    slot_start = np.zeros(game.n_nodes, dtype=np.int64)
    slot_start[inner] = ends - degree[inner]
    shift = np.repeat(game.edge_start[inner] - slot_start[inner], degree[inner])
    slots = np.zeros(len(along), dtype=SLOT)
    fill_slots(game.edge_start, game.edge_child, along, slot_start, slots)
    return slots, np.arange(len(along)) + shift


def _edge_probabilities(
    game: Game, numbers: Numbers, strategy: Float[np.ndarray, "X B"], draw: int
) -> Float[np.ndarray, " E"]:
    """Return the probability of each edge at its node, in one draw.

    Raises:
        UsageError: those of a node are negative or do not add up to 1 within 1e-6.
    """
    degree = np.diff(game.edge_start)
    parent = np.repeat(np.arange(game.n_nodes), degree)
    place = np.arange(len(parent)) - game.edge_start[parent]
    owner = game.node_infoset[parent]
    decides = owner != NONE
    along = np.zeros(len(parent))
    along[decides] = strategy[game.action_start[owner[decides]] + place[decides], draw]
    along[~decides] = numbers.prob[game.edge_prob[~decides], draw]
    total = np.add.reduceat(along, game.edge_start[:-1][degree > 0])
    if not ((along >= 0).all() and (np.abs(total - 1.0) <= SUM_TOLERANCE).all()):
        raise UsageError(
            f"probabilities of draw {draw} are negative, no numbers, or do not add up to 1",
            help="play a draw that was solved: see `Solution.solved`",
        )
    return along


def _is_tree(game: Game) -> bool:
    """Return whether at most one edge leads to each node, so that a node says what was paid."""
    return int(np.bincount(game.edge_child).max(initial=0)) <= 1


def _gains(game: Game, numbers: Numbers, draw: int) -> Array:
    """Return what each party is paid along each edge and on arrival below it (E P)."""
    # Row -1 is the last one: a row of zeros stands there for NONE.
    rows = np.concatenate([numbers.pay[:, :, draw], np.zeros((1, len(game.players)))])
    return np.asarray(rows[game.edge_pay] + rows[game.node_pay[game.edge_child]])


def _write(
    game: Game, numbers: Numbers, draw: int, used: Array, sums: Array, out: Playouts
) -> None:
    """Turn uses of edges (E), and sums of payoffs where paths meet, into the answer of a draw."""
    seen = np.zeros(game.n_nodes, dtype=np.int64)
    np.add.at(seen, game.edge_child, used)
    seen[0] += out.plays
    ends = np.flatnonzero(game.node_player == TERMINAL)
    labelled = ends[game.node_outcome[ends] != NONE]
    np.add.at(out.outcomes[:, draw], game.node_outcome[labelled], seen[labelled])
    if len(out.visits):
        out.visits[:, draw] = seen
    at_root = np.zeros(len(game.players))
    if game.node_pay[0] != NONE:
        at_root += numbers.pay[game.node_pay[0], :, draw]
    if _is_tree(game):
        totals = np.zeros((game.n_nodes, len(game.players)))
        settled(game.edge_start, game.edge_child, _gains(game, numbers, draw), totals)
        mean = seen[ends] @ totals[ends] / out.plays
        spread = seen[ends] @ (totals[ends] - mean) ** 2
    else:
        first, second = sums.sum(axis=0)
        mean = first / out.plays
        spread = np.maximum(second - out.plays * mean**2, 0.0)
    out.payoff[:, draw] = mean + at_root
    out.payoff_error[:, draw] = np.sqrt(spread / (out.plays * max(out.plays - 1, 1)))
