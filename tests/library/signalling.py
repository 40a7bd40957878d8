"""The signalling game with three equilibria, as a second reading that needs no tree."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from tests.support.lewis_schultz import Grid, grid, play_on_grid

PAY = {"SA": 0.0, "VA": 1.0, "CB": 0.0, "WA": -1.9, "WB": -2.85, "a": -1.2, "VB": 1.0}
CELLS = 12
PLACES = {"lowest": -2.55, "step": 0.28, "lowest_b": -1.65, "step_b": 0.3}
DIGITS = 6
"""Probabilities in the file are rounded; the last one of each list is what the others leave."""


def rounded() -> Grid:
    """Return the grid with the probabilities that the file has."""
    made = grid(PAY, CELLS, **PLACES)

    def left(prob):
        prob = np.round(prob, DIGITS)
        prob[-1] = 1 - prob[:-1].sum()
        return prob

    fights = np.round(made.prob_fights, DIGITS)
    return Grid(made.worth, left(made.prob_worth), fights, made.shock, left(made.prob_shock))


class Signalling:
    """Information sets and the principal branch, in the form of `textbook.Textbook`."""

    def __init__(self) -> None:
        types = [f"w{k:02d} {way}" for k in range(CELLS) for way in ("fights", "backs_down")]
        self.sets = {(0, f"opening||{kind}"): ("wait", "challenge") for kind in types}
        shocks = range(CELLS)
        self.sets |= {(1, f"answer|challenge|e{k:02d}"): ("give_way", "resist") for k in shocks}
        last = "last|challenge.resist"
        self.sets |= {(0, f"{last}|{kind}"): ("back_down", "fight") for kind in types}
        self.slices = {key: slice(2 * k, 2 * k + 2) for k, key in enumerate(self.sets)}

    def branch(self, lambdas):
        """Return strategies at rising lambdas: the root that moves on from 1/2 at lambda = 0."""
        cells, at, before, found = rounded(), 0.5, 0.0, []
        for target in lambdas:
            for lam in np.linspace(before, target, 200)[1:]:
                at = brentq(self.gap, at - 0.02, at + 0.02, args=(cells, lam), xtol=1e-14)
            before = target
            found.append(self.strategy(play_on_grid(at, cells, PAY, target)))
        return found

    @staticmethod
    def gap(resist, cells, lam):
        return play_on_grid(resist, cells, PAY, lam)["prob_resist"] - resist

    @staticmethod
    def strategy(play):
        keeps = play["keeps"]
        last = np.tile([keeps, 1 - keeps], CELLS)
        chosen = np.concatenate([np.repeat(play["challenge"], 2), play["resist"], last])
        return np.stack([1 - chosen, chosen], axis=1).ravel()
