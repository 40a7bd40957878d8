"""Indices of what goes with what, against known answers."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.forecast.influence import bins, influence

DRAWS = 6000
NEAR = 0.03
"""Three standard errors and the loss by bins of finite width."""


def numbers(count, draws=DRAWS, seed=3):
    return np.random.default_rng(seed).random((count, draws))


def test_a_sum_is_split_by_variance():
    x = numbers(3)
    made = influence(x, (2 * x[0] - x[1])[None])
    assert made.index[0] == pytest.approx([0.8, 0.2, 0.0], abs=NEAR)
    assert made.direction[0].tolist()[:2] == [1, -1]
    assert made.low[0, 0] < made.high[0, 0]
    assert made.low[0, 1] > made.high[0, 1]


def test_numbers_that_act_only_together_have_none():
    x = numbers(2)
    made = influence(x, ((x[0] - 0.5) * (x[1] - 0.5))[None])
    assert np.abs(made.index).max() < NEAR


def test_what_rises_and_falls_goes_with_it_without_a_direction():
    x = numbers(1)
    made = influence(x, ((x[0] - 0.5) ** 2)[None])
    assert made.index[0, 0] > 1 - NEAR
    assert made.direction[0, 0] == 0


def test_the_known_indices_of_the_ishigami_function():
    """Ishigami and Homma (1990) with a = 7, b = 0.1: first-order 0.314, 0.442, 0."""
    x = 2 * np.pi * numbers(3, 40_000) - np.pi
    y = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    assert influence(x, y[None]).index[0] == pytest.approx([0.314, 0.442, 0], abs=NEAR)


def test_the_bias_of_few_draws_is_corrected():
    rng = np.random.default_rng(1)
    found = [influence(rng.random((4, 40)), rng.random((3, 40))).index for _ in range(200)]
    assert np.mean(found) == pytest.approx(0, abs=0.01)


def test_unrelated_numbers_stay_below_the_noise_at_the_stated_rate():
    """Five in a hundred of 300 tables; more than 10 % would happen by chance in one of 10,000."""
    rng = np.random.default_rng(2)
    above = 0
    for _ in range(300):
        made = influence(rng.random((10, 100)), rng.normal(size=(1, 100)))
        above += bool((made.index[0] > made.noise).any())
    assert 0.01 < above / 300 < 0.1


def test_fixed_numbers_and_certain_outcomes_have_none():
    x = numbers(1, 50)
    made = influence(np.array([np.full(50, 2.0), x[0]]), np.array([x[0], np.full(50, 0.3)]))
    assert made.index[0, 0] == 0
    assert made.index[1].tolist() == [0, 0]
    assert made.direction[1].tolist() == [0, 0]


def test_equal_values_share_a_bin():
    values = np.repeat([0.0, 0.3], [70, 30])
    group = bins(values)
    assert len(set(group[:70])) == len(set(group[70:])) == 1
    assert bins(np.arange(200.0)).max() == 14
