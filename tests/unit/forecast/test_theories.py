"""Theory switches: draws stay paired, structures are joined, and the spread is split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.hypergames import asked, dare, soft

from standoff.errors import UsageError
from standoff.forecast import forecast
from standoff.forecast.spread import split_spread
from standoff.scenario.expr import Const
from standoff.solve import certify

DRAWS, SEED = 60, 5
EXACT = 1e-10
"""Products of logits that the solver knows to 1e-12."""

OPEN = """
theories:
  private_information:
    title: Private information
    reference: Fearon 1995
    on: SHARE
    off: {reveals: [a.strength]}
"""
COSTS = """
theories:
  audience_costs: {on: SHARE, off: {parameters: {retreat: retreat / 10}}}
  tempo: {on: 0.5, off: {parameters: {loss: 1}}}
"""


def with_share(text, share):
    return text.replace("SHARE", str(share))


@pytest.fixture(scope="module")
def mixed():
    return forecast(asked(with_share(OPEN, 0.5)), draws=DRAWS, seed=SEED)


def test_theories_that_are_on_change_nothing():
    plain = forecast(asked(), draws=DRAWS, seed=SEED)
    record = forecast(asked(with_share(OPEN, 1)), draws=DRAWS, seed=SEED)
    assert np.array_equal(record.parameters, plain.parameters)
    assert np.array_equal(record.answers.outcomes, plain.answers.outcomes)
    assert record.to_json()["spread"]["estimator"] == "none"


def test_what_is_off_is_changed_and_nothing_else():
    plain = forecast(asked(), draws=DRAWS, seed=SEED)
    record = forecast(asked(with_share(COSTS, 0.3)), draws=DRAWS, seed=SEED)
    on = record.on
    assert 0 < on[0].mean() < 0.6
    names = [parameter.name for parameter in record.scenario.parameters]
    got = dict(zip(names, record.parameters, strict=True))
    was = dict(zip(names, plain.parameters, strict=True))
    assert np.array_equal(got["p_strong"], was["p_strong"])
    assert np.array_equal(got["retreat"], np.where(on[0], was["retreat"], was["retreat"] / 10))
    assert np.array_equal(got["loss"], np.where(on[1], was["loss"], 1.0))


def test_switches_do_not_depend_on_the_other_theories():
    alone = forecast(asked(with_share(COSTS, 0.3)), draws=DRAWS, seed=SEED)
    more = with_share(COSTS, 0.3) + "  third: {on: 0.2, off: {parameters: {p_strong: 0.5}}}\n"
    both = forecast(asked(more), draws=DRAWS, seed=SEED)
    assert np.array_equal(both.on[:2], alone.on)


def test_each_theory_has_a_stream_of_its_own():
    """Two fair switches agree in 200 draws of 400, give or take 5 standard deviations of 10."""
    record = forecast(asked(with_share(COSTS, 0.5)), draws=400, seed=SEED)
    assert 150 < (record.on[0] == record.on[1]).sum() < 250


def test_a_theory_can_be_forced():
    record = forecast(asked(with_share(COSTS, 0.3)), draws=9, theories={"audience_costs": False})
    assert not record.on[0].any()
    assert record.on[1].any()


def test_the_chance_may_depend_on_parameters_and_must_be_one():
    text = "theories: {t: {on: (loss - 1) / 2, off: {parameters: {retreat: 0}}}}\n"
    scenario = asked(text)
    record = forecast(scenario, draws=400, seed=SEED)
    loss = record.parameters[1]
    assert loss[record.on[0]].mean() > loss[~record.on[0]].mean()
    wrong = replace(scenario, theories=(replace(scenario.theories[0], prob_on=Const(2.0)),))
    with pytest.raises(UsageError, match="the chance that the theory `t` is on is 2 in some draw"):
        forecast(wrong, draws=2, seed=SEED)


def test_what_everybody_sees_is_known_to_all_and_solved_as_such():
    """Without private information B meets each type with the logit reply to that type (by hand)."""
    record = forecast(asked(with_share(OPEN, 0)), draws=DRAWS, seed=SEED)
    p, loss, retreat = record.parameters
    war = np.zeros(DRAWS)
    for share, prize in ((1 - p, -1.0), (p, 0.5)):
        strike = soft(2 * (prize + retreat))
        refuse = soft(2 * (1 - strike * loss))
        gain = refuse * (strike * prize - (1 - strike) * retreat) + 1 - refuse
        war += share * soft(2 * gain) * refuse * strike
    names = [outcome.id for outcome in record.scenario.outcomes]
    assert record.answers.outcomes[names.index("war")] == pytest.approx(war, abs=EXACT)


def test_draws_of_several_structures_are_joined_in_their_places(mixed):
    off = ~mixed.on[0]
    assert 0 < off.sum() < DRAWS
    hidden = forecast(asked(with_share(OPEN, 1)), draws=DRAWS, seed=SEED)
    shown = forecast(asked(with_share(OPEN, 0)), draws=DRAWS, seed=SEED)
    for name in ("outcomes", "endings", "open_at"):
        got, a, b = (getattr(r.answers, name) for r in (mixed, hidden, shown))
        assert np.allclose(got, np.where(off, b, a), atol=EXACT)
    assert np.allclose(
        mixed.answers.bluff[0][0],
        np.where(off, shown.answers.bluff[0][0], hidden.answers.bluff[0][0]),
        atol=EXACT,
    )
    assert np.array_equal(mixed.parameters, hidden.parameters)


def test_a_joined_forecast_reports_and_tabulates_all_draws(mixed):
    data = mixed.to_json()
    assert data["draws"] == DRAWS
    assert data["certificate"]["solved"] == DRAWS
    assert sum(o["mean"] for o in data["outcomes"].values()) == pytest.approx(1)
    assert data["theories"]["private_information"]["on"] == pytest.approx(mixed.on[0].mean())
    moves = data["next_moves"]["b"]["moves"]
    assert sum(move["mean"] for move in moves.values()) == pytest.approx(1)
    tables = mixed.tables()
    assert tables["draws"].num_rows == DRAWS
    assert tables["draws"]["theory.private_information"].to_pylist() == mixed.on[0].tolist()
    assert np.isfinite(tables["equilibria"]["mean"].to_numpy()).all()


def test_each_part_is_an_equilibrium_of_its_own_game(mixed):
    assert sum(part.draws for part in mixed.parts) == DRAWS
    for part in mixed.parts:
        assert certify(part.game, part.numbers, part.solution.strategy).passed.all()
    assert len({part.game.n_infosets for part in mixed.parts}) == 2


def test_a_theory_can_take_the_views_away():
    text = """
