"""The whole: which paragraphs are read, offsets, order, size."""

from __future__ import annotations

import time

import pytest

from standoff.evidence.reading import KINDS, suggest
from standoff.evidence.reading.words import MAX_PARAGRAPH, prepare

SECONDS = 20.0
"""Far more than a paragraph of the largest size takes (about a second), far less than a hang."""


def test_only_what_the_author_wrote_is_read(document):
    source = document("Denmark waits", "Norway waits", "Peru", roles={1: "caption", 3: "tags"})
    assert {one.paragraph for one in suggest(source)} == {2}


def test_offsets_are_those_of_the_text(document):
    text = "“Denmark” — it’s said — demands that “all” leave within 2 days; perhaps… «Norway» may."
    found = suggest(document(text))
    assert {one.kind for one in found} >= {"actor", "date", "demand", "hedge"}
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.kind in KINDS
        assert 0 < one.confidence <= 1
    assert list(found) == sorted(found, key=lambda p: (p.start, -p.end, KINDS.index(p.kind)))


def test_nothing_and_blank_paragraphs_propose_nothing(document):
    assert suggest(document()) == ()
    assert suggest(document("", "  ", "?!")) == ()


def test_less_sure_entries_are_shown_when_asked_for(document):
    source = document("They are not of that caliber")
    assert suggest(source) == ()
    assert [one.kind for one in suggest(source, at_least=0.0)] == ["artefact"]


@pytest.mark.parametrize(
    "piece",
    ["a", "Aa ", "“", '"', "either demands ", "the the ", "1 ", "Oslo said ", "no ", "no other "],
)
def test_a_huge_paragraph_takes_bounded_time(document, piece):
    began = time.monotonic()
    suggest(document(piece * (2 * MAX_PARAGRAPH // len(piece))))
    assert time.monotonic() - began < SECONDS


def test_a_paragraph_is_read_up_to_its_largest_size(document):
    filler = "It rained. " * (MAX_PARAGRAPH // 11 + 1)
    shorter = "It rained. " * (MAX_PARAGRAPH // 11 - 1)
    assert [p.text for p in suggest(document(shorter + "Denmark")) if p.kind == "actor"] == [
        "Denmark"
    ]
    assert suggest(document(filler + "Denmark")) == ()


def test_sentences_are_not_cut_at_titles_and_initials():
    text = prepare("Mr. Falk met J. Doe in the U.S. Senate. He left. 'So what?' They stayed.")
    assert [text.plain[a:b].strip() for a, b in text.sentences] == [
        "Mr. Falk met J. Doe in the U.S. Senate.",
        "He left.",
        "'So what?'",
        "They stayed.",
    ]
