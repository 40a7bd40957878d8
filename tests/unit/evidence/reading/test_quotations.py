"""Quoted and reported speech, with the speaker."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"We will not wait for the ice," Prime Minister Hanna Lindqvist told reporters.',
            [("We will not wait for the ice", "Lindqvist; depth 1")],
        ),
        (
            "The envoy, Erik Falk, called it “a fairy tale for tourists”.",
            [("a fairy tale for tourists", "Falk; depth 1")],
        ),
        (
            "Moscow keeps to the position “we take all of it” and “no pause”.",
            [("we take all of it", "Russia; depth 1"), ("no pause", "Russia; depth 1")],
        ),
        (
            "It rained. Denmark has promised to answer within a week.",
            [("Denmark has promised to answer within a week", "Denmark; depth 1")],
        ),
        (
            "According to two diplomats, the boats are gone.",
            [("According to two diplomats, the boats are gone", "two diplomats; depth 1")],
        ),
        (
            "Denmark said that Norway had denied the claim about the boats.",
            [
                (
                    "Denmark said that Norway had denied the claim about the boats",
                    "Denmark; depth 2",
                )
            ],
        ),
        (
            "A spokesman said the port was shut.",
            [("A spokesman said the port was shut", "spokesman; depth 1")],
        ),
    ],
)
def test_speech_with_its_speaker(find, text, expected):
    assert find("quotation", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They call it a “real and lasting peace” here.",
        "Sanctions for “bad behavior” are old.",
        "I said that Denmark was right.",
        "I said “we will all go home” to Denmark.",
        "Denmark gave a speech about “peace” in spring.",
        "The very phrase “a good and faithful ally” is odd.",
        "Denmark is the so-called “queen of the strait”.",
    ],
)
def test_scare_quotes_and_own_words_are_none(words, text):
    assert words("quotation", text) == []
