"""Agreement with a key: one to one, at least half of the shorter span."""

from __future__ import annotations

import pytest

from standoff.evidence.reading import Marked, score


def mark(start, end, kind="date", paragraph=1, document="a"):
    return Marked(document, paragraph, start, end, kind)


def test_right_extra_and_missed_are_counted_by_kind():
    key = [mark(0, 10), mark(20, 30), mark(0, 5, "actor")]
    proposed = [mark(2, 12), mark(0, 5, "actor"), mark(8, 9, "actor"), mark(20, 30, paragraph=2)]
    found = score(proposed, key)
    assert {kind: (t.right, t.extra, t.missed) for kind, t in found.kinds.items()} == {
        "date": (1, 1, 1),
        "actor": (1, 1, 0),
    }
    assert (found.kinds["date"].precision, found.kinds["actor"].recall) == (0.5, 1.0)
    assert (found.total.right, found.total.extra, found.total.missed) == (2, 2, 1)
    assert found.missed == (mark(20, 30),)


@pytest.mark.parametrize(
    ("ours", "same"),
    [
        (mark(0, 10), True),
        (mark(5, 15), True),
        (mark(6, 16), False),
        (mark(9, 10), True),
        (mark(10, 20), False),
        (mark(0, 100), True),
        (mark(0, 10, "venue"), False),
        (mark(0, 10, document="b"), False),
    ],
)
def test_half_of_the_shorter_span_is_the_same_finding(ours, same):
    assert score([ours], [mark(0, 10)]).total.right == int(same)


def test_as_many_as_possible_find_a_partner():
    # The first proposal fits both spans of the key; it must leave the first one to the second.
    found = score([mark(0, 20), mark(0, 9)], [mark(0, 10), mark(12, 20)])
    assert found.total.right == 2


def test_one_proposal_cannot_stand_for_two():
    assert score([mark(0, 20)], [mark(0, 10), mark(12, 20)]).total.missed == 1


def test_nothing_proposed_and_nothing_to_find():
    total = score([], []).total
    assert (total.precision, total.recall) == (1.0, 1.0)
