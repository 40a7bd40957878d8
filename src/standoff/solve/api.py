"""solve(game, numbers): equilibria of all draws, certified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import Game, Numbers
from standoff.solve import anderson, arclength
from standoff.solve.certify import certify
from standoff.solve.factors import System
from standoff.solve.kernels import choice_probabilities, lanes_for, padded, tag_for, work_for
from standoff.solve.memory import free_bytes, threads_that_fit
from standoff.solve.nash import NASH_METHODS, solve_nash
from standoff.solve.newton import climb_on
from standoff.solve.passplan import PassPlan, plan_of
from standoff.solve.pool import Pool, Progress
from standoff.solve.recall import require_recall
from standoff.solve.solution import Solution, Status
from standoff.solve.threads import one_thread_each
from standoff.solve.watch import Watch

if TYPE_CHECKING:
    from standoff.solve.gpu.devices import Device

Array = np.ndarray[Any, Any]

TOLERANCE = 1e-12
"""Largest change of a choice probability in one more pass; far below what is promised (1e-8)."""
AQRE_METHODS = ("auto", "aqre", "arclength")
MAX_STEPS = 3000
"""Steps along the branch before a draw is given up."""
LANES = 8
"""Draws per block while the working set stays in cache."""
CHECKED_DRAWS = 4
"""Draws that are solved in both ways, to see that they are on the principal branch."""


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


def solve(  # noqa: PLR0913  options of the main verb, by keyword
    game: Game,
    numbers: Numbers,
    *,
    method: str = "auto",
    device: str = "cpu",
    tol: float | None = None,
    max_steps: int | None = None,
    threads: int | None = None,
    check_branch: int = CHECKED_DRAWS,
    start: Array | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Return the logit agent quantal response equilibrium of every draw, on the principal branch.

    The branch starts at lambda = 0 with all moves equally likely and ends at the draw's own
    lambda. Draws are independent: the answer of one does not depend on which others are solved
    with it, or on the number of threads.

    Args:
        game: a compiled game.
        numbers: its numbers for B draws; `numbers.lam` is the target.
        method: `auto`, or `aqre`, climbs a ladder by accelerated iteration and follows the branch
            where that stalls; `arclength` follows the branch for every draw. The other methods
            answer with Nash equilibria, whatever lambda is: see `standoff.solve.nash`.
        device: `cpu`, or `gpu` to climb the ladder on all CUDA devices (extra `gpu`). Draws that
            are watched, followed or certified are so on the processor in any case.
        tol: largest change of a choice probability in one more pass (1e-12); with `cfr+`, `dcfr`
            and `pcfr+`, exploitability.
        max_steps: steps along the branch before a draw is given up (3000); with `cfr+`, `dcfr` and
            `pcfr+`, iterations.
        threads: worker threads; all cores by default.
        check_branch: how many draws to climb with once more, watched for folds and crossings.
        start: logits (X, B) of the solution of nearby numbers, at the same lambdas, to start from.
            A draw whose choice probabilities then move by more than 0.05 anywhere, or that does
            not settle, is solved from lambda = 0 like any other.
        progress: called as progress("solve", draws done, draws).

    Returns:
        A solution whose certificate was computed by code that the methods do not share. A draw
        that fails is in it, with its status; nothing is dropped.

    Raises:
        UsageError: there is no such method, or it does not fit the game; or a player forgets its
            own past, see `standoff.solve.recall`;
            or `device` is neither of both, there is no device, or the game does not fit on it.
        MissingExtraError: the extra `gpu` is not installed.
    """
    require_recall(game)
    devices = _devices(device, method)
    if method in NASH_METHODS:
        return solve_nash(
            game,
            numbers,
            method=method,
            tol=tol,
            max_iterations=max_steps,
            threads=threads,
            progress=progress,
        )
    if method not in AQRE_METHODS:
        raise UsageError(
            f"there is no method `{method}`",
            help=f"write one of {', '.join((*AQRE_METHODS, *NASH_METHODS))}",
        )
    tol = TOLERANCE if tol is None else tol
    max_steps = MAX_STEPS if max_steps is None else max_steps
    plan = plan_of(game)
    pool = Pool(threads, progress, numbers.n_draws, "solve")
    rows = numbers.prob.shape[0]
    pool.threads = threads_that_fit(plan, numbers.n_draws, LANES, rows, pool.threads, free_bytes())
    task = _Task(plan, numbers, tol, max_steps, _empty(game, numbers))
    with one_thread_each():
        if method != "arclength":
            _climb_all(task, pool, check_branch, start, devices)
            left = np.flatnonzero((task.out.status == Status.STUCK) | task.suspect)
            weight = 0
        else:
            left, weight = np.arange(numbers.n_draws), 1
        pool.run([partial(_follow_draw, task, int(d)) for d in left], [weight] * len(left))
        answer = _certified(game, task, progress, pool.threads)
    return replace(answer, method="arclength") if method == "arclength" else answer


