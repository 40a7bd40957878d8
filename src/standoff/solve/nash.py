"""Methods that answer with Nash equilibria, behind one function, each judged by the same code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import DisagreementError, UsageError
from standoff.game.game import NONE, Game, Numbers
from standoff.solve.certify import certify_nash
from standoff.solve.pool import Progress
from standoff.solve.sequences import payment_scale, uniform
from standoff.solve.solution import Certificate, Solution, Status

Array = np.ndarray[Any, Any]

REGRET_METHODS = ("cfr+", "dcfr", "pcfr+")
NASH_METHODS = (*REGRET_METHODS, "lp", "backward", "enumerate")
VALUE_METHODS = (*REGRET_METHODS, "lp")
EXACT_TOLERANCE = 1e-9
"""Mean gain allowed to exact methods, as a share of the largest payment of the draw."""
EQUAL_PAIRS = ({"backward", "enumerate"}, {"aqre", "arclength"})
"""Pairs that can be compared although neither of them is for two parties and zero sum."""
SAME_CHOICE = 1e-6
"""Two ways to the same logit equilibrium agree within this probability (as in `solve`)."""


@dataclass(frozen=True)
class _Found:
    """What a method says, before it is judged."""

    strategy: Array
    wanted: Array  # mean gain allowed (B)
    good: Array  # whether the method itself thinks that it is done (B)
    claimed: Array | None = None  # its own mean gain (B)
    iterations: Array | None = None
    ties: Array | None = None


def solve_nash(
    game: Game,
    numbers: Numbers,
    *,
    method: str,
    tol: float | None = None,
    max_iterations: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Return a Nash equilibrium of every draw; `numbers.lam` is not looked at.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws.
        method: `cfr+`, `dcfr`, `pcfr+` (regret minimisation) or `lp` for two parties and zero sum;
            `backward` where everybody sees everything; `enumerate` for tiny games, the first
            equilibrium found.
        tol: exploitability (half the sum of both parties' gains, in payoff units) at which regret
            minimisation stops; by default 1e-4 of the largest payment.
        max_iterations: of regret minimisation; 100,000 by default.
        threads: worker threads of regret minimisation; all cores by default.
        progress: called as progress("solve", draws done, draws).

    Returns:
        A solution at infinite lambda. Draws that fail are in it, with their status.

    Raises:
        UsageError: the method does not fit the game, or an argument the method; the message says
            what does.
    """
    if method not in REGRET_METHODS and (tol is not None or max_iterations is not None):
        raise UsageError(
            f"`{method}` is exact and takes neither a tolerance nor a number of iterations",
            help="leave them out, or use `cfr+`, `dcfr` or `pcfr+`",
        )
    if tol is not None and not 0 < tol < np.inf:
        raise UsageError(f"the tolerance {tol:g} is not a positive number", help="try 0.001")
    if max_iterations is not None and max_iterations < 1:
        raise UsageError(f"{max_iterations} is not a number of iterations", help="try 10000")
    if method in REGRET_METHODS:
        found = _by_regret(game, numbers, method, tol, max_iterations, threads, progress)
    else:
        found = _EXACT[method](game, numbers, progress)
    return _solution(game, numbers, method, found)


def _by_regret(
    game: Game,
    numbers: Numbers,
    method: str,
    tol: float | None,
    max_iterations: int | None,
    threads: int | None,
    progress: Progress | None,
) -> _Found:
    from standoff.solve.zerosum import KINDS, solve_zero_sum

    run, wanted = solve_zero_sum(
        game, numbers, KINDS[method], tol, max_iterations, threads, progress
    )
    good = run.exploitability <= wanted
    return _Found(run.strategy, wanted, good, run.exploitability, run.iterations)


def _by_program(game: Game, numbers: Numbers, progress: Progress | None) -> _Found:
    from standoff.solve.sequence_form import solve_sequence_form

    strategy, good = solve_sequence_form(game, numbers, progress)
    return _Found(strategy, _exact(numbers), good)


def _by_induction(game: Game, numbers: Numbers, progress: Progress | None) -> _Found:
    from standoff.solve.backward import solve_backward

    strategy, ties = solve_backward(game, numbers)
    if progress is not None:
        progress("solve", numbers.n_draws, numbers.n_draws)
    return _Found(strategy, _exact(numbers), np.ones(numbers.n_draws, dtype=bool), ties=ties)


def _by_enumeration(game: Game, numbers: Numbers, progress: Progress | None) -> _Found:
    from standoff.solve.enumerate import enumerate_equilibria

    strategy = uniform(game, numbers.n_draws)
    good = np.zeros(numbers.n_draws, dtype=bool)
    for draw in range(numbers.n_draws):
        found = enumerate_equilibria(game, numbers, draw)
        good[draw] = found.count > 0
        if found.count:
            strategy[:, draw] = found.strategy[:, 0]
        if progress is not None:
            progress("solve", draw + 1, numbers.n_draws)
    return _Found(strategy, _exact(numbers), good)


_EXACT = {"lp": _by_program, "backward": _by_induction, "enumerate": _by_enumeration}


def _exact(numbers: Numbers) -> Array:
    return EXACT_TOLERANCE * payment_scale(numbers)


