"""The limit of the branch as plain data: profile, beliefs, regret, and the sequential test."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import Game, Numbers
from standoff.report.solution import outcomes, payoffs, strategies
from standoff.solve import Ending, Limit, SequentialTest, Verdict
from standoff.solve.playing import reach_probabilities

Array = np.ndarray[Any, Any]


def limit_data(game: Game, numbers: Numbers, found: Limit, test: SequentialTest) -> dict[str, Any]:
    """Return what `solve --limit --json` prints beside the name of the game.

    Args:
        game: a compiled game.
        numbers: its numbers for one draw.
        found: where the branch went.
        test: of the strategy and beliefs found there.
    """
    reach = reach_probabilities(game, numbers, found.strategy[:, None])[:, 0]
    return {
        "strategies": strategies(game, found.strategy),
        "beliefs": beliefs(game, found.beliefs),
        "payoffs": payoffs(game, numbers, found.strategy, reach),
        "outcomes": outcomes(game, reach),
        "limit": {
            "settled": found.ending == Ending.SETTLED,
            "ending": found.ending.sentence,
            "lambda": found.lam,
            "lambda_range": found.lam_range,
            "payoff_range": found.payoff_range,
            "regret": float(found.regret.max(initial=0.0)),
            "relative_regret": found.relative_regret,
            "drift": float(found.drift) if np.isfinite(found.drift) else None,
            "extrapolated": found.extrapolated,
            "steps": found.steps,
            "folds": list(found.folds),
            "crossings": [list(pair) for pair in found.crossings],
        },
        "sequential": {
            "verdict": test.verdict.name.lower(),
            "reason": test.reason,
            "move_gain": float(test.move_gain.max(initial=0.0)),
            "plan_gain": float(test.plan_gain.max(initial=0.0)),
            "relative_gain": test.relative_gain,
            "bayes_error": test.bayes_error,
            "off_path": int((~test.reached).sum()),
            "consistency": test.consistency.verdict.name.lower(),
        },
        "accepted": found.ending == Ending.SETTLED and test.verdict != Verdict.FAILED,
    }


def beliefs(game: Game, given: Array) -> dict[str, dict[str, list[float]]]:
    """Return beliefs by party and information set, one number per node in order of play."""
    made: dict[str, dict[str, list[float]]] = {name: {} for name in game.players}
    for k, label in enumerate(game.infoset_labels):
        here = slice(int(game.infoset_start[k]), int(game.infoset_start[k + 1]))
        made[game.players[int(game.infoset_player[k])]][label] = given[here].tolist()
    return made
