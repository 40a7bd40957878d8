"""The text traps of the two source documents; they are read where they stand."""

from __future__ import annotations

import pytest

from standoff.evidence.reading import Place, suggest, unread_traps
from standoff.evidence.sources import read_source

pytestmark = pytest.mark.shared

A, B = "000_54eb1cbeed50038b.txt", "004_a708971e46603883.txt"
TRAPS = [
    (A, 2, "ram", "collision course"),
    (A, 9, "go through the woods", "dismissal"),
    (A, 10, "harness for a long time", "slowly and then act fast"),
    (A, 10, "coachman", "the other side"),
    (A, 10, "from empty to empty", "leads nowhere"),
    (A, 13, "pan or gone", "win everything or lose everything"),
    (A, 14, "past butts", "clashes"),
    (A, 14, "decompression", "too fast a rise harms"),
    (A, 14, "old world", "Europe"),
    (A, 17, "GDP", "a person"),
    (B, 5, "that to take", "than to"),
    (B, 6, "is has", "left over"),
    (B, 14, "will being", "begin"),
]
"""Document, paragraph, words that are part of the span, words that are part of the reading."""


@pytest.fixture(scope="module")
def documents(shared_dir):
    return {name: read_source(shared_dir / "sources" / name) for name in (A, B)}


@pytest.mark.parametrize(("name", "paragraph", "words", "meaning"), TRAPS)
def test_every_known_trap_is_flagged_with_its_reading(documents, name, paragraph, words, meaning):
    found = [
        one
        for one in suggest(documents[name])
        if (one.kind, one.paragraph) == ("artefact", paragraph) and words in one.text
    ]
    assert [meaning in one.reading for one in found] == [True]


@pytest.mark.parametrize(("name", "paragraph", "words", "meaning"), TRAPS)
def test_a_claim_on_a_trap_is_warned_about_unless_it_has_a_reading(
    documents, name, paragraph, words, meaning
):
    text = documents[name].paragraph(paragraph).text
    start = text.rindex(words)
    bare = Place(paragraph, start, start + len(words))
    read = Place(paragraph, start, start + len(words), has_reading=True)
    assert [meaning in one.trap.meaning for one in unread_traps(documents[name], [bare])] == [True]
    assert unread_traps(documents[name], [read]) == ()


def test_tags_captions_and_the_line_of_origin_propose_nothing(documents):
    assert not {7, 18} & {one.paragraph for one in suggest(documents[A])}
    assert not {1, 2, 12, *range(17, 24)} & {one.paragraph for one in suggest(documents[B])}
