"""What translation left behind: misread abbreviations, idioms word for word, slips of grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from standoff.evidence.reading.gazetteer import rows
from standoff.evidence.reading.words import Span, Text, apart, trimmed

_GDP = re.compile(r"\b(?:The |the )?GDP\b(?!-)")
_ECONOMY = re.compile(
    r"%|\bper ?cent|\bgrowth|\bgrew|\beconom|\bper capita|\binflation|\bbudget|\btrillion|\bbillion"
    r"|\bspending|\brecession|\bshare of|\bdefen[cs]e expenditure|\bexports?\b|\bdebt\b|\btrade\b",
    re.IGNORECASE,
)
_PERSON = "a person: the initials of Vladimir Vladimirovich Putin, not the gross domestic product"
_PERSONAL = re.compile(
    r"\s+(?:(?:has|had|have|will|himself|personally|also)\s+){0,4}"
    r"(?:raised the|said|says|told|decided|decides|met|meets|spoke|speaks|signed|believes|thinks"
    r"|wants|knows|promised|ordered|visited|arrived|warned|threatened"
    r"|answered|called|made it|plays?|himself)\b"
)


@dataclass(frozen=True)
class Artefact:
    """One entry of the lexicon: a pattern, the original, what is meant, and how sure that is."""

    pattern: re.Pattern[str]
    original: str
    meaning: str
    confidence: float


@dataclass(frozen=True)
class Trap:
    """An artefact found in a text: where, what is meant, from what, and how sure."""

    start: int
    end: int
    meaning: str
    original: str
    confidence: float


@cache
def lexicon() -> tuple[Artefact, ...]:
    """Return the entries of `data/artefacts.txt`."""
    cells = (row.split(" :: ") for row in rows("artefacts.txt"))
    return tuple(
        Artefact(re.compile(pattern, re.IGNORECASE), original, meaning, float(sure))
        for pattern, original, meaning, sure in cells
    )


def find_artefacts(text: Text) -> list[Trap]:
    """Return the traps of a paragraph, in order, none within another."""
    found = [
        Trap(*trimmed(text.raw, *_shown(match)), one.meaning, one.original, one.confidence)
        for one in lexicon()
        for match in one.pattern.finditer(text.plain)
    ]
    found += _initials(text)
    return apart(found, lambda trap: (trap.start, trap.end))


def _initials(text: Text) -> list[Trap]:
    """Return where GDP cannot be a product: it acts, or nothing in the sentence is economic.

    The Russian abbreviation of the gross domestic product is also that of a president's name.
    """
    traps = []
    for match in _GDP.finditer(text.plain):
        first, last = text.sentence(match.start())
        acts = _PERSONAL.match(text.plain, match.end())
        if not acts and _ECONOMY.search(text.plain[first:last]):
            continue
        sure = 0.95 if acts else 0.6
        traps.append(Trap(match.end() - 3, match.end(), _PERSON, "ВВП", sure))
    return traps


def _shown(match: re.Match[str]) -> Span:
    """Return the group `span` of a match, or all of it."""
    return match.span("span") if "span" in match.re.groupindex else match.span()
