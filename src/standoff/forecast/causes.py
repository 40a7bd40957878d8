"""Accident and choice: who moved last before the crisis ended.

An ending is an accident when nature's last move ended it and might have gone otherwise; a choice
when a party's move ended it, or a move of nature's that was certain and so decided nothing; and it
comes with time when the turns ran out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.game import NONE, Game
from standoff.scenario.model import Scenario

if TYPE_CHECKING:
    from standoff.forecast.lens import Play
    from standoff.forecast.questions import Questions

Array = np.ndarray[Any, Any]

CAUSES = ("accident", "choice", "time")
"""How an ending comes about, in the order of the first axis of `by_cause`."""
ACCIDENT, CHOICE, TIME = range(3)

CERTAIN = 1.0 - 1e-12
"""A move of nature's with a larger chance than this left nothing open."""


def by_cause(q: Questions, play: Play) -> Array:
    """Return the probability of each ending by accident, by choice and with time (3, K, B)."""
    out = np.zeros((len(CAUSES), len(q.scenario.outcomes), play.reach.shape[1]))
    edges, prob = q.ending_edges, play.numbers.prob
    flow = q.flow(edges, play)
    outcome = q.game.node_outcome[q.game.edge_child[edges]]
    gamble = q.is_chance[edges, None] & (
        prob[q.edge_chance[edges]] < CERTAIN if len(prob) else np.zeros_like(flow, dtype=bool)
    )
    late = q.by_clock[edges, None]
    np.add.at(out[ACCIDENT], outcome, np.where(gamble & ~late, flow, 0.0))
    np.add.at(out[CHOICE], outcome, np.where(~gamble & ~late, flow, 0.0))
    np.add.at(out[TIME], outcome, np.where(late, flow, 0.0))
    return out


def fighting(scenario: Scenario) -> tuple[int, ...]:
    """Return the outcomes that count as war: uses of force and clashes that nobody ordered."""
    return tuple(k for k, o in enumerate(scenario.outcomes) if o.force or o.clash)


def ending_edges(game: Game) -> Array:
    """Return the edges that lead to an ending."""
    return np.flatnonzero(game.node_outcome[game.edge_child] != NONE)
