"""A file or the bytes of a page to a document."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from standoff.errors import UsageError
from standoff.evidence.document import ROLES, Document, Paragraph
from standoff.evidence.sources.clean import clean, decode, line_of, require_text
from standoff.evidence.sources.facts import with_facts
from standoff.evidence.sources.kinds import charset_of, kind_of
from standoff.evidence.sources.limits import LIMITS, Limits, printable, too_much
from standoff.evidence.sources.parse import Parsed, parse
from standoff.evidence.sources.roles import with_roles

HEAD_BYTES = 4096


def read_source(
    path: str | Path,
    *,
    encoding: str = "",
    roles: Mapping[int, str] | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Read a text file, a saved page or a PDF.

    Args:
        path: of the file; what it holds counts, not how its name ends.
        encoding: of the text, where it should not be found out.
        roles: roles of paragraphs by number, where the rules are wrong.
        limits: what is refused as too much.

    Raises:
        UsageError: the file cannot be read, is no text, or is too much.
        MissingExtraError: HTML and PDF need the extra `sources`.
    """
    content = read_bytes(path, limits)
    return document_from(content, str(path), encoding=encoding, roles=roles, limits=limits)


def read_bytes(path: str | Path, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a regular file that is not too large.

    Raises:
        UsageError: there is none, or it is a folder, a pipe or a device.
    """
    name = printable(path)
    try:
        found = os.stat(path)  # noqa: PTH116 (follows links; says what kind before opening)
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe, a device or a socket"
            raise UsageError(f"`{name}` is {what}, not a file", help="write the name of a file")
        if found.st_size > limits.size_bytes:
            raise too_much(name, f"{found.st_size:,} bytes", f"{limits.size_bytes:,}")
        with Path(path).open("rb") as stream:
            content = stream.read(limits.size_bytes + 1)
    except FileNotFoundError:
        raise UsageError(
            f"there is no file `{name}`", help="check the name and the folder"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"`{name}` cannot be read: {printable(reason)}") from None
    if len(content) > limits.size_bytes:
        raise too_much(name, f"more than {limits.size_bytes:,} bytes", f"{limits.size_bytes:,}")
    return content


def document_from(
    content: bytes,
    name: str,
    *,
    address: str = "",
    charset: str = "",
    encoding: str = "",
    roles: Mapping[int, str] | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Return the document that bytes hold.

    Args:
        content: the bytes of a file or page.
        name: how messages call it.
        address: where a page came from; empty for a file.
        charset: what the server said about the encoding.
        encoding: of the text, as the user says.
        roles: roles of paragraphs by number, where the rules are wrong.
        limits: what is refused as too much.

    Raises:
        UsageError: it is no text, or too much.
        MissingExtraError: HTML and PDF need the extra `sources`.
    """
    kind = kind_of(content, name)
    notes: list[str] = []
    if kind == "pdf":
        parsed = parse("pdf", content, name, limits=limits)
    else:
        declared = charset or (charset_of(content[:HEAD_BYTES]) if kind == "html" else "")
        text, note = decode(content, name, declared, encoding)
        notes += [note] if note else []
        require_text(text, name)
        if len(text) > limits.characters and kind == "text":
            raise too_much(name, f"{len(text):,} characters", f"{limits.characters:,}")
        if kind == "html":
            parsed = parse("html", text.encode("utf-8", "replace"), name, address, limits=limits)
        else:
            parsed = Parsed(lines=((text, ""),))
    paragraphs, cleaning = _paragraphs(parsed, name, limits)
    paragraphs, guesses = with_roles(paragraphs, [one.role for one in paragraphs])
    paragraphs = _with_given_roles(paragraphs, roles or {}, name)
    document = Document(
        paragraphs,
        notes=(*notes, *parsed.notes, *cleaning, *_still(guesses, roles or {})),
        address=address,
        read=dt.datetime.now(tz=dt.UTC).date(),
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return with_facts(_with_page(document, parsed.facts))


def _paragraphs(
    parsed: Parsed, name: str, limits: Limits
) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """Return one paragraph for each non-blank line, numbered from 1."""
    lines: list[tuple[str, str]] = []
    notes: dict[str, None] = {}
    for text, role in parsed.lines:
        cleaned = clean(text)
        notes |= dict.fromkeys(cleaned.notes)
        lines += [(line, role) for line in cleaned.lines]
        if len(lines) > limits.paragraphs:
            raise too_much(
                name, f"more than {limits.paragraphs:,} paragraphs", f"{limits.paragraphs:,}"
            )
    if not lines:
        raise UsageError(f"`{printable(name)}` holds no text", help=_no_text(parsed))
    longest = max(len(line) for line, _ in lines)
    if longest > limits.paragraph_characters:
        found = f"a paragraph of {longest:,} characters"
        raise too_much(name, found, f"{limits.paragraph_characters:,}", "break its lines")
    total = sum(len(line) for line, _ in lines)
    if total > limits.characters:
        raise too_much(name, f"{total:,} characters", f"{limits.characters:,}")
    made = tuple(Paragraph(k, line, role) for k, (line, role) in enumerate(lines, 1))
    return made, tuple(notes)


def _no_text(parsed: Parsed) -> str:
    if parsed.facts.get("images"):
        return "its pages are pictures: run character recognition first"
    return "give a file with text in it"


def _with_given_roles(
    paragraphs: tuple[Paragraph, ...], roles: Mapping[int, str], name: str
) -> tuple[Paragraph, ...]:
    for number, role in roles.items():
        if not 1 <= number <= len(paragraphs):
            raise UsageError(
                f"`{printable(name)}` has no paragraph {number}",
                help=f"it has paragraphs 1 to {len(paragraphs)}",
            )
        if role not in ROLES:
            raise UsageError(
                f"a paragraph cannot be `{printable(role)}`",
                help=f"write one of {', '.join(ROLES)}",
            )
    return tuple(replace(one, role=roles.get(one.number, one.role)) for one in paragraphs)


def _still(guesses: tuple[str, ...], roles: Mapping[int, str]) -> tuple[str, ...]:
    given = tuple(f"paragraph {number} is a {role} as given" for number, role in roles.items())
    numbers = {f"paragraph {number} " for number in roles}
    return (*(g for g in guesses if not any(g.startswith(n) for n in numbers)), *given)


def _with_page(document: Document, facts: Mapping[str, Any]) -> Document:
    """Return the document with what the page's or file's own data say."""
    words = {
        name: line_of(str(facts.get(name) or ""))[:300] for name in ("title", "author", "outlet")
    }
    day = facts.get("published")
    try:
        published = dt.date.fromisoformat(day) if isinstance(day, str) and day else None
    except ValueError:
        published = None
    language = str(facts.get("language") or "")[:2].lower()
    return replace(
        document,
        title=words["title"],
        author=words["author"],
        outlet=words["outlet"],
        published=published,
        language=language,
    )
