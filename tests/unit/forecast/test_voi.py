"""What information is worth, against values worked out by hand.

TRUST: nobody's state is good or bad, half each. A may leave (0 for both) or trust; then B plays
safe (1 for both) or grabs: -4 for A, and for B 3 if the state is bad, -3 if it is good. Unseen,
grabbing does not pay: (3 - 3) / 2 < 1. If B sees the state and A knows that it does, B grabs when
it is bad, so trusting is worth (1 - 4) / 2 < 0 to A, A leaves, and B has lost 1 by learning. If A
does not know, A trusts as before, and B gains (1 + 3) / 2 - 1 = 1. With finite lambda each of these
choices is a logit of the same numbers; see `trust_values`.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from standoff.errors import UsageError
from standoff.forecast import forecast
from standoff.forecast.evppi import bin_value, evppi
from standoff.forecast.voi import payoffs_of, seen_by, voi
from standoff.scenario import load_scenario

STRAIT = Path(__file__).resolve().parents[2] / "support" / "strait.yaml"

TRUST = """
standoff: 1
title: Trust
payoffs: points
precision: {lam}
parties:
  a: {{name: A}}
  b: {{name: B}}
hidden:
  state: {{values: {{good: {{prob: 0.5}}, bad: {{prob: 0.5}}}}, seen_by: []}}
clock: {{at_end: left}}
turns:
  - id: first
    mover: a
    moves:
      leave: {{title: Leave, outcome: left}}
      trust: {{title: Trust}}
  - id: second
    mover: b
    moves:
      safe: {{title: Play safe, outcome: kept}}
      grab: {{title: Grab, outcome: broken}}
outcomes:
  left: {{title: Left, payoff: {{a: 0, b: 0}}}}
  kept: {{title: Kept, payoff: {{a: 1, b: 1}}}}
  broken: {{title: Broken, payoff: {{a: -4, b: "if state == bad then 3 else -3"}}}}
"""

CARDS = """
standoff: 1
title: Cards
payoffs: points
precision: 2
parties:
  a:
    name: A
    private: {kind: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}
  b: {name: B}
clock: {at_end: stopped}
turns:
  - id: first
    mover: a
    moves:
      stop: {title: Stop, outcome: stopped}
      push: {title: Push}
  - id: second
    mover: b
    moves:
      yield: {title: Yield, outcome: yielded}
      fight: {title: Fight, outcome: fought}
outcomes:
  stopped: {title: Stopped, payoff: {a: 0, b: 1}}
  yielded: {title: Yielded, payoff: {a: 2, b: -1}}
  fought: {title: Fought, payoff: {a: -1, b: "if a.kind == strong then -3 else 0.5"}}