def _devices(device: str, method: str) -> list[Device]:
    """Return the devices to climb on; none for the processor."""
    if device == "cpu":
        return []
    if device != "gpu":
        raise UsageError(f"`device` is `{device[:40]}`", help="write `cpu` or `gpu`")
    if method not in ("auto", "aqre"):
        raise UsageError(
            f"`method` `{method[:40]}` does not run on a GPU",
            help="leave `device` out, or leave `method` at `auto`",
        )
    from standoff.solve.gpu import find_devices

    return find_devices()


def _climb_all(
    task: _Task, pool: Pool, check_branch: int, start: Array | None, devices: list[Device]
) -> None:
    """Climb with all draws in blocks; then, watched, with the first ones and those that stalled."""
    draws = task.numbers.n_draws
    if start is None and draws == 1 and check_branch > 0 and not devices:
        pool.run([partial(_climb_watched, task, 0)], [1])
        return
    left = np.arange(draws)
    if start is not None:
        near = [partial(_settle_block, task, start, some) for some in _blocks(left)]
        pool.run(near, [0] * len(near))
        left = np.flatnonzero(task.out.status != Status.SOLVED)
        pool.done += draws - len(left)
    if devices and len(left):
        _climb_on_devices(task, pool, left, devices)
    else:
        blocks = _blocks(left)
        climbs = [partial(_climb_block, task, some) for some in blocks]
        pool.run(climbs, [len(some) for some in blocks])
    easy = np.flatnonzero(task.out.status == Status.SOLVED)[:check_branch]
    stalled = np.flatnonzero(task.out.status == Status.STUCK)
    for some in (easy, stalled):
        pool.run([partial(_climb_watched, task, int(d)) for d in some], [0] * len(some))


def _climb_on_devices(task: _Task, pool: Pool, draws: Array, devices: list[Device]) -> None:
    """Climb with the draws on CUDA devices."""
    from standoff.solve.gpu import climb_all

    part = task.numbers.select(draws)

    def store(where: slice, state: anderson.Climb) -> None:
        _store(task, draws[where], state)

    climb_all(devices, task.plan, part, _first_steps(part), task.tol, store, pool)


def _blocks(draws: Array) -> list[Array]:
    return [draws[first : first + LANES] for first in range(0, len(draws), LANES)]


@dataclass
class _Task:
    """What the workers share."""

    plan: PassPlan
    numbers: Numbers
    tol: float
    max_steps: int
    out: _Out

    def __post_init__(self) -> None:
        self.suspect = np.zeros(self.numbers.n_draws, dtype=bool)
        self.system: System | None = None


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


def _climb_block(task: _Task, draws: Array) -> None:
    """Climb the ladder in a block of draws."""
    part = task.numbers.select(draws)
    _climb_to_the_end(task, draws, part, _foot(task.plan, part))


