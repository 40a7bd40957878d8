"""solve(game, numbers): equilibria of all draws, certified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve import anderson, arclength
from standoff.solve.certify import certify
from standoff.solve.kernels import (
    Structure,
    Work,
    choice_probabilities,
    structure_of,
    work_for,
)
from standoff.solve.pool import Pool, Progress
from standoff.solve.recall import require_recall
from standoff.solve.solution import Solution, Status

Array = np.ndarray[Any, Any]

TOLERANCE = 1e-12
"""Largest change of a choice probability in one more pass; far below what is promised (1e-8)."""
MAX_STEPS = 3000
"""Steps along the branch before a draw is given up."""
LANES = 8
"""Draws per block while the working set stays in cache."""
CHECKED_DRAWS = 4
"""Draws that are solved in both ways, to see that they are on the principal branch."""
CHECK_ENTRIES = 20_000
"""Largest strategy for which the check of the branch is made by default."""


@dataclass
class _Out:
    """Arrays of the answer while it is being written."""

    logits: Array
    strategy: Array
    lam: Array
    status: Array
    passes: Array
    steps: Array
    turned: Array
    crossed: Array
    checked: Array
    agreed: Array


def solve(
    game: Game,
    numbers: Numbers,
    *,
    method: str = "auto",
    tol: float = TOLERANCE,
    max_steps: int = MAX_STEPS,
    threads: int | None = None,
    check_branch: int = CHECKED_DRAWS,
    progress: Progress | None = None,
) -> Solution:
    """Return the logit agent quantal response equilibrium of every draw, on the principal branch.

    The branch starts at lambda = 0 with all moves equally likely and ends at the draw's own
    lambda. Draws are independent: the answer of one does not depend on which others are solved
    with it, or on the number of threads.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws; `numbers.lam` is the target.
        method: `auto` climbs a ladder by accelerated iteration and follows the branch where that
            stalls; `arclength` follows the branch for every draw.
        tol: largest change of a choice probability in one more pass.
        max_steps: steps along the branch before a draw is given up.
        threads: worker threads; all cores by default.
        check_branch: how many draws to solve in both ways.
        progress: called as progress("solve", draws done, draws).

    Returns:
        A solution whose certificate was computed by code that the methods do not share. A draw
        that fails is in it, with its status; nothing is dropped.

    Raises:
        UsageError: a player forgets its own past, see `standoff.solve.recall`.
    """
    require_recall(game)
    structure = structure_of(game)
    out = _empty(game, numbers)
    pool = Pool(threads, progress, numbers.n_draws, "solve")
    if method == "auto":
        blocks = [
            (start, min(start + LANES, numbers.n_draws))
            for start in range(0, numbers.n_draws, LANES)
        ]
        pool.run(
            [partial(_climb_block, game, structure, numbers, *b, tol, out) for b in blocks],
            [b[1] - b[0] for b in blocks],
        )
        todo = np.flatnonzero(out.status == Status.STUCK)
    else:
        todo = np.arange(numbers.n_draws)
    pool.run(
        [
            partial(_follow_draw, game, structure, numbers, int(d), tol, max_steps, out)
            for d in todo
        ],
        [0 if method == "auto" else 1] * len(todo),
    )
    if method == "auto" and game.n_entries <= CHECK_ENTRIES:
        easy = np.flatnonzero(out.status == Status.SOLVED)[:check_branch]
        pool.run(
            [
                partial(_check_draw, game, structure, numbers, int(d), tol, max_steps, out)
                for d in easy
            ],
            [0] * len(easy),
        )
    return _certified(game, structure, numbers, out, progress)


def _empty(game: Game, numbers: Numbers) -> _Out:
    x, b = game.n_entries, numbers.n_draws
    return _Out(
        logits=np.zeros((x, b)),
        strategy=np.zeros((x, b)),
        lam=np.zeros(b),
        status=np.full(b, int(Status.STUCK), dtype=np.int64),
        passes=np.zeros(b, dtype=np.int64),
        steps=np.zeros(b, dtype=np.int64),
        turned=np.full(b, -1, dtype=np.int64),
        crossed=np.full(b, -1, dtype=np.int64),
        checked=np.zeros(b, dtype=bool),
        agreed=np.zeros(b, dtype=bool),
    )


def _climb_block(
    game: Game,
    structure: Structure,
    numbers: Numbers,
    start: int,
    stop: int,
    tol: float,
    out: _Out,
) -> None:
    part = numbers.block(start, stop)
    lanes = stop - start
    work = work_for(game, lanes, part.rates)
    z = np.zeros((game.n_entries, lanes))
    status, passes, rungs = (np.zeros(lanes, dtype=np.int64) for _ in range(3))
    reached = np.zeros(lanes)
    first = _first_steps(part)
    anderson.climb(
        structure,
        part.pay,
        part.prob,
        part.lam,
        tol,
        first,
        work,
        z,
        status,
        reached,
        passes,
        rungs,
    )
    _store(structure, out, slice(start, stop), z, work)
    out.lam[start:stop] = reached
    out.passes[start:stop] += passes
    out.steps[start:stop] += rungs
    out.status[start:stop] = np.where(status == anderson.CLIMBED, Status.SOLVED, Status.STUCK)


def _first_steps(part: Numbers) -> Array:
    """Return a first step in lambda per draw that means the same whatever the payoff unit is."""
    if not part.pay.size:
        return np.ones(part.n_draws)
    spread = part.pay.max(axis=(0, 1)) - part.pay.min(axis=(0, 1))
    return np.asarray(1.0 / np.maximum(spread, 1e-12))


def _store(structure: Structure, out: _Out, where: slice, z: Array, work: Work) -> None:
    choice_probabilities(structure, z, work.old)
    out.logits[:, where] = z
    out.strategy[:, where] = work.old


def _store_draw(structure: Structure, out: _Out, draw: int, z: Array) -> None:
    column = np.ascontiguousarray(z[:, None])
    sigma = np.zeros_like(column)
    choice_probabilities(structure, column, sigma)
    out.logits[:, draw] = z
    out.strategy[:, draw] = sigma[:, 0]


def _follow(
    game: Game, structure: Structure, numbers: Numbers, draw: int, tol: float, max_steps: int
) -> arclength.Followed:
    """Follow the branch of one draw; steps are measured in lambda times the payoff range."""
    part = numbers.block(draw, draw + 1)
    spread = 1.0 / float(_first_steps(part)[0])
    scaled = replace(part, pay=part.pay / spread)
    branch = arclength.Branch(game, structure, scaled)
    return arclength.follow(branch, float(part.lam[0]) * spread, tol, max_steps)


def _follow_draw(
    game: Game,
    structure: Structure,
    numbers: Numbers,
    draw: int,
    tol: float,
    max_steps: int,
    out: _Out,
) -> None:
    path = _follow(game, structure, numbers, draw, tol, max_steps)
    _store_draw(structure, out, draw, path.logits)
    reached = path.status == arclength.FOLLOWED
    spread = 1.0 / float(_first_steps(numbers.block(draw, draw + 1))[0])
    out.lam[draw] = numbers.lam[draw] if reached else path.lam / spread
    out.passes[draw] += path.passes
    out.steps[draw] += path.steps
    out.turned[draw] = path.turned
    out.crossed[draw] = path.crossed
    out.status[draw] = {
        arclength.FOLLOWED: Status.FOLLOWED,
        arclength.OUT_OF_STEPS: Status.OUT_OF_STEPS,
        arclength.STUCK: Status.STUCK,
    }[path.status]


POLISH = 1e-15
"""Tolerance of the last Newton steps: as far as double precision goes."""
SAME = 1e-6
"""Two ways agree when no choice probability differs by more."""


def _check_draw(
    game: Game,
    structure: Structure,
    numbers: Numbers,
    draw: int,
    tol: float,
    max_steps: int,
    out: _Out,
) -> None:
    """Follow the branch of a draw that the ladder solved; the branch wins where they differ."""
    path = _follow(game, structure, numbers, draw, tol, max_steps)
    out.passes[draw] += path.passes
    if path.status != arclength.FOLLOWED:
        return
    out.checked[draw] = True
    out.turned[draw] = path.turned
    out.crossed[draw] = path.crossed
    ladder = out.strategy[:, draw].copy(), out.logits[:, draw].copy()
    _store_draw(structure, out, draw, path.logits)
    difference = np.abs(out.strategy[:, draw] - ladder[0]).max(initial=0)
    out.agreed[draw] = bool(difference <= SAME)
    if out.agreed[draw]:
        out.strategy[:, draw], out.logits[:, draw] = ladder
    else:
        out.status[draw] = Status.FOLLOWED
        out.steps[draw] += path.steps


def _polish(game: Game, structure: Structure, numbers: Numbers, draw: int, out: _Out) -> None:
    """Take a few Newton steps at fixed lambda, where a probability was still off by too much."""
    part = numbers.block(draw, draw + 1)
    branch = arclength.Branch(game, structure, part)
    _, z = branch.at(out.logits[:, draw], float(part.lam[0]), POLISH, 4)
    out.passes[draw] += branch.passes
    sigma = branch.probabilities(np.append(z, 0.0))
    if np.abs(sigma - out.strategy[:, draw]).max(initial=0) <= SAME:
        _store_draw(structure, out, draw, z)


def _certified(
    game: Game,
    structure: Structure,
    numbers: Numbers,
    out: _Out,
    progress: Progress | None,
) -> Solution:
    if progress is not None:
        progress("certificate", 0, 1)
    at = replace(numbers, lam=out.lam)
    certificate = certify(game, at, out.strategy)
    weak = np.flatnonzero((out.status <= Status.FOLLOWED) & ~certificate.passed)
    if len(weak):
        for draw in weak:
            _polish(game, structure, numbers, int(draw), out)
        certificate = certify(game, at, out.strategy)
    accepted = out.status <= Status.FOLLOWED
    status = np.where(accepted & ~certificate.passed, Status.UNCERTIFIED, out.status)
    if progress is not None:
        progress("certificate", 1, 1)
    return Solution(
        strategy=out.strategy,
        logits=out.logits,
        lam=out.lam,
        status=status.astype(np.int64),
        passes=out.passes,
        steps=out.steps,
        turned=out.turned,
        crossed=out.crossed,
        checked=out.checked,
        agreed=out.agreed,
        certificate=certificate,
    )
