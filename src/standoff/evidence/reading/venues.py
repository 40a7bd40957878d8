"""Where and in what form parties talk."""

from __future__ import annotations

import re

from standoff.evidence.reading.actors import Mention
from standoff.evidence.reading.gazetteer import meeting_bodies, names, words_of
from standoff.evidence.reading.words import Span, Text, apart

_TALK = (
    "talks?|dialogues?|meetings?|negotiations?|summits?|consultations?|conferences?|sessions?|rounds?"
    "|discussions?|contacts|congress|mediation"
)
_CAP = r"[A-ZÀ-Þ][\w'-]*"
_NAME = rf"(?:the )?(?:{_CAP})(?: (?:{_CAP}|(?:of|for)\b|and(?= [A-Z])))*"
_BODY = (
    r"(?: (?:platform|format|council|group|headquarters|summit|process|framework|forum|channel))?"
)
_AT = re.compile(
    rf"(?:(?:the|a|an)\s+)?(?:(?:[\w'-]+)\s+)?(?:{_TALK})\s+(?:held\s+|planned\s+|scheduled\s+)?"
    rf"(?:in|at|on|within|of)\s+{_NAME}{_BODY}"
)
_WITH = re.compile(rf"(?:the\s+)?\b(?:dialogues?|talks|negotiations)\s+with\s+{_NAME}{_BODY}")
_BEFORE = re.compile(
    r"\b(?!The |This |That |A |An |Any |Our |All )"
    rf"(?:{_CAP})(?:[-/]{_CAP})?\s+(?:{_TALK}|format|process|platform|council|group|forum)\b"
)
_COUNTED = re.compile(
    r"\b(?:at|in|on|across)?\s*(?:two|three|four|five|several|different|all|both|\d)\s+"
    r"(?:venues|tables|platforms|formats|tracks|forums|fora|channels)\b",
    re.IGNORECASE,
)
_FORMS = re.compile(
    r"\b(?:(?:on|in|at) an? (?:bi|tri|multi)lateral (?:basis|format|level)|bilaterally"
    r"|(?:bilateral|trilateral|multilateral|direct|indirect|secret|proximity|four-party)"
    r" (?:talks|negotiations|format|dialogue)|behind closed doors"
    r"|back[- ]channels?|negotiating table|(?:by|on the|over the) (?:tele)?phone"
    r"|hotline|video (?:link|call|conference)"
    r"|shuttle diplomacy|good offices)\b",
    re.IGNORECASE,
)
_PRESS = re.compile(r"press|news", re.IGNORECASE)


def find_venues(text: Text, mentioned: list[Mention]) -> list[tuple[int, int, str, float]]:
    """Return venues: start, end, why, confidence.

    Args:
        text: the paragraph.
        mentioned: its actors; councils and the like are venues where the sentence is about talks.
    """
    found: list[tuple[int, int, str, float]] = []
    for why, pattern, sure in (
        ("talks at a place", _AT, 0.85), ("talks with a body", _WITH, 0.7),
        ("named format", _BEFORE, 0.7), ("number of venues", _COUNTED, 0.8), ("form", _FORMS, 0.7),
    ):  # fmt: skip
        found += [
            (match.start(), match.end(), why, sure)
            for match in pattern.finditer(text.plain)
            if _is_venue(match[0], why)
        ]
    found += [(*span, "body where parties meet", 0.75) for span in _bodies(text, mentioned)]
    return apart(found, lambda one: (one[0], one[1]))


def _is_venue(words: str, why: str) -> bool:
    """Return whether the name after the talks is a place or a body, not a month or a person."""
    if _PRESS.search(words):
        return False
    if why not in {"talks at a place", "named format"}:
        return True
    low = set(re.findall(r"[\w-]+", words))
    known = any(
        re.search(rf"\b{re.escape(name.form)}\b", words)
        for word in low
        for name in names().get(word, ())
        if name.how != "leader"
    )
    placed = any(re.search(rf"\b{re.escape(place)}\b", words) for place in words_of("places.txt"))
    if why == "named format":
        return (
            known
            or placed
            or re.search(r"\b(?:format|process|platform|group|forum)$", words) is not None
        )
    return (
        known
        or placed
        or " platform" in words
        or re.search(r"\b(?:in|at) (?:the )?[A-Z]", words) is not None
    )


def _bodies(text: Text, mentioned: list[Mention]) -> list[Span]:
    spans: list[Span] = []
    for one in mentioned:
        first, last = text.sentence(one.start)
        about_talks = re.search(
            rf"(?<!press )\b(?:{_TALK})\b", text.plain[first:last], re.IGNORECASE
        )
        before = text.plain[max(first, one.start - 40) : one.start]
        led = re.search(r"\b(?:with|at|in|within|through) (?:the )?$", before)
        joined = re.search(r"(?:,| and|, and) (?:the )?$", before) and any(
            last_end >= one.start - 12 for _, last_end in spans[-1:]
        )
        if one.actor in meeting_bodies() and about_talks and (led or joined):
            spans.append((one.start, one.end))
    return spans
