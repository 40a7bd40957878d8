"""What a source says about itself: dates, origin, chain; rules, and nothing from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.evidence.document import READ, Document, Link, Paragraph
from standoff.evidence.sources import marks
from standoff.evidence.sources.dates import Found, find_dates
from standoff.evidence.sources.language import language_of
from standoff.evidence.sources.roles import byline_of, label_of, origin_of

UNKNOWN = ("unknown origin", "unknown translator", "unknown re-poster")
"""Who stands at a link that nobody names."""


@dataclass
class Dates:
    """The three dates, each with the number of the paragraph that says it (0: the page's data)."""

    event: tuple[dt.date, int] | None = None
    written: tuple[dt.date, int] | None = None
    published: tuple[dt.date, int] | None = None


@dataclass
class Traces:
    """Traces of copying: who is named as origin, translator, poster, and where."""

    origin: str = ""
    origin_language: str = ""
    origin_line: int = 0
    poster: str = ""
    poster_line: int = 0
    translator: str = ""
    translated: bool = False


def with_facts(document: Document) -> Document:
    """Return a document whose roles are known with its dates, chain, and what it says of itself.

    What stands in the record already (from the data of a page) is kept.
    """
    traces = _traces(document.paragraphs)
    dates, unclear = _dates(document)
    language = document.language or language_of(_text(document.paragraphs))
    author = document.author or _first(document.paragraphs, "byline", byline_of)
    signed = _first(document.paragraphs, "signature", lambda text: text.strip("—–- "))
    foreign = traces.origin_language not in ("", language)
    traces.translated = traces.translated or (bool(language) and foreign)
    outlet = document.outlet if not traces.origin else traces.origin
    outlet = outlet or _agency(document.paragraphs)
    made = replace(
        document,
        title=document.title or _first(document.paragraphs, "title", str),
        author=author or signed,
        outlet=outlet,
        language=language,
        event=document.event or _day(dates.event),
        written=document.written or _day(dates.written),
        published=document.published or _day(dates.published),
    )
    chain = _chain(made, document.outlet, traces, signed)
    about = _about(made, dates, traces, chain, signed)
    return replace(made, chain=chain, about=about, notes=(*document.notes, *unclear))


def _day(found: tuple[dt.date, int] | None) -> dt.date | None:
    return None if found is None else found[0]


def _text(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(one.text for one in paragraphs if one.role in READ)


def _first(paragraphs: Sequence[Paragraph], role: str, reader: object) -> str:
    assert callable(reader)
    return next((str(reader(one.text)) for one in paragraphs if one.role == role), "")


def _agency(paragraphs: Sequence[Paragraph]) -> str:
    """Return the agency that the dateline of the first paragraph of text names."""
    for one in paragraphs:
        if one.role == "text":
            match = marks.DATELINE.match(one.text)
            return (match.group("agency") or "") if match else ""
    return ""


def _traces(paragraphs: Sequence[Paragraph]) -> Traces:
    traces = Traces()
    for one in paragraphs:
        if one.role in ("text", "title", "subtitle", "heading"):
            continue
        line = origin_of(one.text) if one.role == "origin" else None
        if line and line.who and not traces.origin:
            traces.origin, traces.origin_language = line.who, line.language
            traces.origin_line = one.number
        if line and line.poster and not traces.poster:
            traces.poster, traces.poster_line = line.poster, one.number
        match = marks.TRANSLATED.search(one.text)
        if match:
            traces.translated = True
            named = match.group("who") or match.group("name") or ""
            traces.translator = traces.translator or named.strip(".,;")
    return traces


def _dates(document: Document) -> tuple[Dates, list[str]]:
    dates, notes = Dates(), []
    for one in document.paragraphs:
        if one.role not in ("date", "origin"):
            continue
        for found in find_dates(one.text)[:1]:
            if found.day is None:
                notes.append(_two_readings(found, one.number))
            else:
                kind = "published" if one.role == "origin" else label_of(one.text)[0] or "written"
                if kind != "updated" and getattr(dates, kind) is None:
                    setattr(dates, kind, (found.day, one.number))
    if document.published is not None:
        dates.published = (document.published, 0)
    if dates.written is None:
        dates.written = _from_dateline(document.paragraphs)
    if dates.event is None:
        dates.event = _event(document.paragraphs, dates)
    return dates, notes


def _two_readings(found: Found, number: int) -> str:
    return (
        f"the date `{found.text}` in paragraph {number} can be read in two ways and is left out; "
        "give it with `--written` or `--published`"
    )


def _from_dateline(paragraphs: Sequence[Paragraph]) -> tuple[dt.date, int] | None:
    for one in paragraphs:
        if one.role == "text":
            match = marks.DATELINE.match(one.text)
            found = find_dates(match.group()) if match else ()
            return (found[0].day, one.number) if found and found[0].day else None
    return None


def _event(paragraphs: Sequence[Paragraph], dates: Dates) -> tuple[dt.date, int] | None:
    """Return the only full date of the text, if it is not later than the writing."""
    last = _day(dates.written) or _day(dates.published)
    named = {
        found.day: one.number
        for one in reversed(paragraphs)
        if one.role in READ
        for found in find_dates(_without_dateline(one.text))
    }
    if len(named) != 1:
        return None
    ((day, number),) = named.items()
    if day is None or (last is not None and day > last):
        return None
    return day, number


def _without_dateline(text: str) -> str:
    match = marks.DATELINE.match(text)
    return text[match.end() :] if match else text


def _chain(made: Document, site: str, traces: Traces, signed: str) -> tuple[Link, ...]:
    later = bool(made.written and made.published and made.published > made.written)
    copied = bool(traces.origin or traces.poster) or (later and _tagged(made))
    if not copied and not traces.translated:
        return (Link(made.outlet, "outlet"),) if made.outlet else ()
    origin = traces.origin or signed or ("" if _is_account(made.author) else made.author)
    links = [Link(origin or UNKNOWN[0], "origin")]
    if traces.translated:
        links.append(Link(traces.translator or UNKNOWN[1], "translation"))
    account = made.author if traces.origin and _is_account(made.author) else ""
    elsewhere = site if site.lower() != origin.lower() else ""
    if copied:
        links.append(Link(traces.poster or account or elsewhere or UNKNOWN[2], "repost"))
    return tuple(links)


def _tagged(made: Document) -> bool:
    return any(one.role == "tags" for one in made.paragraphs)


def _is_account(name: str) -> bool:
    """Return whether a byline is the name of an account or site and not of a person."""
    return bool(name) and len(name.split()) == 1


def _about(
    made: Document, dates: Dates, traces: Traces, chain: Sequence[Link], signed: str
) -> tuple[str, ...]:
    said = [_about_dates(made, dates)]
    if traces.origin:
        language = traces.origin_language
        words = f", in words of another language ({language})" if traces.translated else ""
        words = words if language not in ("", made.language) else ""
        said.append(f"Paragraph {traces.origin_line} names {traces.origin} as the origin{words}.")
        if made.author and made.author.lower() != traces.origin.lower() and not signed:
            said.append(f"The byline names {made.author}, which is not the origin.")
    if traces.poster:
        said.append(f"Paragraph {traces.poster_line} says that {traces.poster} posted it.")
    if signed:
        said.append(f"It is signed {signed}{', a single name' if ' ' not in signed else ''}.")
    if any(link.role == "translation" for link in chain):
        by = f" by {traces.translator}" if traces.translator else ", it does not say by whom"
        said.append(f"It is a translation{by}.")
    if any(link.role == "repost" for link in chain) and any(
        one.role == "tags" for one in made.paragraphs
    ):
        said.append("Its tags are those of the copy, not of the author.")
    return tuple(sentence for sentence in said if sentence)


def _about_dates(made: Document, dates: Dates) -> str:
    written, published = made.written, made.published
    if written and published and published > written:
        days = (published - written).days
        after = "1 day" if days == 1 else f"{days} days"
        return f"It is dated {written} and this copy {published}, {after} later."
    if written:
        return f"It is dated {written}."
    return (
        f"This copy is dated {published}; it does not say when it was written." if published else ""
    )
