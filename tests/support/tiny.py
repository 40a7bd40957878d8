"""Solve a small crisis and look up what comes out; every parameter at its median."""

from __future__ import annotations

from standoff.forecast import forecast
from standoff.scenario import load_scenario
from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import Scenario


def load(text: str) -> Scenario:
    """Return the scenario of a text that must have no findings at all."""
    scenario = load_scenario("tiny.yaml", text=text)
    assert scenario.warnings == ()
    return scenario


def solved(text: str) -> dict[str, float]:
    """Return the chance of every outcome of a crisis without uncertain parameters."""
    result = forecast(load(text), draws=1, seed=1, threads=1)
    assert result.solution.solved.all()
    assert result.solution.certificate.passed.all()
    return {name: entry["mean"] for name, entry in result.to_json()["outcomes"].items()}


def index(records, name: str) -> int:
    """Return the position of a record by its id."""
    return next(k for k, record in enumerate(records) if record.id == name)


def named(records, name: str):
    """Return the record with an id."""
    return records[index(records, name)]


def move(scenario: Scenario, turn: str, name: str):
    """Return a move by the ids of its turn and itself."""
    return named(named(scenario.turns, turn).moves, name)


def state(scenario: Scenario, hidden: dict[str, float] | None = None, **values: float) -> Env:
    """Return the start of a crisis with some variables, or hidden dimensions by id, changed."""
    parameters = [p.prior.arguments.get("value", 0.0) for p in scenario.parameters]
    variables = [float(values.get(v.id, v.start)) for v in scenario.variables]
    privates = [float((hidden or {}).get(p.id, 0)) for p in scenario.privates]
    return Env(parameters, variables, privates)


def value(expr, env: Env) -> float:
    """Return the value of a formula."""
    return float(evaluate(expr, env))
