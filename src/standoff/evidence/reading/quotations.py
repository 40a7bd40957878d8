"""Quoted and reported speech with its speaker, and how deep it is nested."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from standoff.evidence.reading.actors import SAY, Mention, within
from standoff.evidence.reading.words import Span, Text, trimmed

_SAID = re.compile(rf"\b(?:{SAY})\b")
_VERB = re.compile(
    r"(?:(?:has|have|had|also|already|publicly|today|yesterday|again|recently|repeatedly)\s+){0,4}"
    r"\b(?:said|says|stated|states|declared|declares|announced|announces|claimed|claims|warned|warns|stressed|stresses"
    r"|insisted|insists|denied|denies|admitted|admits|argued|argues|told|promised|promises|pledged|pledges|vowed|vows"
    r"|explained|explains|suggested|reiterated|confirmed|confirms|reported|reports|acknowledged|noted|replied|added"
    r"|threatened|threatens|demanded|demands|proposed|proposes|predicted|predicts|wrote|writes)\b"
)
_DESCRIBED = (
    r"(?:[\w-]+\s+){0,3}(?:sources?|officials?|spokes(?:man|woman|person)|ministry|ministers?"
    r"|president|diplomats?"
    r"|experts?|analysts?|observers?|media|reports|military|government"
    r"|foreign office|generals?|commanders?)"
)
_SUBJECT = re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Ss]ome|[Hh]is|[Ii]ts|[Tt]heir)?\s*({_DESCRIBED})\s*$")
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Aa]s reported by|[Ii]n the words of|[Aa]s told by)\s+"
    r"([^,.;:]{2,80}),?\s"
)
_BY = re.compile(
    r"\b[Bb]y\s+(?:announcing|declaring|saying|admitting|promising|claiming|denying|confirming|stating)\s+[^,.;]{3,200}"
)
_CUE = re.compile(
    rf"(?:(?<![\w-])(?:{SAY})\b|\b(?:statements?|words|position|stance|ultimatum|speech|remarks?|reply|answer|letter|tweet)\b"
    r"|\b(?:rant(?:s|ing|ed)?|talk(?:s|ing|ed)?|boast(?:s|ing|ed)?) (?:about|of)\b)[^.!?\"]{0,60}$"
)
_OWN = re.compile(r"\b(?:I|we|you|one)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
LEAD = 24
"""Characters after a quotation within which `the minister said` belongs to it."""
MIN_WORDS = 3
"""Shorter quotations are scare quotes, unless they follow one that has a speaker."""


@dataclass(frozen=True)
class Speech:
    """Something that somebody is said to have said.

    Attributes:
        start: of the words said, or of the sentence that reports them.
        end: after them.
        speaker: name or description, as it stands in the text or in the lists.
        depth: 1 if the author quotes the speaker, 2 if somebody in between does.
        why: which rule found it.
        confidence: from 0 to 1.
    """

    start: int
    end: int
    speaker: str
    depth: int
    why: str
    confidence: float


def find_quotations(text: Text, mentioned: list[Mention]) -> list[Speech]:
    """Return quotations with a speaker, and reported speech, in order.

    Args:
        text: the paragraph.
        mentioned: its actors, who may be speakers.
    """
    quoted = _quoted(text, mentioned)
    told = [one for one in _reported(text, mentioned) if not _belongs(one, quoted)]
    return sorted((*quoted, *_nested(told)), key=lambda one: one.start)


def _belongs(one: Speech, quoted: list[Speech]) -> bool:
    """Return whether a report is the `he said` of a quotation, or holds one."""
    at = bisect_left(quoted, one.end, key=lambda q: q.start) - 1
    return at >= 0 and one.start < quoted[at].end + LEAD


def _quoted(text: Text, mentioned: list[Mention]) -> list[Speech]:
    found: list[Speech] = []
    for span in text.quotes:
        if found and re.fullmatch(
            r"\"?[,.]?\s*(?:and|or|,)\s*\"?", text.plain[found[-1].end : span[0]]
        ):
            found.append(
                replace(found[-1], start=span[0], end=span[1], why="continues a quotation")
            )
            continue
        if len(text.plain[slice(*span)].split()) < MIN_WORDS:
            continue
        speaker = _after(text, span, mentioned) or _before(text, span, mentioned)
        if speaker:
            found.append(Speech(*span, speaker, 1, "quotation marks and a speaker", 0.85))
    return found


def _after(text: Text, span: Span, mentioned: list[Mention]) -> str:
    """Return the speaker named after a quotation: `, the minister said`."""
    tail = text.plain[span[1] : span[1] + 100]
    tail = re.split(r"[.;!?]\s+(?=[A-Z])", tail.lstrip('",. '))[0]
    if not _SAID.search(tail[:60]):
        return ""
    near = within(mentioned, span[1], span[1] + 70)
    if near:
        return near[0].actor
    described = re.match(rf"(?:the |a )?({_DESCRIBED})\b", tail)
    return described[1] if described else ""


def _before(text: Text, span: Span, mentioned: list[Mention]) -> str:
    """Return the speaker of a quotation that words of speech lead up to."""
    first, last = text.sentence(span[0])
    head = text.plain[first : span[0]].rstrip('" ')
    cue = _CUE.search(head)
    if not cue or _OWN.search(head[: cue.start()]):
        return ""
    near = within(mentioned, first, max(last, span[1] + 80))
    outside = [one for one in near if not text.quoted(one.start, one.end)]
    before = [one for one in outside if one.end <= first + cue.start()]
    if before:
        return before[-1].actor
    if outside:
        return outside[-1].actor if outside[-1].start > span[1] else outside[0].actor
    described = _SUBJECT.search(head[: cue.start()])
    return described[1] if described else ""


def _reported(text: Text, mentioned: list[Mention]) -> list[Speech]:
    found = []
    for match in _ACCORDING.finditer(text.plain):
        if _is_speaker(match[1], match, mentioned):
            span = trimmed(text.raw, *_rest(text, match.start()))
            found.append(Speech(*span, match[1], 1, "according to", 0.8))
    for match in _BY.finditer(text.plain):
        _, last = text.sentence(match.start())
        later = within(mentioned, match.end(), min(last, match.end() + 30))
        if later:
            found.append(
                Speech(*trimmed(text.raw, *match.span()), later[0].actor, 1, "by saying", 0.6)
            )
    for match in _VERB.finditer(text.plain):
        if not text.quoted(*match.span()):
            found += _with_subject(text, match, mentioned)
    return found


def _is_speaker(words: str, match: re.Match[str], mentioned: list[Mention]) -> bool:
    inside = within(mentioned, match.start(1), match.end(1))
    return bool(inside) or re.search(rf"{_DESCRIBED}$", words) is not None


def _with_subject(text: Text, verb: re.Match[str], mentioned: list[Mention]) -> list[Speech]:
    """Return what a verb of speech reports, if its subject is an actor or a described speaker."""
    first, _ = text.sentence(verb.start())
    head = text.plain[first : verb.start()]
    after = text.plain[verb.end() : verb.end() + 12]
    if _OWN.search(head) or re.match(r"\s*(?:by|[.;])", after):
        return []
    for one in within(mentioned, first, verb.start())[-1:]:
        between = text.plain[one.end : verb.start()]
        if re.fullmatch(r",?(?:\s+[\w'-]+){0,3}\s*|,[^,]{3,80},\s*", between):
            start = _with_article(text.plain, one.start)
            span = trimmed(text.raw, *_rest(text, start))
            return [Speech(*span, one.actor, 1, "verb of speech", 0.75)]
    described = _SUBJECT.search(head)
    if described is None:
        return []
    span = trimmed(text.raw, *_rest(text, first + described.start()))
    return [Speech(*span, described[1], 1, "verb of speech", 0.65)]


def _with_article(plain: str, start: int) -> int:
    article = re.search(r"\b[Tt]he (?:\w+ )?$", plain[max(0, start - 20) : start])
    return start - len(article[0]) if article else start


def _rest(text: Text, start: int) -> Span:
    return start, text.sentence(start)[1]


def _nested(told: list[Speech]) -> list[Speech]:
    """Keep the outer of two reports in one sentence; another speaker inside adds to the depth."""
    kept: list[Speech] = []
    for one in sorted(told, key=lambda o: (o.start, -o.end)):
        if kept and one.end <= kept[-1].end:
            if one.speaker != kept[-1].speaker:
                kept[-1] = replace(kept[-1], depth=kept[-1].depth + 1)
        else:
            kept.append(one)
    return kept
