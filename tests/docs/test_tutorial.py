"""The first tutorial says what the program does now, and its pieces are the shipped file."""

from __future__ import annotations

import re

import pytest
from tests.support.pages import (
    BLOCK,
    ROOT,
    STEP,
    follow,
    joined,
    pieces_of,
    position_after,
    read,
)

PAGE = read("tutorial/first-crisis.md")
SHIPPED = (ROOT / "examples/strait.yaml").read_text(encoding="utf-8")


def test_the_pieces_of_the_page_make_the_shipped_file():
    assert joined(pieces_of(PAGE)) == SHIPPED


def test_the_page_shows_what_the_program_prints(tmp_path):
    commands = follow(PAGE, tmp_path, "strait.yaml")
    verbs = {command.split()[1] for command in commands}
    assert verbs == {"check", "describe", "solve", "forecast", "export"}
    assert (tmp_path / "run" / "charts" / "outcomes.svg").is_file()


def test_figures_in_the_text_are_in_the_output():
    outputs = " ".join(m["console"] for m in STEP.finditer(PAGE) if m["console"])
    told = BLOCK.sub("", PAGE[PAGE.index("## 10.") : PAGE.index("## Exercises")])
    wanted = set(re.findall(r"\d+(?=%)|0\.\d{3}", told)) - {"90"}  # the width of the interval
    shown = set(re.findall(r"\d+(?=[%–])|0\.\d{3}", outputs))
    assert {"0.891", "25", "64"} <= wanted
    assert wanted - shown == set()


def test_a_line_that_is_not_printed_is_found():
    assert position_after("a\n...\nc\n", "a\nb\nc\n") == len("a\nb\nc\n")
    with pytest.raises(AssertionError, match="not printed"):
        position_after("a\nc\n", "a\nb\nc\n")
    with pytest.raises(AssertionError, match="not printed"):
        position_after("c\n...\na\n", "a\nb\nc\n")
