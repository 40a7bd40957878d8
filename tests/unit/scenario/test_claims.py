"""Claims in the file: every key has an effect on the distribution of its number, with its sign."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from standoff.evidence import Rules
from standoff.evidence.quantiles import quantile
from standoff.game import draw_parameters
from standoff.scenario import check_text, full_text, human, load_scenario
from standoff.scenario.pooling import rules_of

PAGE = Path(__file__).parents[3] / "docs/concepts/evidence.md"
FILE = """\
standoff: 1
title: Strait
as_of: 2022-01-15
sources:
  a: {{title: A text, written: 2022-01-14{a}}}
  b: {{title: Another, written: 2022-01-12{b}}}
speakers:
  minister: {{party: east, faction: war party, credibility: {credibility}}}
{rules}parameters:
  p:
    prior: {{pooled: {{base: {base}}}}}
    unit: probability
    means: a chance
    claims:
{claims}
parties: {{east: {{}}, west: {{}}}}
clock: {{at_end: quiet}}
turns: [{{id: t, mover: east, moves: {{go: {{outcome: war}}, wait: {{}}}}}}]
outcomes: {{quiet: {{}}, war: {{payoff: {{east: p}}}}}}
"""


def text(*claims, a="", b="", rules="", credibility=1, base="{beta: {mean: 0.5, sd: 0.25}}"):
    a, b = (f", {more}" if more else "" for more in (a, b))
    rules = rules and f"evidence_rules: {{{rules}}}\n"
    lines = "\n".join(f"      - {{{claim}}}" for claim in claims)
    return FILE.format(a=a, b=b, rules=rules, credibility=credibility, base=base, claims=lines)


def loaded(*claims, **more):
    return load_scenario("strait.yaml", text=text(*claims, **more)).parameters[0]


def middle(parameter):
    return float(quantile(parameter.prior.kind, parameter.prior.arguments, (), np.array([0.5]))[0])


def width(parameter):
    low, high = quantile(
        parameter.prior.kind, parameter.prior.arguments, (), np.array([0.05, 0.95])
    )
    return float(high - low)


EVENT = "source: a, kind: event, value: 0.8"
PLAIN = loaded(EVENT)

EFFECTS = [
    # name, claims, further parts of the file, what happens to the pull towards 0.8
    ("chain", [EVENT], {"a": "chain: [{who: paper, role: origin, reliability: D}]"}, "less"),
    ("grade", [EVENT + ", credibility: 4"], {}, "less"),
    ("speaker", [EVENT + ", by: minister"], {"credibility": 0.3}, "less"),
    ("silenced speaker", [EVENT + ", by: minister"], {"credibility": 0}, "none"),
    ("hearsay", [EVENT + ", via: [unnamed sources]"], {}, "less"),
    ("nested words", [EVENT + ", via: [minister, columnist]"], {}, "less"),
    ("hedge in words", [EVENT + ", hedge: I hope"], {}, "less"),
    ("hedge in numbers", [EVENT + ", hedge: 0.6"], {}, "less"),
    ("odd words", [EVENT + ", gloss: g, reading: r, reading_confidence: 0.5"], {}, "less"),
    ("against the own side", [EVENT + ", against_interest: true"], {"a": "side: east"}, "more"),
    ("one side", [EVENT], {"a": "side: east"}, "less"),
    ("two sources", [EVENT, EVENT.replace("a,", "b,")], {}, "more"),
    ("one group", [EVENT, EVENT.replace("a,", "b,")], {"a": "group: g", "b": "group: g"}, "same"),
    ("motive", [EVENT + ", motive: true"], {}, "none"),
    (
        "two motives",
        [EVENT + ", motive: true", EVENT.replace("a,", "b,") + ", motive: true"],
        {},
        "more",
    ),
    ("author's view", [EVENT + ", about: author"], {}, "none"),
    ("evaluation", [EVENT.replace("event", "evaluation")], {}, "none"),
    ("metaphor", [EVENT.replace("event", "metaphor")], {}, "none"),
    ("label", [EVENT.replace("event", "label")], {}, "none"),
    (
        "compiled metaphor",
        [EVENT.replace("event", "metaphor") + ", compiled: true, reason: the main claim"],
        {},
        "same",
    ),
    ("undated prediction", [EVENT.replace("event", "prediction")], {}, "none"),
    (
        "dated prediction",
        [EVENT.replace("event", "prediction") + ", date: 2022-02-04"],
        {},
        "same",
    ),
    ("quotation", [EVENT.replace("event", "quotation")], {}, "same"),
    ("re-poster", [EVENT + ", from: reposter"], {}, "none"),
    ("record", [EVENT + ", use: false"], {}, "none"),
]


@pytest.mark.parametrize(
    ("name", "claims", "more", "effect"), EFFECTS, ids=[row[0] for row in EFFECTS]
)
def test_every_key_moves_the_number_the_right_way(name, claims, more, effect):
    found = loaded(*claims, **more)
    if effect == "none":
        assert found.prior.kind == "beta"
        assert found.assumed
    elif effect == "same":
        assert middle(found) == pytest.approx(middle(PLAIN))
        assert width(found) == pytest.approx(width(PLAIN))
    elif effect == "less":
        assert 0.5 < middle(found) < middle(PLAIN)
    else:
        assert middle(PLAIN) < middle(found) < 0.8


@pytest.mark.parametrize(
    ("rule", "claims", "more"),
    [
        ("grades: false", *EFFECTS[0][1:3]),
        ("reliability: {D: 1}", *EFFECTS[0][1:3]),
        ("credibility: {4: 1}", *EFFECTS[1][1:3]),
        ("speakers: false, one_sided: 1", *EFFECTS[2][1:3]),
        ("discount_per_hop: 1", *EFFECTS[4][1:3]),
        ("hedges: false", *EFFECTS[6][1:3]),
        ("readings: false", *EFFECTS[8][1:3]),
        ("against_interest: 1", *EFFECTS[9][1:3]),
        ("one_sided: 1", *EFFECTS[10][1:3]),
        ("motives_need_two: false", *EFFECTS[13][1:3]),
        ("authors_need_two: false", *EFFECTS[15][1:3]),
        ("evaluations_set_numbers: true", *EFFECTS[16][1:3]),
        ("metaphors_set_numbers: true", *EFFECTS[17][1:3]),
        ("labels_set_numbers: true", *EFFECTS[18][1:3]),
        ("undated_predictions_set_numbers: true", *EFFECTS[20][1:3]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_rule_can_be_switched_off_in_the_file(rule, claims, more):
    assert middle(loaded(*claims, **more)) != pytest.approx(middle(PLAIN))
    assert middle(loaded(*claims, rules=rule, **more)) == pytest.approx(middle(PLAIN))


def test_groups_and_disagreement_can_be_switched_off_in_the_file():
    _, claims, more, _ = EFFECTS[12]
    assert middle(loaded(*claims, rules="dependence: false", **more)) > middle(PLAIN)
    apart = ["source: a, kind: event, value: 0.99", "source: b, kind: event, value: 0.01"]
    assert width(loaded(*apart)) > width(loaded(*apart, rules="disagreement: false"))


def test_doubt_widens_and_can_be_switched_off():
    doubt = "source: b, kind: evaluation, doubts: 2"
    wide = loaded(EVENT, doubt)
    assert width(wide) > width(PLAIN)
    assert middle(wide) == pytest.approx(middle(PLAIN))
    assert width(loaded(EVENT, doubt, rules="doubts: false")) == pytest.approx(width(PLAIN))


def test_spreads_of_points_and_ranges():
    assert middle(loaded(EVENT, rules="point_spread: 2")) < middle(PLAIN)
    ranged = "source: a, kind: event, range: [0.7, 0.9]"
    assert width(loaded(ranged)) < width(loaded(ranged, rules="range_covers: 0.5"))


@pytest.mark.parametrize(("style", "widen"), [("exact", 1), ("ordinary", 1.5), ("loose", 2.5)])
def test_the_words_of_a_loose_source_are_wider(style, widen):
    words = "source: a, kind: quotation, words: very likely"
    one = loaded(words, a=f"hedge_style: {style}").pooling.claims[0]
    assert (one.claim.low, one.claim.high) == (0.8, 0.95)
    z = 1.6448536269514722
    assert one.sd == pytest.approx(widen * (np.log(19) - np.log(4)) / (2 * z))


def test_a_source_may_have_words_of_its_own():
    own = loaded(
        "source: a, kind: quotation, words: on balance", a="lexicon: {on balance: [0.6, 0.9]}"
    )
    assert (own.pooling.claims[0].claim.low, own.pooling.claims[0].claim.high) == (0.6, 0.9)


def test_the_day_of_writing_counts_and_not_that_of_the_copy():
    late = text(EVENT, a="published: 2022-02-20")
    assert check_text(late, "x.yaml") == []
    later = late.replace("2022-01-14", "2022-01-16")
    assert [item.code for item in check_text(later, "x.yaml")] == ["SC801"]
    assert check_text(later.replace("as_of: 2022-01-15\n", ""), "x.yaml") == []


def test_an_event_after_the_day_of_knowledge_is_no_event():
    wrong = text(EVENT + ", date: 2022-01-16").replace(", written: 2022-01-14", "")
    (found,) = check_text(wrong, "x.yaml")
    assert found.code == "SC808"
    assert "later than `as_of`, 2022-01-15" in found.message


def test_two_timelines_become_an_interval():
    days = loaded(
        "source: a, kind: prediction, date: 2022-01-22, value: 7, by: minister",
        "source: b, kind: prediction, date: 2022-01-26, range: [3, 12]",
        base="{lognormal: {median: 30, sd_log: 1}}",
    )
    low, high = quantile(days.prior.kind, days.prior.arguments, (), np.array([0.05, 0.95]))
    assert 2 < low < 7 < high < 20


def test_draws_follow_the_pooled_prior_and_stay_paired():
    plain, moved = (
        load_scenario("strait.yaml", text=text(*claims))
        for claims in ([EVENT + ", use: false"], [EVENT])
    )
    before, after = (draw_parameters(s, 4000, seed=1)[0] for s in (plain, moved))
    assert np.corrcoef(before, after)[0, 1] > 0.95
    assert np.median(after) == pytest.approx(middle(moved.parameters[0]), abs=0.02)


def test_claims_stand_for_the_evidence():
    assert not PLAIN.assumed
    assert [item.source for item in PLAIN.evidence] == ["a"]
    needed = text(EVENT).replace(f"    claims:\n      - {{{EVENT}}}\n", "")
    assert [item.code for item in check_text(needed, "x.yaml")] == ["SC202"]


def test_all_wrong_claims_are_reported_at_once():
    wrong = text(
        EVENT + ", by: nobody",
        "source: a, kind: event, value: 1",
        "source: a, kind: event",
        EVENT + ", hedge: touch wood",
        EVENT,
    )
    assert [item.code for item in check_text(wrong, "x.yaml")] == [
        "SC308",
        "SC804",
        "SC803",
        "SC805",
    ]


def test_speakers_are_mapped_to_parties_and_factions():
    (speaker,) = load_scenario("strait.yaml", text=text(EVENT)).speakers
    assert (speaker.name, speaker.party, speaker.faction) == ("Minister", 0, "war party")


def test_a_speaker_speaks_for_the_own_party_where_the_source_has_no_side():
    said = loaded(EVENT + ", by: minister")
    assert said.pooling.claims[0].claim.side == "east"
    assert [factor.rule for factor in said.pooling.claims[0].factors] == ["speakers", "one_sided"]
    candid = loaded(EVENT + ", by: minister, against_interest: true")
    assert candid.pooling.claims[0].weight == pytest.approx(1.5)
    reported = loaded(EVENT + ", by: minister", a="side: west")
    assert reported.pooling.claims[0].claim.side == "west"


def test_the_full_file_names_every_rule_with_its_default():
    full = full_text("strait.yaml", text=text(EVENT))
    for field in dataclasses.fields(Rules):
        assert f"  {field.name}:" in full
    assert load_scenario("strait.yaml", text=full).parameters[0] == PLAIN


def test_the_file_and_the_record_have_the_same_defaults():
    assert rules_of(human.EvidenceRules()) == Rules()


def test_a_lexicon_must_rise_inside_the_chances():
    for low, high in ((0.8, 0.5), (0, 0.5), (0.5, 1)):
        wrong = text(EVENT, a=f"lexicon: {{on balance: [{low}, {high}]}}")
        assert [item.code for item in check_text(wrong, "x.yaml")] == ["SC804"]


@pytest.mark.parametrize("sd", ["1e-200", "1e13"])
def test_a_base_that_is_lost_in_rounding_is_refused(sd):
    wrong = text(EVENT, base=f"{{normal: {{mean: 0.5, sd: {sd}}}}}")
    assert [item.code for item in check_text(wrong, "x.yaml")] == ["SC806"]


def test_the_page_explains_every_rule_with_its_default():
    page = PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", page, re.MULTILINE))
    rules = Rules()
    assert set(rows) == {field.name for field in dataclasses.fields(Rules)}
    for name, told in rows.items():
        value = getattr(rules, name)
        if isinstance(value, bool):
            assert told == ("on" if value else "off"), name
        elif isinstance(value, float):
            assert told == f"{value:g}", name
        else:
            numbers = re.findall(r"([A-F1-6]):? ([\d.]+)(?:,|$)", told)
            assert {key: float(number) for key, number in numbers} == value, name
