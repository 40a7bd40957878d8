"""The library as files: names, descriptions, what every model must bring, and its page."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from standoff import library
from standoff.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
MODELS = [name for name in library.names() if library.path(name).parts[-3] == "models"]
FIELDS = {"id", "says", "locator", "how", "lambda", "value", "tolerance", "tolerance_reason"}
WAYS = {"exact", "limit", "bound", "closed form", "not on the principal branch"}


def test_at_least_twelve_models():
    assert len(MODELS) >= 12


@pytest.mark.parametrize("name", MODELS)
def test_every_model_brings_its_answers_and_notes(name):
    folder = library.path(name).parent
    known = YAML(typ="safe", pure=True).load(
        (folder / "known_answers.yaml").read_text(encoding="utf-8")
    )
    assert known.keys() == {"work", "part", "checked", "answers"}
    for answer in known["answers"]:
        assert answer.keys() - {"lambda"} == FIELDS - {"lambda"}
        assert answer["how"] in WAYS
        assert ("lambda" in answer) == (answer["how"] in {"exact", "limit", "bound"})
    notes = (folder / "notes.md").read_text(encoding="utf-8")
    for heading in ("**Model.**", "**Checked in the literature.**"):
        assert heading in notes


def test_descriptions_are_one_line_and_differ():
    lines = [library.describe(name) for name in library.names()]
    assert len(set(lines)) == len(lines)
    assert all(line and "\n" not in line for line in lines)


def test_load_gives_the_scenario_of_that_name():
    assert library.load("kuhn-1950-poker").title == library.describe("kuhn-1950-poker")


def test_an_unknown_name_is_refused():
    with pytest.raises(UsageError, match="there is no `nobody-1900`"):
        library.path("nobody-1900")


def test_a_tree_is_not_loaded_as_a_scenario():
    with pytest.raises(UsageError, match="is a game tree"):
        library.load("selten-1975-horse")


def test_listing_imports_nothing_heavy():
    code = (
        "import sys; from standoff import library; "
        "[library.describe(name) for name in library.names()]; "
        "print([m for m in ('numpy', 'ruamel', 'pydantic', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_page_is_current():
    spec = importlib.util.spec_from_file_location(
        "library_page", ROOT / "scripts" / "library_page.py"
    )
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.PAGE.read_text(encoding="utf-8") == maker.page(), (
        "run `python scripts/library_page.py`"
    )
