"""Every theory has a page with a fragment of a crisis that loads and numbers that are computed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.support.pages import ROOT, STEP, changed, follow, here, pieces_of, read

from standoff import library
from standoff.scenario import load_scenario

FOLDER = ROOT / "examples/theories"
NAMES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
WANTED = {
    "alliances",
    "audience_costs",
    "brinkmanship",
    "coercion",
    "commitment_problem",
    "covert_preparation",
    "indivisibility",
    "learning",
    "misperception",
    "private_information",
    "relative_gains",
    "side_crisis",
    "status",
    "tempo",
    "two_levels",
}
PARTS = ("**What it says.**", "**Who says so.**", "**Who doubts it.**", "## How to write it")
PARTS += ("## What switching it off does", "*Expected sign:*", "**if**", "## How it can mislead")


def page(name: str) -> str:
    return read(f"concepts/theories/{name}.md")


def data(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def within(part: Any, whole: Any) -> bool:
    """Return whether all that a fragment says stands in a file."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and within(value, whole[key]) for key, value in part.items()
        )
    if isinstance(part, list) and isinstance(whole, list):
        return all(any(within(one, other) for other in whole) for one in part)
    return bool(part == whole)


def test_the_switches_that_the_project_names_are_there():
    assert set(NAMES) >= WANTED


@pytest.mark.parametrize("shipped", library.names())
def test_every_theory_of_a_shipped_scenario_has_a_page(shipped):
    file = library.path(shipped)
    named = (data(file.read_text(encoding="utf-8")) or {}) if file.suffix == ".yaml" else {}
    missing = set(named.get("theories", {})) - set(NAMES)
    assert missing == set(), "write docs/concepts/theories/<name>.md and its example"


def test_the_list_names_every_page():
    named = set(re.findall(r"\]\((\w+)\.md\)", page("index")))
    assert set(NAMES) <= named
    assert page("index").count("from memory") == 1
    (fragment,) = pieces_of(page("index"))
    assert within(
        data(fragment), data((FOLDER / "audience_costs.yaml").read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_fragment_is_part_of_a_crisis_that_loads(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    scenario = load_scenario(FOLDER / f"{name}.yaml")
    assert scenario.warnings == ()
    assert [theory.id for theory in scenario.theories] == [name]
    (fragment,) = pieces_of(page(name))
    assert within(data(fragment), data(text))
    assert data(fragment)["theories"].keys() == {name}
    assert 3 <= fragment.count("\n") <= 15


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_all_its_parts(name):
    text = page(name)
    assert [part for part in PARTS if part not in text] == []
    theory = data((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["theories"][name]
    for author in re.findall(r"[A-Z]\w{2,}(?= (?:and \w+ )?\d{4})", theory["reference"]):
        assert author in text
    for author in re.findall(r"[A-Z]\w{2,}(?= (?:and \w+ )?\d{4})", theory["critics"]):
        assert author in text[text.index("**Who doubts it.**") :]


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_the_page_are_computed(name, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    file = f"examples/theories/{name}.yaml"
    text = (ROOT / file).read_text(encoding="utf-8")
    commands = follow(page(name), tmp_path, file, given=text, runner=here)
    assert commands == [f"standoff theories {file} --draws 1"] * 2
    assert (tmp_path / file).read_text(encoding="utf-8") != text  # the change is made


def test_a_number_that_is_not_computed_is_found(tmp_path):
    file = "examples/theories/status.yaml"
    text = (ROOT / file).read_text(encoding="utf-8")
    shown = next(m["console"] for m in STEP.finditer(page("status")) if m["console"])
    wrong = changed(shown, [("+13.4", "+13.5")])
    with pytest.raises(AssertionError, match="not printed"):
        follow(f"```console\n{wrong}```", tmp_path, file, given=text, runner=here)


def test_a_fragment_that_says_something_else_is_found():
    whole = {"a": [{"b": 1}, {"c": 2}], "d": 3}
    assert within({"a": [{"c": 2}]}, whole)
    assert not within({"a": [{"c": 3}]}, whole)
    assert not within({"e": 3}, whole)
