"""Arrow tables of a forecast: one row per draw, one row per strategy entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from standoff.solve import Status

Array = np.ndarray[Any, Any]

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast


BLOCK_BYTES = 50_000_000
"""Rows are summarised in blocks that stay near this."""


def draw_table(record: Forecast) -> Any:
    """Return parameters, lambda, outcome probabilities and certificate of each draw.

    Outcome columns are null for draws that were not solved.
    """
    solution, scenario = record.solution, record.scenario
    columns: dict[str, Any] = {"draw": np.arange(record.draws)}
    for k, parameter in enumerate(scenario.parameters):
        columns[f"parameter.{parameter.name}"] = record.parameters[k]
    columns["lambda"] = record.numbers.lam
    solved = np.flatnonzero(solution.solved)
    for k, outcome in enumerate(scenario.outcomes):
        values = np.full(record.draws, np.nan)
        values[solved] = record.answers.outcomes[k]
        columns[f"outcome.{outcome.id}"] = pa.array(values, from_pandas=True)
    for t, theory in enumerate(scenario.theories):
        columns[f"theory.{theory.id}"] = record.on[t]
    if record.weights is not None:
        heavy = np.full(record.draws, np.nan)
        heavy[solved] = record.weights
        columns["weight"] = pa.array(heavy, from_pandas=True)
    columns["status"] = [Status(code).name.lower() for code in solution.status.tolist()]
    columns["lambda_reached"] = solution.lam
    columns["passes"] = solution.passes
    columns["steps"] = solution.steps
    columns["turned"] = solution.turned
    columns["residual"] = solution.certificate.residual
    for k, party in enumerate(scenario.parties):
        columns[f"gain.{party.id}"] = solution.certificate.gain[k]
    return pa.table(columns)


def equilibrium_table(record: Forecast) -> Any:
    """Return one row per strategy entry, with its probability in every draw."""
    game, layout, scenario = record.game, record.layout, record.scenario
    infoset = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
    player = game.infoset_player[infoset]
    kinds = layout.infoset_type[infoset]
    turns = layout.infoset_turn[infoset]
    strategy = record.solution.strategy
    mean, p05, p95 = _summaries(strategy, record.solution.solved)
    labels = np.array(game.infoset_labels, dtype=object)
    return pa.table(
        {
            "party": [game.players[p] for p in player.tolist()],
            "turn": [scenario.turns[t].id for t in turns.tolist()],
            "type": [
                layout.profiles.type_labels[p][k]
                for p, k in zip(player.tolist(), kinds.tolist(), strict=True)
            ],
            "information_set": labels[infoset].tolist(),
            "move": list(game.action_labels),
            "mean": mean,
            "p05": p05,
            "p95": p95,
            "prob": pa.FixedSizeListArray.from_arrays(
                pa.array(np.ascontiguousarray(strategy).ravel()), record.draws
            ),
        }
    )


def _summaries(strategy: Array, solved: Array) -> tuple[Array, Array, Array]:
    """Return mean and 5% and 95% quantile of each row over the draws in which it is known."""
    mean, p05, p95 = np.full((3, len(strategy)), np.nan)
    rows = max(1, BLOCK_BYTES // (8 * max(1, strategy.shape[1])))
    blocks = [slice(first, first + rows) for first in range(0, len(strategy), rows)]
    known = solved.copy()
    for here in blocks:
        known &= np.isfinite(strategy[here]).all(axis=0)
    if not known.any():
        return mean, p05, p95
    for here in blocks:
        good = strategy[here][:, known]
        mean[here] = good.mean(axis=1)
        p05[here], p95[here] = np.quantile(good, (0.05, 0.95), axis=1)
    return mean, p05, p95
