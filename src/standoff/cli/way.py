"""The method that `standoff solve` was asked for, and the one to compare it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from standoff.cli import options
from standoff.cli.target import whole
from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.cli.progress import Progress
    from standoff.game import Game, Numbers
    from standoff.solve import Solution

LOGIT = ("aqre", "arclength")
ON_DEVICES = "aqre"
"""The only method that runs on a GPU."""
REGRET = ("cfr+", "dcfr", "pcfr+")
METHODS = (*LOGIT, *REGRET, "lp", "backward", "enumerate")
MOST_ITERATIONS = 10**9


@dataclass(frozen=True)
class Way:
    """What was written behind `--method`, `--against` and the other options on how to solve."""

    method: str
    against: str | None
    tolerance: float | None
    iterations: int | None
    device: str = options.DEVICE

    @property
    def methods(self) -> tuple[str, ...]:
        """The one or two methods, in the order in which they are used."""
        return (self.method,) if self.against is None else (self.method, self.against)

    def check(self, lam: float | None, branches: int) -> None:
        """Check that the options fit each other.

        Raises:
            UsageError: one of them has no meaning here; says which.
        """
        options.check_device(self.device)
        _require_method(self.method, "--method")
        if self.against is not None:
            _require_method(self.against, "--against")
            if self.against == self.method:
                raise UsageError(
                    f"`--against {self.against}` is the method itself",
                    help="name another method, for example `--method cfr+ --against lp`",
                )
            from standoff.solve.nash import require_comparable

            require_comparable(self.method, self.against)
        if ON_DEVICES not in self.methods:
            why = f"only `{ON_DEVICES}` climbs on a GPU"
            _without(self.device == options.DEVICE, "--device", why)
        if not set(self.methods) & set(LOGIT):
            _without(lam is None, "--lam", "a Nash equilibrium has no precision")
            _without(branches == 0, "--branches", "other equilibria are searched at a precision")
        if not set(self.methods) & set(REGRET):
            why = "it belongs to `cfr+`, `dcfr` and `pcfr+`"
            _without(self.tolerance is None, "--tolerance", why)
            _without(self.iterations is None, "--iterations", why)
        if self.tolerance is not None and not 0 < self.tolerance < float("inf"):
            raise UsageError(
                f"`--tolerance {self.tolerance:g}` is not a positive number",
                help="write, for example, `--tolerance 0.001`, in units of payoff",
            )
        if self.iterations is not None:
            whole(self.iterations, "--iterations", 1, MOST_ITERATIONS, 10_000)

    def solve(
        self,
        game: Game,
        numbers: Numbers,
        threads: int | None,
        progress: Progress,
        method: str | None = None,
    ) -> Solution:
        """Return the solution by the first method, or by another one."""
        from standoff.solve import solve

        method = method or self.method
        by_regret = method in REGRET
        return solve(
            game,
            numbers,
            method=method,
            device=self.device if method == ON_DEVICES else options.DEVICE,
            tol=self.tolerance if by_regret else None,
            max_steps=self.iterations if by_regret else None,
            threads=threads,
            progress=progress,
        )

    def more(
        self,
        game: Game,
        numbers: Numbers,
        solution: Solution,
        threads: int | None,
        progress: Progress,
    ) -> dict[str, Any]:
        """Return what is printed beside the solution: all that was listed, and the comparison.

        Raises:
            DisagreementError: the other method's answer differs by more than is allowed.
        """
        made: dict[str, Any] = {}
        if self.method == "enumerate":
            from standoff.report.solution import enumeration_data
            from standoff.solve import enumerate_equilibria

            made["enumerated"] = enumeration_data(game, enumerate_equilibria(game, numbers))
        if self.against is not None:
            from standoff.solve import require_agreement

            other = self.solve(game, numbers, threads, progress, self.against)
            off, allowed = require_agreement(game, numbers, solution, other)
            made["against"] = {"method": self.against, "difference": off, "allowed": allowed}
        return made


def _require_method(word: str, option: str) -> None:
    if word not in METHODS:
        from standoff.diagnostics.suggest import advice

        raise UsageError(f"`{option} {word[:40]}` is not a method", help=advice(word, METHODS))


def _without(absent: bool, option: str, why: str) -> None:
    if not absent:
        raise UsageError(f"`{option}` has no meaning with this method: {why}", help="leave it out")