def _settle_block(task: _Task, start: Array, draws: Array) -> None:
    """Take one rung from the solution of nearby numbers to the target."""
    part = task.numbers.select(draws)
    state = _foot(task.plan, part)
    near = padded(start[:, draws], state.lane.shape[1])
    anderson.start_near(state, near, choice_probabilities(task.plan, near))
    _climb_to_the_end(task, draws, part, state)


def _climb_to_the_end(task: _Task, draws: Array, part: Numbers, state: anderson.Climb) -> None:
    work = work_for(task.plan, part)
    lanes = lanes_for(part.n_draws)
    while (state.lane[anderson.STATUS] == anderson.CLIMBING).any():
        # Coming back now and then lets Ctrl-C through.
        limit = _passes_at_once(task, lanes)
        anderson.climb(task.plan, work, state, task.tol, limit, 0, tag_for(lanes))
    _store(task, draws, state)


def _climb_watched(task: _Task, draw: int) -> None:
    """Climb with one draw and look at every rung; by Newton's method where the ladder stalls."""
    part = task.numbers.block(draw, draw + 1)
    branch = arclength.Branch(task.plan, part, task.system)
    tag = tag_for(1)
    state = _foot(task.plan, part)
    watch = Watch(branch)
    points: list[tuple[float, Array]] = []
    while state.lane[anderson.STATUS, 0] == anderson.CLIMBING and watch.clear:
        limit = _passes_at_once(task, 1)
        anderson.climb(task.plan, branch.work, state, task.tol, limit, 1, tag)
        if state.lane[anderson.ACCEPTED, 0]:
            lam = float(state.lane[anderson.AT, 0])
            watch.look(lam)
            points = [*points[-2:], (lam, state.logits[:, 0].copy())]
    out = task.out
    before = out.status[draw]
    solved = state.lane[anderson.STATUS, 0] == anderson.CLIMBED
    if before != Status.SOLVED:
        _store(task, np.array([draw]), state)
        if state.lane[anderson.STATUS, 0] == anderson.STALLED and points:
            step = max(state.lane[anderson.STEP, 0], 0.02 * points[-1][0])
            end = climb_on(branch, watch, points, step, float(part.lam[0]), task.tol)
            out.steps[draw] += end.rungs
            if end.arrived:
                solved = True
                _store_draw(task, draw, end.logits)
                out.lam[draw], out.status[draw] = end.lam, Status.SOLVED
    task.system = branch.system
    out.passes[draw] += branch.passes
    clear = solved and watch.clear
    task.suspect[draw] = not clear
    if clear:
        out.checked[draw] = out.agreed[draw] = True
        out.turned[draw] = out.crossed[draw] = 0
        if before == Status.SOLVED:
            _compare(task, draw, state.logits[:, 0])


def _compare(task: _Task, draw: int, z: Array) -> bool:
    """Let a watched climb or a followed branch win over an answer that is there and differs.

    Returns whether both agree; then the answer stays as it is, to the last bit.
    """
    out = task.out
    sigma = choice_probabilities(task.plan, z[:, None])[:, 0]
    out.checked[draw] = True
    out.agreed[draw] = bool(np.abs(sigma - out.strategy[:, draw]).max(initial=0) <= SAME)
    if not out.agreed[draw]:
        out.logits[:, draw], out.strategy[:, draw] = z, sigma
    return bool(out.agreed[draw])


def _foot(plan: PassPlan, part: Numbers) -> anderson.Climb:
    lanes = lanes_for(part.n_draws)
    first = padded(_first_steps(part), lanes)
    return anderson.start(plan.entries, padded(part.lam, lanes), first)


PASS_NODES = 20_000_000
"""Nodes times draws that are passed before a worker comes back: about a tenth of a second."""


def _passes_at_once(task: _Task, lanes: int) -> int:
    return 1 + PASS_NODES // (max(1, task.plan.nodes) * lanes)


