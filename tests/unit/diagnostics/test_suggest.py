"""Nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.diagnostics.suggest import advice, edit_distance, listing, nearest


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "ab", 1),
        ("abc", "acb", 1),
        ("kitten", "sitting", 3),
        ("", "abc", 3),
    ],
)
def test_edit_distance(first, second, distance):
    assert edit_distance(first, second) == distance


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edit_distance_is_symmetric_and_zero_only_for_equals(first, second):
    assert edit_distance(first, second) == edit_distance(second, first)
    assert (edit_distance(first, second) == 0) == (first == second)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("as-of", "as_of"),
        ("capital", None),
        ("x", None),
        ("summry", "summary"),
    ],
)
def test_nearest(word, found):
    assert nearest(word, ["title", "summary", "as_of"]) == found


def test_advice():
    assert advice("titel", ["title", "summary"]) == "write `title`"
    assert advice("zzzzz", ["title", "summary"]) == "write one of `title`, `summary`"
    assert advice("zzzzz", [], "delete it") == "delete it"
    assert listing(str(k) for k in range(20)).endswith("and 8 more")
