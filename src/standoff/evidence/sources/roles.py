"""What each paragraph of a copy is: title, byline, caption, signature, share buttons, text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.evidence.document import Paragraph
from standoff.evidence.sources import marks
from standoff.evidence.sources.dates import find_dates

LONG = 160
"""Characters from which a line is a paragraph of text for sure."""
HEAD = 10
"""Lines before which the title, the byline and the date of the piece can stand."""
TITLE, SUBTITLES, SUBTITLE_WORDS, HEADING, CAPTION_WORDS = 250, 2, 40, 90, 12
ENDS = (".", "!", "?", "…", ":", ";", ",", "”", '"', "»", ")")
WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Signs that say as much as three letters."""
FINAL = (".", "…", ";", ",", ":", "。", "।")
"""Ends that a title or heading does not have."""


@dataclass(frozen=True)
class Frame:
    """Where the text of a piece starts and ends: indices of its first and last sure paragraph."""

    first: int
    last: int


def with_roles(
    paragraphs: Sequence[Paragraph], known: Sequence[str] = ()
) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """Return the paragraphs with their roles, and notes of those that are guesses.

    Roles in `known` (from the marks of a page, empty where there are none) are kept. Lines with a
    form of their own (dates, bylines, origin lines, credits, tags, share buttons) come first; then
    what stands where:
    the title and subtitle before the text, the signature after it, headings and captions inside.
    """
    known = known or [""] * len(paragraphs)
    roles = [
        given if given and given != "text" else _by_form(one.text)
        for one, given in zip(paragraphs, known, strict=True)
    ]
    texts = [one.text for one in paragraphs]
    frame = _frame(texts, roles)
    _head(texts, roles, frame)
    frame = _frame(texts, roles)
    _tail(texts, roles, frame)
    notes = _inside(texts, roles, frame, known)
    return tuple(replace(p, role=r) for p, r in zip(paragraphs, roles, strict=True)), tuple(notes)


def _by_form(text: str) -> str:
    """Return the role that a line's own form gives away; `text` if none."""
    if marks.TAGS.match(text) and len(text) < 1000:
        return "tags"
    if is_share(text) or any(form.match(text) for form in marks.BOILERPLATE):
        return "boilerplate"
    if is_date_line(text):
        return "date"
    if origin_of(text) is not None:
        return "origin"
    if byline_of(text):
        return "byline"
    short = len(text.split()) <= 40
    if short and (marks.CAPTION.match(text) or (marks.CREDIT.search(text) and len(text) < 300)):
        return "caption"
    return "text"


def is_share(text: str) -> bool:
    """Return whether a line has nothing but the words of share buttons."""
    words = [word.strip(".,:;!()[]").lower() for word in text.split()]
    return len(words) <= 20 and all(word in marks.SHARE for word in words if word)


def is_date_line(text: str) -> bool:
    """Return whether a line is one date, with a label, a weekday or a time at most."""
    found = find_dates(text)
    if len(found) != 1 or len(text) > 80:
        return False
    rest = text[: found[0].start] + " " + text[found[0].end :]
    label = label_of(text)[1]
    rest = rest[len(label) :] if label else rest
    return not marks.DATE_REST.sub("", rest).strip() or (bool(label) and is_share(rest))


def is_place_and_date(text: str) -> bool:
    """Return whether a line is a place or an outlet and a date, as above a report."""
    found = find_dates(text)
    if len(found) != 1 or len(text) > 100:
        return False
    before, after = text[: found[0].start], text[found[0].end :].strip(" .,;|–—-")
    words = [word for word in re.split(r"[\s,|–—-]+", before) if word]
    named = sum(word[:1].isupper() for word in words)
    outlet = re.fullmatch(r"\([^()]{1,40}\)", after) is not None
    return 0 < len(words) <= 12 and 2 * named >= len(words) and (not after or outlet)


def label_of(text: str) -> tuple[str, str]:
    """Return what a label before a date says it is of, and the label; both may be empty."""
    for kind, words in marks.DATE_LABELS.items():
        match = re.match(rf"(?:{words})(?:\s+on)?\s*[:\s]\s*", text, re.IGNORECASE)
        if match:
            return kind, match.group()
    return "", ""


@dataclass(frozen=True)
class OriginLine:
    """What an origin line says: where the piece came from, who posted it, and in which language."""

    who: str = ""
    language: str = ""
    poster: str = ""


def origin_of(text: str) -> OriginLine | None:
    """Return what a line says about where the copy came from; None if it is no such line."""
    if len(text) > 300 or len(text.split()) > 30:
        return None
    posted = marks.POSTED.search(text)
    poster = (posted.group("who") or posted.group("ru") or "") if posted else ""
    for language, form in marks.ORIGIN:
        match = form.match(text)
        if match and _names_a_place(match.group("mark"), match.group("who"), language):
            return OriginLine(_who(match.group("who")), language, poster)
    for phrase in marks.ORIGIN_PHRASES:
        match = phrase.match(text)
        if match and (text.count(".") < 2 or marks.HOST.search(text)):
            return OriginLine(_who(match.group("who")), "", poster)
    plain = len(text.split()) <= 12 and not text.endswith((".", "!", "?"))
    return OriginLine(poster=poster) if posted and plain and poster else None


