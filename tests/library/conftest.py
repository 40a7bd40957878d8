"""What the tests of the library share: the shipped game solved, and the same game read again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

sys.path.insert(0, str(Path(__file__).parent))

from textbook import Textbook

EXACT = 1e-8
"""Largest difference from a closed form or from the game read again: the solver's own promise."""


def load(name: str) -> tuple[Any, Any]:
    """Return the compiled game and its numbers at central values."""
    from standoff import library

    path = library.path(name)
    if path.suffix == ".efg":
        from standoff.interop.efg import read_efg

        return read_efg(path)
    from standoff.game import central_numbers, compile_game
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
    game = compile_game(scenario)
    return game, central_numbers(scenario, game)


load_once = cache(load)


class Solved:
    """A solved game, asked by player, information set and move."""

    def __init__(self, name: str, lam: float) -> None:
        from standoff.solve import solve

        self.game, numbers = load_once(name)
        self.lam = lam
        solution = solve(self.game, numbers.with_lam(float(lam)), threads=1)
        self.solution = solution
        assert bool(solution.solved[0]), f"{name} at lambda {lam}: status {solution.status[0]}"
        self.sigma = solution.strategy[:, 0]
        starts = self.game.action_start
        self.table: dict[tuple[int, str], dict[str, float]] = {}
        for i, label in enumerate(self.game.infoset_labels):
            span = range(starts[i], starts[i + 1])
            row = {self.game.action_labels[k]: float(self.sigma[k]) for k in span}
            self.table[int(self.game.infoset_player[i]), label] = row

    def at(self, player: int, key: str) -> dict[str, float]:
        """Return the chances at the information set `turn|moves so far|own type`."""
        turn, past, kind = key.split("|")
        label = turn + (f" after {past}" if past else "") + (f" [{kind}]" if kind else "")
        found = self.table.get((player, label))
        if found is None:  # files of trees: one information set a player, under its own name
            own = [row for (owner, _), row in self.table.items() if owner == player]
            assert len(own) == 1, f"no information set {label!r} among {sorted(self.table)}"
            return own[0]
        return found

    def prob(self, player: int, key: str, action: str) -> float:
        """Return the chance of one move."""
        return self.at(player, key)[action]


@pytest.fixture(scope="session")
def solved() -> Callable[[str, float], Solved]:
    return cache(Solved)


@pytest.fixture(scope="session")
def answers() -> Callable[[str], dict[str, Any]]:
    """Return what a model's `known_answers.yaml` says, by the id of the answer."""
    from standoff import library

    @cache
    def read(name: str) -> dict[str, Any]:
        text = (library.path(name).parent / "known_answers.yaml").read_text(encoding="utf-8")
        data = YAML(typ="safe", pure=True).load(text)
        return {answer["id"]: answer for answer in data["answers"]}

    return read


@pytest.fixture
def agree(solved) -> Callable[..., None]:
    """Compare every information set with the game read again, along the principal branch."""

    def check(name: str, tree: Any, players: int, lambdas: tuple[float, ...]) -> None:
        book = Textbook(tree, players) if isinstance(tree, tuple) else tree
        for lam, sigma in zip(lambdas, book.branch(lambdas), strict=True):
            ours = solved(name, lam)
            assert len(ours.table) == len(book.sets)
            for (player, key), actions in book.sets.items():
                theirs = sigma[book.slices[player, key]]
                row = ours.at(player, key)
                assert tuple(row) == actions, f"{name}: moves at {key}"
                worst = float(np.max(np.abs(np.array(list(row.values())) - theirs)))
                assert worst <= EXACT, f"{name} at lambda {lam}, {key}: off by {worst:.2e}"

    return check