"""
"""Shown cards: B yields to the strong (-1 > -3) and fights the weak (0.5 > -1)."""

LIMIT = 40.0


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def trust_values(lam: float) -> dict[str, tuple[float, float]]:
    """Return what A and B get: nobody informed, B informed in public, B informed in private."""

    def of_a(grabs: list[float]) -> float:
        return sum((1 - p) - 4 * p for p in grabs) / len(grabs)

    blind = logistic(lam * (0 - 1))
    bad, good = logistic(lam * (3 - 1)), logistic(lam * (-3 - 1))
    seeing_b = ((1 - bad) + 3 * bad + (1 - good) - 3 * good) / 2
    before, after = of_a([blind]), of_a([bad, good])
    out = {}
    for name, shown, a, b in (
        ("before", before, before, 1 - blind),
        ("public", after, after, seeing_b),
        ("private", before, after, seeing_b),
    ):
        trusts = logistic(lam * shown)
        out[name] = (trusts * a, trusts * b)
    return out


def trust_study(lam: float):
    scenario = load_scenario("trust.yaml", text=TRUST.format(lam=lam))
    return voi(scenario, party="b", draws=1, threads=1)


@pytest.mark.parametrize("lam", [0.7, 2.0])
def test_logit_values_of_seeing_the_state(lam):
    wanted = trust_values(lam)
    study = trust_study(lam)
    for value in study.values:
        for party in (0, 1):
            change = wanted[value.how][party] - wanted["before"][party]
            assert value.change[party, 0] == pytest.approx(change, abs=1e-9)


def test_public_information_hurts_its_receiver_and_private_information_helps():
    data = trust_study(LIMIT).to_json()
    found = {one["how"]: one for one in data["values"]}
    assert found["public"]["value"]["mean"] == pytest.approx(-1.0, abs=1e-6)
    assert found["private"]["value"]["mean"] == pytest.approx(1.0, abs=1e-6)
    assert found["public"]["changes"]["a"]["mean"] == pytest.approx(-1.0, abs=1e-6)
    assert found["private"]["changes"]["a"]["mean"] == pytest.approx(-2.5, abs=1e-6)
    assert [one["how"] for one in data["values"]] == ["private", "public"]


def test_showing_cards_helps_the_strong_and_hurts_the_weak():
    scenario = load_scenario("cards.yaml", text=CARDS)
    study = voi(scenario, party="a", reveal=True, draws=1, threads=1)
    (shown,) = study.values
    assert shown.kinds[0, 0] < -0.05
    assert shown.kinds[1, 0] > 0.05
    # after showing, everything is a logit of known numbers
    after = payoffs_of(forecast(seen_by(scenario, [0], {0, 1}), draws=1, threads=1), 0, scenario)
    for kind, loss in ((0, 0.5 + 1), (1, -3 + 1)):
        fights = logistic(2 * loss)
        push = 2 * (1 - fights) - fights
        assert after.kinds[kind, 0] == pytest.approx(logistic(2 * push) * push, abs=1e-9)
    assert shown.change[0, 0] == pytest.approx(shown.kinds[:, 0].mean(), abs=1e-12)


def test_private_information_never_hurts_an_exact_reply():
    """A logit reply loses at most ln(moves) / lambda a turn; here that is 3 moves, one turn."""
    text = STRAIT.read_text(encoding="utf-8").replace("value: 8", "value: 60")
    scenario = load_scenario("strait.yaml", text=text)
    study = voi(scenario, party="astoria", ways=("private",), draws=10, threads=1)
    (value,) = study.values
    assert np.isfinite(value.change[1]).sum() >= 8
    assert np.nanmin(value.change[1]) > -100 * math.log(3) / 60
    assert np.nanmax(value.change[1]) > 0.01


def test_bins_find_what_a_parameter_is_worth_and_nothing_in_another():
    """Doing nothing is worth 0, acting theta, uniform on (-1, 1): E max(theta, 0) = 1/4."""
    theta = (np.arange(1000) + 0.5) / 500 - 1
    weighted = np.array([[np.zeros(1000), theta, np.full(1000, np.nan)]])
    other = np.random.default_rng(5).permutation(1000)
    assert bin_value(weighted, np.argsort(theta), 8) / 1000 == pytest.approx(0.25)
    assert 0 <= bin_value(weighted, other, 8) / 1000 < 0.05  # sd of a bin's mean is 0.05
    assert bin_value(weighted, other, 1000) / 1000 == pytest.approx(0.25)


def test_values_of_parameters_are_compared_with_chance():
    record = forecast(load_scenario(STRAIT), draws=60, seed=2, threads=1)
    turn = next(k for k, one in enumerate(record.scenario.turns) if one.id == "answer")
    found = evppi(record, turn)
    assert found is not None
    assert found.bins == 4
    assert (found.raw[np.isfinite(found.raw)] >= -1e-12).all()
    assert (found.raw[np.isfinite(found.raw)] <= found.everything).all()
    assert np.isnan(found.raw[0])  # the precision is fixed
    assert evppi(forecast(load_scenario(STRAIT), draws=8, threads=1), turn) is None


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"party": "astora"}, "no party `astora`"),
        ({"party": "astoria", "reveal": True}, "`astoria` hides nothing"),
    ],
)
def test_what_cannot_be_asked(asked, says):
    with pytest.raises(UsageError, match=says) as caught:
        voi(load_scenario(STRAIT), draws=1, **asked)
    assert caught.value.help
