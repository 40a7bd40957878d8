"""What would have to be true, where the answer is known in closed form."""

from __future__ import annotations

import json

import pytest
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from tests.support.chances import SWITCH, chance

from standoff.errors import UsageError
from standoff.forecast import would
from standoff.forecast.plan import latent

SUM = "0.1 + 0.5 * x + 0.3 * y"
HOW = {"draws": 50, "seed": 3, "solves": 1500, "threads": 1}
STEP = 0.08
"""Moves are found to within a twentieth of a standard deviation, some on fewer draws."""
x, y, _ = latent(chance(SUM), HOW["draws"], HOW["seed"]).parameters


def answer(formula, level, more="", **how):
    record = would(chance(formula, more), ["loud"], level=level, **(HOW | how))
    return json.loads(json.dumps(record.to_json(), allow_nan=False))


def needed(level, move_x=0, move_y=0):
    """Return the common move at which the mean of the sum over the draws is a level."""

    def gap(z):
        moved = [ndtr(ndtri(u) + z * by) for u, by in ((x, move_x), (y, move_y))]
        return (0.1 + 0.5 * moved[0] + 0.3 * moved[1]).mean() - level

    return brentq(gap, 0, 4)


def z_of(part):
    return abs(ndtri(part["quantile"]))


@pytest.fixture(scope="module")
def little():
    return answer(SUM, 0.55)


def test_each_number_is_moved_just_as_far_as_is_needed(little):
    assert not little["passes"]
    found = {move["factors"][0]["name"]: move for move in little["singles"]}
    assert list(found) == ["x", "y"]  # the less surprising move first
    for name, z in (("x", needed(0.55, move_x=1)), ("y", needed(0.55, move_y=1))):
        part = found[name]["factors"][0]
        assert z_of(part) == pytest.approx(z, abs=STEP)
        assert part["to"] == pytest.approx(part["quantile"])  # uniform from 0 to 1
        assert found[name]["surprise"] == pytest.approx(1 - part["quantile"])
        assert 0.55 < found[name]["mean"] < 0.57
    assert little["outside"] == ["idle"]


def test_where_no_number_is_enough_several_together_are():
    data = answer(SUM, 0.8)
    assert data["singles"] == []
    assert [m["factors"][0]["name"] for m in data["near"]][:2] == ["x", "y"]
    assert not any(m["passes"] for m in data["near"])
    (joint,) = data["joint"]
    assert [part["name"] for part in joint["factors"]] == ["x", "y"]
    for part in joint["factors"]:
        assert z_of(part) == pytest.approx(needed(0.8, 1, 1), abs=STEP)
    assert joint["surprise"] == pytest.approx((1 - joint["factors"][0]["quantile"]) ** 2)


def test_below_goes_the_other_way():
    data = answer(SUM, 0.4, below=True)
    best = data["singles"][0]["factors"][0]
    assert (best["name"], best["up"]) == ("x", False)
    assert z_of(best) == pytest.approx(needed(0.4, move_x=-1), abs=STEP)


def test_a_switch_can_do_it():
    data = answer("0.8 * y", 0.3, SWITCH)
    move = next(m for m in data["singles"] if m["factors"][0]["name"] == "doubt")
    assert move["factors"][0]["up"]
    assert move["mean"] == pytest.approx(0.4, abs=0.08)
    assert move["surprise"] == pytest.approx(0.5, abs=0.15)


def test_what_passes_already_needs_nothing():
    data = answer(SUM, 0.3)
    assert data["passes"]
    assert data["singles"] == data["near"] == data["joint"] == []


def test_only_the_named_numbers_are_moved():
    data = answer(SUM, 0.6, parameters=["y"])
    assert [m["factors"][0]["name"] for m in data["singles"]] == ["y"]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"level": 1.0}, "not a probability"),
        ({"outcomes": ["lod"]}, "no outcome `lod`"),
        ({"outcomes": []}, "no outcome was named"),
        ({"parameters": ["z"]}, "no parameter or theory `z`"),
        ({"solves": 20}, "too few"),
    ],
)
def test_wrong_calls_are_refused(how, message):
    given = {"outcomes": ["loud"]} | HOW | how
    with pytest.raises(UsageError, match=message):
        would(chance(SUM), **given)
