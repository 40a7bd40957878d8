"""What a source may be at most, so that no file and no page can take the machine."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.errors import UsageError


@dataclass(frozen=True)
class Limits:
    """Upper bounds of reading.

    Attributes:
        size_bytes: of the file or page.
        characters: of its text.
        paragraphs: number of them.
        paragraph_characters: of the longest paragraph.
        pages: of a PDF.
        stream_bytes: of one stream of a PDF when it is unpacked.
        memory_bytes: address space of the process that parses HTML and PDF.
        seconds: time that parsing or fetching may take.
    """

    size_bytes: int = 20_000_000
    characters: int = 2_000_000
    paragraphs: int = 20_000
    paragraph_characters: int = 100_000
    pages: int = 500
    stream_bytes: int = 50_000_000
    memory_bytes: int = 2**30
    seconds: float = 30.0


LIMITS = Limits()

SPLIT = "split it, and add the parts that matter"


def printable(text: object, most: int = 200) -> str:
    """Return text that is safe on a terminal: no control characters, no marks, not too long."""
    shown = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text)
    )
    return shown if len(shown) <= most else shown[:most] + "..."


def too_much(name: str, found: str, limit: str, help: str = SPLIT) -> UsageError:
    """Return the error that says what a source has too much of."""
    return UsageError(f"`{printable(name)}` has {found}; at most {limit} are read", help=help)
