"""The page of performance is what the script makes of the stored results."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.report import IMAGES, MADE, PAGE, page, stored
from benchmarks.tables import NO_RESULTS, SECTIONS

TEXT = PAGE.read_text(encoding="utf-8")
IMAGE = re.compile(r"!\[[^\]]*\]\(images/([^)]+)\)")


def test_the_page_is_made_of_the_stored_results():
    assert page(TEXT, stored()) == TEXT, "run `python -m benchmarks.report`"


def test_every_part_stands_on_the_page_once():
    assert sorted(name for _, name, _ in MADE.findall(TEXT)) == sorted(SECTIONS)


def test_another_result_would_be_seen():
    assert page(TEXT, []) != TEXT or NO_RESULTS in TEXT


def test_a_mark_without_a_part_is_refused():
    with pytest.raises(KeyError):
        page("<!-- made: nothing -->\n<!-- end -->", stored() or [{"case": "a/b"}])


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_every_chart_is_there_as_picture_and_as_drawing(suffix):
    for image in IMAGE.findall(TEXT):
        assert (IMAGES / Path(image).with_suffix(suffix)).exists()
