"""Posteriors after observed moves, against Bayes' rule worked out by hand.

In all five games the sender's payoffs do not depend on the answer, or the answer is known, so that
its logit choices are closed forms: a move worth d more than the other is made with the chance
1 / (1 + exp(-lambda d)).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.support.tiny import load

from standoff.forecast import forecast
from standoff.forecast.likely import Likelihoods
from standoff.forecast.plan import latent

EXACT = 1e-9
LAM = 2.0


def soft(x: float) -> float:
    return 1 / (1 + math.exp(-LAM * x))


def bayes(prior: float, if_so: float, if_not: float) -> float:
    return prior * if_so / (prior * if_so + (1 - prior) * if_not)


HEAD = """\
standoff: 1
title: A signal
payoffs: points
precision: 2
"""

SUNK = (
    HEAD
    + """
parties:
  east: {private: {resolve: {values: {low: {prob: rest}, high: {prob: 0.3}}}}}
  west: {}
clock: {at_end: quiet}
turns:
  - id: arm
    mover: east
    moves:
      build: {cost: {east: "if east.resolve == high then -0.5 else 0.75"}}
      rest: {}
  - id: answer
    mover: west
    moves: {give: {outcome: peace}, stand: {}}
outcomes: {quiet: {}, peace: {}}
"""
)

TWICE = (
    HEAD
    + """
parties:
  east: {private: {resolve: {values: {low: {prob: rest}, high: {prob: 0.3}}}}}
  west: {}
clock: {start: 2030-01-01, end: 2030-02-01, at_end: quiet}
turns:
  - id: first
    date: 2030-01-02
    mover: east
    moves: {act: {cost: {east: "if east.resolve == high then -0.25 else 0.5"}}, rest: {}}
  - id: second
    date: 2030-01-09
    mover: east
    moves: {act: {cost: {east: "if east.resolve == high then -1 else 0.1"}}, rest: {}}
  - {id: answer, date: 2030-01-20, mover: west, moves: {give: {outcome: peace}, stand: {}}}
outcomes: {quiet: {}, peace: {}}
"""
)

SILENCE = (
    HEAD
    + """
parties:
  east: {private: {resolve: {values: {low: {prob: rest}, high: {prob: 0.6}}}}}
  west: {}
clock: {start: 2030-01-01, end: 2030-02-01, at_end: quiet}
turns:
  - repeat: 3
    every: 7
    turns:
      - id: week
        after: 1
        mover: east
        moves:
          strike: {outcome: war, cost: {east: "if east.resolve == high then 0.3 else 1.2"}}
          wait: {}
outcomes: {quiet: {}, war: {force: true}}
"""
)

COVERT = (
    HEAD
    + """
parties:
  east:
    private:
      resolve: {values: {low: {prob: rest}, high: {prob: 0.4}}}
      plan: {start: none, values: {none: {}, ready: {}}}
  west: {}
clock: {at_end: quiet}
turns:
  - id: talks
    mover: east
    moves:
      talk: {}
      prepare:
        seen_as: talk
        becomes: {east.plan: ready}
        cost: {east: "if east.resolve == high then -0.4 else 0.9"}
      leave: {}
  - id: answer
    mover: west
    moves: {give: {outcome: peace}, stand: {}}
outcomes: {quiet: {payoff: {west: "if east.plan == ready then -0.2 else 0"}}, peace: {}}
"""
)

CORRELATED = (
    HEAD
    + """
parties:
  east: {private: {resolve: {values: {low: {prob: rest}, high: {prob: 0.5}}}}}
  west:
    private:
      nerve:
        given: east.resolve
        values: {weak: {prob: {low: 0.8, high: 0.3}}, firm: {prob: rest}}
clock: {at_end: quiet}
turns:
  - id: word
    mover: west
    moves: {refuse: {cost: {west: "if west.nerve == firm then -0.6 else 0.4"}}, wait: {}}
outcomes: {quiet: {}}
"""
)


def _types(text: str, observed: str, draws: int = 3) -> dict:
    record = forecast(load(text + observed), draws=draws)
    return record.to_json()["observed"]["series"][-1]


def test_a_sunk_cost_tells_by_bayes_rule():
    made = _types(SUNK, "observed: [{made: {turn: arm, move: build}}]")
    build = soft(0.5), soft(-0.75)
    wanted = bayes(0.3, *build)
    assert made["types"]["east.resolve"]["high"]["mean"] == pytest.approx(wanted, abs=EXACT)
    seen = 0.3 * build[0] + 0.7 * build[1]
    assert made["likelihood"]["mean"] == pytest.approx(seen, abs=EXACT)


def test_the_other_move_tells_the_other_way():
    made = _types(SUNK, "observed: [{made: {turn: arm, move: rest}}]")
    wanted = bayes(0.3, 1 - soft(0.5), 1 - soft(-0.75))
    assert made["types"]["east.resolve"]["high"]["mean"] == pytest.approx(wanted, abs=EXACT)


def test_two_signals_multiply_and_each_step_is_in_the_series():
    text = """
