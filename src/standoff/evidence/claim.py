"""One claim of a source about a number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

KINDS = ("event", "quotation", "prediction", "evaluation", "metaphor", "label")
"""What a claim can be; the first three can set a number, a prediction if it has a date."""


@dataclass(frozen=True)
class Claim:
    """What one source says about one number, with everything that decides its weight.

    Attributes:
        source: key of the source.
        kind: one of `KINDS`.
        group: dependence group: claims of one group are not independent.
        paragraph: number of the paragraph in the source.
        characters: start and end of the words in the paragraph.
        side: party whose side the source, or else the speaker, speaks from; empty for none.
        date: the day that the claim is about.
        by: key of the speaker; empty for the source's author.
        speaker_credibility: of the speaker, from 0 to 1.
        via: through whom the words came, one entry for each hop.
        grades: Admiralty letters of the source's chain, from the origin to the copy that was read.
        low: lower end of what is claimed, or None where no number is.
        high: upper end; equal to `low` for a point.
        words: estimative words that the range stands for.
        widen: factor on the spread of the range.
        doubts: factor by which the claim widens what is known, instead of a number.
        credibility: Admiralty number of the information, or None.
        hedge: share of the weight that the hedge leaves.
        against_interest: cuts against the claim's own side.
        motive: says what drives somebody.
        about: `event`, or `author`: tells of its author's view only.
        reading_confidence: how sure the reading of the translation is, from 0 to 1.
        compiled: may set a number although its kind does not; `reason` says why.
        use: false keeps it as a record.
        reposter: added by a re-poster.
    """

    source: str
    kind: str
    group: str
    paragraph: int | None = None
    characters: tuple[int, int] | None = None
    says: str = ""
    side: str = ""
    date: dt.date | None = None
    by: str = ""
    speaker_credibility: float = 1.0
    via: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    words: str = ""
    widen: float = 1.0
    doubts: float | None = None
    credibility: int | None = None
    hedge: float = 1.0
    hedge_words: str = ""
    against_interest: bool = False
    motive: bool = False
    about: str = "event"
    gloss: str = ""
    reading: str = ""
    reading_confidence: float = 1.0
    compiled: bool = False
    reason: str = ""
    use: bool = True
    reposter: bool = False
