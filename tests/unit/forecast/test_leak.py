"""A forecast as of a day cannot know what was written later: whatever a later source says."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from standoff import library
from standoff.forecast import forecast
from standoff.scenario import load_scenario, redact

DAY = dt.date(2022, 1, 12)
TEXT = library.path("nato-2022-core").read_text(encoding="utf-8")
TYPED = re.compile(
    r"^(    prior: )\{.*\}(\n(?:    (?:unit|means): .*\n)+    evidence:\n"
    r"(?:      - \{source: a.*\n)+(?!      - ))",
    re.MULTILINE,
)
"""A number that rests on `a` alone."""


def altered(text):
    """Return the file with everything changed that `a` says."""
    changed, numbers = TYPED.subn(r"\g<1>{uniform: [0.4, 0.6]}\g<2>", text)
    assert numbers > 15
    changed, places = re.subn(
        r"\{source: a, paragraph: \d+, says: \".*?\"\}",
        '{source: a, paragraph: 99, says: "The opposite"}',
        changed,
    )
    assert places > 25
    changed, dates = re.subn(r"written: 2022-01-14", "written: 2022-01-15", changed)
    assert dates == 1
    extra = "    note: Something else altogether\n    side: russia\n    group: other\n"
    return (
        changed.replace(
            "  b:\n    title:", f"    lexicon: {{surely: [0.9, 0.99]}}\n{extra}  b:\n    title:"
        )
        .replace("    note: Several claims cut", "    language: fr\n    #")
        .replace("    language: ru\n", "")
    )


def statement(folder, text, word):
    """Return everything that a forecast says, made beside a store of the sources' texts."""
    (folder / "sources/a").mkdir(parents=True, exist_ok=True)
    (folder / "sources/a/paragraphs.jsonl").write_text(json.dumps({"number": 1, "text": word}))
    path = folder / "nato.yaml"
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(path, as_of=DAY)
    data = forecast(scenario, draws=4, seed=3, threads=1).to_json()
    return json.dumps(data | {"hash": scenario.hash}, sort_keys=True)


def require_no_leak(folder):
    assert statement(folder, TEXT, "one") == statement(folder, altered(TEXT), "two")


def test_nothing_that_a_later_source_says_reaches_a_number(tmp_path):
    require_no_leak(tmp_path)


def test_the_whole_forecast_does_depend_on_that_source():
    plain, other = (
        forecast(load_scenario("nato.yaml", text=text), draws=4, seed=3, threads=1).answers.outcomes
        for text in (TEXT, altered(TEXT))
    )
    assert (plain != other).any()


def test_a_loader_that_keeps_the_typed_numbers_is_caught(tmp_path, monkeypatch):
    def keep(work, name, spec):
        spec.pop("fallback")
        work.note("typed", name)

    monkeypatch.setattr(redact, "_alone", keep)
    with pytest.raises(AssertionError):
        require_no_leak(tmp_path)


def test_a_loader_that_goes_by_the_day_of_the_copy_is_caught(tmp_path, monkeypatch):
    monkeypatch.setattr(redact, "_late", lambda *_: ())
    with pytest.raises(AssertionError):
        require_no_leak(tmp_path)
