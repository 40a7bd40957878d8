"""Pooling: answers by hand, by brute force, and what must hold of any pool."""

from __future__ import annotations

import math

import numpy as np
import pytest

from standoff.evidence import Claim, Rules, base_of, pool
from standoff.evidence.quantiles import quantile
from standoff.evidence.scale import POOLED, Scale

EXACT = 1e-12
GRID = 1e-6
"""A Riemann sum of smooth densities that vanish at the ends of a fine grid is better than this."""

NORMAL = base_of("normal", {"mean": 0.0, "sd": 2.0})
PLAIN = Rules(one_sided=1.0, disagreement=False)


def claim(value=None, group="a", **more):
    """Return an event of a source without a side."""
    low, high = (value, value) if isinstance(value, (int, float)) else (value or (None, None))
    return Claim(source=group, kind="event", group=group, low=low, high=high, **more)


def test_a_full_claim_without_a_range_counts_as_much_as_the_base():
    # precisions 1/4 and 1/4: mean (0 + 3) / 2, variance 1 / (1/2)
    made = pool(NORMAL, [claim(3.0)], PLAIN)
    assert (made.kind, made.groups, made.effective) == ("normal", 1, 1.0)
    assert made.arguments["mean"] == pytest.approx(1.5, abs=EXACT)
    assert made.arguments["sd"] == pytest.approx(math.sqrt(2), abs=EXACT)


def test_two_weighted_claims_by_hand():
    # base 1/4 at 0; claim at 3 with sd 2 and weight 1/2: 1/8; claim at -1 with sd 2, weight 1: 1/4
    made = pool(NORMAL, [claim(3.0, hedge=0.5), claim(-1.0, "b")], PLAIN)
    assert made.mean == pytest.approx((3 / 8 - 1 / 4) / (5 / 8), abs=EXACT)
    assert made.sd == pytest.approx(math.sqrt(8 / 5), abs=EXACT)
    assert made.effective == pytest.approx(1.5**2 / 1.25, abs=EXACT)


def test_a_range_is_its_central_ninety_percent():
    # 1.6448536 standard deviations on either side
    one = pool(NORMAL, [claim((1.0, 3.0))], PLAIN).claims[0]
    assert one.mean == pytest.approx(2.0, abs=EXACT)
    assert one.sd == pytest.approx(1 / 1.6448536269514722, abs=EXACT)
    half = pool(NORMAL, [claim((1.0, 3.0))], Rules(range_covers=0.5)).claims[0]
    assert half.sd == pytest.approx(1 / 0.6744897501960817, abs=EXACT)


def test_the_pool_is_the_product_of_powers_of_the_densities():
    claims = [claim((1.0, 3.0), hedge=0.5), claim(-1.0, "b"), claim(4.0, "c", hedge=0.3)]
    made = pool(NORMAL, claims, PLAIN)
    x = np.linspace(-30, 30, 200_001)
    log_density = -0.5 * (x / 2.0) ** 2
    for one in made.claims:
        log_density += one.weight * -0.5 * ((x - one.mean) / one.sd) ** 2
    density = np.exp(log_density - log_density.max())
    density /= density.sum()
    mean = float((density * x).sum())
    assert made.mean == pytest.approx(mean, abs=GRID)
    assert made.sd == pytest.approx(math.sqrt((density * (x - mean) ** 2).sum()), abs=GRID)


def test_on_a_cut_off_normal_the_pool_is_exact_too():
    base = base_of("normal", {"mean": 1.0, "sd": 2.0, "low": 0.0})
    made = pool(base, [claim(0.5)], PLAIN)
    x = np.linspace(1e-9, 30, 400_001)
    density = np.exp(-0.5 * ((x - 1) / 2) ** 2 - 0.5 * ((x - 0.5) / 2) ** 2)
    shares = np.cumsum(density) / density.sum()
    u = np.array([0.1, 0.5, 0.9])
    expected = np.interp(u, shares, x)
    assert quantile(made.kind, made.arguments, (), u) == pytest.approx(expected, abs=1e-3)


def test_a_chance_by_hand():
    # base logit-normal: logit 0 and sd 1; the claim is a point at logit 2 with the base's spread
    base = base_of("logitnormal", {"median": 0.5, "sd_logit": 1.0, "low": 0.0, "high": 1.0})
    made = pool(base, [claim(1 / (1 + math.exp(-2)))], PLAIN)
    assert made.kind == "logitnormal"
    assert made.arguments["median"] == pytest.approx(1 / (1 + math.exp(-1)), abs=EXACT)
    assert made.arguments["sd_logit"] == pytest.approx(math.sqrt(0.5), abs=EXACT)


def test_a_positive_number_by_hand():
    # logs: base log 4, claim log 16, equal precisions: median 8
    base = base_of("lognormal", {"median": 4.0, "sd_log": 1.0})
    made = pool(base, [claim(16.0)], PLAIN)
    assert made.kind == "lognormal"
    assert made.arguments["median"] == pytest.approx(8.0, abs=1e-11)
    assert made.arguments["sd_log"] == pytest.approx(math.sqrt(0.5), abs=EXACT)


