"""The made pages are current, complete, and their examples fit the schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.diagnostics.codes import CODES, page
from standoff.scenario import human, load_scenario
from standoff.scenario.docs import ERRORS_FOLDER, pages
from standoff.scenario.examples import EXAMPLES
from standoff.scenario.schema import json_schema
from standoff.scenario.text import read_document

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("path", pages(), ids=str)
def test_the_page_is_current(path):
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run scripts/make_docs.py"


def test_no_page_is_left_over():
    made = {ROOT / path for path in pages()}
    assert {*(ROOT / ERRORS_FOLDER).glob("*.md")} <= made


def test_every_code_has_its_page():
    assert {page(code) for code in CODES} <= set(pages())


def test_every_section_has_an_example():
    assert set(EXAMPLES) == {"File", *json_schema()["$defs"]}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_fits_its_section(name):
    document = read_document(EXAMPLES[name], name)
    assert document.findings == []
    getattr(human, name).model_validate(document.data)


def test_the_whole_example_is_a_right_file():
    assert load_scenario("example.yaml", text=EXAMPLES["File"]).warnings == ()
