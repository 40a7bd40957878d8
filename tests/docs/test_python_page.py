"""The page on Python is made from the docstrings, and its examples are run."""

from __future__ import annotations

import doctest
import importlib.util

import pytest
import typer
from tests.support.pages import ROOT, read

import standoff
from standoff.cli.main import app

PAGE = "reference/python.md"

spec = importlib.util.spec_from_file_location("python_page", ROOT / "scripts/python_page.py")
maker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(maker)


def test_the_page_is_current():
    assert read(PAGE) == maker.page(), "run python scripts/python_page.py"


def test_every_public_name_is_on_the_page():
    listed = {*maker.VERBS, *maker.OTHERS, *maker.RECORDS, *maker.ERRORS, "__version__"}
    assert listed == set(standoff.__all__)


def test_every_verb_of_the_command_line_is_a_function():
    verbs = set(typer.main.get_command(app).commands)
    assert verbs - {"source"} <= set(maker.VERBS)
    assert all(callable(getattr(standoff, verb)) for verb in verbs - {"source"})


def examples():
    parser = doctest.DocTestParser()
    for part in read(PAGE).split("\n### ")[1:]:
        name = part.split("\n", 1)[0]
        yield name, parser.get_doctest(part, {"standoff": standoff}, name, PAGE, 0)


EXAMPLES = dict(examples())
SLOW = ("theories",)
"""Examples that solve a whole crisis many times."""


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] * (n in SLOW)) for n in EXAMPLES]
)
def test_examples_are_true(name):
    example = EXAMPLES[name]
    assert example.examples or name == "why", "every function has an example"
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=told.append)
    assert told == []
