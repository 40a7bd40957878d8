import numpy as np
import pytest
from tests.support.crises import ASK, DUEL, duel

from standoff.errors import UsageError
from standoff.game import compile_game, draw_numbers, draw_parameters
from standoff.game.numbers import quantile
from standoff.scenario import load_scenario
from standoff.scenario.model import Prior

GRID = (np.arange(200_000) + 0.5) / 200_000
MOMENTS = 2e-3
"""A midpoint sum over 200,000 quantiles of a smooth prior is closer than this."""


@pytest.mark.parametrize(
    ("prior", "mean", "sd"),
    [
        (Prior("uniform", {"low": 2, "high": 5}), 3.5, 3 / 12**0.5),
        (Prior("triangular", {"low": 0, "mode": 1, "high": 5}), 2.0, (21 / 18) ** 0.5),
        (Prior("normal", {"mean": 1, "sd": 2}), 1.0, 2.0),
        (Prior("lognormal", {"median": 1, "sd_log": 0.5}), np.exp(0.125), 0.6039),
        (Prior("beta", {"mean": 0.3, "sd": 0.1}), 0.3, 0.1),
        (Prior("pert", {"low": 0, "mode": 2, "high": 10}), 3.0, (3 * 7 / 7) ** 0.5),
        (Prior("choice", choices=((5.0, 0.25), (10.0, 0.75))), 8.75, 5 * (3 / 16) ** 0.5),
        (Prior("fixed", {"value": 4}), 4.0, 0.0),
    ],
)
def test_priors_have_their_textbook_moments(prior, mean, sd):
    values = quantile(prior, GRID)
    assert values.mean() == pytest.approx(mean, abs=MOMENTS)
    assert values.std() == pytest.approx(sd, abs=MOMENTS)


def test_a_truncated_normal_stays_within_its_bounds():
    values = quantile(Prior("normal", {"mean": 0, "sd": 5, "low": -1, "high": 2}), GRID)
    assert -1 <= values.min() < values.max() <= 2


def test_a_new_parameter_does_not_move_the_draws_of_the_others():
    more = DUEL.format(rounds=2, memory="history").replace(
        "parameters:\n",
        "parameters:\n  extra:\n    prior: {uniform: [0, 1]}\n    unit: none\n"
        "    means: nothing\n    evidence: assumed\n",
    )
    with_extra = load_scenario("duel.yaml", text=more)
    names = [parameter.name for parameter in with_extra.parameters]
    before = draw_parameters(duel(2), 50, 7)
    after = draw_parameters(with_extra, 50, 7)
    np.testing.assert_array_equal(before, np.delete(after, names.index("extra"), axis=0))


def test_the_seed_changes_the_draws_and_nothing_else_does():
    np.testing.assert_array_equal(draw_parameters(duel(2), 5, 1), draw_parameters(duel(3), 5, 1))
    assert (draw_parameters(duel(2), 5, 1) != draw_parameters(duel(2), 5, 2)).all()


def test_a_prior_of_types_that_leaves_0_to_1_is_named():
    text = ASK.replace("{value: 0.3,", "{prior: {normal: {mean: 0.9, sd: 0.1}},")
    scenario = load_scenario("ask.yaml", text=text)
    game = compile_game(scenario)
    with pytest.raises(UsageError, match=r"prior of the private types: a chance is -0"):
        draw_numbers(scenario, game, 200, 1)


def test_a_negative_precision_is_named():
    text = DUEL.format(rounds=1, memory="history")
    text = text.replace("{lognormal: {median: 8, sd_log: 0.4}}", "{normal: {mean: 1, sd: 2}}")
    scenario = load_scenario("duel.yaml", text=text)
    with pytest.raises(UsageError, match=r"`precision` is -\d.* in some draw; lambda must be"):
        draw_numbers(scenario, compile_game(scenario), 100, 1)


def test_a_payoff_that_is_not_finite_is_named():
    text = ASK.replace(
        "won: {title: A wins, payoff: {a: 1,",
        'won: {title: A wins, payoff: {a: "log(p_strong - 1)",',
    )
    scenario = load_scenario("ask.yaml", text=text)
    with pytest.raises(UsageError, match="payoff of outcome `won` for `a` is not a finite"):
        draw_numbers(scenario, compile_game(scenario), 3, 1)
