from __future__ import annotations

import re

import pytest
from benchmarks.measure import (
    Spent,
    exponent,
    machine,
    peak_rss_mib,
    spent,
    steady,
    versions,
)
from benchmarks.stepping import EVERY, iterate


def test_least_and_median_are_of_each_kind():
    calls = [{"cpu_s": c, "wall_s": w} for c, w in ((3.0, 9.0), (1.0, 8.0), (2.0, 4.0))]
    assert steady(calls) == {
        "repeats": 3,
        "cpu_s_min": 1.0,
        "cpu_s_median": 2.0,
        "wall_s_min": 4.0,
        "wall_s_median": 8.0,
    }


def test_no_calls_are_refused():
    with pytest.raises(ValueError, match="no calls"):
        steady([])


def test_the_exponent_of_a_power_is_its_power():
    sizes = [10.0, 100.0, 5000.0]
    assert exponent(sizes, [7 * n**1.3 for n in sizes]) == pytest.approx(1.3)


@pytest.mark.parametrize(("sizes", "times"), [([5, 5], [1, 2]), ([1, 2], [0, 1])])
def test_an_exponent_that_is_not_defined_is_refused(sizes, times):
    with pytest.raises(ValueError, match="an exponent needs"):
        exponent(sizes, times)


def test_a_call_that_measures_itself_is_believed():
    assert spent(lambda: Spent(1.0, 2.0)) == Spent(1.0, 2.0)
    own = spent(lambda: sum(range(1000)))
    assert own.cpu_s >= 0
    assert 0 < own.wall_s < 10


def test_memory_machine_and_versions_are_told():
    assert peak_rss_mib() > 5
    assert machine()["cores"] >= 1
    assert {"python", "standoff", "numpy", "numba", "scipy"} <= set(versions())
    assert re.match(r"3\.\d+", versions()["python"])


class Countdown:
    """Is good after so many steps."""

    def __init__(self, steps):
        self.left, self.made, self.looks = steps, 0, 0

    def step(self):
        self.made += 1

    def look(self):
        self.looks += 1
        return 0.0 if self.made >= self.left else 1.0


def test_iterating_stops_at_the_first_look_that_is_good():
    game = Countdown(25)
    done = iterate(lambda: game, Countdown.step, Countdown.look, 0.5)
    assert (done.iterations, game.looks, done.exploitability) == (3 * EVERY, 3, 0.0)


def test_a_known_number_of_iterations_is_made_without_looking_in_between():
    game = Countdown(25)
    done = iterate(lambda: game, Countdown.step, Countdown.look, 0.5, 17)
    assert (done.iterations, game.made, game.looks, done.exploitability) == (17, 17, 1, 1.0)
