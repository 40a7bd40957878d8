"""The tutorial with two articles says what the program does now, and makes the shipped file."""

from __future__ import annotations

import re

import pytest
from tests.support.pages import BLOCK, ROOT, STEP, changed, follow, here, joined, pieces_of, read

from standoff.forecast import forecast
from standoff.scenario import load_scenario

PAGE = read("tutorial/one-crisis-two-sources.md")
SHIPPED = (ROOT / "examples/two-sources.yaml").read_text(encoding="utf-8")


def played(text: str) -> dict[str, float]:
    data = forecast(load_scenario("two-sources.yaml", text=text), draws=20, threads=1).to_json()
    return {name: outcome["mean"] for name, outcome in data["outcomes"].items()}


def test_the_pieces_of_the_page_make_the_shipped_file():
    assert joined(pieces_of(PAGE)) == SHIPPED


def test_the_page_shows_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "88")
    commands = follow(PAGE, tmp_path, "two-sources.yaml", runner=here)
    assert {command.split()[1] for command in commands} == {"check", "evidence", "compare"}
    assert len(commands) == 9


def test_figures_in_the_text_are_in_the_output():
    outputs = " ".join(m["console"] for m in STEP.finditer(PAGE) if m["console"])
    wanted = set(re.findall(r"\d+(?=%)", BLOCK.sub("", PAGE[PAGE.index("## 7.") :])))
    assert {"64", "37", "50"} <= wanted
    assert wanted - set(re.findall(r"\d+(?=%)", outputs)) == set()


def test_claims_point_at_sentences_that_are_there():
    articles = {
        source: [int(n) for n in re.findall(r"\((\d)\) [A-Z]", quoted)]
        for source, quoted in zip(
            ("courier", "post"), re.findall(r"(?:^>.*\n)+", PAGE, re.MULTILINE), strict=True
        )
    }
    claims = re.findall(r"source: (\w+), paragraph: (\d)", SHIPPED)
    assert len(claims) == 13
    assert all(int(paragraph) in articles[source] for source, paragraph in claims)


def test_what_is_said_of_a_party_changes_nothing_for_the_party_itself():
    own = changed(SHIPPED, [("prior: {beta: {mean: 0.85, sd: 0.08}}", "formula: p_resolved")])
    assert played(own) == pytest.approx(played(SHIPPED))
