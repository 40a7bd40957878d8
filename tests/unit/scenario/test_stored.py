"""Places that a scenario names are looked up in the sources that are stored beside it."""

import shutil

import pytest

from standoff import library
from standoff.errors import ScenarioError
from standoff.evidence.sources import Store, read_source
from standoff.scenario import load_scenario

TEXT = """\
Strait in doubt

By A Reader

March 3, 2019

The minister said that the fleet would sail within a week. GDP has decided to raise the stakes.

Filed under: Sea | Tagged: Strait, Illegal Tolls
"""
FILE = """\
standoff: 1
title: Strait
sources:
  a: {title: A text, written: 2019-03-03}
parameters:
  war_cost:
    prior: {pooled: {base: {uniform: [0, 1]}}}
    claims:
      - {source: a, kind: event, value: 0.6, PLACE}
    unit: probability
    means: chance that the fleet sails
parties:
  east: {}
  west: {}
clock: {at_end: quiet}
turns:
  - id: push
    mover: east
    moves:
      sail: {outcome: war, cost: {east: war_cost}}
      wait: {}
outcomes:
  quiet: {}
  war: {payoff: {west: -1}, force: true}
"""


@pytest.fixture
def folder(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    Store(tmp_path / "sources").add(article.read_bytes(), read_source(article), key="a")
    return tmp_path


def load(folder, place):
    path = folder / "scenario.yaml"
    path.write_text(FILE.replace("PLACE", place), encoding="utf-8")
    return load_scenario(path)


def codes(folder, place):
    try:
        return [one.code for one in load(folder, place).warnings]
    except ScenarioError as error:
        return [one.code for one in error.diagnostics]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("paragraph: 4", []),
        ("paragraph: 4, characters: [0, 58]", []),
        ("paragraph: 7", ["SC811"]),
        ("paragraph: 4, characters: [0, 580]", ["SC811"]),
        ("paragraph: 5", ["SC812"]),
        ("paragraph: 5, from: reposter", []),
        ("paragraph: 5, use: false", []),
        ("paragraph: 4, characters: [59, 95]", ["SC813"]),
        ("paragraph: 4, characters: [59, 95], gloss: GDP, reading: The president", []),
        ("paragraph: 4, characters: [59, 95], use: false", []),
    ],
)
def test_places_are_looked_up(folder, place, code):
    assert codes(folder, place) == code


def test_without_a_store_nothing_is_looked_up(folder):
    shutil.rmtree(folder / "sources")
    assert codes(folder, "paragraph: 700") == []


def test_the_misread_word_is_named_with_what_it_means(folder):
    with pytest.raises(ScenarioError) as error:
        load(folder, "paragraph: 4, characters: [59, 95]")
    (said,) = error.value.diagnostics
    assert "`GDP`" in said.message
    assert "initials" in said.note


FILES = {"a": "000_54eb1cbeed50038b.txt", "b": "004_a708971e46603883.txt"}


@pytest.mark.parametrize("name", ["nato-2022", "nato-2022-core"])
def test_no_place_of_the_shipped_crisis_misleads(name, tmp_path, shared_dir):
    store = Store(tmp_path / "sources")
    for key, file in FILES.items():
        path = shared_dir / "sources" / file
        store.add(path.read_bytes(), read_source(path), key=key)
    shutil.copy(library.path(name), tmp_path / "scenario.yaml")
    scenario = load_scenario(tmp_path / "scenario.yaml")
    found = {one.code for one in scenario.warnings}
    assert not found & {"SC811", "SC812", "SC813"}
    claims = [c.claim for p in scenario.parameters if p.pooling for c in p.pooling.claims]
    assert name != "nato-2022" or sum(one.characters is not None for one in claims) > 10
