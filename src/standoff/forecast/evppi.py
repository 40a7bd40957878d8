"""What knowing a parameter would be worth for the next move: partial perfect information.

The party is taken not to know the parameters either, and to choose at its next turn the move that
is best on average; the rest of the crisis is played as solved. For a parameter theta the value is

    E_theta[ max_a E(Q_a | theta) ] - max_a E(Q_a),

estimated from the draws by equal bins of the parameter, at each information set and weighed by the
chance to be there. Bins of pure noise would show a value too, because a maximum of noisy means is
too high; its mean over random bins is taken off. This is a private, decision-theoretic value: the
others are not told and do not react, so it is never negative apart from noise. Named from memory:
Howard (1966) on the value of information; binning as in work on given-data estimators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.forecast.advise import solved_parts
from standoff.forecast.forecast import Forecast
from standoff.forecast.pairs import weights_of
from standoff.forecast.worth import block_draws, sets_of, worth_at
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]

MOST_BINS = 8
DRAWS_PER_BIN = 15
SHUFFLES = 200
"""Random partitions into bins that say what chance alone would show."""


@dataclass(frozen=True)
class Evppi:
    """What knowing each parameter is worth, in the file's payoff unit.

    Attributes:
        turn: index of the turn at which the party chooses.
        draws: number of draws used.
        bins: number of bins.
        raw: value from the bins (H); nan for a parameter that does not vary.
        noise: value that random bins show, mean over partitions.
        noise_high: what random bins exceed once in twenty.
        everything: value of knowing all parameters at once.
    """

    turn: int
    draws: int
    bins: int
    raw: Array
    noise: float
    noise_high: float
    everything: float

    def to_json(self, scenario: Scenario) -> dict[str, Any]:
        """Return the values as plain data, the largest first."""
        order = np.argsort(-np.nan_to_num(self.raw, nan=-1.0), kind="stable")
        return {
            "turn": scenario.turns[self.turn].id,
            "turn_title": scenario.turns[self.turn].title,
            "draws": self.draws,
            "bins": self.bins,
            "noise": self.noise,
            "noise_high": self.noise_high,
            "everything": self.everything,
            "kind": "private and decision-theoretic: the others are not told and do not react",
            "rows": [
                {
                    "name": scenario.parameters[k].name,
                    "means": scenario.parameters[k].means,
                    "value": float(self.raw[k] - self.noise),
                    "beyond_chance": bool(self.raw[k] > self.noise_high),
                }
                for k in order.tolist()
                if np.isfinite(self.raw[k])
            ],
        }


def evppi(record: Forecast, turn: int, seed: int = 1) -> Evppi | None:
    """Return what knowing each parameter is worth at a turn; None with too few draws for bins.

    Args:
        record: a forecast; where theories change who knows what, the largest part of it is used.
        turn: index of a turn of a party.
        seed: of the random bins.
    """
    game, numbers, strategy, draws = next(solved_parts(record))
    where = sets_of(record.scenario, game, turn)
    party = record.scenario.turns[turn].mover
    bins = min(MOST_BINS, len(draws) // DRAWS_PER_BIN)
    if bins < MIN_BINS:
        return None
    weights = weights_of(record)
    parts, reached = [], []
    width = block_draws(game, where)
    for start in range(0, len(draws), width):
        stop = min(start + width, len(draws))
        made = worth_at(game, numbers.block(start, stop), strategy[:, start:stop], where)
        reach = made.reach if weights is None else made.reach * weights[draws[start:stop]]
        # a set that play does not reach in a draw has no worth there, and no weight
        worth = made.worth[:, :, party]
        parts.append(np.where(reach[:, None] > 0, worth, 0.0) * reach[:, None])
        reached.append(reach)
    weighted = np.concatenate(parts, axis=-1) / record.scenario.payoff_scale
    total = float(np.concatenate(reached, axis=-1).sum())
    if total <= 0:
        return None
    parameters = record.parameters[:, draws]
    raw = np.full(len(parameters), np.nan)
    for k, values in enumerate(parameters):
        if values.min() < values.max():
            raw[k] = bin_value(weighted, np.argsort(values, kind="stable"), bins) / total
    random = np.random.default_rng(np.random.SeedSequence([seed, len(draws)]))
    chance = [
        bin_value(weighted, random.permutation(len(draws)), bins) / total for _ in range(SHUFFLES)
    ]
    everything = bin_value(weighted, np.arange(len(draws)), len(draws)) / total
    return Evppi(
        turn,
        len(draws),
        bins,
        raw,
        float(np.mean(chance)),
        float(np.quantile(chance, 0.95)),
        float(everything),
    )


MIN_BINS = 2


def bin_value(weighted: Array, order: Array, bins: int) -> float:
    """Return what choosing bin by bin adds to choosing once, summed over information sets.

    Args:
        weighted: worth of each move times weight of the draw (S, M, B); nan where a set does not
            have the move.
        order: draws in the order in which they are cut into bins (B).
        bins: number of bins of nearly equal count.
    """
    starts = np.linspace(0, len(order), bins + 1).astype(int)[:-1]
    sums = np.add.reduceat(weighted[:, :, order], starts, axis=2)
    apart = np.nanmax(sums, axis=1).sum()
    return float(apart - np.nanmax(sums.sum(axis=2), axis=1).sum())
