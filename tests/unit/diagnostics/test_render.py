"""One record, three renderings."""

from __future__ import annotations

import json

from standoff.diagnostics import (
    Diagnostic,
    Place,
    Severity,
    Span,
    in_file_order,
    render_json,
    render_short,
    render_text,
    summary_line,
)

TEXT = """\
one: 1
players:
  strait:
    resolve:
      low:  0.5
      high: 0.4
"""
FINDING = Diagnostic(
    code="SC214",
    severity=Severity.ERROR,
    message="the probabilities of `resolve` add up to 0.9, not 1",
    file="strait.yaml",
    span=Span(6, 13, 6, 16),
    label="last of 2 entries",
    note="they must add up to 1",
    help="write `high: 0.5`",
)


def test_text():
    assert render_text(in_file_order([FINDING], TEXT)) == (
        "error[SC214]: the probabilities of `resolve` add up to 0.9, not 1\n"
        " --> strait.yaml:6:13\n"
        "  |\n"
        "4 |     resolve:\n"
        "5 |       low:  0.5\n"
        "6 |       high: 0.4\n"
        "  |             ^^^ last of 2 entries\n"
        "  |\n"
        "note: they must add up to 1\n"
        "help: write `high: 0.5`\n"
    )


def test_two_places_with_a_gap():
    finding = Diagnostic(
        "SC104",
        Severity.WARNING,
        "twice",
        "x",
        Span(6, 7, 6, 11),
        places=(Place(Span(1, 1, 1, 4), "first written here"),),
    )
    assert render_text(in_file_order([finding], TEXT)).splitlines()[2:] == [
        "  |",
        "1 | one: 1",
        "  | --- first written here",
        "...",
        "4 |     resolve:",
        "5 |       low:  0.5",
        "6 |       high: 0.4",
        "  |       ^^^^",
        "  |",
    ]


def test_colour_changes_nothing_but_colour():
    import re

    found = in_file_order([FINDING], TEXT)
    assert "\x1b" not in render_text(found)
    assert re.sub(r"\x1b\[[0-9;]*m", "", render_text(found, colour=True)) == render_text(found)


def test_a_file_cannot_steer_the_terminal():
    text = "a: \x1b[31mred\u202e"
    finding = Diagnostic("SC102", Severity.ERROR, "x \x1b[0m", "x", Span(1, 4, 1, 5))
    shown = render_text(in_file_order([finding], text))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_wide_characters_and_long_lines_keep_the_caret_in_place():
    wide = in_file_order([Diagnostic("SC1", Severity.ERROR, "m", "x", Span(1, 3, 1, 4))], "日本x")
    assert render_text(wide).splitlines()[4] == "  |     ^"
    text = "a" * 500 + "B" + "c" * 500
    long = in_file_order([Diagnostic("SC1", Severity.ERROR, "m", "x", Span(1, 501, 1, 502))], text)
    row, marks = render_text(long).splitlines()[3:5]
    assert row[marks.index("^")] == "B"
    assert len(row) < 200


def test_short_and_json():
    found = in_file_order([FINDING], TEXT)
    assert render_short(found) == (
        "strait.yaml:6:13: error[SC214]: the probabilities of `resolve` add up to 0.9, not 1\n"
    )
    data = json.loads(render_json(found))
    assert data[0]["span"] == {"line": 6, "column": 13, "end_line": 6, "end_column": 16}
    assert data[0]["lines"][-1] == {"line": 6, "text": "      high: 0.4"}
    assert data[0]["page"] == "docs/reference/errors/SC214.md"


def test_order_and_repeats():
    later = Diagnostic("SC1", Severity.WARNING, "later", "x", Span(5, 1, 5, 2))
    whole = Diagnostic("SC2", Severity.ERROR, "whole file", "x")
    found = in_file_order([FINDING, later, whole, later], TEXT)
    assert [item.message for item in found] == ["whole file", "later", FINDING.message]
    assert summary_line(found) == "2 errors, 1 warning"
    assert str(whole) == "x: error[SC2]: whole file"


def test_nothing_gives_nothing():
    assert render_text([]) == render_short([]) == summary_line([]) == ""
