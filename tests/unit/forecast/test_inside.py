"""Accident and choice, doubt by its kind, variables and beliefs: against formulas by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.support.crises import ask, duel, strait

from standoff.forecast import forecast
from standoff.forecast.causes import ACCIDENT, CHOICE, TIME
from standoff.scenario import load_scenario

ADDS_UP = 1e-12
"""Sums of a few hundred products of probabilities, in double precision."""

ROAD = """
standoff: 1
title: A road with two hazards
payoffs: points
precision: 1
parameters:
  p_hot: {prior: {beta: {mean: 0.4, sd: 0.1}}, unit: probability, means: hot, evidence: assumed}
  p_slip: {prior: {uniform: [0.1, 0.3]}, unit: probability, means: a slip, evidence: assumed}
parties:
  a:
    name: A
    private: {temper: {values: {cool: {prob: rest}, hot: {prob: p_hot}}}}
  b: {name: B}
variables:
  mood: {values: [calm, tense], start: calm, means: how the public feels}
clock: {start: 2030-01-01, end: 2030-02-01, at_end: peace}
turns:
  - id: go
    date: 2030-01-05
    mover: a
    moves:
      push: {effect: {mood: tense}, cost: {a: "if a.temper == hot then 0 else 1"}}
      rest: {}
  - id: road
    date: 2030-01-10
    mover: nature
    moves:
      slip: {prob: p_slip, outcome: fight, allowed: mood == tense}
      sure: {prob: rest, allowed: mood == tense}
      none: {prob: 1, allowed: mood == calm}
  - id: answer
    date: 2030-01-15
    mover: b
    moves:
      strike: {outcome: fight}
      bow: {outcome: peace}
      wait: {}
outcomes:
  peace: {}
  fight: {clash: true, payoff: {a: -1, b: -1}}