def test_the_logit_of_a_uniform_number_is_logistic():
    for kind, args in (
        ("uniform", {"low": 10.0, "high": 50.0}),
        ("beta", {"mean": 0.5, "sd": math.sqrt(1 / 12)}),
    ):
        base = base_of(kind, args)
        assert base.mean == pytest.approx(0, abs=EXACT)
        assert base.sd == pytest.approx(math.pi / math.sqrt(3), abs=1e-9)


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("beta", {"mean": 0.2, "sd": 0.1}),
        ("pert", {"low": 10.0, "mode": 20.0, "high": 50.0}),
        ("triangular", {"low": 0.0, "mode": 0.25, "high": 1.0}),
        ("uniform", {"low": 0.0, "high": 1.0}),
    ],
)
def test_the_base_has_the_moments_of_draws(kind, args):
    base = base_of(kind, args)
    u = (np.arange(200_000) + 0.5) / 200_000
    place = np.array([base.scale.forward(x) for x in quantile(kind, args, (), u)])
    assert base.mean == pytest.approx(place.mean(), abs=2e-3)
    assert base.sd == pytest.approx(place.std(), abs=2e-3)


def test_disagreement_widens_by_the_birge_ratio():
    # base at 0 and claim at 8, both sd 2: mean 4, chi-square 4 + 4 over one degree of freedom
    made = pool(NORMAL, [claim(8.0)], Rules(one_sided=1.0))
    assert made.disagreement == pytest.approx(8.0, abs=EXACT)
    assert made.mean == pytest.approx(4.0, abs=EXACT)
    assert made.sd == pytest.approx(math.sqrt(2 * 8), abs=EXACT)


def test_agreement_never_narrows_by_the_birge_ratio():
    made = pool(NORMAL, [claim(0.1), claim(0.0, "b")], Rules(one_sided=1.0))
    assert made.disagreement == 1.0


def test_two_timelines_give_an_interval_that_holds_both():
    # two days until the start and ten of withdrawal, against one week
    base = base_of("lognormal", {"median": 20.0, "sd_log": 1.0})
    made = pool(base, [claim((2.0, 12.0)), claim(7.0, "b")], PLAIN)
    low, high = quantile(made.kind, made.arguments, (), np.array([0.05, 0.95]))
    assert low < 7 < high < 20
    apart = pool(base, [claim((2.0, 2.2)), claim((29.0, 31.0), "b")])
    low, high = quantile(apart.kind, apart.arguments, (), np.array([0.05, 0.95]))
    assert low < 3
    assert high > 20


def test_without_claims_nothing_changes():
    for claims in ([], [claim(0.9, use=False)], [claim(0.9, hedge=0.5, reposter=True)]):
        base = base_of("beta", {"mean": 0.5, "sd": 0.2})
        made = pool(base, claims)
        assert made.rests_on_base
        assert (made.kind, made.arguments) == ("beta", {"mean": 0.5, "sd": 0.2})
        assert (made.effective, made.mean, made.sd) == (0.0, base.mean, base.sd)


def test_doubt_widens_by_its_factor_to_the_power_of_its_weight():
    full = pool(NORMAL, [claim(doubts=1.5)])
    assert (full.mean, full.sd) == (0.0, 3.0)
    half = pool(NORMAL, [claim(doubts=1.5, hedge=0.5)])
    assert half.sd == pytest.approx(2 * math.sqrt(1.5), abs=EXACT)
    assert not full.rests_on_base
    assert full.groups == 0


@pytest.mark.parametrize("copies", [2, 3, 10])
def test_copies_of_a_claim_in_one_group_change_nothing(copies):
    once = pool(NORMAL, [claim(5.0)])
    often = pool(NORMAL, [claim(5.0)] * copies)
    assert often.mean == pytest.approx(once.mean, abs=EXACT)
    assert often.sd == pytest.approx(once.sd, abs=EXACT)
    assert often.effective == pytest.approx(1.0, abs=EXACT)
    free = pool(NORMAL, [claim(5.0)] * copies, Rules(dependence=False))
    assert free.mean > once.mean
    assert free.effective == pytest.approx(copies, abs=EXACT)


def test_the_order_of_claims_does_not_matter():
    claims = [claim(3.0), claim((1.0, 2.0), "b", hedge=0.4), claim(-2.0), claim(doubts=2.0)]
    one, two = pool(NORMAL, claims), pool(NORMAL, claims[::-1])
    assert one.mean == pytest.approx(two.mean, abs=EXACT)
    assert one.sd == pytest.approx(two.sd, abs=EXACT)


@pytest.mark.parametrize("kind", POOLED)
def test_places_go_there_and_back(kind):
    scales = {"normal": Scale("identity"), "lognormal": Scale("log", 0.0)}
    scale = scales.get(kind, Scale("logit", 10.0, 50.0))
    for value in (10.5, 30.0, 49.0):
        assert scale.inverse(scale.forward(value)) == pytest.approx(value, abs=1e-10)
        assert scale.holds(value)


def test_the_quantiles_of_the_logit_normal_by_hand():
    u = np.array([0.5, 0.8413447460685429])  # one standard deviation
    found = quantile(
        "logitnormal", {"median": 0.5, "sd_logit": 2.0, "low": 0.0, "high": 1.0}, (), u
    )
    assert found == pytest.approx([0.5, 1 / (1 + math.exp(-2))], abs=EXACT)
    wide = quantile(
        "logitnormal", {"median": 30.0, "sd_logit": 2.0, "low": 10.0, "high": 50.0}, (), u
    )
    assert wide == pytest.approx(10 + 40 * found, abs=1e-10)
