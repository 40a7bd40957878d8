"""Codes about venues, messages, factions and ratification."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

LEVELS: tuple[Row, ...] = (
    (
        "SC621",
        "a venue that does not fit the table",
        "Venues talk about items of the table, and have a menu where a turn asks for replies.",
        "Items have their worth at the table; elsewhere they are only conceded or refused.",
        "venues:\n  geneva: {members: [east, west], replies: {...}}   # there is no `table`",
        "table: {items: {...}, ...}\nvenues:\n  geneva: {members: [east, west], replies: {...}}",
    ),
    (
        "SC622",
        "a mover who does not sit at the venue",
        "The mover of a turn at a venue is one of its members.",
        "Others do not speak there, and may not see what is said.",
        "venues: {geneva: {members: [east, west]}}\n- {venue: geneva, mover: north, ...}",
        "venues: {geneva: {members: [east, west]}}\n- {venue: geneva, mover: west, ...}",
    ),
    (
        "SC623",
        "a turn on a day on which the venue does not meet",
        "Turns at a venue with `dates` are on one of them.",
        "A forecast as of an earlier day would count on talks that nobody had called.",
        (
            "venues: {geneva: {dates: [2022-01-10], ...}}\n"
            "- {id: talks, venue: geneva, date: 2022-01-12, ...}"
        ),
        (
            "venues: {geneva: {dates: [2022-01-10], ...}}\n"
            "- {id: talks, venue: geneva, date: 2022-01-10, ...}"
        ),
    ),
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
        "SC650",
        "a parameter that two causes change",
        "Each cause of an attribution changes parameters that no other cause of it changes.",
        "Without both causes the parameter would have two values.",
        (
            "causes:\n  east: {parameters: {alarm: 0}}\n"
            "  west: {parameters: {alarm: alarm / 2, invitation: 0}}"
        ),
        "causes:\n  east: {parameters: {alarm: 0}}\n  west: {parameters: {invitation: 0}}",
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
    (
        "SC651",
        "a private message without its addressee",
        "Forms that only an addressee sees have `to`; other forms have not.",
        "Who hears a message decides whose beliefs it moves.",
        "vow: {commits: vow, form: private_message}",
        "vow: {commits: vow, form: private_message, to: west}",
    ),
    (
        "SC652",
        "a private message that everybody can see",
        "A private message changes nothing public, and looks like another move of its turn.",
        "Where it were the only move of its kind, its being made would be no secret.",
        "moves:\n  vow: {commits: vow, form: private_message, to: west}",
        "moves:\n  vow: {commits: vow, form: private_message, to: west}\n  wait: {}",
    ),
    (
        "SC653",
        "replies that break a commitment nowhere",
        "`replies` and `settling` of `broken_by` stand together.",
        "A reply is a retreat only where the crisis is settled on it.",
        "broken_by: {replies: [partial]}",
        "broken_by: {replies: [partial], settling: [settlement]}",
    ),
    (
        "SC654",
        "noise where there can be none",
        "Noise has a chance, and stands at public moves of a party that do not end the crisis.",
        "What ends the crisis, or is not seen, cannot be misheard.",
        "demand: {outcome: war, noise: {heard_as: plea, prob: 0.1}}",
        "demand: {effect: {asked: much}, noise: {heard_as: plea, prob: 0.1}}",
    ),
)
