"""Arrow tables of a forecast: one row per draw, one row per strategy entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from standoff.solve import Status

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast


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
    known = record.solution.solved & np.isfinite(strategy).all(axis=0)
    good = strategy[:, known]
    if not good.shape[1]:
        good = np.full((len(strategy), 1), np.nan)
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
            "mean": good.mean(axis=1),
            "p05": np.quantile(good, 0.05, axis=1),
            "p95": np.quantile(good, 0.95, axis=1),
            "prob": pa.FixedSizeListArray.from_arrays(
                pa.array(np.ascontiguousarray(strategy).ravel()), record.draws
            ),
        }
    )