observed:
  - {date: 2030-01-09, made: {turn: second, move: rest}}
  - {date: 2030-01-02, made: {turn: first, move: act}}
"""
    series = forecast(load(TWICE + text), draws=2).to_json()["observed"]["series"]
    belief = 0.3
    steps = [belief]
    for if_high, if_low in ((soft(0.25), soft(-0.5)), (1 - soft(1), 1 - soft(-0.1))):
        belief = bayes(belief, if_high, if_low)
        steps.append(belief)
    found = [entry["types"]["east.resolve"]["high"]["mean"] for entry in series]
    assert found == pytest.approx(steps, abs=EXACT)
    assert [entry["date"] for entry in series] == [None, "2030-01-02", "2030-01-09"]


def _strikes(cost: float) -> list[float]:
    """Return the chance of striking in each of three weeks: waiting keeps the later chances."""
    chances: list[float] = []
    later = 0.0
    for _ in range(3):
        chance = soft(-cost - later)
        later = chance * -cost + (1 - chance) * later
        chances.insert(0, chance)
    return chances


def _silent(chances: list[float]) -> float:
    return math.prod(1 - chance for chance in chances)


@pytest.mark.parametrize(
    ("day", "weeks"), [("2030-01-02", 1), ("2030-01-12", 2), ("2030-01-16", 3)]
)
def test_silence_tells_more_the_longer_it_lasts(day, weeks):
    made = _types(SILENCE, f"observed: [{{date: {day}, not_made: {{moves: [strike]}}}}]")
    high, low = _strikes(0.3), _strikes(1.2)
    wanted = bayes(0.6, _silent(high[:weeks]), _silent(low[:weeks]))
    assert made["types"]["east.resolve"]["high"]["mean"] == pytest.approx(wanted, abs=EXACT)
    left = sum(
        belief * (1 - _silent(chances[weeks:]))
        for belief, chances in ((wanted, high), (1 - wanted, low))
    )
    assert made["outcomes"]["war"]["mean"] == pytest.approx(left, abs=EXACT)


def test_an_ending_that_did_not_come_is_silence_too():
    silent = _types(SILENCE, "observed: [{date: 2030-01-09, not_made: {moves: [strike]}}]")
    ended = _types(SILENCE, "observed: [{date: 2030-01-09, excluded: [war]}]")
    assert ended["types"] == silent["types"]


def test_a_move_that_looks_like_another_is_not_told_from_it():
    record = forecast(load(COVERT + "observed: [{made: {turn: talks, move: talk}}]"), draws=2)

    def weights(worth: float) -> tuple[float, float]:
        total = 2 + math.exp(LAM * worth)
        return 1 / total, math.exp(LAM * worth) / total

    (talk_high, plan_high), (talk_low, plan_low) = weights(0.4), weights(-0.9)
    seen = 0.4 * (talk_high + plan_high) + 0.6 * (talk_low + plan_low)
    data = record.to_json()
    last = data["observed"]["series"][-1]
    wanted = 0.4 * (talk_high + plan_high) / seen
    assert last["types"]["east.resolve"]["high"]["mean"] == pytest.approx(wanted, abs=EXACT)
    ready = data["beliefs"]["east.plan"]["end"]["ready"]["mean"]
    assert ready == pytest.approx((0.4 * plan_high + 0.6 * plan_low) / seen, abs=EXACT)


def test_a_hidden_move_that_is_known_in_fact():
    text = "observed: [{made: {turn: talks, move: prepare, in_fact: true}}]"
    data = forecast(load(COVERT + text), draws=2).to_json()
    assert data["beliefs"]["east.plan"]["end"]["ready"]["mean"] == pytest.approx(1, abs=EXACT)


def test_a_party_tells_of_another_whose_type_goes_with_its_own():
    made = _types(CORRELATED, "observed: [{made: {turn: word, move: refuse}}]")
    firm, weak = soft(0.6), soft(-0.4)
    if_high, if_low = 0.7 * firm + 0.3 * weak, 0.2 * firm + 0.8 * weak
    wanted = bayes(0.5, if_high, if_low)
    assert made["types"]["east.resolve"]["high"]["mean"] == pytest.approx(wanted, abs=EXACT)


def test_a_report_counts_by_its_error_rates():
    report = "that: east.resolve == high, if_true: 0.8, if_false: 0.1"
    text = f"observed: [{{through: arm, report: {{{report}}}}}]"
    made = _types(SUNK, text)
    assert made["types"]["east.resolve"]["high"]["mean"] == pytest.approx(
        bayes(0.3, 0.8, 0.1), abs=EXACT
    )
    report = "made: {turn: arm, move: build}, if_true: 0.9, if_false: 0.2"
    text = f"observed: [{{through: answer, report: {{{report}}}}}]"
    made = _types(SUNK, text)
    chance = [0.9 * p + 0.2 * (1 - p) for p in (soft(0.5), soft(-0.75))]
    assert made["types"]["east.resolve"]["high"]["mean"] == pytest.approx(
        bayes(0.3, *chance), abs=EXACT
    )


PARAMETER = SUNK.replace(
    "parties:",
    """parameters:
  gain:
    prior: {choice: {0.2: 0.5, 1.0: 0.5}}
    unit: points
    means: what building is worth to the resolved
    evidence: assumed
    reason: two cases
