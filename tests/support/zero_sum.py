"""Small two-party games for the methods that answer with Nash equilibria."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.support.random_games import random_game, random_numbers

from standoff.game import Game, Numbers
from standoff.interop.efg import read_efg


def zero_sum_games(count: int, draws: int) -> list[tuple[Game, Numbers]]:
    """Return random games of two parties and zero sum."""
    made: list[tuple[Game, Numbers]] = []
    seed = 0
    while len(made) < count:
        game = random_game(seed)
        if len(game.players) == 2 and len(np.unique(game.infoset_player)) == 2:
            numbers = random_numbers(game, seed, draws)
            pay = numbers.pay.copy()
            pay[:, 1] = -pay[:, 0]
            made.append((game, replace(numbers, pay=pay)))
        seed += 1
    return made


def bimatrix(one: list[list[float]], two: list[list[float]]) -> tuple[Game, Numbers]:
    """Return two parties that move at the same time, as a tree."""
    rows, columns = len(one), len(one[0])
    names = [" ".join(f'"{k}{i}"' for i in range(n)) for k, n in (("r", rows), ("c", columns))]
    lines = ['EFG 2 R "bimatrix" { "row" "column" }', '""', f'p "" 1 1 "" {{ {names[0]} }} 0']
    for i in range(rows):
        lines.append(f'p "" 2 1 "" {{ {names[1]} }} 0')
        lines += [
            f't "" {1 + i * columns + j} "" {{ {one[i][j]}, {two[i][j]} }}' for j in range(columns)
        ]
    return read_efg("\n".join(lines) + "\n")


def value(game: Game, numbers: Numbers, strategy: np.ndarray, player: int = 0) -> np.ndarray:
    """Return a player's expected payoff (B), by a plain walk of the tree."""

    def below(node: int) -> np.ndarray:
        total = np.zeros(numbers.n_draws)
        if game.node_pay[node] >= 0:
            total = total + numbers.pay[game.node_pay[node], player]
        for a, edge in enumerate(range(game.edge_start[node], game.edge_start[node + 1])):
            got = below(int(game.edge_child[edge]))
            if game.edge_pay[edge] >= 0:
                got = got + numbers.pay[game.edge_pay[edge], player]
            infoset = game.node_infoset[node]
            chance = (
                numbers.prob[game.edge_prob[edge]]
                if infoset < 0
                else strategy[game.action_start[infoset] + a]
            )
            total = total + chance * got
        return total

    return below(0)
