"""find_equilibria(game, numbers): as many equilibria of every draw as a search can find.

A search proves a lower bound, never a count. Four ways are used together, because each is blind
somewhere: many starts at the target lambda find what repeated best response settles in; Newton's
method also finds what it runs away from; biased games, whose bias is taken away again, come in
from other sides; and the branch through each equilibrium is followed through its folds and
crossings, which finds its partners. The signs of a determinant give a check that can fail: over
all equilibria of a draw they add up to 1, so another sum says that something is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.api import TOLERANCE, solve
from standoff.solve.certify import certify
from standoff.solve.distinct import at_draws, infoset_reach, paths
from standoff.solve.found import Equilibria, Origin, Search
from standoff.solve.passplan import plan_of
from standoff.solve.pool import Pool, Progress
from standoff.solve.recall import require_recall
from standoff.solve.search import Finder
from standoff.solve.solution import Certificate, Solution
from standoff.solve.threads import one_thread_each

Array = np.ndarray[Any, Any]

STARTS = 32
"""Starts per draw."""


def find_equilibria(  # noqa: PLR0913  options, by name only
    game: Game,
    numbers: Numbers,
    *,
    starts: int = STARTS,
    slips: int = 0,
    seed: int = 1,
    tol: float = TOLERANCE,
    threads: int | None = None,
    principal: Solution | None = None,
    progress: Progress | None = None,
) -> Equilibria:
    """Return the equilibria of every draw that a search finds at the draw's own lambda.

    The answer of a draw depends on the draw, its place among the draws and the seed alone.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws.
        starts: random starts per draw; a quarter as many biased games are tried.
        slips: tries, per draw, with moves made by mistake with chances below 1e-10. They find
            equilibria that rest on beliefs where nobody goes which no logit error supports
            (sequential equilibria); at small lambda there are none.
        seed: of the starts.
        tol: largest change of a choice probability in one more pass.
        threads: worker threads; all cores by default. Does not change the answer.
        principal: what `solve` gave for the same game and numbers, if it is there already.
        progress: called as progress("equilibria", draws done, draws).

    Returns:
        Equilibria, each with a certificate from separate code; what failed it is left out and
        counted in `refused`.

    Raises:
        UsageError: a player forgets its own past, see `standoff.solve.recall`.
    """
    require_recall(game)
    main = principal if principal is not None else solve(game, numbers, tol=tol, threads=threads)
    plan = plan_of(game)
    finders = [
        Finder(game, plan, numbers.block(d, d + 1), tol, np.random.default_rng([seed, d]))
        for d in range(numbers.n_draws)
    ]
    tasks: list[Callable[[], None]] = []
    for d, finder in enumerate(finders):
        known = main.logits[:, d] if main.solved[d] else None
        tasks.append(partial(finder.run, known, starts, slips))
    with one_thread_each():
        Pool(threads, progress, numbers.n_draws, "equilibria").run(tasks, [1] * len(tasks))
    return _collect(game, numbers, main, finders, starts)


def _collect(
    game: Game, numbers: Numbers, main: Solution, finders: list[Finder], starts: int
) -> Equilibria:
    """Judge everything found by separate code and put it into one record."""
    found = [len(finder.strategies) for finder in finders]
    draw = np.repeat(np.arange(len(finders)), found)
    columns = [sigma for finder in finders for sigma in finder.strategies]
    strategy = np.array(columns).reshape(len(columns), game.n_entries).T
    origin = np.array([o for finder in finders for o in finder.origins], dtype=np.int64)
    index = np.array([k for finder in finders for k in finder.indices], dtype=np.int64)
    certificate = _certified(game, at_draws(numbers, draw), strategy)
    path = _paths(game, numbers, strategy, draw, certificate.passed)
    # Where nobody goes slips make any belief: a variant of known play is no news.
    variant = np.array([(path[k] == path[:k])[draw[:k] == draw[k]].any() for k in range(len(draw))])
    kept = np.flatnonzero(certificate.passed & ~((origin == Origin.SLIP) & variant.astype(bool)))
    draws = np.arange(len(finders))
    of_draw = [kept[draw[kept] == d] for d in draws]
    return Equilibria(
        draw=draw[kept],
        strategy=np.ascontiguousarray(strategy[:, kept]),
        principal=origin[kept] == Origin.PRINCIPAL,
        path=path[kept],
        origin=origin[kept],
        index=index[kept],
        certificate=_some(certificate, kept),
        count=np.array([len(set(path[own].tolist())) for own in of_draw], dtype=np.int64),
        search=np.array(
            [
                _verdict(bool(main.solved[d]), origin[own], index[own])
                for d, own in enumerate(of_draw)
            ],
            dtype=np.int64,
        ),
        refused=np.bincount(draw[~certificate.passed], minlength=len(finders)).astype(np.int64),
        passes=np.array([finder.passes for finder in finders], dtype=np.int64),
        starts=starts,
    )


def _paths(game: Game, numbers: Numbers, strategy: Array, draw: Array, passed: Array) -> Array:
    """Number the play on the path within each draw; -1 for what failed the certificate."""
    reach = infoset_reach(game, at_draws(numbers, draw), strategy)
    path = np.full(len(draw), -1)
    for d in np.unique(draw):
        own = np.flatnonzero((draw == d) & passed)
        path[own] = paths(game, strategy[:, own], reach[:, own])
    return path


def _certified(game: Game, numbers: Numbers, strategy: Array) -> Certificate:
    if strategy.shape[1]:
        return certify(game, numbers, strategy)
    empty = np.zeros(0)
    return Certificate(
        empty, np.zeros((len(game.players), 0)), empty, empty, np.zeros(0, dtype=bool)
    )


def _some(certificate: Certificate, which: Array) -> Certificate:
    return Certificate(
        certificate.residual[which],
        certificate.gain[:, which],
        certificate.gap[which],
        certificate.belief_error[which],
        certificate.passed[which],
    )


def _verdict(solved: bool, origin: Array, index: Array) -> Search:
    """Say how far the search of one draw can be trusted."""
    if not solved:
        return Search.NO_PRINCIPAL
    signs = index[origin != Origin.SLIP]
    if (signs == 0).any():
        return Search.UNCHECKED
    return Search.BALANCED if signs.sum() == 1 else Search.MISSING