def _first_steps(part: Numbers) -> Array:
    """Return a first step in lambda per draw that means the same whatever the payoff unit is."""
    if not part.pay.size:
        return np.ones(part.n_draws)
    spread = part.pay.max(axis=(0, 1)) - part.pay.min(axis=(0, 1))
    return np.asarray(1.0 / np.maximum(spread, 1e-12))


def _store(task: _Task, where: Array, state: anderson.Climb) -> None:
    count = len(where)
    out = task.out
    out.logits[:, where] = state.logits[:, :count]
    out.strategy[:, where] = choice_probabilities(task.plan, state.logits)[:, :count]
    out.lam[where] = state.of(anderson.AT, count)
    out.passes[where] += state.of(anderson.PASSES, count).astype(np.int64)
    out.steps[where] += state.of(anderson.RUNGS, count).astype(np.int64)
    climbed = state.of(anderson.STATUS, count) == anderson.CLIMBED
    out.status[where] = np.where(climbed, Status.SOLVED, Status.STUCK)


def _store_draw(task: _Task, draw: int, z: Array) -> None:
    task.out.logits[:, draw] = z
    task.out.strategy[:, draw] = choice_probabilities(task.plan, z[:, None])[:, 0]


def _follow(task: _Task, draw: int) -> arclength.Followed:
    """Follow the branch of one draw; steps are measured in lambda times the payoff range."""
    part = task.numbers.block(draw, draw + 1)
    spread = 1.0 / float(_first_steps(part)[0])
    branch = arclength.Branch(task.plan, replace(part, pay=part.pay / spread))
    return arclength.follow(branch, float(part.lam[0]) * spread, task.tol, task.max_steps)


def _follow_draw(task: _Task, draw: int) -> None:
    """Follow the branch of a draw; where the ladder had an answer, the branch wins."""
    out = task.out
    path = _follow(task, draw)
    out.passes[draw] += path.passes
    reached = path.status == arclength.FOLLOWED
    had = out.status[draw] == Status.SOLVED
    if had and not reached:
        return
    out.turned[draw] = path.turned
    out.crossed[draw] = path.crossed
    if not had:
        _store_draw(task, draw, path.logits)
    elif _compare(task, draw, path.logits):
        return
    spread = 1.0 / float(_first_steps(task.numbers.block(draw, draw + 1))[0])
    out.lam[draw] = task.numbers.lam[draw] if reached else path.lam / spread
    out.steps[draw] += path.steps
    out.status[draw] = {
        arclength.FOLLOWED: Status.FOLLOWED,
        arclength.OUT_OF_STEPS: Status.OUT_OF_STEPS,
        arclength.STUCK: Status.STUCK,
    }[path.status]


POLISH = 1e-15
"""Tolerance of the last Newton steps: as far as double precision goes."""
SAME = 1e-6
"""Two ways agree when no choice probability differs by more."""


def _polish(task: _Task, draw: int) -> None:
    """Take a few Newton steps at fixed lambda, where a probability was still off by too much."""
    part = task.numbers.block(draw, draw + 1)
    branch = arclength.Branch(task.plan, part)
    _, z = branch.at(task.out.logits[:, draw], float(part.lam[0]), POLISH, 4)
    task.out.passes[draw] += branch.passes
    sigma = branch.probabilities(np.append(z, 0.0))
    if np.abs(sigma - task.out.strategy[:, draw]).max(initial=0) <= SAME:
        _store_draw(task, draw, z)


def _certified(game: Game, task: _Task, progress: Progress | None, threads: int) -> Solution:
    out = task.out
    if progress is not None:
        progress("certificate", 0, 1)
    at = replace(task.numbers, lam=out.lam)
    certificate = certify(game, at, out.strategy, threads=threads)
    weak = np.flatnonzero((out.status <= Status.FOLLOWED) & ~certificate.passed)
    if len(weak):
        for draw in weak:
            _polish(task, int(draw))
        certificate = certify(game, at, out.strategy, threads=threads)
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