views: {sure: {held_by: [a], parameters: {will: {formula: will - 2, evidence: assumed}}}}
theories: {misperception: {on: 0.5, off: {views: [sure]}}}
"""
    record = forecast(dare(text), draws=DRAWS, seed=SEED)
    on = record.on[0]
    lam, will, prize = record.parameters
    thought, true = soft(lam * (will - 2 * on)), soft(lam * will)
    push = soft(lam * ((1 - thought) * prize - 2 * thought))
    assert record.answers.outcomes[2] == pytest.approx(push * true, abs=EXACT)
    assert record.to_json()["perception"]["views"]["sure"]["held_in"] == pytest.approx(on.mean())


def test_what_a_theory_that_is_off_sets_holds_in_every_view():
    text = """
views: {sure: {held_by: [a], parameters: {will: {formula: will - 2, evidence: assumed}}}}
theories: {will_counts: {off: {parameters: {will: 0.25}}}}
"""
    record = forecast(dare(text), draws=8, seed=SEED, theories={"will_counts": False})
    lam, will, prize = record.parameters
    assert np.array_equal(will, np.full(8, 0.25))
    resist = soft(lam * 0.25)
    push = soft(lam * ((1 - resist) * prize - 2 * resist))
    assert record.answers.outcomes[2] == pytest.approx(push * resist, abs=EXACT)


def test_the_spread_of_switches_alone_is_found():
    on = np.arange(400).reshape(1, -1) % 2 == 0
    p = np.where(on, 0.7, 0.3)
    spread = split_spread(p, on)
    assert spread.switches == pytest.approx([0.04])
    assert spread.parameters == pytest.approx([0.0], abs=1e-12)
    assert spread.chance == pytest.approx([0.21])
    assert spread.estimator == "combinations"


def test_the_split_is_unbiased_where_switches_do_nothing():
    """Mean over 2,000 repetitions of pure noise; cutting off at 0 leaves less than half of it."""
    rng = np.random.default_rng(7)
    p = 0.5 + 0.1 * rng.standard_normal((2000, 200))
    on = rng.random((3, 200)) < 0.5
    spread = split_spread(p, on)
    raw = 0.01 * 7 / 199
    assert spread.switches.mean() < 0.5 * raw
    assert spread.across == pytest.approx(p.var(axis=1))


def test_every_structure_is_searched_for_other_equilibria():
    """The first draws are searched wherever they belong, as often as they come."""
    record = forecast(asked(with_share(OPEN, 0.5)), draws=12, seed=SEED, branches=4)
    assert sorted(record.branches.searched.tolist()) == [0, 1, 2, 3]
    assert len(record.branches.found) == len(record.parts) == 2
    reported = record.branches.outcomes[:, record.branches.principal]
    order = record.branches.searched[record.branches.draw[record.branches.principal]]
    np.testing.assert_allclose(reported, record.answers.outcomes[:, order], atol=EXACT)


def test_the_split_recovers_known_parts():
    """Switch part 0.1^2, parameter part 0.05^2; standard errors of the means are below 1%."""
    rng = np.random.default_rng(8)
    on = rng.random((1, 500)) < 0.5
    p = 0.5 + np.where(on, 0.1, -0.1) + 0.05 * rng.standard_normal((500, 500))
    spread = split_spread(p, on)
    assert spread.switches.mean() == pytest.approx(0.01, rel=0.02)
    assert spread.parameters.mean() == pytest.approx(0.0025, rel=0.02)


def test_many_switches_are_fitted_by_main_effects():
    rng = np.random.default_rng(9)
    on = rng.random((8, 300)) < 0.5
    p = 0.3 + 0.02 * on.sum(axis=0)[None] + 0.01 * rng.standard_normal((100, 300))
    spread = split_spread(p, on)
    assert spread.estimator == "main effects"
    true = 0.02**2 * on.sum(axis=0).var()
    assert spread.switches.mean() == pytest.approx(true, rel=0.02)


def test_shares_add_up_to_one_with_branches():
    rng = np.random.default_rng(10)
    on = rng.random((2, 100)) < 0.5
    spread = split_spread(rng.random((3, 100)), on, np.array([0.01, 0.0, 0.2]))
    total = sum(spread.shares().values())
    assert total == pytest.approx(np.ones(3))
    assert spread.shares()["branches"][2] > spread.shares()["branches"][0] > 0