"""
"""One ending comes by accident or by choice, the other by choice or with time."""


@pytest.fixture(scope="module")
def road():
    return forecast(load_scenario("road.yaml", text=ROAD), draws=20)


@pytest.fixture(scope="module")
def by_hand(road):
    """Logit replies of the road: B bows or waits or strikes, A pushes or rests."""
    hot, slip = road.parameters
    odds = np.exp([-1.0, 0.0, 0.0])
    strike, bow, wait = odds / odds.sum()
    calm = -strike
    tense = slip * -1 + (1 - slip) * -strike
    push = {t: 1 / (1 + np.exp(-(tense - c - calm))) for t, c in (("hot", 0), ("cool", 1))}
    pushed = hot * push["hot"] + (1 - hot) * push["cool"]
    return {
        "hot": hot,
        "slip": slip,
        "push": push,
        "pushed": pushed,
        "strike": strike,
        "bow": bow,
        "wait": wait,
        "accident": pushed * slip,
        "choice": strike * (1 - pushed * slip),
    }


def test_accidents_are_natures_last_moves_and_choices_the_parties(road, by_hand):
    causes = road.answers.causes
    np.testing.assert_allclose(causes[ACCIDENT, 1], by_hand["accident"], atol=1e-9)
    np.testing.assert_allclose(causes[CHOICE, 1], by_hand["choice"], atol=1e-9)
    left = 1 - by_hand["accident"]
    np.testing.assert_allclose(causes[CHOICE, 0], by_hand["bow"] * left, atol=1e-9)
    np.testing.assert_allclose(causes[TIME, 0], by_hand["wait"] * left, atol=1e-9)


def test_the_ways_to_an_ending_add_up_to_it():
    record = forecast(duel(2), draws=5)
    both = record.answers.causes.sum(axis=0)
    np.testing.assert_allclose(both, record.answers.outcomes, atol=ADDS_UP)


def test_a_clash_counts_as_war_and_what_comes_both_ways_is_listed(road, by_hand):
    causes = road.to_json()["causes"]
    assert causes["war"]["outcomes"] == ["fight"]
    assert causes["war"]["accident"]["mean"] == pytest.approx(by_hand["accident"].mean(), abs=1e-9)
    assert set(causes["outcomes"]) == {"peace", "fight"}


def test_the_outcome_of_a_ladders_accident_is_a_clash():
    scenario = strait()
    assert [o.id for o in scenario.outcomes if o.clash] == ["clash"]
    causes = forecast(scenario, draws=3).to_json()["causes"]
    assert causes["war"]["outcomes"] == ["war", "clash"]
    assert causes["outcomes"]["war"]["accident"]["mean"] == 0
    assert causes["outcomes"]["clash"]["choice"]["mean"] == 0


def test_a_certain_move_of_nature_is_no_accident():
    text = ROAD.replace("prob: p_slip", "prob: 1").replace(
        "prob: rest, allowed", "prob: 0, allowed"
    )
    text = text.replace(
        "  p_slip: {prior: {uniform: [0.1, 0.3]}, unit: probability, ", "  x: {value: 1, unit: u, "
    )
    causes = forecast(load_scenario("road.yaml", text=text), draws=2).answers.causes
    assert causes[ACCIDENT].max() == 0
    assert causes[CHOICE, 1].min() > 0


@pytest.mark.parametrize(
    "scenario", [duel(2), duel(3, "state"), ask()], ids=["tree", "merged", "ask"]
)
def test_the_parts_of_the_doubt_add_up_exactly(scenario):
    answers = forecast(scenario, draws=8).answers
    p = answers.outcomes
    assert np.abs(answers.within.sum(axis=0) - p * (1 - p)).max() <= ADDS_UP
    assert (answers.within >= 0).all()


def test_the_parts_of_the_doubt_are_those_of_the_law_of_total_variance(road, by_hand):
    """The deal: the variance over types of the chance of a fight; nature: of the slip itself."""
    hot, slip, strike = by_hand["hot"], by_hand["slip"], by_hand["strike"]
    fight = {t: push * slip * (1 - strike) + strike for t, push in by_hand["push"].items()}
    deal = hot * (1 - hot) * (fight["hot"] - fight["cool"]) ** 2
    nature = by_hand["pushed"] * slip * (1 - slip) * (1 - strike) ** 2
    b = (1 - by_hand["pushed"] * slip) * strike * (1 - strike)
    within = road.answers.within[:, 1]
    np.testing.assert_allclose(within[0], deal, atol=1e-9)
    np.testing.assert_allclose(within[1], nature, atol=1e-9)
    np.testing.assert_allclose(within[3], b, atol=1e-9)
    shares = road.to_json()["within"]["outcomes"]["fight"]
    assert shares["private"] + shares["nature"] + shares["choices"] == pytest.approx(1, abs=1e-12)
    assert sum(shares["parties"].values()) == pytest.approx(shares["choices"], abs=1e-12)


def test_a_variable_is_counted_while_the_crisis_is_open_and_at_its_end(road, by_hand):
    mood = road.to_json()["variables"]["mood"]
    assert mood["start"] == {"calm": 1.0, "tense": 0.0}
    assert mood["dates"]["2030-01-05"]["tense"] == 0
    pushed, slip = by_hand["pushed"], by_hand["slip"]
    assert mood["dates"]["2030-01-10"]["tense"] == pytest.approx(pushed.mean(), abs=1e-9)
    still = pushed * (1 - slip) / (1 - pushed * slip)
    assert mood["dates"]["2030-01-15"]["tense"] == pytest.approx(still.mean(), abs=1e-9)
    assert mood["end"]["tense"]["mean"] == pytest.approx(pushed.mean(), abs=1e-9)


def test_beliefs_are_bayes_rule_given_that_the_crisis_is_open(road, by_hand):
    temper = road.to_json()["beliefs"]["a.temper"]
    assert (temper["owner"], temper["seen_by"], temper["changes"]) == ("a", ["a"], False)
    hot, slip, push = by_hand["hot"], by_hand["slip"], by_hand["push"]
    assert temper["start"]["hot"] == pytest.approx(hot.mean(), abs=1e-12)
    open_hot = hot * (1 - push["hot"] * slip)
    posterior = open_hot / (1 - by_hand["pushed"] * slip)
    found = temper["dates"]["2030-01-15"]["hot"]
    assert found["mean"] == pytest.approx(posterior.mean(), abs=1e-9)
    assert found["p05"] == pytest.approx(np.quantile(posterior, 0.05), abs=1e-9)
    assert temper["end"]["hot"]["mean"] == pytest.approx(hot.mean(), abs=1e-12)


def test_what_the_past_tells_is_the_law_of_total_variance(road, by_hand):
    """Whoever sees A push, or rest, on the way to the third turn knows that much more of it."""
    hot, slip, push = by_hand["hot"], by_hand["slip"], by_hand["push"]
    pushed = {t: p * (1 - slip) for t, p in push.items()}
    rested = {t: 1 - p for t, p in push.items()}
    weights = [(hot * past["hot"], (1 - hot) * past["cool"]) for past in (pushed, rested)]
    total = sum(a + b for a, b in weights)
    mean = sum(a for a, _ in weights) / total
    left = sum(a * b / (a + b) for a, b in weights) / total
    told = 1 - left / (mean * (1 - mean))
    found = road.answers.told[0]
    np.testing.assert_allclose(found[2], told, atol=1e-9)
    np.testing.assert_allclose(found[0], 0, atol=1e-9)
    dates = road.to_json()["beliefs"]["a.temper"]["told"]
    assert dates["2030-01-15"]["mean"] == pytest.approx(told.mean(), abs=1e-9)
    assert dates["2030-02-01"]["mean"] is None


def test_distributions_add_up_and_do_not_depend_on_how_draws_are_blocked(monkeypatch):
    whole = forecast(duel(2), draws=9).answers
    monkeypatch.setattr("standoff.forecast.answers.BLOCK_BYTES", 1)
    single = forecast(duel(2), draws=9).answers
    for one, other in itertools.chain(
        zip(whole.variables, single.variables, strict=True),
        zip(whole.hidden, single.hidden, strict=True),
    ):
        np.testing.assert_allclose(one.end.sum(axis=0), 1, atol=ADDS_UP)
        np.testing.assert_allclose(np.nansum(one.dates, axis=1), 1, atol=ADDS_UP)
        np.testing.assert_allclose(one.dates, other.dates, atol=ADDS_UP)
        np.testing.assert_allclose(one.end, other.end, atol=ADDS_UP)


def test_a_ladder_is_counted_as_its_variable():
    record = forecast(strait(), draws=4)
    data = record.to_json()
    dates, ladder = data["variables"]["pressure"]["dates"], data["ladders"]["pressure"]["dates"]
    for day, rungs in ladder.items():
        for rung, mean in rungs.items():
            assert dates[day][rung] == pytest.approx(mean, abs=ADDS_UP)


def test_everything_is_joined_over_structures_draw_by_draw():
    """A theory that lays A's temper open in half of the draws needs a game of its own."""
    theory = "theories: {closed: {on: 0.5, off: {reveals: [a.temper]}}}\noutcomes:\n  peace"
    text = ROAD.replace("outcomes:\n  peace", theory)
    answers = forecast(load_scenario("road.yaml", text=text), draws=12).answers
    p = answers.outcomes
    assert np.abs(answers.causes.sum(axis=0) - p).max() <= ADDS_UP
    assert np.abs(answers.within.sum(axis=0) - p * (1 - p)).max() <= ADDS_UP
    assert answers.variables[0].end.shape == (2, 12)
    np.testing.assert_allclose(answers.variables[0].end.sum(axis=0), 1, atol=ADDS_UP)
    assert answers.told[0].shape == (4, 12)