parties:""",
    1,
).replace("then -0.5 else", "then -gain else")


def test_draws_are_weighted_by_the_chance_of_what_was_seen():
    record = forecast(
        load(PARAMETER + "observed: [{made: {turn: arm, move: build}}]"), draws=64, mend="none"
    )
    gain = record.parameters[0]
    seen = np.array([0.3 * soft(g) + 0.7 * soft(-0.75) for g in gain])
    np.testing.assert_allclose(record.weights, seen / seen.sum(), atol=EXACT)
    data = record.to_json()["observed"]
    assert data["ess"] == pytest.approx(seen.sum() ** 2 / (seen**2).sum(), abs=1e-6)
    assert data["log_evidence"] == pytest.approx(np.log(seen.mean()), abs=EXACT)


def test_an_observation_outside_leaves_the_rest_alone():
    plain = forecast(load(SUNK), draws=4).to_json()
    text = "observed: [{through: arm, report: {that: 1 == 1, if_true: 0.5, if_false: 0.1}}]"
    seen = forecast(load(SUNK + text), draws=4).to_json()
    for outcome, band in plain["outcomes"].items():
        assert seen["outcomes"][outcome]["mean"] == pytest.approx(band["mean"], abs=1e-12)


POOR = """\
standoff: 1
title: A rare signal
payoffs: points
precision: 6
parameters:
  gain:
    prior: {normal: {mean: -1, sd: 0.5}}
    unit: points
    means: what building is worth
    evidence: assumed
    reason: wide
parties: {east: {}, west: {}}
clock: {at_end: quiet}
turns:
  - id: arm
    mover: east
    moves: {build: {cost: {east: -gain}}, rest: {}}
  - id: answer
    mover: west
    moves: {give: {outcome: peace}, stand: {}}
outcomes: {quiet: {}, peace: {}}
observed: [{made: {turn: arm, move: build}}]
"""


def _posterior_mean() -> float:
    gain = np.linspace(-4, 3, 20001)
    density = np.exp(-0.5 * ((gain + 1) / 0.5) ** 2) / (1 + np.exp(-6 * gain))
    return float((gain * density).sum() / density.sum())


def test_draws_move_to_the_posterior_where_few_would_count():
    record = forecast(load(POOR), draws=400, seed=3)
    data = record.to_json()["observed"]
    assert data["how"] == "resampled"
    assert data["prior_ess"] < 80 < data["ess"]
    # sd of the posterior is about 0.35: three standard errors of a mean of 400 draws, doubled
    # because neighbours share ancestors; false alarms below 1 in 300
    assert record.parameters[0].mean() == pytest.approx(_posterior_mean(), abs=0.105)
    plain = forecast(load(POOR), draws=400, seed=3, mend="none")
    assert data["log_evidence"] == pytest.approx(plain.posterior.log_evidence, abs=0.5)


def test_tempering_is_flatter_and_says_so():
    plain, flat = (forecast(load(POOR), draws=400, seed=3, mend=how) for how in ("none", "temper"))
    assert flat.posterior.temper < 1
    assert flat.posterior.ess == pytest.approx(80, rel=0.01)
    assert flat.to_json()["observed"]["how"] == "tempered"
    centre = -1 < flat.weights @ flat.parameters[0] < plain.weights @ plain.parameters[0]
    assert centre


def test_likelihoods_of_other_draws_are_those_of_a_forecast():
    from standoff.forecast.chunks import Ground
    from standoff.forecast.plan import plan_draws

    scenario = load(POOR)
    ground = Ground(scenario, plan_draws(scenario, 20, 1), 0)
    of = Likelihoods(scenario, [ground], {})
    wanted = forecast(scenario, draws=20, seed=9, mend="none").answers.seen.likelihood[-1]
    np.testing.assert_allclose(of(latent(scenario, 20, 9)), wanted, atol=1e-12)


def test_what_is_impossible_everywhere_is_said():
    from standoff.errors import UsageError

    text = """
observed:
  - {through: arm, report: {that: 1 == 1, if_true: 0, if_false: 0.5}}
"""
    with pytest.raises(UsageError, match="impossible in every draw"):
        forecast(load(SUNK + text), draws=2)


def test_studies_from_the_start_say_so():
    from standoff.errors import UsageError
    from standoff.forecast import compare, contributions

    scenario = load(SUNK + "observed: [{made: {turn: arm, move: build}}]")
    for study in (compare, contributions):
        with pytest.raises(UsageError, match="from its start"):
            study(scenario, draws=2)
