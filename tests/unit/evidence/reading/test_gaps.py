"""What sources name and a scenario lacks."""

from __future__ import annotations

from standoff.evidence.reading import Cast, gaps


def cast(**named):
    """Return a cast of Denmark, Merkel's office and two moves."""
    given = {
        "actors": frozenset({"denmark", "The Kingdom", "usa", "Chancellor Merkel"}),
        "options": {
            "impose_sanctions": ("impose_sanctions", "Impose sanctions"),
            "wait": ("wait",),
        },
        "said": {"a": ("The east imposed a sanction",), "b": ()},
    }
    return Cast(**given | named)


def test_missing_actors_are_listed_with_their_places(document):
    documents = {
        "a": document("Copenhagen and Oslo wait", "Norway waits, the American army waits"),
        "b": document("Norway and Peru wait", "Obama and Merkel talk"),
    }
    found = gaps(cast(), documents).actors
    assert [(one.actor, one.places, one.speaks_for) for one in found] == [
        ("Norway", (("a", 1), ("a", 2), ("b", 1)), ""),
        ("Peru", (("b", 1),), ""),
        ("Barack Obama (USA)", (("b", 2),), "USA"),
    ]


def test_moves_that_nothing_taken_from_a_source_mentions():
    assert gaps(cast(), {}).options == {"a": ("wait",), "b": ("impose_sanctions", "wait")}


def test_what_all_sources_share_is_a_warning():
    both = {"a": ("hawk", "east", "a"), "b": ("dove", "east", "b")}
    assert gaps(cast(stances=both), {}).one_sided == ("all 2 sources have the side `east`",)
    assert gaps(cast(stances={"a": ("hawk", "east", "a")}), {}).one_sided == ()
    assert gaps(cast(stances={"a": ("", "", ""), "b": ("", "", "")}), {}).one_sided == ()
