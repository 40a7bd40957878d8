"""Codes about what has been observed."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

OBSERVED: tuple[Row, ...] = (
    (
        "SC910",
        "an observation that is not exactly one thing",
        (
            "An observation is one of `made`, `not_made`, `excluded` and `report`; a report is "
            "about `that` or `made`."
        ),
        "Two things seen on one day are two observations, each with a day and evidence of its own.",
        "- {date: 2022-01-26, made: {turn: answer, move: wait}, excluded: [war]}",
        (
            "- {date: 2022-01-26, made: {turn: answer, move: wait}}\n"
            "- {date: 2022-01-26, excluded: [war]}"
        ),
    ),
    (
        "SC911",
        "an observation without its time",
        (
            "In a crisis with dates an observation has a date between the start and the end of the "
            "clock (a move that was made may leave it out); without dates, `through` names a turn."
        ),
        "What was not seen means nothing until somebody says by when.",
        "- {not_made: {moves: [strike]}}",
        "- {date: 2022-02-14, not_made: {moves: [strike]}}",
    ),
    (
        "SC912",
        "a hidden move that was seen",
        (
            "A move that looks like another one to those who watch is observed only with "
            "`in_fact: true`, and nobody can say that it was not made."
        ),
        "Whoever enters it would know more than the parties do.",
        "- {made: {turn: talks, move: prepare}}   # seen_as: talk",
        "- {made: {turn: talks, move: talk}}",
    ),
    (
        "SC913",
        "observations that contradict each other",
        "No two observations leave nothing possible at a turn.",
        "The crisis as observed would have no past.",
        "- {made: {turn: answer, move: wait}}\n- {made: {turn: answer, move: strike}}",
        "- {made: {turn: answer, move: wait}}",
    ),
    (
        "SC914",
        "a report that tells nothing",
        "The two chances of a report differ, and are not both 0.",
        "Word that comes as often when it is false as when it is true changes no belief.",
        "report: {that: east.plan == ready, if_true: 0.5, if_false: 0.5}",
        "report: {that: east.plan == ready, if_true: 0.7, if_false: 0.2}",
    ),
)
