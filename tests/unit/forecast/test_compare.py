"""Views side by side and the contributions of theories, on paired draws."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.support.hypergames import asked, dare, soft

from standoff.errors import UsageError
from standoff.forecast import compare, contributions, forecast
from standoff.forecast.pairs import difference

DRAWS, SEED = 40, 2
EXACT = 1e-10
"""Products of a few logits that the solver knows to 1e-12."""

VIEWS = """
views:
  sure: {title: B is meek, held_by: [a], parameters: {will: {formula: will - 2, evidence: assumed}}}
  meek: {rules_out: [resist], parameters: {prize: {value: 3, evidence: assumed}}}
"""
THEORIES = """
theories:
  prize: {title: The prize, reference: Somebody 1999, off: {parameters: {prize: 0}}}
  will: {on: 0.5, off: {parameters: {will: 0}}}
"""


@pytest.fixture(scope="module")
def compared():
    return compare(dare(VIEWS), draws=DRAWS, seed=SEED)


@pytest.fixture(scope="module")
def table():
    return contributions(dare(VIEWS + THEORIES), draws=DRAWS, seed=SEED)


def test_every_view_stands_beside_the_analyst_on_the_same_draws(compared):
    data = json.loads(json.dumps(compared.to_json(), allow_nan=False))
    assert list(data["forecasts"]) == ["analyst", "sure", "meek", "played"]
    alone = forecast(dare(VIEWS), draws=DRAWS, seed=SEED, view="sure").to_json()
    for outcome, entry in data["forecasts"]["sure"]["outcomes"].items():
        assert entry["mean"] == alone["outcomes"][outcome]["mean"]
        analyst = data["forecasts"]["analyst"]["outcomes"][outcome]
        assert entry["difference"] == pytest.approx(entry["mean"] - analyst["mean"])
        assert analyst["difference"] == 0


def test_the_comparison_says_where_the_views_differ(compared):
    data = compared.to_json()
    assert list(data["parameters"]) == ["will", "prize"]
    will = data["parameters"]["will"]["views"]
    assert will["sure"]["difference"] == pytest.approx(-2)
    assert "meek" not in will
    assert data["parameters"]["prize"]["views"]["meek"]["median"] == 3
    assert data["rules_out"] == {"sure": {}, "meek": {"resist": "Resist"}}
    assert data["forecasts"]["sure"]["held_by"] == ["a"]


def test_views_can_be_chosen_and_must_exist():
    some = compare(dare(VIEWS), ["meek"], draws=3, seed=SEED)
    assert list(some.forecasts) == ["analyst", "meek", "played"]
    with pytest.raises(UsageError, match="there is no view `mek`") as caught:
        compare(dare(VIEWS), ["mek"], draws=3)
    assert caught.value.help == "write `meek`"
    with pytest.raises(UsageError, match="declares no views"):
        compare(dare(), draws=3)


def test_a_view_is_not_played_at_a_level():
    with pytest.raises(UsageError, match="everybody plays one crisis"):
        forecast(dare(VIEWS), draws=1, view="sure", level=1)


def test_a_contribution_is_the_paired_difference_in_closed_form(table):
    """Without the prize A pushes with a smaller logit; the others stay as drawn (by hand)."""
    data = table.to_json()
    lam = table.base.parameters[0]
    will = table.base.parameters[1]
    thought = soft(lam * np.where(table.base.on[1], will - 2, 0.0))
    won = []
    for prize in (1, 0):
        push = soft(lam * ((1 - thought) * prize - 2 * thought))
        won.append(push * (1 - soft(lam * will)))
    entry = data["theories"]["prize"]["outcomes"]["won"]
    gap = won[0] - won[1]
    assert entry["on"] == pytest.approx(won[0].mean(), abs=EXACT)
    assert entry["difference"] == pytest.approx(gap.mean(), abs=EXACT)
    assert entry["standard_error"] == pytest.approx(gap.std(ddof=1) / np.sqrt(DRAWS), abs=EXACT)


def test_theories_that_are_drawn_are_forced_both_ways(table):
    data = table.to_json()
    assert 0 < data["theories"]["will"]["on_in"] < 1
    assert data["theories"]["prize"]["reference"] == "Somebody 1999"
    scenario = dare(VIEWS + THEORIES)
    on = forecast(scenario, draws=DRAWS, seed=SEED, theories={"will": True})
    assert np.array_equal(table.each[1].with_it, on.answers.outcomes)
    off = {"will": False, "prize": False}
    neither = forecast(scenario, draws=DRAWS, seed=SEED, theories=off)
    assert np.array_equal(table.together.without, neither.answers.outcomes)
    assert json.dumps(data, allow_nan=False)


def test_a_file_without_theories_says_what_to_write():
    with pytest.raises(UsageError, match="declares no theories") as caught:
        contributions(asked(), draws=1)
    assert caught.value.help.startswith("write `theories:`")


def test_pairs_leave_out_draws_that_one_side_lacks():
    first = np.array([[1.0, 2.0, np.nan, 4.0]])
    second = np.array([[0.0, np.nan, 1.0, 1.0]])
    mean, error, pairs = difference(first, second)
    assert (mean[0], pairs) == (2.0, 2)
    assert error[0] == pytest.approx(1.0)
    assert np.isnan(difference(first[:, :1], second[:, :1])[1][0])
