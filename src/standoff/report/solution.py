"""The solution of one draw as plain data: strategies, payoffs, outcomes, certificate."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.game import NONE, TERMINAL, Game, Numbers
from standoff.solve import Enumeration, Equilibria, Origin, Search, Solution, Status
from standoff.solve.playing import reach_probabilities

Array = np.ndarray[Any, Any]


def solution_data(game: Game, numbers: Numbers, solution: Solution) -> dict[str, Any]:
    """Return what `solve --json` prints beside the name of the game.

    Args:
        game: a compiled game.
        numbers: its numbers for one draw.
        solution: of that draw.
    """
    reach = reach_probabilities(game, numbers, solution.strategy)[:, 0]
    return {
        "method": solution.method,
        "lambda": _finite(solution.lam[0]),
        "strategies": strategies(game, solution.strategy[:, 0]),
        "payoffs": payoffs(game, numbers, solution.strategy[:, 0], reach),
        "outcomes": outcomes(game, reach),
        "certificate": _certificate(game, solution),
    }


def equilibria_data(game: Game, numbers: Numbers, found: Equilibria) -> dict[str, Any]:
    """Return the equilibria that a search of one draw found, the principal one first."""
    listed = []
    for k, sigma in enumerate(found.strategy.T):
        reach = reach_probabilities(game, numbers, sigma[:, None])[:, 0]
        listed.append(
            {
                "principal": bool(found.principal[k]),
                "play": int(found.path[k]),
                "found_by": Origin(int(found.origin[k])).sentence,
                "index": int(found.index[k]),
                "residual": float(found.certificate.residual[k]),
                "outcomes": outcomes(game, reach),
                "payoffs": payoffs(game, numbers, sigma, reach),
                "strategies": strategies(game, sigma),
            }
        )
    return {
        "at_least": int(found.count[0]),
        "off_path_only": found.only_off_path(0),
        "starts": found.starts,
        "refused": int(found.refused[0]),
        "search": Search(int(found.search[0])).sentence,
        "found": listed,
    }


def enumeration_data(game: Game, found: Enumeration) -> dict[str, Any]:
    """Return the equilibria of one draw that were found by trying everything."""
    movers = [game.players[p] for p in np.unique(game.infoset_player)]
    return {
        "strategies": dict(zip(movers, found.strategies, strict=True)),
        "mixed_sought": found.mixed_sought,
        "found": [
            {
                "pure": bool(found.pure[k]),
                "gain": float(found.gain[k]),
                "payoffs": dict(zip(movers, found.payoffs[k].tolist(), strict=True)),
                "strategies": strategies(game, found.strategy[:, k]),
            }
            for k in range(found.count)
        ],
    }


def strategies(game: Game, strategy: Array) -> dict[str, dict[str, dict[str, float]]]:
    """Return move probabilities by party and information set, in order of play."""
    made: dict[str, dict[str, dict[str, float]]] = {name: {} for name in game.players}
    for k, label in enumerate(game.infoset_labels):
        here = slice(int(game.action_start[k]), int(game.action_start[k + 1]))
        moves = game.action_labels[here]
        party = game.players[int(game.infoset_player[k])]
        made[party][label] = dict(zip(moves, strategy[here].tolist(), strict=True))
    return made


def payoffs(game: Game, numbers: Numbers, strategy: Array, reach: Array) -> dict[str, float]:
    """Return each party's expected payoff, in payoff units."""
    flow = edge_flow(game, numbers, strategy, reach)
    paid = np.zeros(len(game.players))
    for rows, weight in ((game.edge_pay, flow), (game.node_pay, reach)):
        used = rows != NONE
        paid += weight[used] @ numbers.pay[rows[used], :, 0]
    return dict(zip(game.players, paid.tolist(), strict=True))


def edge_flow(game: Game, numbers: Numbers, strategy: Array, reach: Array) -> Array:
    """Return the probability that play passes each edge (E)."""
    counts = np.diff(game.edge_start)
    source = np.repeat(np.arange(game.n_nodes), counts)
    within = np.arange(len(source)) - game.edge_start[source]
    infoset = game.node_infoset[source]
    decided = infoset != NONE
    chance = np.empty(len(source))
    chance[decided] = strategy[game.action_start[infoset[decided]] + within[decided]]
    chance[~decided] = numbers.prob[game.edge_prob[~decided], 0]
    return np.asarray(reach[source] * chance)


def outcomes(game: Game, reach: Array) -> dict[str, float]:
    """Return the probability of each outcome; endings without a name are left out."""
    made = dict.fromkeys(game.outcome_labels, 0.0)
    ends = (game.node_player == TERMINAL) & (game.node_outcome != NONE)
    for node in np.flatnonzero(ends):
        made[game.outcome_labels[int(game.node_outcome[node])]] += float(reach[node])
    return made


def _certificate(game: Game, solution: Solution) -> dict[str, Any]:
    certificate = solution.certificate
    gain = certificate.gain[:, 0].tolist()
    ties = {"ties": int(solution.ties[0])} if len(solution.ties) else {}
    return ties | {
        "passed": bool(certificate.passed[0]),
        "residual": float(certificate.residual[0]),
        "gain": dict(zip(game.players, gain, strict=True)),
        "gain_max": max(gain, default=0.0),
        "gap": _finite(certificate.gap[0]),
        "belief_error": float(certificate.belief_error[0]),
        "status": Status(int(solution.status[0])).sentence,
        "solved": bool(solution.solved[0]),
        "turned": int(solution.turned[0]),
        "passes": int(solution.passes[0]),
        "steps": int(solution.steps[0]),
    }


def _finite(value: Any) -> float | None:
    """Return a number, or None for an infinite one, which JSON lacks.

    That is the entropy bound at lambda 0, and lambda itself at a Nash equilibrium.
    """
    return float(value) if np.isfinite(value) else None
