"""Bands over draws with weights."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.forecast.bands import band, mean_of, weighted_quantile


def test_equal_weights_give_the_plain_band():
    values = np.random.default_rng(1).random(37)
    plain, weighted = band(values), band(values, np.full(37, 0.4))
    assert weighted == pytest.approx(plain, abs=1e-12)
    assert mean_of(values[None], np.full(37, 2.0)) == pytest.approx([values.mean()])


def test_a_weight_of_two_pulls_towards_its_value():
    values, weights = np.array([0.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])
    assert band(values, weights)["mean"] == pytest.approx(1.25)
    assert weighted_quantile(values, weights, np.array([0.5]))[0] > 1.0


def test_draws_without_weight_do_not_count():
    values, weights = np.array([0.2, 0.9, 0.5]), np.array([1.0, 0.0, 0.0])
    assert band(values, weights) == pytest.approx({"mean": 0.2, "p05": 0.2, "p95": 0.2})
    assert band(values, np.zeros(3)) == {"mean": None, "p05": None, "p95": None}
    assert band(np.array([np.nan]))["mean"] is None
