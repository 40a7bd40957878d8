"""standoff in the cases: the few places that know how its functions are called."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import numpy as np

from benchmarks.contestant import Contestant, Data, NotAvailableError
from benchmarks.kernels import index_arrays, pass_call
from benchmarks.measure import Spent, copy_bandwidth, spent
from standoff.game import Game, Numbers, compile_game, draw_numbers
from standoff.solve import Solution, Status, certify, solve

EXPLOITABILITY = 1e-3
"""What zero-sum methods are asked for: the mean over parties of what the best reply gains."""


def classic(game: str, **options: Any) -> tuple[Game, Numbers]:
    """Return a game of `standoff.game.classic` and its numbers."""
    builders = importlib.import_module("standoff.game.classic")
    if not hasattr(builders, game):
        raise NotAvailableError(f"standoff.game.classic has no {game}")
    built: tuple[Game, Numbers] = getattr(builders, game)(**options)
    return built


def size_of(game: Game) -> Data:
    """Return the size of a game as plain data."""
    return {"nodes": game.n_nodes, "infosets": game.n_infosets, "entries": game.n_entries}


def certificate_of(solution: Solution) -> Data:
    """Return the worst of the certificate over draws."""
    judged = solution.certificate
    return {
        "residual": float(judged.residual.max()),
        "gain": float(judged.gain.max()),
        "gap": float(judged.gap.max()),
        "passed": int(judged.passed.sum()),
        "of": len(judged.passed),
    }


def facts_of(solution: Solution) -> Data:
    """Return how the solver got there."""
    return {
        "passes_mean": float(solution.passes.mean()),
        "passes_max": int(solution.passes.max()),
        "steps_max": int(solution.steps.max()),
        "branch_checked": int(solution.checked.sum()),
        "branch_agreed": int(solution.agreed.sum()),
        "folds_max": int(solution.turned.max()),
        "crossings_max": int(solution.crossed.max()),
        "status": {s.sentence: int((solution.status == s).sum()) for s in Status},
    }


class Aqre(Contestant):
    """Logit equilibria of a classic game, by `solve` as it is: with certificate and check.

    With `alone`, each draw is solved by a call of its own.
    """

    def __init__(
        self,
        game: str = "escalation",
        *,
        arguments: Data | None = None,
        lam: float = 10.0,
        threads: int = 1,
        alone: bool = False,
    ) -> None:
        self.game_name, self.arguments = game, arguments or {}
        self.lam, self.threads, self.alone = lam, threads, alone
        self.draws = int(self.arguments.get("draws", 1))
        self.method = "AQRE, one draw at a time" if alone else "AQRE"
        self.solutions: list[Solution] = []

    def build(self) -> None:
        """Make the game and its numbers."""
        self.game, numbers = classic(self.game_name, **self.arguments)
        self.numbers = numbers.with_lam(self.lam)

    def compile(self) -> None:
        """Make the index arrays, as every call of `solve` does again."""
        index_arrays(self.game)

    def run(self) -> None:
        """Solve all draws."""
        parts = [self.numbers]
        if self.alone:
            parts = [self.numbers.block(d, d + 1) for d in range(self.draws)]
        self.solutions = [solve(self.game, part, threads=self.threads) for part in parts]

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Return the certificate that each solution carries."""
        first, last = self.solutions[0], self.solutions[-1]
        certificate = certificate_of(first)
        for solution in self.solutions[1:]:
            other = certificate_of(solution)
            for key in ("residual", "gain", "gap"):
                certificate[key] = max(certificate[key], other[key])
            for key in ("passed", "of"):
                certificate[key] += other[key]
        solved = all(bool(solution.solved.all()) for solution in self.solutions)
        return {"success": solved, "certificate": certificate, "facts": facts_of(last)}

    def strategy(self) -> np.ndarray | None:
        """Return the strategy of the first draw."""
        return np.asarray(self.solutions[0].strategy[:, 0])


class Solving(Contestant):
    """What solves a game in one call: `game` and `solution` are there after it."""

    game: Game
    solution: Solution

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Return certificate and status."""
        return {
            "success": bool(self.solution.solved.all()),
            "certificate": certificate_of(self.solution),
            "facts": facts_of(self.solution),
        }


class Scenario(Solving):
    """A shipped scenario, over draws of its parameters."""

    def __init__(self, name: str, draws: int, seed: int = 1, threads: int = 1) -> None:
        self.name, self.draws, self.seed, self.threads = name, draws, seed, threads
        self.method = "AQRE"

    def build(self) -> None:
        """Read the file."""
        library = importlib.import_module("standoff.library")
        self.scenario = library.load(self.name)

    def compile(self) -> None:
        """Compile the game and draw the numbers."""
        self.game = compile_game(self.scenario)
        _, self.numbers = draw_numbers(self.scenario, self.game, draws=self.draws, seed=self.seed)

    def run(self) -> None:
        """Solve all draws."""
        self.solution = solve(self.game, self.numbers, threads=self.threads)


def exploitability(game: Game, numbers: Numbers, strategy: np.ndarray) -> np.ndarray:
    """Return half of what the parties' best replies gain together, per draw (B)."""
    return np.asarray(certify(game, numbers, strategy).gain.sum(axis=0) / 2)


