"""Two-party zero-sum games by regret minimisation: CFR+, discounted CFR and predictive CFR+."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.solve.pool import Pool, Progress
from standoff.solve.regret import (
    CFR_PLUS,
    DISCOUNTED,
    PREDICTIVE,
    Side,
    State,
    minimise,
    state_for,
)
from standoff.solve.sequences import (
    Plan,
    SequenceForm,
    payment_scale,
    require_zero_sum,
    sequence_form,
)

Array = np.ndarray[Any, Any]

KINDS = {"cfr+": CFR_PLUS, "dcfr": DISCOUNTED, "pcfr+": PREDICTIVE}
TOLERANCE = 1e-4
"""Exploitability that is asked for by default, as a share of the largest payment of the draw."""
MAX_ITERATIONS = 100_000
CALL_WORK = 100_000_000
"""Entries of the payoff matrix that one call of the kernel reads: a few tenths of a second."""
BLOCK_BYTES = 100_000_000
"""Payments and paths of one block of draws stay below this."""


class RegretRun:
    """Draws of one game, solved one by one in machine code; threads share the draws.

    Attributes:
        strategy: average strategies (X B).
        exploitability: of each, by the method's own sums (B).
        iterations: done for each draw (B).
    """

    def __init__(
        self, game: Game, numbers: Numbers, kind: int, tolerance: Array, max_iterations: int
    ) -> None:
        """Take a game and its numbers, and the exploitability wanted in each draw (B).

        Raises:
            UsageError: the game is not a two-party zero-sum game with perfect recall.
        """
        self.form = sequence_form(game)
        self.numbers, self.kind = numbers, kind
        self.tolerance, self.most = tolerance, max_iterations
        self.strategy = np.zeros((game.n_entries, numbers.n_draws))
        self.exploitability = np.full(numbers.n_draws, np.inf)
        self.iterations = np.zeros(numbers.n_draws, dtype=np.int64)
        spots = 1 + sum(len(level.before) for level in self.form.paths.levels)
        self.width = max(1, BLOCK_BYTES // (8 * (2 * spots + 4 * len(self.form.paths.paid_path))))
        for start in range(0, numbers.n_draws, self.width):
            require_zero_sum(game, self.form, numbers.block(start, start + self.width))
        self.draws = np.arange(numbers.n_draws)

    def run(self, threads: int | None, progress: Progress | None) -> None:
        """Solve all draws."""
        pool = Pool(threads, progress, self.numbers.n_draws, "solve")
        width = min(self.width, -(-self.numbers.n_draws // (4 * pool.threads)))
        starts = range(0, self.numbers.n_draws, max(1, width))
        blocks = [(k, min(k + width, self.numbers.n_draws)) for k in starts]
        pool.run([partial(self._block, *b) for b in blocks], [b - a for a, b in blocks])

    def _block(self, start: int, stop: int) -> None:
        form = self.form
        one, two = sides(form, form.payments(self.numbers.block(start, stop)))
        for draw in range(start, stop):
            first, second = (state_for(plan.length) for plan in form.plans)
            span = np.array([self.tolerance[draw], np.inf])
            at = np.array([draw - start, 0, 0])
            calls = max(16, CALL_WORK // (1 + 2 * len(form.column)))
            while at[1] < self.most and span[1] > span[0]:
                at[2] = min(self.most, at[1] + calls)
                minimise(one, two, first, second, self.kind, span, at)
            self.exploitability[draw] = span[1]
            self.iterations[draw] = at[1]
            for plan, state in zip(form.plans, (first, second), strict=True):
                self.strategy[plan.entry[1:], draw] = _average(plan, state)[1:]


def solve_zero_sum(
    game: Game,
    numbers: Numbers,
    kind: int,
    tolerance: float | None,
    max_iterations: int | None,
    threads: int | None,
    progress: Progress | None,
) -> tuple[RegretRun, Array]:
    """Return the finished run, and the exploitability that was asked for in each draw (B)."""
    wanted = (
        TOLERANCE * payment_scale(numbers)
        if tolerance is None
        else np.full(numbers.n_draws, float(tolerance))
    )
    run = RegretRun(game, numbers, kind, wanted, max_iterations or MAX_ITERATIONS)
    run.run(threads, progress)
    return run, wanted


def sides(form: SequenceForm, payments: Array) -> tuple[Side, Side]:
    """Return what the two parties' updates read, for payments (B Z)."""
    one, two = form.plans
    mirror = np.ascontiguousarray(-payments[:, form.by_column])
    return (
        Side(_short(one.start), _short(one.before), form.row_start, form.column, payments),
        Side(_short(two.start), _short(two.before), form.column_start, form.row, mirror),
    )


def _short(numbers: Array) -> Array:
    return numbers.astype(np.int32)


def _average(plan: Plan, state: State) -> Array:
    """Return the average policy; the last one where the average plan never goes."""
    owner = np.repeat(plan.before, np.diff(plan.start))
    reach = np.concatenate(([1.0], state.total[owner]))
    return np.asarray(
        np.where(reach > 0, state.total / np.where(reach > 0, reach, 1.0), state.policy)
    )
