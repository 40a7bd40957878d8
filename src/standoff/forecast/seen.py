"""What the observations say, one after the other: likelihood, endings, what is hidden, bluffs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.lens import Lens, Play, play_of
from standoff.game import Numbers
from standoff.scenario.model import Scenario

if TYPE_CHECKING:
    from standoff.forecast.questions import Questions

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Seen:
    """Answers after the first 0, 1, ..., S observations, per draw (last axis B).

    Attributes:
        likelihood: chance of what has been seen by then (S + 1, B).
        outcomes: probability of each outcome (S + 1, K, B); nan where it could not be seen.
        dealt: per hidden dimension that is dealt at the start, chance of each value (S + 1, V, B).
        bluff: per threat, the chance that it would not be carried out if the others refused to
            the end, given that the crisis is still open (S + 1, B).
    """

    likelihood: Array
    outcomes: Array
    dealt: tuple[Array, ...]
    bluff: tuple[Array, ...]


def see(q: Questions, numbers: Numbers, strategy: Array, hits: tuple[Array, ...]) -> Seen:
    """Return what the observations say, one after the other.

    Args:
        q: index arrays of the game.
        numbers: its numbers for B draws.
        strategy: choice probabilities (X, B).
        hits: per threat, the chance from every node that it is carried out if the others refuse.
    """
    lenses = q.lenses if len(q.lenses) > 1 else ()
    rows = [_after(q, lens, numbers, strategy, hits) for lens in lenses]
    draws = numbers.n_draws
    widths = [len(q.scenario.privates[k].values) for k in dealt_at_start(q.scenario)]
    ending = (len(q.scenario.outcomes),)
    return Seen(
        likelihood=_stacked([row[0] for row in rows], (), draws),
        outcomes=_stacked([row[1] for row in rows], ending, draws),
        dealt=tuple(
            _stacked([row[2][k] for row in rows], (width,), draws) for k, width in enumerate(widths)
        ),
        bluff=tuple(_stacked([row[3][k] for row in rows], (), draws) for k in range(len(hits))),
    )


def _stacked(rows: list[Array], shape: tuple[int, ...], draws: int) -> Array:
    return np.array(rows).reshape(len(rows), *shape, draws)


def likelihoods(q: Questions, numbers: Numbers, strategy: Array) -> Array:
    """Return the chance of all that has been observed in each draw (B)."""
    return play_of(q, numbers, strategy, q.weight).likelihood


def dealt_at_start(scenario: Scenario) -> list[int]:
    """Return the hidden dimensions that nature deals at the start."""
    return [k for k, private in enumerate(scenario.privates) if private.start is None]


def _after(
    q: Questions, lens: Lens, numbers: Numbers, strategy: Array, hits: tuple[Array, ...]
) -> tuple[Array, Array, list[Array], list[Array]]:
    play = play_of(q, numbers, strategy, lens.weight)
    return (
        play.likelihood,
        np.asarray(q.to_outcomes @ play.reach),
        _dealt(q, play),
        [
            bluff_now(q, play, lens, threat, hit)
            for threat, hit in zip(q.threats, hits, strict=True)
        ],
    )


def _dealt(q: Questions, play: Play) -> list[Array]:
    """Return the chance of each value of the dimensions that are dealt (V, B each)."""
    profiles, draws = q.layout.profiles, play.numbers.n_draws
    sure = np.ones((1, draws))
    deal = q.flow(np.arange(profiles.dealt), play) if profiles.dealt > 1 else sure
    out = []
    for k in dealt_at_start(q.scenario):
        made = np.zeros((len(q.scenario.privates[k].values), draws))
        np.add.at(made, profiles.codes[: profiles.dealt, k], deal)
        out.append(made)
    return out


def bluff_now(q: Questions, play: Play, lens: Lens, threat: Any, hit: Array) -> Array:
    """Return the chance that a threat would not be carried out, on the paths that are open (B)."""
    edges = lens.crossing
    if not len(edges):  # nothing is dealt and nothing has been played
        return np.asarray(1.0 - hit[0])
    kept = (~threat.edge_hit).astype(np.float64)
    still = play_of(q, play.numbers, play.strategy, play.weight, kept, play)
    empty = q.flow(edges[~threat.edge_hit[edges]], still)
    undone = 1.0 - hit[q.game.edge_child[edges[~threat.edge_hit[edges]]]]
    whole = q.flow(edges, play).sum(axis=0)
    with np.errstate(all="ignore"):
        return np.asarray(np.where(whole > 0, (empty * undone).sum(axis=0) / whole, np.nan))
