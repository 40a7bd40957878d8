"""Patient rule induction on points whose box is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from standoff.forecast.prim import coverage, density, find_box, inside


def points(width, count, seed=0, noise=0.1):
    rng = np.random.default_rng(seed)
    numbers = rng.random((width, count))
    hit = (numbers[1] > 0.6) & (numbers[2] < 0.5)
    return numbers, np.where(rng.random(count) < noise, ~hit, hit)


@pytest.mark.parametrize(("width", "count"), [(3, 400), (60, 700)])
def test_a_planted_box_is_found_among_noise(width, count):
    numbers, hit = points(width, count)
    box = find_box(numbers, hit)
    assert sorted(side.column for side in box.sides) == [1, 2]
    sides = {side.column: side for side in box.sides}
    assert sides[1].low == pytest.approx(0.6, abs=0.05)
    assert sides[2].high == pytest.approx(0.5, abs=0.05)
    assert np.isinf([sides[1].high, sides[2].low]).all()
    assert (inside(numbers, box.sides) == box.inside).all()


def test_no_box_is_found_in_noise_alone():
    rng = np.random.default_rng(5)
    found = [find_box(rng.random((40, 300)), rng.random(300) < 0.3) for _ in range(5)]
    assert found == [None] * 5


def test_it_is_nearly_as_good_as_trying_every_box():
    numbers, hit = points(3, 200, seed=2, noise=0.05)
    box = find_box(numbers, hit)
    even = np.ones(len(hit))

    def score(which):
        dense, covered = density(hit, even, which), coverage(hit, even, which)
        return 2 * dense * covered / (dense + covered) if which.any() and dense > 0 else 0.0

    grid = np.linspace(0, 1, 21)
    best = max(
        score((numbers[1] >= low) & (numbers[2] <= high))
        for low, high in itertools.product(grid, grid)
    )
    assert score(box.inside) > 0.97 * best


def test_a_weight_of_zero_is_as_if_the_point_were_not_there():
    numbers, hit = points(3, 400)
    rng = np.random.default_rng(1)
    more = np.concatenate([numbers, rng.random((3, 200))], axis=1)
    heavy = np.concatenate([np.ones(400), np.zeros(200)])
    flipped = np.concatenate([hit, rng.random(200) < 0.9])
    sides = find_box(more, flipped, heavy).sides
    assert {side.column for side in sides} == {1, 2}


def test_switches_are_cut_whole():
    rng = np.random.default_rng(3)
    numbers = np.array([rng.random(300) < 0.5, rng.random(300)]).astype(float)
    hit = (numbers[0] == 1) & (rng.random(300) < 0.9)
    (side,) = find_box(numbers, hit).sides
    assert (side.column, side.low, side.high) == (0, 1.0, np.inf)
