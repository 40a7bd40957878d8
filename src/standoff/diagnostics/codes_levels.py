"""Codes about venues, messages, factions and ratification."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

LEVELS: tuple[Row, ...] = (
    (
        "SC631",
        "an agreement that cannot be ratified",
        "What needs ratification comes about by moves, and its rejection needs none itself.",
        "The end of the clock asks nobody, and a rejection must lead somewhere for good.",
        "ratification:\n  west: {by: congress, agreement: [deal], reversion: deal}",
        "ratification:\n  west: {by: congress, agreement: [deal], reversion: quiet}",
    ),
    (
        "SC632",
        "nothing to ratify",
        "Some move ends in one of the outcomes of `agreement`.",
        "The ratifier would never be asked.",
        "ratification:\n  west: {by: congress, agreement: [deal], ...}   # no move ends in `deal`",
        "sign: {outcome: deal}",
    ),
    (
        "SC641",
        "a drift between no two factions",
        "A party with `faction_drift` has at least two factions.",
        "There is nobody to whom the rule could pass.",
        "west:\n  faction_drift: {prob: 0.1, after: [answer]}",
        (
            "west:\n  factions: {hawks: {prob: 0.4}, doves: {prob: rest}}\n"
            "  faction_drift: {prob: 0.1, after: [answer]}"
        ),
    ),
    (
        "SC642",
        "a party that belongs to itself",
        "Going up from a party by `of` ends at one that belongs to nobody.",
        "The actors of a crisis form trees.",
        "parties:\n  west: {of: congress}\n  congress: {of: west}",
        "parties:\n  west: {}\n  congress: {of: west}",
    ),
)
