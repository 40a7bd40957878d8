"""Dates, and the days that they stand for; the day of writing is Wednesday, 5 March 2031."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("They met on 3 February 2031 again", "3 February 2031", "2031-02-03"),
        ("They met on February 3, 2031 again", "February 3, 2031", "2031-02-03"),
        ("They met on December 30 again", "December 30", "2030-12-30"),
        ("Signed 2030-11-02.", "2030-11-02", "2030-11-02"),
        ("Signed 02.11.2030 there", "02.11.2030", "2030-11-02"),
        ("It was promised in June 2030", "June 2030", "2030-06-01 to 2030-06-30"),
        ("A summit in early April", "early April", "2031-04-01 to 2031-04-11"),
        ("The January talks failed", "The January", "2031-01-01 to 2031-01-31"),
        (
            "Back in the late summer of last year",
            "in the late summer of last year",
            "2030-08-01 to 2030-08-31",
        ),
        ("It ended last winter", "last winter", "2030-12-01 to 2031-02-28"),
        ("It began in 2014 there", "2014", "2014-01-01 to 2014-12-31"),
        ("In the 1990s and 2000s it", "In the 1990s and 2000s", "1990-01-01 to 2009-12-31"),
        ("the sixties were so", "the sixties", "1960-01-01 to 1969-12-31"),
        ("an answer within a week", "within a week", "2031-03-05 to 2031-03-12"),
        ("they leave in 48 hours", "in 48 hours", "2031-03-05 to 2031-03-07"),
        ("last no more than 10 days", "no more than 10 days", "2031-03-05 to 2031-03-15"),
        ("known in the next few days", "in the next few days", "2031-03-05 to 2031-03-10"),
        ("a 72-hour ultimatum", "72-hour ultimatum", "2031-03-05 to 2031-03-08"),
        ("It will take two years", "take two years", "2033-03-04"),
        ("It will take months", "take months", "2031-05-05 to 2032-02-02"),
        ("two days ago it was", "two days ago", "2031-03-03"),
        ("six years ago it was", "six years ago", "2024-09-03 to 2025-09-03"),
        ("over the last two weeks", "over the last two weeks", "2031-02-19 to 2031-03-05"),
        ("he said yesterday", "yesterday", "2031-03-04"),
        ("he said today", "today", "2031-03-05"),
        ("talks next week", "next week", "2031-03-10 to 2031-03-16"),
        ("talks last month", "last month", "2031-02-01 to 2031-02-28"),
        ("the last weeks of last year", "the last weeks of last year", "2030-12-01 to 2030-12-31"),
        ("they stay until Friday", "until Friday", "2031-03-07"),
        ("they left on Friday", "on Friday", "2031-02-28"),
        ("they left on Wednesday", "on Wednesday", "2031-03-05"),
    ],
)
def test_a_date_is_found_and_resolved(find, text, words, days):
    assert find("date", text) == [(words, days)]


@pytest.mark.parametrize(
    "text",
    [
        "So far nothing has happened",
        "They may march now",
        "It costs 2,014 crowns, or 1999.50",
        "A week is a long time",
        "On 31 February nothing can happen",
        "They call it day zero",
    ],
)
def test_other_words_are_no_dates(words, text):
    assert words("date", text) == []


def test_without_a_day_of_writing_relative_times_have_no_days(find):
    ((_, reading),) = find("date", "an answer within a week", written=None)
    assert reading == "counts from the day of writing, which is not known"
    assert find("date", "since 2014", written=None) == [("2014", "2014-01-01 to 2014-12-31")]
