"""The comparison of memories on the terminal, from plain data."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from standoff.report.terminal_memory import difference, print_memory
from standoff.report.words import large


def comparison():
    """Return a comparison, shaped as `MemoryComparison.to_json()` shapes it."""
    size = {"nodes": 213, "infosets": 40, "entries": 110, "memory_bytes": 2**21, "exact": True}
    return {
        "title": "A duel of threats",
        "pasts": {"histories": 30, "states": 20, "exact": True, "by_turn": {}},
        "shortcuts": {"itemwise": 243, "replies": 4, "stages": 2, "orderings": 12},
        "merged": size,
        "unmerged": size | {"nodes": 10**15, "memory_bytes": 2**53},
        "solved": {"merged": 5, "unmerged": 5, "both": 5},
        "compared": {
            "lossless": False,
            "everything": {"max": 0.034, "where": "bluff.a", "one_only": []},
            "outcomes": {
                "war": {
                    "title": "War",
                    "merged": 0.2,
                    "unmerged": 0.234,
                    "mean": -0.03,
                    "max": 0.034,
                }
            },
            "moves": {
                "push": {"move": "up", "max": 0.05, "mean": 0.02},
                "calm": {"move": "down", "max": 0.0, "mean": 0.0},
            },
            "gain": {"a": {"merged": 0.01, "unmerged": 0.02, "merged_played_unmerged": 0.0312}},
        },
    }


def printed(data, width=80):
    page = io.StringIO()
    print_memory(Console(file=page, width=width, highlight=False, color_system=None), data)
    return page.getvalue()


def test_differences_stand_beside_what_they_differ_in():
    text = printed(comparison())
    assert max(len(line) for line in text.splitlines()) <= 80
    (war,) = [line for line in text.splitlines() if line.startswith("War")]
    assert war.split() == ["War", "20%", "23%", "-3.00", "3.40"]
    assert "calm" not in text
    assert "0.0312" in text


def test_what_was_merged_and_what_menus_stand_for_are_counted():
    text = " ".join(printed(comparison()).split())
    assert "30 public pasts are merged into 20 states" in text
    assert "4 stated replies stand for the 243 that take each item by itself" in text
    assert "2 simultaneous stages in place of 12 orders of moving" in text
    assert "1.0e+15" in text


def test_a_lossless_comparison_has_no_tables_of_differences():
    data = comparison()
    data["compared"]["lossless"] = True
    assert "Nothing: every number" in printed(data)
    assert "War" not in printed(data)


def test_an_unmerged_game_over_the_budget_is_not_compared():
    data = comparison()
    data["compared"] = None
    data["solved"] = {"merged": 5}
    text = " ".join(printed(data).split())
    assert "would need 8.39e+06 GiB, which is over the budget" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "none"), (1e-9, "none"), (1e-6, "<0.01"), (-0.0123, "1.23")],
)
def test_differences_are_in_percentage_points(value, text):
    assert difference(value) == text


@pytest.mark.parametrize(
    ("count", "text"), [(1234, "1,234"), (10**12 - 1, "999,999,999,999"), (3**40, "1.2e+19")]
)
def test_large_counts_are_short(count, text):
    assert large(count) == text
