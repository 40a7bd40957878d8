"""Venues, demands, threats and hedges."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the meeting in Geneva was short", ["the meeting in Geneva"]),
        ("They sat at three venues", ["at three venues"]),
        ("Further talks with the OSCE and the Arab League", ["talks with the OSCE", "Arab League"]),
        (
            "proposed direct talks at the Camp David format",
            ["direct talks at the Camp David format"],
        ),
        ("they agree on a bilateral basis", ["on a bilateral basis"]),
        ("They spoke by phone", ["by phone"]),
        ("the Normandy format is dead", ["Normandy format"]),
        ("he said at the press conference in Oslo", []),
        ("NATO will not talk about it", []),
        ("The process is slow", []),
    ],
)
def test_venues(words, text, expected):
    assert words("venue", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The sea is calm, but Denmark demands that the dredgers leave.",
            ["Denmark demands that the dredgers leave"],
        ),
        ("Oslo is waiting for an answer; nobody else is.", ["Oslo is waiting for an answer"]),
        ("The boats go, but only if the ice does.", ["The boats go, but only if the ice does"]),
        (
            'His words were "either you accept all of it, or we leave" again.',
            ["either you accept all of it, or we leave"],
        ),
        ("They mean: give us the strait!", ["give us the strait"]),
        ("I'm waiting for spring.", []),
        ("Success requires patience.", []),
        ("We have to wait.", []),
    ],
)
def test_demands(words, text, expected):
    assert [one.removeprefix("but ") for one in words("demand", text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rains. Denmark will impose new sanctions.", ["Denmark will impose new sanctions"]),
        ("Oslo is going to blockade the port.", ["Oslo is going to blockade the port"]),
        ("There is a Plan B.", ["There is a Plan B"]),
        ("It leaves them unilateral steps only.", ["It leaves them unilateral steps only"]),
        ("Our patience has run out.", ["Our patience has run out"]),
        ("They have raised the stakes.", ["They have raised the stakes"]),
        ("Denmark threatened to leave.", ["Denmark threatened to leave"]),
        ("The virus threatens to spread to China.", []),
        ("The clouds threatened rain.", []),
        ("Why did our patience run out?", []),
    ],
)
def test_threats(words, text, expected):
    assert words("threat", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Perhaps they know", [("Perhaps", "weakens; leaves 0.6 of the weight")]),
        ("It is very likely over", [("very likely", "weakens; stands for 80 to 95%")]),
        (
            "It could theoretically hold",
            [("could theoretically", "weakens; leaves 0.5 of the weight")],
        ),
        ("Clearly it failed", [("Clearly", "strengthens")]),
        ("it seems to me", [("it seems to me", "weakens")]),
        ("They may leave", [("may", "weakens; leaves 0.6 of the weight")]),
        ("In May they left; the May Day parade", []),
        ("There is no hope that it works", []),
        ("Ships are mighty", []),
    ],
)
def test_hedges(find, text, expected):
    assert find("hedge", text) == expected
