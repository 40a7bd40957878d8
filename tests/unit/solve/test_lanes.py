"""Vectors of lanes do arithmetic as NumPy does, and alike for one lane and for eight."""

import numba as nb
import numpy as np
import pytest

from standoff.solve.lanes import (
    EIGHT,
    ONE,
    all_positive,
    apart,
    exp,
    larger,
    load,
    number,
    spread,
    store,
    where_positive,
)

CLOSE = 4.5e-16
"""Two units in the last place."""


@nb.njit(error_model="numpy")
def _each(a, b, out, tag):
    size = a.shape[0]
    for x in range(0, size, len(tag)):
        one, other = load(a, x, tag), load(b, x, tag)
        store(out, x, one + other)
        store(out, size + x, one - other)
        store(out, 2 * size + x, one * other)
        store(out, 3 * size + x, one / other)
        store(out, 4 * size + x, larger(one, other))
        store(out, 5 * size + x, apart(one, other))
        store(out, 6 * size + x, where_positive(one, other, spread(7.0, tag)))
        store(out, 7 * size + x, exp(one))


@nb.njit(error_model="numpy")
def _some(a, tag):
    return all_positive(load(a, 0, tag)), number(np.array([3, -4], dtype=np.int32), 1)


@pytest.fixture(scope="module")
def pairs():
    rng = np.random.default_rng(1)
    return rng.normal(size=64) * 10.0, rng.normal(size=64)


@pytest.mark.parametrize("tag", [ONE, EIGHT])
def test_arithmetic_is_that_of_numpy(pairs, tag):
    a, b = pairs
    out = np.zeros((8, 64))
    _each(a, b, out, tag)
    expected = [a + b, a - b, a * b, a / b, np.maximum(a, b), abs(a - b), np.where(a > 0, b, 7.0)]
    np.testing.assert_array_equal(out[:7], expected)


def test_one_lane_and_eight_agree_to_the_last_bit(pairs):
    alone, together = np.zeros((8, 64)), np.zeros((8, 64))
    _each(*pairs, alone, ONE)
    _each(*pairs, together, EIGHT)
    np.testing.assert_array_equal(alone, together)


def test_the_exponential_is_right_to_two_units_in_the_last_place():
    x = -np.geomspace(1e-12, 699.0, 64)
    out = np.zeros((8, 64))
    _each(x, np.ones(64), out, EIGHT)
    np.testing.assert_allclose(out[7], np.exp(x), rtol=CLOSE)


def test_the_exponential_of_zero_is_one_and_it_never_underflows():
    x = np.array([0.0, -700.0, -1e6, -np.inf, 0.0, 0.0, 0.0, 0.0])
    out = np.zeros((8, 8))
    _each(x, np.ones(8), out, EIGHT)
    assert out[7, 0] == 1.0
    np.testing.assert_array_equal(out[7, 1:4], out[7, 1])
    assert 0.0 < out[7, 1] < 1e-300


def test_all_lanes_have_to_be_positive():
    a = np.ones(8)
    assert _some(a, EIGHT) == (True, -4)
    a[5] = 0.0
    assert _some(a, EIGHT) == (False, -4)
    assert _some(a, ONE) == (True, -4)
