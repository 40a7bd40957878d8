"""What translation leaves behind, with the right reading, and innocent words beside it."""

from __future__ import annotations

import pytest

from standoff.evidence.reading import Place, unread_traps
from standoff.evidence.reading.artefacts import lexicon


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("GDP has decided to go to Oslo", "GDP", "a person: the initials"),
        ("It is all in the hands of GDP now", "GDP", "a person: the initials"),
        ("Agree, or go through the woods", "go through the woods", "dismissal"),
        ("For them it is pan or gone", "pan or gone", "all or nothing"),
        ("We harness for a long time", "harness for a long time", "prepare slowly"),
        ("pouring from empty to empty", "pouring from empty to empty", "leads nowhere"),
        ("after the butts with Denmark", "butts with Denmark", "clashes"),
        ("a political decompression", "political decompression", "diver"),
        ("They are going to ram Denmark", "going to ram", "collision"),
        ("bases in the old world", "in the old world", "Europe"),
        ("They may hang noodles on us", "hang noodles on", "deceive"),
        ("The list is has shrunk", "is has", "left over"),
        ("no other choice that to leave", "no other choice that to leave", "than to"),
        ("It will being in May", "will being", "begin"),
        ("in the the port", "the the", "left over"),
    ],
)
def test_traps_have_the_right_reading(find, text, words, meaning):
    ((found, reading),) = find("artefact", text)
    assert found == words
    assert meaning in reading


@pytest.mark.parametrize(
    "text",
    [
        "GDP has grown by 3 percent",
        "They spend 4% of GDP on arms",
        "The patrol went through the woods",
        "She emptied the ashtray of cigarette butts",
        "The divers feared decompression",
        "The ship tried to ram the gate",
        "It is the end of the old world order",
        "They harness the wind",
        "The plan he had had failed, and all is well",
    ],
)
def test_innocent_words_are_left_alone(words, text):
    assert words("artefact", text) == []


def test_every_entry_of_the_lexicon_says_what_is_meant():
    assert len(lexicon()) > 60
    for one in lexicon():
        assert one.meaning
        assert 0 < one.confidence <= 1


def test_a_claim_on_a_trap_without_a_reading_is_found(document):
    source = document("It was calm. Agree, or go through the woods.", "GDP has decided it.")
    (one,) = unread_traps(source, [Place(1, 10, 40), Place(1, 0, 8), Place(2, has_reading=True)])
    assert (one.place.paragraph, one.words) == (1, "go through the woods")
    assert unread_traps(source, [Place(9), Place(1, 0, 12)]) == ()
    assert [one.words for one in unread_traps(source, [Place(2)])] == ["GDP"]