def solve_zero_sum(game: Game, numbers: Numbers, method: str) -> Solution:
    """Return a Nash equilibrium of a two-party zero-sum game: `cfr+`, `dcfr`, `pcfr+` or `lp`."""
    if importlib.util.find_spec("standoff.solve.nash") is None:
        raise NotAvailableError("standoff.solve has no methods for zero-sum games")
    settings: Any = {} if method == "lp" else {"tol": EXPLOITABILITY}
    return solve(game, numbers, method=method, threads=1, **settings)


class ZeroSum(Contestant):
    """A zero-sum method on a classic game; one call builds the game and solves it."""

    def __init__(self, game: str, method: str, *, arguments: Data | None = None) -> None:
        self.game_name, self.arguments, self.method = game, arguments or {}, method
        self.draws = int(self.arguments.get("draws", 1))

    def build(self) -> None:
        """Make the game and its numbers."""
        self.game, self.numbers = classic(self.game_name, **self.arguments)

    def run(self) -> None:
        """Build and solve."""
        self.build()
        self.solution = solve_zero_sum(self.game, self.numbers, self.method)

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Return the exploitability, by the judge."""
        worst = float(exploitability(self.game, self.numbers, self.solution.strategy).max())
        return {
            "success": worst <= EXPLOITABILITY and bool(self.solution.solved.all()),
            "certificate": {"exploitability": worst},
            "facts": {"includes_building": True, "iterations_max": int(self.solution.passes.max())},
        }


class Pass(Contestant):
    """One pass over a block of draws, again and again; and how fast the machine copies."""

    method = "pass"
    least_s = 0.1

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes

    def build(self) -> None:
        """Make a game with one block of draws."""
        from standoff.solve.api import LANES

        self.draws = LANES
        self.game, self.numbers = classic("escalation", nodes=self.nodes, draws=LANES)

    def compile(self) -> None:
        """Make arrays; find how many passes last long enough to be timed."""
        self.passes, self.bytes = pass_call(self.game, self.numbers)
        self.count = 1
        while spent(lambda: self.passes(self.count)).cpu_s < self.least_s:
            self.count *= 2
        self.best_s = float("inf")

    def run(self) -> Spent:
        """Make passes; return what one takes."""
        taken = spent(lambda: self.passes(self.count))
        self.best_s = min(self.best_s, taken.cpu_s / self.count)
        return Spent(taken.cpu_s / self.count, taken.wall_s / self.count)

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Return cost and bandwidth."""
        per = self.game.n_nodes * self.draws
        copied = copy_bandwidth()
        return {
            "success": True,
            "certificate": {},
            "facts": {
                "ns_per_node_and_draw": 1e9 * self.best_s / per,
                "bytes_per_node_and_draw": self.bytes / per,
                "working_set_mib": self.bytes / 2**20,
                "gb_per_s": self.bytes / self.best_s / 1e9,
                "copy_gb_per_s": copied,
            },
        }


def play(game: Game, numbers: Numbers, strategy: np.ndarray, count: int) -> Any:
    """Play a strategy to its end `count` times, in one thread."""
    try:
        playouts: Any = importlib.import_module("standoff.solve.playouts")
    except ModuleNotFoundError as error:
        raise NotAvailableError(str(error)) from error
    return playouts.playouts(game, numbers, strategy, count, seed=1, threads=1)


class Playouts(Contestant):
    """Playouts from a solved strategy."""

    method = "playouts of the solved strategy"

    def __init__(self, nodes: int, count: int) -> None:
        self.nodes, self.count = nodes, count

    def build(self) -> None:
        """Make the game."""
        self.game, self.numbers = classic("escalation", nodes=self.nodes)

    def compile(self) -> None:
        """Solve it."""
        self.solution = solve(self.game, self.numbers, threads=1)
        self.best_s = float("inf")

    def run(self) -> Spent:
        """Play."""
        taken = spent(lambda: play(self.game, self.numbers, self.solution.strategy, self.count))
        self.best_s = min(self.best_s, taken.cpu_s)
        return taken

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Return playouts a second."""
        return {
            "success": bool(self.solution.solved.all()),
            "certificate": certificate_of(self.solution),
            "facts": {"count": self.count, "playouts_per_s": self.count / self.best_s},
        }


class Gpu(Solving):
    """Draws of one game on a graphics processor; and how fast a pass and a copy are there."""

    method = "AQRE"

    def __init__(self, nodes: int, draws: int) -> None:
        self.nodes, self.draws = nodes, draws

    def build(self) -> None:
        """Make the game; fail where there is no device."""
        from benchmarks.device import name_of_device

        self.device = name_of_device()
        self.game, self.numbers = classic("escalation", nodes=self.nodes, draws=self.draws)

    def run(self) -> None:
        """Solve all draws on the device."""
        self.solution = solve(self.game, self.numbers, device="gpu")

    def verdict(self) -> Data:
        """Return certificate and status, cost and bandwidth of a pass."""
        from benchmarks.device import pass_facts

        found = super().verdict()
        return {**found, "facts": {**found["facts"], **pass_facts(self.game, self.numbers)}}