def _names_a_place(mark: str, who: str, language: str) -> bool:
    if marks.HOST.match(who):
        return True
    short = len(who.split()) <= 8 and not who.endswith((".", "!", "?"))
    return short and bool(mark.strip()) and (language != "en" or who[:1].isupper())


def _who(text: str) -> str:
    host = marks.HOST.search(text)
    if host:
        return host.group("host").lower()
    for found in find_dates(text):
        text = text[: found.start]
    posted = marks.POSTED.search(text)
    text = (text[: posted.start()] if posted else text).strip(" .,;:|)]–—-")
    return re.sub(r"^the\s+|\s+(?:on|in|at)$", "", text, flags=re.IGNORECASE)


def byline_of(text: str) -> str:
    """Return who a byline names; empty if the line is none."""
    match = marks.BYLINE.match(text)
    if match is None or len(text) > 120 or text.endswith((".", "!", "?")):
        return ""
    words = match.group("who").split()
    names = len(words) <= 10 and all(marks.NAME_WORD.match(word.strip(",|")) for word in words)
    named = words[0][:1].isupper() or len(words) == 1  # an account may be written small
    return match.group("who") if named and (names or len(words) == 1) else ""


def _frame(texts: Sequence[str], roles: Sequence[str]) -> Frame:
    sure = [k for k, text in enumerate(texts) if roles[k] == "text" and _is_prose(text)]
    if not sure:
        plain = [k for k, role in enumerate(roles) if role == "text"]
        sure = [k for k in plain if texts[k].endswith((*FINAL, "!", "?"))] or plain[-1:]
    return Frame(sure[0], sure[-1]) if sure else Frame(len(texts), -1)


def _is_prose(text: str) -> bool:
    return len(text) >= LONG or (
        len(text) >= 60 and text.rstrip("”\"»')").endswith((".", "!", "…"))
    )


def _head(texts: Sequence[str], roles: list[str], frame: Frame) -> None:
    """Name the title and the subtitles among the lines before the text."""
    titled = "title" in roles
    for k in range(min(frame.first, HEAD)):
        if roles[k] != "text" or len(texts[k]) > TITLE or texts[k].endswith(FINAL):
            continue
        if is_place_and_date(texts[k]):
            roles[k] = "date"
        elif not titled:
            roles[k], titled = "title", True
        elif roles.count("subtitle") < SUBTITLES and len(texts[k].split()) <= SUBTITLE_WORDS:
            roles[k] = "subtitle"
    _standfirst(texts, roles)


def _standfirst(texts: Sequence[str], roles: list[str]) -> None:
    """A sentence or two between the title and the byline or date are a subtitle."""
    for k in range(1, min(len(texts) - 1, HEAD)):
        between = roles[k - 1] == "title" and roles[k + 1] in ("byline", "date")
        if between and roles[k] == "text" and len(texts[k].split()) <= SUBTITLE_WORDS:
            roles[k] = "subtitle"


def _tail(texts: Sequence[str], roles: list[str], frame: Frame) -> None:
    """Name the signature after the text: the first short line of names that is nothing else."""
    for k in range(frame.last + 1, len(texts)):
        if roles[k] != "text":
            continue
        words = texts[k].strip("—–- ").split()
        signed = 0 < len(words) <= 5 and not texts[k].endswith(ENDS)
        if signed and all(marks.NAME_WORD.match(word.strip(",")) for word in words):
            roles[k] = "signature"
        return


def _inside(
    texts: Sequence[str], roles: list[str], frame: Frame, known: Sequence[str]
) -> list[str]:
    """Tell headings and captions among the short lines inside the text."""
    notes = []
    for k in range(frame.first + 1, frame.last):
        if roles[k] in ("boilerplate", "date") and not _beside(roles, k, roles[k]):
            roles[k] = "heading" if roles[k] == "boilerplate" else "text"
        if (
            known[k]
            or roles[k] != "text"
            or len(texts[k]) > HEADING
            or texts[k].endswith((*FINAL, "!"))
        ):
            continue
        if not texts[k][:1].isupper() or len(texts[k].split()) > CAPTION_WORDS:
            continue
        roles[k] = "caption" if _is_scene(texts[k]) else "heading"
        notes.append(f"paragraph {k + 1} is taken for a {roles[k]}, by its form alone")
    return notes


def _beside(roles: Sequence[str], k: int, role: str) -> bool:
    return role in (*roles[max(0, k - 1) : k], *roles[k + 1 : k + 2])


def _is_scene(text: str) -> bool:
    """Return whether a line says who or what is seen where, like `A ferry in Port Elm`."""
    match = marks.SCENE.match(text)
    if match is None:
        return False
    words = match.group("subject").split()
    if not 1 <= len(words) <= 8 or any(word.lower() in marks.ABSTRACT for word in words):
        return False
    # In a heading written in capitals throughout, every word is large.
    return len(words) > 1 and any(word[:1].islower() for word in words if len(word) > 3)
