"""The equilibrium computed plainly, from games written down again by hand.

Nothing here knows standoff. A tree is nested tuples: `leaf(...)`, `chance(...)`, `move(...)`.
The logit agent quantal response equilibrium solves theta = lambda * Q(softmax theta); it is
followed from lambda = 0 in small steps, each solved by SciPy to machine precision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import root

FIRST_STEP, LARGEST_STEP, SMALLEST_STEP = 0.02, 0.5, 1e-6


def leaf(*payoffs: float) -> tuple:
    return ("leaf", payoffs)


def chance(*branches: tuple[float, tuple]) -> tuple:
    return ("chance", branches)


def move(player: int, key: str, **actions: tuple) -> tuple:
    return ("move", player, key, tuple(actions.items()))


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def softmax(values: Sequence[float]) -> np.ndarray:
    powers = np.exp(np.asarray(values) - np.max(values))
    return powers / powers.sum()


class Textbook:
    """One game: its information sets, and its equilibria along the principal branch."""

    def __init__(self, tree: tuple, players: int) -> None:
        self.tree, self.players = tree, players
        self.sets: dict[tuple[int, str], tuple[str, ...]] = {}
        self._collect(tree)
        sizes = [len(actions) for actions in self.sets.values()]
        self.slices = dict(zip(self.sets, _slices(sizes), strict=True))
        self.size = sum(sizes)

    def _collect(self, node: tuple) -> None:
        if node[0] == "chance":
            for prob, child in node[1]:
                if prob:
                    self._collect(child)
        elif node[0] == "move":
            self.sets.setdefault((node[1], node[2]), tuple(name for name, _ in node[3]))
            for _, child in node[3]:
                self._collect(child)

    def values(self, sigma: np.ndarray) -> np.ndarray:
        """Return what every action is worth given that its information set is reached."""
        weight = np.zeros(self.size)
        total = np.zeros(self.size)
        self._payoffs(self.tree, sigma, 1.0, total, weight)
        return total / weight

    def _payoffs(self, node, sigma, reach, total, weight) -> np.ndarray:
        if node[0] == "leaf":
            return np.array(node[1], dtype=float)
        if node[0] == "chance":
            return sum(
                prob * self._payoffs(child, sigma, reach * prob, total, weight)
                for prob, child in node[1]
                if prob
            )
        where = self.slices[node[1], node[2]]
        probs = sigma[where]
        below = [
            self._payoffs(child, sigma, reach * prob, total, weight)
            for prob, (_, child) in zip(probs, node[3], strict=True)
        ]
        total[where] += [reach * value[node[1]] for value in below]
        weight[where] += reach
        return sum(prob * value for prob, value in zip(probs, below, strict=True))

    def expected(self, sigma: np.ndarray) -> np.ndarray:
        """Return each player's expected payoff."""
        return self._payoffs(self.tree, sigma, 1.0, np.zeros(self.size), np.zeros(self.size))

    def strategy(self, theta: np.ndarray) -> np.ndarray:
        return np.concatenate([softmax(theta[where]) for where in self.slices.values()])

    def centred(self, values: np.ndarray) -> np.ndarray:
        return np.concatenate([values[w] - values[w].mean() for w in self.slices.values()])

    def branch(self, lambdas: Iterable[float]) -> list[np.ndarray]:
        """Return the strategies at rising lambdas, followed from equal chances at 0."""
        lam, theta, slope, step = 0.0, np.zeros(self.size), None, FIRST_STEP
        found = []
        for target in lambdas:
            while lam < target:
                near = min(lam + step, target)
                guess = theta if slope is None else theta + (near - lam) * slope
                answer = root(self._gap, guess, args=(near,), tol=1e-13)
                if np.max(np.abs(self._gap(answer.x, near))) > 1e-10:
                    step /= 2
                    assert step > SMALLEST_STEP, f"lost the branch at lambda {lam}"
                    continue
                slope = (answer.x - theta) / (near - lam)
                close = np.max(np.abs(answer.x - guess)) < 0.05
                step = min(step * 1.5, LARGEST_STEP) if close else step * 0.7
                lam, theta = near, answer.x
            found.append(self.strategy(theta))
        return found

    def _gap(self, theta: np.ndarray, lam: float) -> np.ndarray:
        return theta - lam * self.centred(self.values(self.strategy(theta)))

    def prob(self, sigma: np.ndarray, player: int, key: str, action: str) -> float:
        """Return the chance of one action in one information set."""
        where = self.slices[player, key]
        return float(sigma[where][self.sets[player, key].index(action)])


def _slices(sizes: Sequence[int]) -> list[slice]:
    stops = np.cumsum(sizes)
    return [slice(int(stop - size), int(stop)) for stop, size in zip(stops, sizes, strict=True)]
