"""Each rule of weighing, switched on and off: does it raise, lower, or take away a weight?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest

from standoff.evidence import Claim, Rules, base_of, pool
from standoff.evidence.lexicon import HEDGES, STYLES, hedge_of
from standoff.evidence.likelihood import SCALE, WORDS, range_of
from standoff.evidence.rules import CREDIBILITY, RELIABILITY

BASE = base_of("beta", {"mean": 0.5, "sd": 0.25})
PLAIN = Claim(source="a", kind="event", group="a", low=0.8, high=0.8)
OTHER = dataclasses.replace(PLAIN, source="b", group="b")
DAY = dt.date(2022, 2, 4)


def made(*claims, **switches):
    return pool(BASE, claims, Rules(**switches))


def change(**more):
    return dataclasses.replace(PLAIN, **more)


TABLE = [
    # what is changed in the claim, the factor of its weight, what switches the rule off
    ("chain", {"grades": ("B", "C", "D")}, 0.85 * 0.65 * 0.4, {"grades": False}),
    ("reliable chain", {"grades": ("A", "A")}, 1.0, {"grades": False}),
    ("credibility", {"credibility": 4}, 0.35, {"grades": False}),
    ("speaker", {"by": "minister", "speaker_credibility": 0.6}, 0.6, {"speakers": False}),
    ("one hop", {"via": ("sources",)}, 0.7, {"discount_per_hop": 1.0}),
    ("two hops", {"via": ("minister", "columnist")}, 0.49, {"discount_per_hop": 1.0}),
    ("hedge", {"hedge": 0.5, "hedge_words": "i hope"}, 0.5, {"hedges": False}),
    ("reading", {"reading_confidence": 0.7}, 0.7, {"readings": False}),
    ("no reading", {"reading_confidence": 0.0}, 0.0, {"readings": False}),
    (
        "against interest",
        {"side": "east", "against_interest": True},
        1.5,
        {"against_interest": 1.0},
    ),
    ("one side", {"side": "east"}, 0.8, {"one_sided": 1.0}),
    ("evaluation", {"kind": "evaluation"}, 0.0, {"evaluations_set_numbers": True}),
    ("metaphor", {"kind": "metaphor"}, 0.0, {"metaphors_set_numbers": True}),
    ("label", {"kind": "label"}, 0.0, {"labels_set_numbers": True}),
    ("undated", {"kind": "prediction"}, 0.0, {"undated_predictions_set_numbers": True}),
    ("motive", {"motive": True}, 0.0, {"motives_need_two": False}),
    ("author's view", {"about": "author"}, 0.0, {"authors_need_two": False}),
]
"""Rules that look at one claim."""


@pytest.mark.parametrize(("name", "more", "factor", "off"), TABLE, ids=[row[0] for row in TABLE])
def test_the_rule_sets_the_weight_and_the_weight_moves_the_number(name, more, factor, off):
    plain, ruled, free = made(PLAIN), made(change(**more)), made(change(**more), **off)
    assert plain.claims[0].weight == 1
    assert ruled.claims[0].weight == pytest.approx(factor)
    assert free.claims[0].weight == pytest.approx(1)
    assert free.mean == pytest.approx(plain.mean)
    pull = [one.mean - BASE.mean for one in (ruled, plain)]
    assert pull[1] > 0
    if factor == 0:
        assert ruled.rests_on_base
        assert ruled.arguments == BASE.arguments
        assert ruled.claims[0].excluded or "readings" in off
    elif factor < 1:
        assert 0 < pull[0] < pull[1]
        assert ruled.sd > plain.sd
    elif factor > 1:
        assert pull[0] > pull[1]
        assert ruled.sd < plain.sd


@pytest.mark.parametrize("name", [row[0] for row in TABLE])
def test_the_rule_has_a_name_that_a_reader_can_switch(name):
    (_, more, factor, off) = next(row for row in TABLE if row[0] == name)
    one = made(change(**more)).claims[0]
    named = {f.rule for f in one.factors} | {one.excluded}
    aliases = {"reliability": "grades", "credibility": "grades"}
    assert set(off) <= {aliases.get(rule, rule) for rule in named} | (
        {""} if factor == 1 else set()
    )


def test_every_switch_of_the_rules_is_in_a_test():
    in_table = {switch for row in TABLE for switch in row[3]}
    elsewhere = {"reliability", "credibility", "dependence", "disagreement", "doubts"}
    elsewhere |= {"point_spread", "range_covers"}
    assert in_table | elsewhere == {field.name for field in dataclasses.fields(Rules)}


def test_dated_predictions_and_quotations_count():
    assert made(change(kind="prediction", date=DAY)).claims[0].weight == 1
    assert made(change(kind="quotation")).claims[0].weight == 1


@pytest.mark.parametrize("kind", ["evaluation", "metaphor", "label", "prediction"])
def test_one_claim_can_be_compiled_by_hand(kind):
    one = made(change(kind=kind, compiled=True, reason="the main causal claim")).claims[0]
    assert (one.weight, one.excluded) == (1, "")


@pytest.mark.parametrize("rule", ["use", "from"])
def test_records_and_tags_of_re_posters_are_always_left_out(rule):
    more = {"use": {"use": False}, "from": {"reposter": True}}[rule]
    one = made(change(compiled=True, **more)).claims[0]
    assert (one.weight, one.excluded) == (0, rule)


@pytest.mark.parametrize(
    ("more", "rule"),
    [({"motive": True}, "motives_need_two"), ({"about": "author"}, "authors_need_two")],
)
def test_a_second_independent_group_bears_it_out(more, rule):
    one = change(**more)
    assert made(one, dataclasses.replace(OTHER, **more)).groups == 2
    alike = dataclasses.replace(OTHER, group="a", **more)
    assert {c.excluded for c in made(one, alike).claims} == {rule}
    against = dataclasses.replace(OTHER, low=0.2, high=0.2, **more)
    assert {c.excluded for c in made(one, against).claims} == {rule}
    left_out = dataclasses.replace(OTHER, use=False, **more)
    assert made(one, left_out).claims[0].excluded == rule


def test_a_motive_is_not_borne_out_by_an_event_but_an_author_is():
    assert made(change(motive=True), OTHER).claims[0].excluded == "motives_need_two"
    assert made(change(about="author"), OTHER).claims[0].weight == 1


def test_a_second_side_lifts_the_discount_of_one():
    east, west = change(side="east"), dataclasses.replace(OTHER, side="west")
    neutral = OTHER
    assert made(east).claims[0].weight == pytest.approx(0.8)
    for second in (west, neutral):
        assert [one.weight for one in made(east, second).claims] == [1, 1]
    # one that is left out is not heard
    silent = dataclasses.replace(west, kind="metaphor")
    assert made(east, silent).claims[0].weight == pytest.approx(0.8)


def test_a_claim_against_its_side_needs_no_second_side():
    one = made(change(side="east", against_interest=True)).claims[0]
    assert [factor.rule for factor in one.factors] == ["against_interest"]


def test_claims_of_a_group_share_the_weight_of_its_heaviest():
    heavy, light = PLAIN, change(hedge=0.5)
    weights = [one.weight for one in made(heavy, light).claims]
    assert weights == pytest.approx([2 / 3, 1 / 3])
    assert sum(weights) == pytest.approx(1)
    assert [one.weight for one in made(heavy, light, dependence=False).claims] == [1, 0.5]
    # what is left out takes no share
    assert [one.weight for one in made(heavy, change(use=False)).claims] == [1, 0]


def test_effective_number_counts_groups():
    assert made(PLAIN, PLAIN, OTHER).effective == pytest.approx(2)
    assert made(PLAIN, dataclasses.replace(OTHER, hedge=0.5)).effective == pytest.approx(1.8)
    assert made(PLAIN, PLAIN, OTHER, dependence=False).effective == pytest.approx(3)


def test_doubt_widens_whatever_its_kind_and_can_be_switched_off():
    doubt = change(kind="evaluation", low=None, high=None, doubts=1.5)
    assert made(PLAIN, doubt).sd == pytest.approx(1.5 * made(PLAIN).sd)
    assert made(PLAIN, doubt).mean == pytest.approx(made(PLAIN).mean)
    assert made(PLAIN, doubt, doubts=False).sd == pytest.approx(made(PLAIN).sd)
    assert made(PLAIN, doubt, doubts=False).claims[1].excluded == "doubts"
    # copies in one group say it once
    assert made(PLAIN, doubt, doubt).sd == pytest.approx(1.5 * made(PLAIN).sd)


def test_a_wider_point_pulls_less():
    assert BASE.mean < made(PLAIN, point_spread=2.0).mean < made(PLAIN).mean


def test_disagreement_can_be_switched_off():
    far = [change(low=0.999, high=0.999), dataclasses.replace(OTHER, low=0.001, high=0.001)]
    assert made(*far).sd > made(*far, disagreement=False).sd


def test_the_tables_fall_with_the_grade():
    for table, grades in ((RELIABILITY, "ABCDE"), (CREDIBILITY, "12345")):
        shares = [table[grade] for grade in grades]
        assert shares == sorted(shares, reverse=True)
        assert len(set(shares)) == 5
    for table in (RELIABILITY, CREDIBILITY):
        assert all(0 < share <= 1 for share in table.values())


def test_the_words_are_those_of_the_scale_under_two_names():
    assert len(WORDS) == 2 * len(SCALE)
    assert range_of("Very  likely") == (0.8, 0.95) == range_of("highly probable")
    assert range_of("maybe so") is None
    ends = sorted(set(WORDS.values()))
    assert all(first[1] == second[0] for first, second in itertools.pairwise(ends))


def test_hedges_lower_and_styles_widen():
    assert all(0 < share < 1 for share in HEDGES.values())
    assert all(key == key.lower() for key in HEDGES)
    assert hedge_of("I hope") == 0.5
    assert hedge_of("touch wood") is None
    assert STYLES["exact"] == 1 < STYLES["ordinary"] < STYLES["loose"]


@pytest.mark.parametrize(("style", "factor"), STYLES.items())
def test_a_looser_style_widens_the_claim_and_pulls_less(style, factor):
    exact = change(low=0.8, high=0.95)
    one, other = made(exact), made(dataclasses.replace(exact, widen=factor))
    assert other.claims[0].sd == pytest.approx(factor * one.claims[0].sd)
    assert other.mean <= one.mean
