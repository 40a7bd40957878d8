"""What the other equilibria of a draw would say, beside the one that is reported."""

import json
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from standoff.forecast import Branches, branch_variance, forecast
from standoff.forecast.branches import branch_data, join_branches
from standoff.library import load
from standoff.report.terminal import print_forecast
from standoff.solve import Certificate, Equilibria, Search

EXACT = 1e-12
"""Sums of a few numbers of order one."""


def by_hand() -> Branches:
    """Three draws with 3, 1 and 2 branches, two outcomes."""
    draw = np.array([0, 0, 0, 1, 2, 2])
    first = np.array([0.2, 0.5, 0.8, 0.4, 0.1, 0.3])
    ones = np.ones(6)
    found = Equilibria(
        draw=draw,
        strategy=np.zeros((1, 6)),
        principal=np.array([True, False, False, True, True, False]),
        path=np.array([0, 1, 2, 0, 0, 1]),
        origin=np.zeros(6, dtype=np.int64),
        index=np.array([1, -1, 1, 1, 1, -1]),
        certificate=Certificate(ones, ones[None, :], ones, ones, ones > 0),
        count=np.array([3, 1, 2]),
        search=np.array([Search.BALANCED, Search.BALANCED, Search.MISSING]),
        refused=np.zeros(3, dtype=np.int64),
        passes=np.ones(3, dtype=np.int64),
        starts=8,
    )
    outcomes = np.stack([first, 1 - first])
    return Branches(np.array([0, 1, 4]), draw, found.principal, outcomes, (found,))


def test_the_variance_between_branches_is_the_mean_over_draws():
    wanted = (np.var([0.2, 0.5, 0.8]) + 0 + np.var([0.1, 0.3])) / 3
    np.testing.assert_allclose(branch_variance(by_hand()), [wanted, wanted], atol=EXACT)


def test_with_the_variance_of_the_means_it_is_the_whole_variance():
    """Law of total variance, every draw weighing the same and every branch within a draw."""
    branches = by_hand()
    share = 1 / 3 / np.array([3, 3, 3, 1, 2, 2])
    values = branches.outcomes[0]
    whole = share @ values**2 - (share @ values) ** 2
    means = [0.5, 0.4, 0.2]
    assert branch_variance(branches)[0] + np.var(means) == pytest.approx(whole, abs=EXACT)


def test_shares_and_ranges_are_those_of_the_draws():
    data = branch_data(by_hand(), ("war", "peace"))
    assert data["draws_searched"] == 3
    assert data["share"] == pytest.approx({"1": 1 / 3, "2": 1 / 3, "3+": 1 / 3})
    assert data["most"] == 3
    assert "principal" in data["reported"]
    war = data["outcomes"]["war"]
    assert war["reported"] == pytest.approx((0.2 + 0.4 + 0.1) / 3)
    assert war["reported_there"] == pytest.approx((0.2 + 0.1) / 2)
    assert war["others_lowest"] == pytest.approx((0.5 + 0.3) / 2)
    assert war["others_highest"] == pytest.approx((0.8 + 0.3) / 2)
    assert data["search"] == {Search.BALANCED.sentence: 2, Search.MISSING.sentence: 1}


def test_structures_are_joined_draw_by_draw():
    one = by_hand()
    both = join_branches([one, one])
    assert both.draw.tolist() == [0, 0, 0, 1, 2, 2, 3, 3, 3, 4, 5, 5]
    np.testing.assert_allclose(branch_variance(both), branch_variance(one), atol=EXACT)


@pytest.fixture(scope="module")
def two_ways():
    """Costly signals: everybody is silent, or the strong mobilise; at lambda 5 both are there."""
    return forecast(load("fearon-1997-sinking-costs"), draws=3, branches=2, threads=1)


def test_the_first_draws_are_searched_and_the_reported_branch_is_the_forecast(two_ways):
    data = two_ways.to_json()["equilibria"]
    assert two_ways.branches.searched.tolist() == [0, 1]
    assert data["share"] == {"1": 0.0, "2": 1.0, "3+": 0.0}
    for key, outcome in two_ways.to_json()["outcomes"].items():
        assert data["outcomes"][key]["reported"] == pytest.approx(outcome["mean"], abs=1e-9)


def test_the_other_equilibrium_ends_elsewhere(two_ways):
    """In the separating equilibrium, as in Fearon 1997, the strong are not challenged: no war."""
    war = two_ways.to_json()["equilibria"]["outcomes"]["war"]
    assert war["reported"] == pytest.approx(0.4, abs=0.01)
    assert war["others_highest"] == war["others_lowest"] == pytest.approx(0.0, abs=0.01)
    assert branch_variance(two_ways.branches)[2] == pytest.approx(0.04, abs=0.005)


def test_play_that_differs_off_the_path_alone_is_one_branch(two_ways):
    data = two_ways.to_json()["equilibria"]
    assert data["off_path_only"] == 2
    assert len(two_ways.branches.found[0].draw) == len(two_ways.branches.draw) + 2


def test_it_is_off_by_default_and_changes_nothing_else(two_ways):
    plain = forecast(load("fearon-1997-sinking-costs"), draws=3, threads=1)
    assert plain.branches is None
    assert plain.to_json()["equilibria"] is None
    split = two_ways.to_json()["spread"], plain.to_json()["spread"]
    assert [one["branches_searched"] for one in split] == [True, False]
    same = {"equilibria": None, "spread": None}
    assert json.dumps(two_ways.to_json() | same) == json.dumps(plain.to_json() | same)


def test_the_split_of_the_spread_takes_the_variance_between_branches(two_ways):
    split = two_ways.to_json()["spread"]["outcomes"]["war"]
    assert split["branches"] == pytest.approx(branch_variance(two_ways.branches)[2])


def test_the_terminal_says_what_others_would_say(two_ways):
    printed = StringIO()
    print_forecast(Console(width=100, file=printed), two_ways.to_json())
    text = printed.getvalue()
    assert "IF ANOTHER EQUILIBRIUM WERE PLAYED" in text
    assert "2 draws searched. A search finds some; there may be more." in text
    assert "two 100%" in text
    assert "2 draws: nothing is known to be missing; that does not prove that nothing is" in text
