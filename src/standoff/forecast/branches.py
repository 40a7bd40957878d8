"""What the other equilibria would say: the branches of some draws, beside the one reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from standoff.forecast.questions import Questions
from standoff.game import Numbers
from standoff.solve import Equilibria, Search, Solution, find_equilibria
from standoff.solve.distinct import at_draws
from standoff.solve.playing import reach_probabilities
from standoff.solve.pool import Progress

BLOCK_BYTES = 150_000_000
"""Equilibria are played in blocks whose arrays stay near this."""
REPORTED = "the principal branch of logit AQRE, from lambda = 0"
ANALYSTS = "the principal branch of the analyst's crisis, before parties' own views come in"


@dataclass(frozen=True)
class Branches:
    """The equilibria of the draws that were searched, and where each would lead.

    Equilibria that differ only off the path lead to the same outcomes; the first of each kind is
    in `outcomes` and counts as one branch.

    Attributes:
        searched: draws that were searched, as numbers of the forecast's draws.
        draw: position in `searched` of each branch; the principal one of a draw comes first.
        principal: whether the branch is the one that is reported.
        outcomes: probability of each outcome on each branch.
        found: what the searches found, one record for each structure of the game.
    """

    searched: Int[np.ndarray, " B"]
    draw: Int[np.ndarray, " F"]
    principal: Bool[np.ndarray, " F"]
    outcomes: Float[np.ndarray, "K F"]
    found: tuple[Equilibria, ...]


def search_branches(
    questions: Questions,
    numbers: Numbers,
    solution: Solution,
    draws: Int[np.ndarray, " B"],
    *,
    most: int,
    seed: int,
    threads: int | None,
    progress: Progress | None,
) -> Branches:
    """Search the first draws for other equilibria; see `standoff.solve.find_equilibria`.

    Args:
        questions: of the game.
        numbers: of its draws.
        solution: of the same draws.
        draws: the forecast's numbers of these draws.
        most: draws of the forecast that are looked at, the first ones; unsolved ones are left out.
        seed: of the starts.
        threads: worker threads; all cores by default.
        progress: who is told.
    """
    here = np.flatnonzero(solution.solved & (draws < most))
    part = at_draws(numbers, here)
    found = find_equilibria(
        questions.game,
        part,
        seed=seed,
        threads=threads,
        principal=solution.of(here),
        progress=progress,
    )
    kept = np.flatnonzero(_first_of_each_play(found))
    return Branches(
        searched=draws[here],
        draw=found.draw[kept],
        principal=found.principal[kept],
        outcomes=_outcomes(questions, part, found.draw[kept], found.strategy[:, kept]),
        found=(found,),
    )


def _first_of_each_play(found: Equilibria) -> Bool[np.ndarray, " F"]:
    """Return which equilibria are the first of their draw with their play on the path."""
    pair = np.stack([found.draw, found.path])
    _, first = np.unique(pair, axis=1, return_index=True)
    marked = np.zeros(len(found.draw), dtype=bool)
    marked[first] = True
    return marked


def join_branches(parts: list[Branches]) -> Branches:
    """Return the branches of several structures of one crisis as one record."""
    offsets = np.cumsum([0, *(len(part.searched) for part in parts)])
    return Branches(
        searched=np.concatenate([part.searched for part in parts]),
        draw=np.concatenate([p.draw + int(k) for p, k in zip(parts, offsets, strict=False)]),
        principal=np.concatenate([part.principal for part in parts]),
        outcomes=np.concatenate([part.outcomes for part in parts], axis=1),
        found=tuple(found for part in parts for found in part.found),
    )


def branch_variance(branches: Branches) -> Float[np.ndarray, " K"]:
    """Return the variance between the branches of a draw, averaged over the searched draws.

    E_d[Var_b p]: every branch that was found in a draw has the same weight there. With the variance
    over draws of the branches' mean it adds up to the variance over draws and branches.

    Returns:
        Variance of each outcome's probability; zero where no draw was searched.
    """
    mean, square, count = _moments(branches)
    if not len(count):
        return np.zeros(branches.outcomes.shape[0])
    variance = np.maximum(square - mean**2, 0.0)
    return np.asarray(variance.mean(axis=1))


def _moments(
    branches: Branches,
) -> tuple[Float[np.ndarray, "K B"], Float[np.ndarray, "K B"], Int[np.ndarray, " B"]]:
    """Return mean and mean square of each outcome over the branches of each draw (K, B)."""
    draws, outcomes = len(branches.searched), branches.outcomes.shape[0]
    count = np.bincount(branches.draw, minlength=draws)
    mean, square = np.zeros((2, outcomes, draws))
    np.add.at(mean.T, branches.draw, branches.outcomes.T)
    np.add.at(square.T, branches.draw, (branches.outcomes**2).T)
    weight = np.maximum(count, 1)
    return mean / weight, square / weight, count


def branch_data(
    branches: Branches, outcomes: tuple[str, ...], reported: str = REPORTED
) -> dict[str, Any]:
    """Return what `forecast.json` says of other equilibria.

    Args:
        branches: of some draws.
        outcomes: ids of the K outcomes.
        reported: which branch comes first in each draw.
    """
    count = np.bincount(branches.draw, minlength=len(branches.searched))
    search: dict[str, int] = {}
    for code in [code for found in branches.found for code in found.search.tolist()]:
        sentence = Search(code).sentence
        search[sentence] = search.get(sentence, 0) + 1
    total = max(1, len(count))
    return {
        "draws_searched": len(count),
        "starts": max((found.starts for found in branches.found), default=0),
        "share": {
            "1": int((count == 1).sum()) / total,
            "2": int((count == 2).sum()) / total,
            "3+": int((count >= 3).sum()) / total,
        },
        "most": int(count.max(initial=0)),
        "off_path_only": sum(len(found.draw) for found in branches.found) - len(branches.draw),
        "reported": reported,
        "search": search,
        "outcomes": _by_outcome(branches, outcomes, count),
    }


def _by_outcome(
    branches: Branches, outcomes: tuple[str, ...], count: Int[np.ndarray, " B"]
) -> dict[str, Any]:
    """Return, per outcome, the mean over draws on the reported branch, and of the others' range.

    The others' range is over the draws that have others, and so is `reported_there` beside it.
    """
    several = np.flatnonzero(count >= 2)
    lowest = np.full((len(outcomes), len(count)), np.inf)
    highest = -lowest
    other = ~branches.principal
    np.minimum.at(lowest.T, branches.draw[other], branches.outcomes[:, other].T)
    np.maximum.at(highest.T, branches.draw[other], branches.outcomes[:, other].T)
    reported = branches.outcomes[:, branches.principal]
    there = reported[:, np.isin(branches.draw[branches.principal], several)]
    variance = branch_variance(branches)
    return {
        name: {
            "reported": _mean(reported[k]),
            "reported_there": _mean(there[k]),
            "others_lowest": _mean(lowest[k, several]),
            "others_highest": _mean(highest[k, several]),
            "variance": float(variance[k]),
        }
        for k, name in enumerate(outcomes)
    }


def _mean(values: Float[np.ndarray, " _"]) -> float | None:
    return float(values.mean()) if len(values) else None


def _outcomes(
    questions: Questions,
    numbers: Numbers,
    draw: Int[np.ndarray, " F"],
    strategy: Float[np.ndarray, "X F"],
) -> Float[np.ndarray, "K F"]:
    """Return the probability of each outcome under each strategy (K, F)."""
    game = questions.game
    width = max(1, BLOCK_BYTES // (8 * max(1, game.n_nodes)))
    parts = [np.zeros((len(questions.scenario.outcomes), 0))]
    for first in range(0, len(draw), width):
        here = slice(first, first + width)
        reach = reach_probabilities(game, at_draws(numbers, draw[here]), strategy[:, here])
        parts.append(np.asarray(questions.to_outcomes @ reach))
    return np.concatenate(parts, axis=1)
