"""OpenSpiel: CFR+ in C++, its sequence-form program, and its playouts."""

from __future__ import annotations

import random
from typing import Any

from benchmarks.contestant import Contestant, Data
from benchmarks.measure import Spent, spent
from benchmarks.ours import EXPLOITABILITY, classic, size_of
from benchmarks.stepping import Stepped, iterate

TREE_MIB = 1000
"""Memory that the search tree may take; it stays below one."""


def spiel() -> Any:
    """Return the module `pyspiel`."""
    import pyspiel

    return pyspiel


class Texts:
    """Games as OpenSpiel takes them: by name, or as the text of our draws."""

    def __init__(self, name: str | None, arguments: Data | None) -> None:
        self.name, self.sizes = name, {}
        self.texts: list[str] = []
        if name is None:
            from standoff.interop.efg import write_efg

            game, numbers = classic("escalation", **(arguments or {}))
            self.sizes = size_of(game)
            self.texts = [write_efg(game, numbers.block(d, d + 1)) for d in range(numbers.n_draws)]

    def load(self, number: int = 0) -> Any:
        """Return a game, of one of the draws if it is ours."""
        if self.name is not None:
            return spiel().load_game(self.name)
        return spiel().load_efg_game(self.texts[number])


class CfrPlus(Contestant):
    """`CFRPlusSolver`, from loading the game to the wanted exploitability of its average.

    The first call looks at the exploitability every few iterations, and does not count the looking;
    later calls make as many iterations without looking.
    """

    method = "CFR+ (C++)"

    def __init__(self, name: str | None = None, arguments: Data | None = None) -> None:
        self.spiel = spiel()
        self.name, self.arguments = name, arguments
        self.solved: list[Stepped] = []

    def build(self) -> None:
        """Write texts, or nothing for a game of OpenSpiel's own."""
        self.texts = Texts(self.name, self.arguments)
        self.draws = max(1, len(self.texts.texts))

    def run(self) -> Spent:
        """Load and solve every draw."""
        counts = [one.iterations for one in self.solved] or [0] * self.draws
        self.solved = [self._solve(number, count) for number, count in enumerate(counts)]
        taken = [one.taken for one in self.solved]
        return Spent(sum(t.cpu_s for t in taken), sum(t.wall_s for t in taken))

    def _solve(self, number: int, count: int) -> Stepped:
        def begin() -> tuple[Any, Any]:
            game = self.texts.load(number)
            return game, self.spiel.CFRPlusSolver(game)

        def look(state: tuple[Any, Any]) -> float:
            return float(self.spiel.exploitability(state[0], state[1].average_policy()))

        return iterate(
            begin, lambda state: state[1].evaluate_and_update_policy(), look, EXPLOITABILITY, count
        )

    def size(self) -> Data:
        """Return the size of the game, where it is ours."""
        return dict(self.texts.sizes)

    def verdict(self) -> Data:
        """Return the exploitability as OpenSpiel computes it."""
        worst = max(one.exploitability for one in self.solved)
        return {
            "success": worst <= EXPLOITABILITY,
            "certificate": {"exploitability": worst},
            "facts": {
                "iterations_max": max(one.iterations for one in self.solved),
                "includes_building": True,
            },
        }


class SequenceForm(Contestant):
    """`sequence_form_lp.solve_zero_sum_game`, with the solver ECOS, from loading the game on."""

    method = "sequence-form LP (ECOS)"

    def __init__(self, name: str) -> None:
        from open_spiel.python.algorithms import sequence_form_lp

        self.algorithm: Any = sequence_form_lp
        self.name = name

    def run(self) -> None:
        """Load and solve."""
        self.game = spiel().load_game(self.name)
        self.answer = self.algorithm.solve_zero_sum_game(self.game)

    def verdict(self) -> Data:
        """Return the exploitability of both policies together."""
        from open_spiel.python import policy
        from open_spiel.python.algorithms import exploitability

        value, _, first, second = self.answer
        joint = policy.TabularPolicy(self.game)
        for state, row in joint.state_lookup.items():
            mine = first if joint.states[row].current_player() == 0 else second
            chances = mine.policy_for_key(state).clip(
                0.0
            )  # the program leaves -1e-4 here and there
            joint.policy_for_key(state)[:] = chances / chances.sum()
        worst = float(exploitability.exploitability(self.game, joint))
        return {
            "success": worst <= EXPLOITABILITY,
            "certificate": {"exploitability": worst},
            "facts": {"value": float(value), "includes_building": True},
        }


class Rollouts(Contestant):
    """Playouts of uniformly random moves in C++.

    The evaluator is not open to Python alone, so a search tree asks it once for all playouts;
    what the tree adds is one node.
    """

    method = "random rollouts (C++)"

    def __init__(self, nodes: int, count: int) -> None:
        self.spiel = spiel()
        self.nodes, self.count = nodes, count
        self.best_s = float("inf")

    def build(self) -> None:
        """Write the game."""
        self.texts = Texts(None, {"nodes": self.nodes})

    def compile(self) -> None:
        """Load it; go past the deal, because the search begins at a party's move."""
        self.game = self.texts.load()
        self.state = self.game.new_initial_state()
        while self.state.is_chance_node():
            self.state.apply_action(self.state.legal_actions()[0])

    def run(self) -> Spent:
        """Play."""
        evaluator = self.spiel.RandomRolloutEvaluator(self.count, 1)
        bot = self.spiel.MCTSBot(self.game, evaluator, 2.0, 1, TREE_MIB, False, 1, False)
        taken = spent(lambda: bot.mcts_search(self.state))
        self.best_s = min(self.best_s, taken.cpu_s)
        return taken

    def size(self) -> Data:
        """Return the size of the game."""
        return dict(self.texts.sizes)

    def verdict(self) -> Data:
        """Return playouts a second."""
        return {
            "success": True,
            "certificate": {},
            "facts": {"count": self.count, "playouts_per_s": self.count / self.best_s},
        }


class PythonPlayouts(Rollouts):
    """Playouts of uniformly random moves by the Python interface."""

    method = "random playouts (Python)"

    def run(self) -> Spent:
        """Play."""
        taken = spent(self._play)
        self.best_s = min(self.best_s, taken.cpu_s)
        return taken

    def _play(self) -> None:
        draw = random.Random(1)  # noqa: S311 (a simulation)
        for _ in range(self.count):
            state = self.game.new_initial_state()
            while not state.is_terminal():
                if state.is_chance_node():
                    moves, chances = zip(*state.chance_outcomes(), strict=True)
                    state.apply_action(draw.choices(moves, chances)[0])
                else:
                    state.apply_action(draw.choice(state.legal_actions()))
