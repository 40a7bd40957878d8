"""Codes about views and theories."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

VIEWS: tuple[Row, ...] = (
    (
        "SC720",
        "a view or a theory that changes nothing",
        "A view changes a parameter or rules out a move; a theory that is off changes something.",
        (
            "Switching it would give the same numbers twice, which looks like a finding and is "
            "none. Harmless while the file is being written."
        ),
        "views:\n  a: {title: As the author of a sees it}",
        "views:\n  a: {parameters: {war_cost: {value: 10, evidence: assumed}}}",
    ),
    (
        "SC901",
        "a party with two views",
        "A party stands in `held_by` of one view at most.",
        "Nobody could say by which of the two it chooses.",
        "views:\n  a: {held_by: [east], ...}\n  b: {held_by: [east], ...}",
        "views:\n  a: {held_by: [east], ...}\n  b: {held_by: [west], ...}",
    ),
    (
        "SC902",
        "a view that rules out what chance does",
        "`rules_out` lists moves of parties, not of nature.",
        "What a party believes of chance is a probability, and probabilities are parameters.",
        "rules_out: [storm]",
        "parameters: {p_storm: {value: 0, evidence: assumed}}",
    ),
    (
        "SC903",
        "a view that leaves nothing to do",
        "At every turn at least one move is not ruled out.",
        "The mover would have to do what the view calls impossible.",
        "moves: {strike: {...}, wait: {...}}\n...\nrules_out: [strike, wait]",
        "rules_out: [strike]",
    ),
)
