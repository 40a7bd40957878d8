"""A source as it was read: paragraphs in their roles, what it says about itself, and its dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

ROLES = (
    "text",
    "title",
    "subtitle",
    "byline",
    "date",
    "caption",
    "heading",
    "signature",
    "origin",
    "boilerplate",
    "tags",
)
"""What a paragraph can be. Claims and proposals come from `text`, `title` and `subtitle`; `origin`
names where the copy came from; `boilerplate` is share buttons and the like; `tags` were added by
whoever posted the copy."""

READ = ("text", "title", "subtitle")
"""Roles of the paragraphs that the author wrote."""


@dataclass(frozen=True)
class Paragraph:
    """One non-blank line of the text of a source.

    Attributes:
        number: from 1, boilerplate and captions included, so that it never changes.
        text: cleaned text: no control characters, no marks of direction, single blanks.
        role: one of `ROLES`.
    """

    number: int
    text: str
    role: str = "text"


@dataclass(frozen=True)
class Link:
    """One link of the chain from the origin to the copy that was read.

    Attributes:
        who: an outlet, a translator, a re-poster.
        role: `origin`, `outlet`, `translation` or `repost`.
        reliability: Admiralty letter; F where nobody has judged it.
    """

    who: str
    role: str
    reliability: str = "F"


@dataclass(frozen=True)
class Document:
    """What reading a file or a page gave.

    Attributes:
        paragraphs: all of them, in order.
        title: the author's title; empty if there is none.
        author: the byline as it stands, which need not be the origin.
        outlet: where it appeared first, as far as the text says so.
        language: ISO 639-1 code of the text as read.
        event: day of the event that it is about, if it says so.
        written: day of writing.
        published: day of the copy that was read, or of publication.
        chain: from the origin to the copy.
        about: what the source says about itself, in sentences of ours.
        notes: what the reader had to do: another encoding, marks taken out, parts left away.
        address: where a page was fetched from; empty for a file.
        read: day of reading.
        kind: `text`, `html` or `pdf`.
        sha256: of the bytes that were read.
    """

    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""
    event: dt.date | None = None
    written: dt.date | None = None
    published: dt.date | None = None
    chain: tuple[Link, ...] = ()
    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    address: str = ""
    read: dt.date | None = None
    kind: str = "text"
    sha256: str = ""

    def paragraph(self, number: int) -> Paragraph:
        """Return a paragraph by its number.

        Raises:
            KeyError: there is none.
        """
        if not 1 <= number <= len(self.paragraphs):
            raise KeyError(number)
        return self.paragraphs[number - 1]
