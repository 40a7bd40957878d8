"""A file without some of its sources: what goes, what stays, and what stands in."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from standoff import library
from standoff.errors import ScenarioError, UsageError
from standoff.game import draw_parameters
from standoff.scenario import load_scenario

EARLY = dt.date(2022, 1, 12)
FILE = """\
standoff: 1
title: Strait
as_of: 2022-01-15
sources:
  a: {title: A text, written: 2022-01-14}
  b: {title: Another, written: 2022-01-12, published: 2022-01-15}
parameters:
  typed:
    value: 7
    unit: points
    means: rests on a
    evidence: [{source: a, paragraph: 2, says: seven}]
    fallback: {uniform: [0, 20]}
    fallback_reason: wide
  mixed:
    value: 3
    unit: points
    means: rests on both
    evidence: [{source: a, paragraph: 1, says: three}, {source: b, paragraph: 1, says: three}]
    fallback: {uniform: [0, 9]}
  pooled:
    prior: {pooled: {base: {beta: {mean: 0.5, sd: 0.2}}}}
    unit: probability
    means: a chance
    evidence: [{source: a, paragraph: 9, says: more}]
    claims:
      - {source: a, kind: event, value: 0.9}
      - {source: b, kind: event, value: 0.3}
parties: {east: {}, west: {}}
clock: {at_end: quiet}
turns:
  - {id: t, mover: east, moves: {go: {outcome: war}, wait: {}}}
outcomes: {quiet: {}, war: {payoff: {east: typed + mixed + pooled}}}
views:
  of_a: {source: a, held_by: [west], parameters: {mixed: {value: 9, evidence: assumed}}}
  of_b:
    source: b
    parameters:
      typed: {value: 1, evidence: [{source: a, says: one}]}
      mixed: {value: 2, evidence: [{source: b, says: two}]}
theories:
  blindness: {off: {parameters: {mixed: 0}, views: [of_a]}}
"""


def load(text=FILE, **how):
    return load_scenario("strait.yaml", text=text, **how)


def by_name(scenario):
    return {parameter.name: parameter for parameter in scenario.parameters}


def test_a_later_source_goes_with_everything_that_it_says():
    scenario = load(as_of=EARLY)
    known = by_name(scenario)
    assert [source.key for source in scenario.sources] == ["b"]
    assert scenario.as_of == EARLY
    assert known["typed"].prior.kind == "uniform"
    assert known["typed"].assumed
    assert known["typed"].reason == "wide"
    assert known["mixed"].prior.arguments == {"value": 3}
    assert [one.source for one in known["mixed"].evidence] == ["b"]
    assert [one.claim.source for one in known["pooled"].pooling.claims] == ["b"]
    assert not re.search(rb"\b(of_a|seven)\b", scenario.text)


def test_the_day_of_writing_counts_and_not_the_day_of_a_copy():
    assert [source.key for source in load(as_of=EARLY).sources] == ["b"]
    without_day = FILE.replace("written: 2022-01-12, ", "")
    assert not load(without_day, as_of=EARLY, undated="keep").sources


def test_views_go_with_their_source_and_theories_forget_them():
    scenario = load(as_of=EARLY)
    (view,) = scenario.views
    assert view.id == "of_b"
    assert [scenario.parameters[b.parameter].name for b in view.beliefs] == ["mixed"]
    assert scenario.theories[0].views == frozenset()
    assert scenario.redaction.views == ("of_a",)
    assert scenario.redaction.beliefs == (("of_b", "typed"),)


def test_what_became_of_every_number_is_told():
    redaction = load(as_of=EARLY).redaction
    assert redaction.sources == ("a",)
    assert redaction.fallback == ("typed",)
    assert redaction.pooled == ("pooled",)
    assert redaction.mixed == ("mixed",)
    assert redaction.sentence() == (
        "left out: source `a`; numbers: 1 on their fallback, 1 pooled from the rest, "
        "1 typed with it in view and kept"
    )
    nothing = load(as_of=dt.date(2022, 1, 14)).redaction
    assert nothing.sentence() == "no source was written after 2022-01-14, so nothing is left out"


def test_without_all_claims_the_base_is_left():
    pooled = by_name(load(without=("a", "b")))["pooled"]
    assert pooled.pooling.rests_on_base
    assert pooled.assumed


def test_numbers_without_fallback_stop_as_of_and_are_told_of_without():
    text = FILE.replace("    fallback: {uniform: [0, 20]}\n    fallback_reason: wide\n", "")
    with pytest.raises(ScenarioError) as caught:
        load(text, as_of=EARLY)
    found = [(one.code, one.span.line) for one in caught.value.diagnostics if one.is_error]
    assert found == [("SC820", 8)]
    scenario = load(text, without=("a",))
    assert scenario.redaction.typed == ("typed",)
    assert by_name(scenario)["typed"].prior.arguments == {"value": 7}
    assert by_name(scenario)["typed"].reason.startswith("Typed by hand with a source in view")


def test_mixed_numbers_are_warned_of_under_as_of_only():
    assert [one.code for one in load(as_of=EARLY).warnings if one.code == "SC822"] == ["SC822"]
    assert not [one for one in load(without=("a",)).warnings if one.code == "SC822"]


def test_a_source_without_a_day_is_refused_unless_told():
    text = FILE.replace("written: 2022-01-12, published: 2022-01-15", "language: en")
    with pytest.raises(ScenarioError) as caught:
        load(text, as_of=EARLY)
    assert [(one.code, one.span.line) for one in caught.value.diagnostics if one.is_error] == [
        ("SC821", 6)
    ]
    assert [source.key for source in load(text, as_of=EARLY, undated="keep").sources] == ["b"]
    dropped = load(text, without=("a",), as_of=EARLY, undated="drop")
    assert dropped.sources == ()


def test_the_text_that_is_left_is_a_file_of_its_own():
    scenario = load(as_of=EARLY)
    again = load(scenario.text)
    assert again.hash == scenario.hash
    assert dataclasses.replace(again, warnings=scenario.warnings) == scenario
    assert load(as_of=EARLY).hash == scenario.hash
    assert load().hash != scenario.hash


def test_other_sources_and_later_days_are_refused():
    with pytest.raises(UsageError, match="has no source `c`"):
        load(without=("c",))
    with pytest.raises(UsageError, match="what was known on 2022-01-15"):
        load(as_of=dt.date(2022, 2, 1))


def test_mistakes_are_shown_where_they_stand_in_the_file():
    with pytest.raises(ScenarioError) as caught:
        load(FILE.replace("held_by: [west]", "held_by: [north]"), as_of=dt.date(2022, 1, 14))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.file) == ("SC305", "strait.yaml")
    assert finding.span.line == FILE[: FILE.index("of_a: {source")].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "gone"),
    [("nato-2022", ("a",)), ("nato-2022", ("b",)), ("nato-2022-core", ("a", "b"))],
)
def test_shipped_cases_can_do_without_each_source(name, gone):
    whole, left = load_scenario(library.path(name)), load_scenario(library.path(name), without=gone)
    assert left.redaction.typed == ()
    before, after = (draw_parameters(one, 400, 1) for one in (whole, left))
    touched = {*left.redaction.fallback, *left.redaction.pooled}
    for k, parameter in enumerate(whole.parameters):
        if parameter.name in left.redaction.fallback:
            assert after[k].std() > before[k].std(), parameter.name
        if parameter.name not in touched:
            assert (after[k] == before[k]).all(), parameter.name
