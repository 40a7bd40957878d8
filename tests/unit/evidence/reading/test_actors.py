"""Actors: states by all their names, organisations, persons, groups."""

from __future__ import annotations

import pytest

from standoff.evidence.reading import suggest


def test_names_seats_and_people_are_one_actor_and_its_first_mention_counts(find):
    text = "Ottawa is silent. Canada waits, the Canadians wait, and Canadian officials know why."
    assert find("actor", text) == [("Ottawa", "Canada")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US and NATO agree", [("US", "USA"), ("NATO", "NATO")]),
        ("They asked the North Atlantic Alliance", [("North Atlantic Alliance", "NATO")]),
        ("Peruvian diplomats left", [("Peruvian diplomats", "Peru")]),
        ("The French have answered", [("French", "France")]),
        ("a seat on the UN Security Council", [("UN Security Council", "UN Security Council")]),
        ("The insurgents hold the pass", [("insurgents", "insurgents")]),
        ("the anti-war movement is gone", [("anti-war movement", "anti-war movement")]),
        ("Prime Minister Hanna Lindqvist agreed", [("Hanna Lindqvist", "Lindqvist")]),
        ("The envoy, Erik Falk, is tired", [("Erik Falk", "Falk")]),
        ("All of this Adeyemi said twice", [("Adeyemi", "Adeyemi")]),
        ("the Falk-Adeyemi talks", [("Falk", "Falk"), ("Adeyemi", "Adeyemi")]),
        ("the leaders of the West", [("the West", "the West")]),
        ("the troops of the SKVO moved", [("SKVO", "SKVO")]),
        ("that is what Merkel wanted", [("Merkel", "Angela Merkel (Germany)")]),
    ],
)
def test_actors_of_all_sorts(find, text, expected):
    assert find("actor", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They met in Vienna",
        "the West and South of the country",
        "anti-Peruvian songs",
        "Chinese porcelain is dear",
        "The GDP fell",
        "There was rain in Tromsdal",
        "Exceptionalism and pride",
        "between us and them",
    ],
)
def test_places_adjectives_and_capitals_alone_are_no_actors(words, text):
    assert words("actor", text) == []


def test_a_name_known_from_one_paragraph_is_known_in_all(document):
    found = suggest(document("The minister, Erik Falk, spoke.", "Falk is not tired."))
    assert [(p.paragraph, p.text) for p in found if p.kind == "actor"] == [
        (1, "Erik Falk"),
        (2, "Falk"),
    ]


def test_the_first_word_of_a_sentence_is_no_part_of_a_name(find):
    assert find("actor", "Perhaps Denmark waits") == [("Denmark", "Denmark")]
    assert find("actor", "Yesterday Adeyemi said so") == [("Adeyemi", "Adeyemi")]
