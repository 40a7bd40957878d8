"""Rules that read a document and propose what in it may deserve a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from standoff.evidence.document import READ, Document, Paragraph
from standoff.evidence.reading.actors import first_mentions, mentions, surnames_in
from standoff.evidence.reading.artefacts import find_artefacts
from standoff.evidence.reading.clauses import find_demands, find_threats
from standoff.evidence.reading.dates import find_dates
from standoff.evidence.reading.days import reading
from standoff.evidence.reading.hedges import find_hedges
from standoff.evidence.reading.proposal import LEAST, Proposal, in_order
from standoff.evidence.reading.quotations import find_quotations
from standoff.evidence.reading.venues import find_venues
from standoff.evidence.reading.words import Text, prepare

Part = tuple[int, int, str, str, str, float]
"""Start, end, kind, reading, why, confidence."""


def suggest(document: Document, *, at_least: float = LEAST) -> tuple[Proposal, ...]:
    """Return what the rules find in what the author wrote, by paragraph and place.

    Captions, bylines, tags and other parts that the author did not write are not read. Dates count
    from the day of writing; where it is not known, from that of publication.

    Args:
        document: a source as it was read.
        at_least: confidence below which nothing is proposed.
    """
    read = [(one, prepare(one.text)) for one in document.paragraphs if one.role in READ]
    surnames = surnames_in(text for _, text in read)
    day = document.written or document.published
    return in_order(
        _proposal(paragraph, part)
        for paragraph, text in read
        for part in _parts(text, surnames, day)
        if part[-1] >= at_least
    )


def _proposal(paragraph: Paragraph, part: Part) -> Proposal:
    start, end, kind, meaning, why, confidence = part
    text = paragraph.text[start:end]
    return Proposal(paragraph.number, start, end, kind, text, meaning, why, confidence)


def _parts(text: Text, surnames: frozenset[str], day: dt.date | None) -> Iterator[Part]:
    mentioned = mentions(text, surnames)
    for start, end, days, rule in find_dates(text, day):
        yield start, end, "date", reading(days), rule, 0.85
    for one in first_mentions(mentioned):
        yield one.start, one.end, "actor", one.actor, one.why, one.confidence
    for start, end, why, sure in find_venues(text, mentioned):
        yield start, end, "venue", "", why, sure
    for start, end, why, sure in find_demands(text):
        yield start, end, "demand", "", why, sure
    for start, end, why, sure in find_threats(text, mentioned):
        yield start, end, "threat", "", why, sure
    for start, end, effect, sure in find_hedges(text):
        yield start, end, "hedge", effect, "word list", sure
    for said in find_quotations(text, mentioned):
        told = f"{said.speaker}; depth {said.depth}"
        yield said.start, said.end, "quotation", told, said.why, said.confidence
    for trap in find_artefacts(text):
        yield trap.start, trap.end, "artefact", trap.meaning, trap.original, trap.confidence