def _solution(game: Game, numbers: Numbers, method: str, found: _Found) -> Solution:
    draws = numbers.n_draws
    certificate = certify_nash(game, numbers, found.strategy, found.wanted)
    passed = certificate.passed & _as_claimed(certificate, found, numbers)
    by_regret = method in REGRET_METHODS
    stopped = Status.OUT_OF_ITERATIONS if by_regret else Status.NOT_FOUND
    done = Status.CONVERGED if by_regret else Status.EXACT
    status = np.where(found.good, np.where(passed, done, Status.UNCERTIFIED), stopped)
    none = np.full(draws, -1, dtype=np.int64)
    return Solution(
        strategy=found.strategy,
        logits=np.zeros_like(found.strategy),
        lam=np.full(draws, np.inf),
        status=status.astype(np.int64),
        passes=np.zeros(draws, dtype=np.int64) if found.iterations is None else found.iterations,
        steps=np.zeros(draws, dtype=np.int64),
        turned=none,
        crossed=none.copy(),
        checked=np.zeros(draws, dtype=bool),
        agreed=np.zeros(draws, dtype=bool),
        certificate=certificate,
        method=method,
        ties=np.zeros(0, dtype=np.int64) if found.ties is None else found.ties,
    )


def _as_claimed(certificate: Certificate, found: _Found, numbers: Numbers) -> Array:
    """Return whether the method's own exploitability is the certificate's, draw by draw."""
    if found.claimed is None:
        return np.ones(len(certificate.gap), dtype=bool)
    return np.asarray(np.abs(found.claimed - certificate.gap) <= _exact(numbers))


def comparable(one: str, two: str) -> bool:
    """Return whether two methods can answer the same question on some game."""
    pair = {one, two}
    return pair in EQUAL_PAIRS or (pair <= set(NASH_METHODS) and bool(pair & set(VALUE_METHODS)))


def require_comparable(one: str, two: str) -> None:
    """Check that two methods can answer the same question on some game.

    Raises:
        UsageError: they cannot.
    """
    if not comparable(one, two):
        raise UsageError(
            f"`{one}` and `{two}` answer different questions and cannot be compared",
            help="compare methods for two parties and zero sum with each other, `backward` with"
            " `enumerate`, or `aqre` with `arclength`",
        )


def require_agreement(
    game: Game, numbers: Numbers, one: Solution, two: Solution
) -> tuple[float, float]:
    """Check that two methods gave the same answer in every draw.

    Methods for two parties and zero sum must agree on what each party gets, within what their
    certificates leave open. Of `backward` and `enumerate`, the payoffs of the former must be those
    of an equilibrium that the latter lists. Two ways to a logit equilibrium must agree on every
    choice probability.

    Returns:
        The largest difference, and the difference that was allowed in that draw.

    Raises:
        UsageError: the two answer different questions.
        DisagreementError: they disagree, or one of them has no certified answer.
    """
    names = (one.method, two.method)
    require_comparable(*names)
    for solution in (one, two):
        failed = np.flatnonzero(~solution.solved)
        if len(failed):
            sentence = Status(int(solution.status[failed[0]])).sentence
            raise DisagreementError(names, f"`{solution.method}` has no answer ({sentence})")
    scale = _exact(numbers)
    if set(names) == {"aqre", "arclength"}:
        off = np.abs(one.strategy - two.strategy).max(axis=0, initial=0.0)
        what, allowed = "the probability of a move", np.full(len(off), SAME_CHOICE)
    elif set(names) == {"backward", "enumerate"}:
        off = _off_all(game, numbers, one if one.method == "backward" else two)
        what, allowed = "the payoffs of every equilibrium that was listed", 2 * scale
    else:
        off = np.abs(_values(game, numbers, one) - _values(game, numbers, two)).max(axis=0)
        # What a party gets is off its value by no more than the larger of both parties' gains.
        allowed = one.certificate.residual + two.certificate.residual + 2 * scale
        what = "what a party gets"
    worst = int(np.argmax(off - allowed))
    if not (off <= allowed).all():
        raise DisagreementError(
            names, f"{what} differs by {off[worst]:.3g}, where {allowed[worst]:.3g} is allowed"
        )
    return float(off[worst]), float(allowed[worst])


def _values(game: Game, numbers: Numbers, solution: Solution) -> Array:
    """Return the expected payoffs of the parties that move (movers, B)."""
    from standoff.solve.playing import reach_probabilities

    reach = reach_probabilities(game, numbers, solution.strategy)
    source = np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))
    step = np.arange(len(source)) - game.edge_start[source]
    infoset = game.node_infoset[source]
    entry = np.where(infoset == NONE, 0, game.action_start[infoset] + step)
    chance = infoset == NONE
    flow = reach[source]
    flow[~chance] *= solution.strategy[entry[~chance]]
    flow[chance] *= numbers.prob[game.edge_prob[chance]]
    got = np.zeros((len(game.players), numbers.n_draws))
    for rows, weight in ((game.node_pay, reach), (game.edge_pay, flow)):
        used = rows != NONE
        got += np.einsum("npb,nb->pb", numbers.pay[rows[used]], weight[used])
    return np.asarray(got[np.unique(game.infoset_player)])


def _off_all(game: Game, numbers: Numbers, solution: Solution) -> Array:
    """Return how far the payoffs are from those of the nearest listed equilibrium (B)."""
    from standoff.solve.enumerate import enumerate_equilibria

    got = _values(game, numbers, solution)
    off = np.full(numbers.n_draws, np.inf)
    for draw in range(numbers.n_draws):
        listed = enumerate_equilibria(game, numbers, draw)
        off[draw] = np.abs(listed.payoffs - got[:, draw]).max(axis=1).min(initial=np.inf)
    return off
