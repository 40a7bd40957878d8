"""Decisions are written at once, read again, and become claims to paste."""

from __future__ import annotations

import pytest

from standoff.errors import UsageError
from standoff.evidence.reading import (
    Decision,
    Proposal,
    accepted,
    add_decisions,
    claim_stubs,
    read_decisions,
    suggest,
    undecided,
)

ONE = Proposal(1, 0, 7, "actor", "Denmark", "Denmark", "name", 0.9)
TWO = Proposal(1, 8, 13, "hedge", "might", "weakens", "words", 0.7)


def test_what_was_decided_is_read_again(tmp_path):
    file = tmp_path / "decisions.jsonl"
    assert read_decisions(file) == ()
    add_decisions(file, [Decision(ONE, "accept")])
    add_decisions(file, [Decision(TWO, "edit", "may “well”")])
    made = read_decisions(file)
    assert made == (Decision(ONE, "accept"), Decision(TWO, "edit", "may “well”"))
    assert undecided([ONE, TWO], made[:1]) == (TWO,)


def test_the_last_decision_counts_and_edits_change_the_reading():
    made = [Decision(ONE, "accept"), Decision(TWO, "edit", "own"), Decision(ONE, "reject")]
    (kept,) = accepted(made)
    assert (kept.text, kept.reading, kept.why) == ("might", "own", "edited")


def test_a_line_that_was_cut_off_is_asked_about_again(tmp_path):
    file = tmp_path / "decisions.jsonl"
    add_decisions(file, [Decision(ONE, "accept"), Decision(TWO, "reject")])
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[:-20], encoding="utf-8")
    assert read_decisions(file) == (Decision(ONE, "accept"),)


@pytest.mark.parametrize(
    "line",
    [
        "no",
        "[]",
        "{}",
        '{"decision": "accept"}',
        '{"decision": "x", "paragraph": 1, "start": 0, "end": 1, "kind": "actor", "text": "a"}',
    ],
)
def test_a_wrong_line_is_named(tmp_path, line):
    file = tmp_path / "decisions.jsonl"
    add_decisions(file, [Decision(ONE, "accept")])
    with file.open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(UsageError, match=r"line 2 of `.*` is not a decision"):
        read_decisions(file)


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        add_decisions(tmp_path / "none" / "decisions.jsonl", [Decision(ONE, "accept")])


def test_stubs_have_hedges_dates_and_readings_and_set_no_number(document):
    text = (
        "Denmark said that it may strike within a week, or go through the woods. "
        "Oslo is waiting for an answer."
    )
    stubs = claim_stubs("a", suggest(document(text)))
    assert stubs.count("- source: a") == 2
    for line in (
        "  kind: quotation",
        '  hedge: "may"',
        "  # date: within a week = 2031-03-05 to 2031-03-12",
        '  gloss: "go through the woods"',
        '  reading: "get lost: a rude dismissal; no terrain is meant"',
        "  kind: evaluation # a demand: event, prediction or quotation?",
    ):
        assert line in stubs
    assert claim_stubs("a", [ONE, TWO]) == ""
