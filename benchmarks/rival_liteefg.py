"""LiteEFG's CFR+, on OpenSpiel's games as LiteEFG takes them over."""

from __future__ import annotations

from typing import Any

from benchmarks.contestant import Contestant, Data
from benchmarks.measure import Spent
from benchmarks.ours import EXPLOITABILITY
from benchmarks.rival_openspiel import spiel
from benchmarks.stepping import Stepped, iterate


class CfrPlus(Contestant):
    """`baselines.CFRplus` with linear averaging, from taking the game over on.

    The first call looks at the exploitability every few iterations, and does not count the looking;
    later calls make as many iterations without looking.
    """

    method = "CFR+"

    def __init__(self, name: str) -> None:
        import LiteEFG
        from LiteEFG.baselines import CFRplus

        LiteEFG.set_threads(1)
        self.lite: Any = LiteEFG
        self.graph: Any = CFRplus
        self.name = name
        self.solved: Stepped | None = None

    def run(self) -> Spent:
        """Take the game over and solve it."""
        count = 0 if self.solved is None else self.solved.iterations
        self.solved = iterate(self._begin, self._step, self._look, EXPLOITABILITY, count)
        return self.solved.taken

    def _begin(self) -> tuple[Any, Any]:
        game = spiel().load_game(self.name)
        env = self.lite.OpenSpielEnv(game, traverse_type="Enumerate", regenerate=True)
        graph = self.graph.graph()
        env.set_graph(graph)
        return env, graph

    def _step(self, state: tuple[Any, Any]) -> None:
        env, graph = state
        graph.update_graph(env)
        env.update_strategy(graph.current_strategy())

    def _look(self, state: tuple[Any, Any]) -> float:
        env, graph = state
        gains = env.exploitability(graph.current_strategy(), "linear-avg-iterate")
        return float(sum(gains) / len(gains))

    def verdict(self) -> Data:
        """Return the exploitability as LiteEFG computes it."""
        assert self.solved is not None
        return {
            "success": self.solved.exploitability <= EXPLOITABILITY,
            "certificate": {"exploitability": self.solved.exploitability},
            "facts": {"iterations_max": self.solved.iterations, "includes_building": True},
        }
