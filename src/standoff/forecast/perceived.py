"""Who chose by which view, and what theories were on: the part of a forecast's statement on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.hypergame import Hypergame, Seen
from standoff.forecast.plan import Plan
from standoff.game import Game, Numbers, believed_numbers, require_ruled_out
from standoff.scenario.model import Scenario
from standoff.solve import certify

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Perceived:
    """Who chose by which view.

    Attributes:
        level: 1 or 2.
        held: draws in which each view was held, by its id (B).
        failed: draws in which the crisis of each view was not solved, by its id.
        gain: what each party could gain by its best reply in the analyst's numbers (P, B): the
            price of errors of choice and of misperception together.
    """

    level: int
    held: dict[str, Array]
    failed: dict[str, int]
    gain: Array


def judge_views(
    scenario: Scenario, game: Game, numbers: Numbers, seen: list[Seen], played: Hypergame
) -> tuple[dict[str, int], Array]:
    """Check what views rule out; return their failed draws, and everybody's gain (P, B).

    Raises:
        UsageError: a view chooses what it rules out.
    """
    views = {view.id: view for view in scenario.views}
    failed = {}
    for one in seen:
        solution = played.views.get(one.name)
        if solution is None:
            failed[one.name] = 0
            continue
        failed[one.name] = int((~solution.solved).sum())
        own = solution.strategy[:, solution.solved]
        require_ruled_out(scenario, game, views[one.name], own)
    return failed, certify(game, numbers, played.solution.strategy).gain


def seen_by_holders(scenario: Scenario, game: Game, plan: Plan, which: Array) -> list[Seen]:
    """Return the views that somebody holds in some of the draws `which`, with their numbers."""
    result = []
    for k, held in plan.held.items():
        view = scenario.views[k]
        draws = np.flatnonzero(held[which])
        parameters = np.ascontiguousarray(plan.believed[k][:, which[draws]])
        numbers = believed_numbers(scenario, game, view, parameters)
        result.append(Seen(view.id, view.held_by, draws, numbers))
    return result


def perception_data(record: Forecast) -> dict[str, Any] | None:
    """Return who chose by which view as plain data, or None where nobody did."""
    perceived, scenario = record.perceived, record.scenario
    if perceived is None:
        return None
    views = {view.id: view for view in scenario.views}
    solved = record.solution.solved
    return {
        "level": perceived.level,
        "views": {
            name: {
                "title": views[name].title,
                "held_by": [scenario.parties[p].id for p in views[name].held_by],
                "held_in": float(held.mean()),
                "failed": perceived.failed[name],
            }
            for name, held in perceived.held.items()
        },
        "gain": {
            party.id: float(perceived.gain[p, solved].mean()) if solved.any() else None
            for p, party in enumerate(scenario.parties)
        },
    }


def theories_data(record: Forecast) -> dict[str, Any]:
    """Return every theory with the share of draws in which it is on."""
    return {
        theory.id: {
            "title": theory.title,
            "means": theory.means,
            "reference": theory.reference,
            "critics": theory.critics,
            "on": record.share(record.on[t]),
        }
        for t, theory in enumerate(record.scenario.theories)
    }
