"""What was understood of a scenario, as plain data, before anything is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import (
    NATURE,
    Move,
    Parameter,
    Prior,
    Private,
    Scenario,
    Theory,
    Turn,
    View,
)

if TYPE_CHECKING:
    from standoff.game import Size


def understood(scenario: Scenario, size: Size, budget_bytes: int) -> dict[str, Any]:
    """Return parties, parameters, turns, endings and size of a scenario.

    Payoffs and type probabilities are at the median of every parameter, payoffs where the public
    variables have their values at the start; a payoff that depends on a type is given for each.

    Args:
        scenario: a resolved scenario.
        size: from `standoff.game.predict_size`.
        budget_bytes: largest game that would be built.
    """
    from standoff.game import central_parameters
    from standoff.game.pasts import count_pasts, shortcuts

    parameters = central_parameters(scenario)[:, 0]
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "summary": scenario.summary,
        "hash": scenario.hash,
        "as_of": _day(scenario.as_of),
        "clock": {"start": _day(scenario.start), "end": _day(scenario.end)},
        "memory": scenario.memory,
        "payoff_unit": "points" if scenario.payoff_scale == 1 else "percent of the stakes",
        "precision": _number(scenario.precision, parameters),
        "parties": _parties(scenario, parameters),
        "parameters": [
            _parameter(p, float(parameters[k])) for k, p in enumerate(scenario.parameters)
        ],
        "variables": [
            {
                "id": variable.id,
                "values": list(variable.labels or range(variable.low, variable.high + 1)),
                "start": _label(variable.labels, variable.start, variable.low),
                "means": variable.means,
                "role": variable.role,
            }
            for variable in scenario.variables
        ],
        "venues": [
            {
                "id": venue.id,
                "title": venue.title,
                "members": [scenario.parties[k].id for k in venue.members],
                "items": list(venue.items),
                "public": venue.public,
                "dates": [day.isoformat() for day in venue.dates],
                "replies": [name for name, _ in venue.replies],
            }
            for venue in scenario.venues
        ],
        "views": [_view(scenario, view) for view in scenario.views],
        "perception_level": scenario.perception_level,
        "theories": [_theory(scenario, theory, parameters) for theory in scenario.theories],
        "turns": [_turn(scenario, turn) for turn in scenario.turns],
        "outcomes": _outcomes(scenario, parameters),
        "at_end": scenario.outcomes[scenario.at_end].id,
        "size": {
            "public_states": size.public_states,
            "merged_states": size.merged_states,
            "nodes": size.nodes,
            "terminals": size.terminals,
            "infosets": size.infosets,
            "entries": size.entries,
            "edges": size.edges,
            "memory_bytes": size.memory_bytes,
            "draws": size.draws,
            "exact": size.exact,
            "within_budget": bool(size.exact and size.memory_bytes <= budget_bytes),
            "budget_bytes": budget_bytes,
            "contributors": list(size.contributors[:3]),
        },
        "pasts": count_pasts(scenario).to_json() if scenario.memory == "state" else None,
        "shortcuts": shortcuts(scenario).to_json(),
        "left_out": list(scenario.left_out),
        "warnings": [str(getattr(item, "message", item)) for item in scenario.warnings],
    }


def _parties(scenario: Scenario, parameters: Any) -> list[dict[str, Any]]:
    made = []
    for index, party in enumerate(scenario.parties):
        privates = []
        for k in scenario.privates_of(index):
            private = scenario.privates[k]
            if private.choice:
                continue
            given = None if private.given is None else scenario.privates[private.given]
            rows = [[_number(f, parameters) for f in row] for row in private.prob]
            privates.append(
                {
                    "id": private.id if private.party == index else scenario.full_name(private),
                    "means": private.means,
                    "values": list(private.values),
                    "start": None if private.start is None else private.values[private.start],
                    "given": given and scenario.full_name(given),
                    "prob": _chances(private, given, rows),
                }
            )
        made.append(
            {
                "id": party.id,
                "name": party.name,
                "means": party.means,
                "kind": party.kind,
                "of": None if party.of is None else scenario.parties[party.of].id,
                "private": privates,
            }
        )
    return made


def _chances(private: Private, given: Private | None, rows: list[list[float]]) -> Any:
    """Return the chances of the values at the start, by the value that they are given."""
    if private.start is not None:
        return [float(code == private.start) for code in range(len(private.values))]
    return dict(zip(given.values, rows, strict=True)) if given else rows[0]


def _view(scenario: Scenario, view: View) -> dict[str, Any]:
    return {
        "id": view.id,
        "title": view.title,
        "source": view.source or None,
        "held_by": [scenario.parties[k].id for k in view.held_by],
        "parameters": [scenario.parameters[one.parameter].name for one in view.beliefs],
        "rules_out": sorted(view.rules_out),
    }


def _theory(scenario: Scenario, theory: Theory, parameters: Any) -> dict[str, Any]:
    return {
        "id": theory.id,
        "title": theory.title,
        "on": _number(theory.prob_on, parameters),
        "off": {
            "parameters": [scenario.parameters[k].name for k, _ in theory.parameters],
            "reveals": [scenario.full_name(scenario.privates[k]) for k in sorted(theory.reveals)],
            "views": [scenario.views[k].id for k in sorted(theory.views)],
        },
        "reference": theory.reference,
        "critics": theory.critics,
    }


def _parameter(parameter: Parameter, central: float) -> dict[str, Any]:
    sources = sorted({item.source for item in parameter.evidence})
    return {
        "name": parameter.name,
        "prior": prior_text(parameter),
        "central": central,
        "unit": parameter.unit,
        "means": parameter.means,
        "evidence": "assumed" if parameter.assumed else sources,
    }


def prior_text(parameter: Parameter) -> str:
    """Return a prior in one line, such as `uniform 10 to 50`."""
    prior = parameter.prior
    moves = [("times", prior.times, 1.0), ("plus", prior.plus, 0.0)]
    moved = "".join(f", {name} {value:g}" for name, value, plain in moves if value != plain)
    return _plain_prior(prior) + moved


def _plain_prior(prior: Prior) -> str:
    a = prior.arguments
    if prior.kind == "fixed":
        return f"fixed at {a['value']:g}"
    if prior.kind == "choice":
        return "one of " + ", ".join(f"{v:g} ({100 * p:.0f}%)" for v, p in prior.choices)
    if "low" in a and "high" in a:
        others = {name: value for name, value in a.items() if name not in ("low", "high")}
        rest = "".join(f", {name} {value:g}" for name, value in others.items())
        return f"{prior.kind} {a['low']:g} to {a['high']:g}{rest}"
    return prior.kind + " " + ", ".join(f"{name} {value:g}" for name, value in a.items())


def _turn(scenario: Scenario, turn: Turn) -> dict[str, Any]:
    mover = "nature" if turn.mover == NATURE else scenario.parties[turn.mover].id
    return {
        "id": turn.id,
        "title": turn.title,
        "date": _day(turn.date),
        "mover": mover,
        "always": turn.when is None,
        "moves": [_move(scenario, move) for move in turn.moves],
    }


def _move(scenario: Scenario, move: Move) -> dict[str, Any]:
    return {
        "id": move.id,
        "title": move.title,
        "means": move.means,
        "outcome": None if move.outcome is None else scenario.outcomes[move.outcome].id,
        "changes": [scenario.variables[k].id for k, _ in move.effects],
        "guarded": move.allowed is not None,
    }


def _outcomes(scenario: Scenario, parameters: Any) -> list[dict[str, Any]]:
    made = []
    for outcome in scenario.outcomes:
        payoffs = {
            party.id: _range(scenario, formula, parameters)
            for party, formula in zip(scenario.parties, outcome.payoff, strict=True)
        }
        made.append(
            {
                "id": outcome.id,
                "title": outcome.title,
                "means": outcome.means,
                "force": outcome.force,
                "payoffs": payoffs,
            }
        )
    return made


def _range(scenario: Scenario, formula: Any, parameters: Any) -> dict[str, float | None]:
    """Return the lowest and highest payoff over the private types, variables as at the start."""
    import numpy as np

    shapes = [np.arange(len(private.values), dtype=float) for private in scenario.privates]
    grids = np.meshgrid(*shapes, indexing="ij") if shapes else []
    environment = Env(
        parameters=parameters,
        variables=np.array([float(variable.start) for variable in scenario.variables]),
        privates=[grid.ravel() for grid in grids],
    )
    with np.errstate(all="ignore"):
        values = np.asarray(evaluate(formula, environment), dtype=float)
    if not np.isfinite(values).all():
        return {"low": None, "high": None}
    return {"low": float(values.min()), "high": float(values.max())}


def _number(formula: Any, parameters: Any) -> float:
    return float(evaluate(formula, Env(parameters=parameters)))


def _label(labels: tuple[str, ...] | None, code: int, low: int) -> str | int:
    return labels[code - low] if labels else code


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
