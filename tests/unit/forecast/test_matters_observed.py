"""What matters, and what would have to be true, where a sign was seen whose chance is known.

The sign is seen with the chance x, so draws count in proportion to x, by Bayes' rule.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from tests.support.chances import after_sign

from standoff.errors import UsageError
from standoff.forecast import matters, would
from standoff.forecast.bands import fewer_draws, mean_and_error
from standoff.forecast.influence import influence
from standoff.forecast.plan import latent

SUM = "0.1 + 0.5 * x + 0.3 * y"
METHODS = ("given", "tornado", "prim")
HOW = {"draws": 100, "seed": 3, "solves": 3000, "threads": 1}
x, y, _ = latent(after_sign("x", SUM), HOW["draws"], HOW["seed"]).parameters
loud = 0.1 + 0.5 * x + 0.3 * y


def plain(record):
    return json.loads(json.dumps(record.to_json(), allow_nan=False))


def weighted(values):
    return float(np.average(values, weights=x))


def error_of(values):
    share = x / x.sum()
    spread = share @ (values - weighted(values)) ** 2
    return float(np.sqrt(spread / (1 / (share**2).sum() - 1)))


@pytest.fixture(scope="module")
def data():
    return plain(matters(after_sign("x", SUM), outcomes=["loud"], methods=METHODS, **HOW))


def test_means_and_spread_are_weighted(data):
    outcome = data["outcomes"]["loud"]
    assert outcome["mean"] == pytest.approx(weighted(loud))
    assert outcome["variance"] == pytest.approx(weighted((loud - weighted(loud)) ** 2))
    assert outcome["spread"]["chance"] == pytest.approx(weighted(loud * (1 - loud)), abs=0.002)
    assert data["observed"]["how"] == "weights"
    assert data["observed"]["ess"] == pytest.approx(x.sum() ** 2 / (x**2).sum())


def test_one_at_a_time_is_weighted_by_the_draws_as_they_were(data):
    rows = {row["name"]: row for row in data["outcomes"]["loud"]["tornado"]}
    for name, drawn, slope in (("x", x, 0.5), ("y", y, 0.3)):
        for end, place in (("low", 0.05), ("high", 0.95)):
            gap = slope * (place - drawn)
            assert rows[name][end] == pytest.approx(weighted(gap), abs=1e-9)
            assert rows[name][f"{end}_error"] == pytest.approx(error_of(gap), abs=1e-9)


def test_with_few_solves_draws_are_taken_by_weight():
    how = HOW | {"solves": 150}
    record = matters(after_sign("x", SUM), outcomes=["loud"], methods=["tornado"], **how)
    row = next(r for r in plain(record)["outcomes"]["loud"]["tornado"] if r["name"] == "x")
    assert row["draws"] < 30
    assert row["low"] == pytest.approx(weighted(0.5 * (0.05 - x)), abs=0.02)  # -0.28; else -0.22


def test_indices_are_those_of_the_weighted_draws():
    numbers = np.random.default_rng(1).random((2, 4000))
    values = (0.1 + 0.5 * numbers[0] + 0.3 * numbers[1])[None]
    found = influence(numbers, values, numbers[0])
    own, other = 0.25 / 18, 0.09 / 12  # x has the density 2 x, so the variance 1/18
    assert found.index[0] == pytest.approx([own / (own + other), other / (own + other)], abs=0.03)
    # the mean of x in the lowest fifteenth by weight: two thirds of its upper end, sqrt(1/15)
    low = 0.1 + 0.5 * 2 / 3 / np.sqrt(15) + 0.15
    assert found.low[0, 0] == pytest.approx(low, abs=0.01)


def test_equal_weights_change_nothing():
    numbers = np.random.default_rng(2).random((3, 120))
    values = np.array([numbers[0] * numbers[1], numbers[2] ** 2])
    plainly, evenly = influence(numbers, values), influence(numbers, values, np.full(120, 0.3))
    for name in ("index", "direction", "noise", "low", "high"):
        assert getattr(evenly, name) == pytest.approx(getattr(plainly, name))


def test_the_share_of_draws_that_pass_is_weighted(data):
    scene = data["outcomes"]["loud"]["boxes"]
    assert scene["level"] == 0.5
    assert scene["share"] == pytest.approx(weighted(loud > 0.5))
    assert scene["boxes"][0]["sides"][0]["name"] == "x"


def test_draws_that_were_moved_are_paired_with_themselves():
    record = matters(
        after_sign(" * ".join("x" * 12), SUM), outcomes=["loud"], methods=["tornado"], **HOW
    )
    assert record.base.posterior.how == "resampled"
    made = plain(record)["outcomes"]["loud"]
    there = record.base.moved.parameters
    assert made["mean"] == pytest.approx((0.1 + 0.5 * there[0] + 0.3 * there[1]).mean())
    assert there[0].mean() == pytest.approx(13 / 14, abs=0.02)
    row = next(r for r in made["tornado"] if r["name"] == "x")
    assert row["low"] == pytest.approx((0.5 * (0.05 - there[0])).mean(), abs=1e-9)


def test_what_would_have_to_be_true_given_a_sign():
    answer = plain(would(after_sign("x", SUM), ["loud"], level=0.7, parameters=["x"], **HOW))
    assert answer["mean"] == pytest.approx(weighted(loud))
    assert answer["share"] == pytest.approx(weighted(loud > 0.7))
    (part,) = answer["singles"][0]["factors"]
    assert part["name"] == "x"

    def gap(z):
        return weighted(0.1 + 0.5 * ndtr(ndtri(x) + z) + 0.3 * y) - 0.7

    assert ndtri(part["quantile"]) == pytest.approx(brentq(gap, 0, 4), abs=0.06)


def test_shares_of_the_prior_variance_are_refused_after_a_sign():
    with pytest.raises(UsageError, match="observations") as caught:
        matters(after_sign("x", SUM), **HOW)
    assert "--method given,tornado,prim" in caught.value.help


def test_fewer_draws_stand_for_all():
    weights = np.array([0.0, 0.5, 0.1, 0.4, 0.0])
    which, heavy = fewer_draws(weights, 9)
    assert (which.tolist(), heavy.tolist()) == ([1, 2, 3], [0.5, 0.1, 0.4])
    which, heavy = fewer_draws(weights, 2)
    assert (which.tolist(), heavy.tolist()) == ([1, 3], [0.5, 0.5])
    which, heavy = fewer_draws(np.array([0.9, 0.1, 0.0]), 2)
    assert (which.tolist(), heavy.tolist()) == ([0], [1.0])


def test_one_draw_has_no_error():
    mean, error = mean_and_error(np.array([[2.0, 5.0]]), np.array([1.0, 0.0]))
    assert mean == pytest.approx(2)
    assert np.isnan(error).all()
