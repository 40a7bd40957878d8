"""Dependence groups: copies, parts, one origin; and sources that are independent."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.evidence.document import Document, Link, Paragraph
from standoff.evidence.sources import Entry, effective_number, find_groups
from standoff.evidence.sources.near import Groups

pytest.importorskip("datasketch")

WIRE = (
    "The upper province closed the lock at Elm Ford on Monday and gave no reason for doing it. "
    "Nobody on the lower bank had expected as much so early in the year, said the harbour office. "
    "The minister of the lower province said that the answer would be given in writing and that "
    "until then every barge would stay where it was, with its lamps lit and its papers in order. "
    "Merchants on both sides said that they could wait until the ice was gone but no longer."
)
COLUMN = (
    "There are winters in which a river teaches patience and winters in which it teaches people to "
    "count their barges. This one is of the second kind, and whoever lives on the upper bank has "
    "been counting since the leaves fell, without much joy and without any help from the capital. "
    "It is said that the chain will hold, and perhaps it will, for a week or for two of them. What "
    "it will not hold is the anger of the crews, which has been growing with every frozen morning, "
    "and which nobody in the council has so far thought worth a single line in its long minutes. "
    "I have asked the ferrymen, I have asked the pilots, and all of them say the same thing to me."
)
SPOKEN = "every barge would stay where it was, with its lamps lit and its papers in order."


def entry(key, text, who="", group="", role="text"):
    chain = (Link(who, "origin"),) if who else ()
    return Entry(key, Document((Paragraph(1, text, role),), chain=chain), Path(key), "x.txt", group)


def test_texts_without_a_tie_stay_apart():
    found = find_groups([entry("a", WIRE), entry("b", COLUMN)])
    assert found == Groups((("a",), ("b",)), ())


def test_a_near_copy_joins():
    copy = WIRE.replace("Monday", "Tuesday").replace("upper province", "Upper Province,")
    found = find_groups([entry("a", WIRE), entry("b", copy), entry("c", COLUMN)])
    assert found.groups == (("a", "b"), ("c",))
    (tie,) = found.ties
    assert tie.why == "copy"
    assert 0.5 < tie.share < 1
    assert 50 < tie.words < len(WIRE.split())


def test_a_part_of_a_short_text_in_a_long_one_joins():
    half = WIRE[: WIRE.index("The minister")]
    found = find_groups([entry("a", half), entry("b", f"{COLUMN} {half} {COLUMN[:200]}")])
    assert found.groups == (("a", "b"),)
    assert found.ties[0].why == "part"
    assert found.ties[0].share == pytest.approx(1.0)
    assert found.ties[0].words == len(half.split())


def test_a_passage_that_both_quote_is_shown_and_joins_nothing():
    spoken = f"{SPOKEN} So the minister said, and nobody asked for more on that day."
    found = find_groups(
        [entry("a", f"{WIRE} {spoken} {WIRE[::-1]}"), entry("b", f"{COLUMN} {spoken}")]
    )
    assert found.groups == (("a",), ("b",))
    (tie,) = found.ties
    assert (tie.why, tie.joins) == ("passage", False)
    assert tie.words == len(spoken.split())


def test_boilerplate_ties_nothing():
    one = Document((Paragraph(1, WIRE), Paragraph(2, COLUMN, "boilerplate")))
    other = Document((Paragraph(1, COLUMN[::-1]), Paragraph(2, COLUMN, "boilerplate")))
    found = find_groups([Entry("a", one, Path("a"), "x"), Entry("b", other, Path("b"), "x")])
    assert found.ties == ()


def test_one_origin_joins_and_an_unknown_one_does_not():
    texts = [entry("a", WIRE, "www.post.example"), entry("b", COLUMN, "Post.example")]
    assert find_groups(texts).groups == (("a", "b"),)
    assert find_groups(texts).ties[0].why == "origin"
    unknown = [entry("a", WIRE, "unknown origin"), entry("b", COLUMN, "unknown origin")]
    assert find_groups(unknown).groups == (("a",), ("b",))


def test_ties_join_along_a_chain():
    sources = [
        entry("a", WIRE, group="harbour"),
        entry("b", COLUMN, "post.example", group="harbour"),
        entry("c", COLUMN[::-1], "post.example"),
    ]
    assert find_groups(sources).groups == (("a", "b", "c"),)


def test_thresholds_can_be_set():
    copy = WIRE.replace("Monday", "Tuesday").replace("writing", "person").replace("ice", "frost")
    sources = [entry("a", WIRE), entry("b", copy)]
    assert find_groups(sources).groups == (("a", "b"),)
    assert find_groups(sources, near=0.99, contained=0.99).groups == (("a",), ("b",))


def test_signs_without_blanks_are_compared():
    text = "上流の州は月曜日に水門を閉じた。港の役所によると、理由は何も示されていない。"
    assert find_groups([entry("a", text), entry("b", text + "以上。")]).groups == (("a", "b"),)


def test_empty_texts():
    assert find_groups([]).groups == ()
    assert find_groups([entry("a", "x"), entry("b", "x")]).groups == (("a",), ("b",))


def test_the_effective_number_counts_groups_by_weight():
    groups = Groups((("a", "b"), ("c",)), ())
    assert effective_number(groups, {"a": 1.0, "b": 1.0, "c": 2.0}) == pytest.approx(2.0)
    assert effective_number(groups, {"a": 3.0, "c": 1.0}) == pytest.approx(16 / 10)
    assert effective_number(groups, {"a": 1.0, "b": 5.0}) == pytest.approx(1.0)
    assert effective_number(groups, {}) == 0.0
