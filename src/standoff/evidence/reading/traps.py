"""Claims that rest on a place where the translation misleads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from standoff.evidence.document import READ, Document
from standoff.evidence.reading.artefacts import Trap, find_artefacts
from standoff.evidence.reading.proposal import LEAST
from standoff.evidence.reading.words import prepare


@dataclass(frozen=True)
class Place:
    """What a claim rests on.

    Attributes:
        paragraph: number of the paragraph.
        start: offset of the first character; None for the whole paragraph.
        end: offset after the last one; None for the whole paragraph.
        has_reading: whether the claim has a `gloss` or a `reading`.
    """

    paragraph: int
    start: int | None = None
    end: int | None = None
    has_reading: bool = False


@dataclass(frozen=True)
class Warned:
    """A claim that needs a reading: its place, the words, and what they mean."""

    place: Place
    words: str
    trap: Trap


def unread_traps(document: Document, places: Iterable[Place]) -> tuple[Warned, ...]:
    """Return the claims that overlap a translation artefact and have no reading.

    Args:
        document: the source that the claims name.
        places: what the claims rest on.
    """
    found: list[Warned] = []
    for place in places:
        if place.has_reading or not 1 <= place.paragraph <= len(document.paragraphs):
            continue
        paragraph = document.paragraph(place.paragraph)
        if paragraph.role not in READ:
            continue
        start = 0 if place.start is None else place.start
        end = len(paragraph.text) if place.end is None else place.end
        found += [
            Warned(place, paragraph.text[trap.start : trap.end], trap)
            for trap in find_artefacts(prepare(paragraph.text))
            if trap.confidence >= LEAST and trap.start < end and start < trap.end
        ]
    return tuple(found)
