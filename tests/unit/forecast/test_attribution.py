"""Shares of causes: against the definition over orders, closed forms, and the axioms."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from standoff.forecast import forecast
from standoff.forecast.attribution import MAX_DRAWS, attribute, shapley_values
from standoff.scenario import load_scenario

NORTH = """
standoff: 1
title: Does the north join?
payoffs: points
precision: 2
parameters:
  alarm: {prior: {uniform: [0.5, 1.5]}, unit: points, means: alarm, evidence: assumed}
  door: {prior: {uniform: [0.2, 0.8]}, unit: points, means: open door, evidence: assumed}
  luck: {prior: {uniform: [0.1, 0.3]}, unit: probability, means: luck, evidence: assumed}
  storm: {prior: {uniform: [0.1, 0.2]}, unit: probability, means: storm, evidence: assumed}
  idle: {value: 3, unit: points, means: pays nobody anything, evidence: assumed}
parties:
  north: {}
variables:
  stand: {values: [outside, asking], start: outside}
  weather: {values: [fair, foul], start: fair}
clock: {at_end: over}
turns:
  - id: ask
    mover: north
    moves:
      ask: {effect: {stand: asking}, cost: {north: 1 - alarm - door - alarm * door + 0 * idle}}
      stay: {}
  - id: sky
    mover: nature
    moves:
      bad: {prob: luck + storm, effect: {weather: foul}}
      good: {prob: rest}
outcomes: {over: {}}
attribution:
  joining:
    means: Why would the north ask?
    event: stand == asking
    causes:
      east: {parameters: {alarm: 0}}
      west: {parameters: {door: door / 2}, means: the open door}
      nobody: {parameters: {idle: 0}}
  foul:
    event: weather == foul
    causes:
      chance: {parameters: {luck: 0}}
      sea: {parameters: {storm: 0.05}}
"""


@pytest.fixture(scope="module")
def north():
    return load_scenario("north.yaml", text=NORTH)


@pytest.fixture(scope="module")
def shared(north):
    return attribute(north, draws=7, seed=3)


def by_orders(value, count):
    """Return Shapley values straight from the definition: averages over all orders."""
    orders = list(itertools.permutations(range(count)))
    out = [0.0] * count
    for order in orders:
        on = set()
        for k in order:
            before = value(frozenset(on))
            on.add(k)
            out[k] = out[k] + (value(frozenset(on)) - before) / len(orders)
    return np.array(out)


def test_shares_are_those_of_the_closed_form_over_all_orders(north, shared):
    """With one logit choice the chance of asking is known without any solver."""
    parameters = forecast(north, draws=7, seed=3).parameters
    alarm, door = parameters[0], parameters[1]

    def asks(on):
        a, d = alarm * (0 in on), door if 1 in on else door / 2
        return 1 / (1 + np.exp(-2 * (a + d + a * d - 1)))

    expected = by_orders(asks, 3)
    np.testing.assert_allclose(shared[0].shapley, expected, atol=1e-9)
    np.testing.assert_allclose(shared[0].prob[-1], asks({0, 1, 2}), atol=1e-9)
    np.testing.assert_allclose(shared[0].prob[0], asks(set()), atol=1e-9)


def test_causes_that_add_up_get_exactly_what_they_add(north, shared):
    parameters = forecast(north, draws=7, seed=3).parameters
    np.testing.assert_allclose(shared[1].shapley[0], parameters[2], atol=1e-12)
    np.testing.assert_allclose(shared[1].shapley[1], parameters[3] - 0.05, atol=1e-12)


def test_shares_add_up_and_an_idle_cause_has_none(shared):
    for one in shared:
        total = one.prob[-1] - one.prob[0]
        np.testing.assert_allclose(one.shapley.sum(axis=0), total, atol=1e-12)
    np.testing.assert_allclose(shared[0].shapley[2], 0, atol=1e-9)
    data = shared[0].to_json()
    assert sum(cause["share"] for cause in data["causes"].values()) == pytest.approx(1)
    assert (data["event"], data["solved"]) == ("stand == asking", 7)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_shapley_values_follow_the_definition(count):
    values = np.random.default_rng(5).random((2**count, 3))

    def value(on):
        return values[sum(1 << k for k in on)]

    np.testing.assert_allclose(shapley_values(values), by_orders(value, count), atol=1e-12)


def test_a_forecast_has_the_shares_only_when_asked(north):
    assert forecast(north, draws=2).to_json()["attribution"] == {}
    record = forecast(north, draws=2, attribution=True)
    data = record.to_json()["attribution"]
    assert list(data) == ["joining", "foul"]
    np.testing.assert_allclose(record.attributed[0].prob[-1], record.answers.events[0], atol=1e-12)


def test_draws_are_the_first_of_the_forecast_and_at_most_a_hundred(north):
    few = attribute(north, draws=3, seed=1)[1].prob
    many = attribute(north, draws=MAX_DRAWS + 50, seed=1)[1].prob
    assert many.shape[1] == MAX_DRAWS
    np.testing.assert_allclose(many[:, :3], few, atol=1e-12)


def test_draws_that_failed_somewhere_are_left_out(shared):
    prob = shared[1].prob.copy()
    prob[1, 2] = np.nan
    data = type(shared[1])(shared[1].attribution, prob).to_json()
    assert (data["draws"], data["solved"]) == (7, 6)
    nothing = type(shared[1])(shared[1].attribution, np.full_like(prob, np.nan)).to_json()
    assert (nothing["solved"], nothing["causes"]) == (0, {})
