"""The crisis signalling game of Lewis and Schultz (2003), with shocks of any value and on a grid.

Play follows from one number, the chance that B resists: it says whom of A challenges, that says how
many of those who challenge would fight, and that says which B resists. Every equilibrium is a root
of one equation; all of them are found by a scan and by Brent's method. Nothing here knows standoff.
Payoffs carry the names of Crisman-Cox and Gibilisco: SA, VA, CB, WA, WB, a, VB.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import multivariate_normal, norm

FAR = 12.0
"""Where a normal shock ends for quadrature."""


def challenge_and_fight(resist: float, pay: dict[str, float]) -> tuple[float, float]:
    """Return the chance of a challenge, and of a fight after resistance, in the continuous game."""
    least = (pay["SA"] - (1 - resist) * pay["VA"]) / resist
    challenge = 1 - norm.cdf(least - pay["WA"]) * norm.cdf(least - pay["a"])
    both = multivariate_normal.cdf(
        [(pay["WA"] - pay["a"]) / np.sqrt(2), pay["WA"] - least],
        cov=[[1, np.sqrt(0.5)], [np.sqrt(0.5), 1]],
    )
    return float(challenge), float(both / challenge)


def resistance(resist: float, pay: dict[str, float]) -> float:
    """Return how many B would resist if `resist` were expected to."""
    _, fight = challenge_and_fight(resist, pay)
    return float(norm.cdf((fight * pay["WB"] + (1 - fight) * pay["VB"] - pay["CB"]) / fight))


def roots(respond, points: int = 160) -> list[float]:
    """Return all fixed points of a map of chances to chances that a scan brackets."""
    at = expit(np.linspace(-8, 8, points + 1))
    gap = [respond(x) - x for x in at]
    return [
        brentq(lambda x: respond(x) - x, at[k], at[k + 1], xtol=1e-14)
        for k in range(points)
        if gap[k] * gap[k + 1] < 0
    ]


@dataclass(frozen=True)
class Grid:
    """Shocks in cells: of A by the worth of its last step and which step that is, of B by shock."""

    worth: np.ndarray
    prob_worth: np.ndarray
    prob_fights: np.ndarray
    shock: np.ndarray
    prob_shock: np.ndarray


def grid(pay, cells: int, lowest: float, step: float, lowest_b: float, step_b: float) -> Grid:
    """Return cells with values in the middle; the outermost ones reach to infinity."""
    worth = lowest + step * np.arange(cells)
    shock = lowest_b + step_b * np.arange(cells)
    edges = np.concatenate([[-FAR], (worth[1:] + worth[:-1]) / 2, [FAR]])
    below = norm.cdf(edges - pay["WA"]) * norm.cdf(edges - pay["a"])
    fights = [
        quad(lambda v: norm.pdf(v - pay["WA"]) * norm.cdf(v - pay["a"]), low, high)[0]
        for low, high in pairwise(edges)
    ]
    edges_b = np.concatenate([[-FAR], (shock[1:] + shock[:-1]) / 2, [FAR]])
    prob = np.diff(below)
    return Grid(worth, prob, np.array(fights) / prob, shock, np.diff(norm.cdf(edges_b)))


def play_on_grid(resist: float, cells: Grid, pay: dict[str, float], lam: float) -> dict:
    """Return logit play of every type when B is expected to resist with chance `resist`.

    The better last step is worth 1 more than the other, so it is taken with chance L(lam).
    """
    keeps = expit(lam)
    last = cells.worth - (1 - keeps)
    challenge = expit(lam * ((1 - resist) * pay["VA"] + resist * last - pay["SA"]))
    mass = cells.prob_worth * challenge
    would = cells.prob_fights * keeps + (1 - cells.prob_fights) * (1 - keeps)
    fight = float((mass * would).sum() / mass.sum())
    resists = expit(lam * (fight * (pay["WB"] + cells.shock) + (1 - fight) * pay["VB"] - pay["CB"]))
    return {
        "challenge": challenge,
        "resist": resists,
        "keeps": keeps,
        "prob_challenge": float(mass.sum()),
        "prob_fight": fight,
        "prob_resist": float((cells.prob_shock * resists).sum()),
    }


def roots_on_grid(cells: Grid, pay: dict[str, float], lam: float) -> list[dict]:
    """Return logit play in every equilibrium on the grid."""
    found = roots(lambda x: play_on_grid(x, cells, pay, lam)["prob_resist"], points=2000)
    return [play_on_grid(x, cells, pay, lam) for x in found]
