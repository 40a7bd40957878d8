"""A stored source as plain data: to JSON, and back with everything checked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.errors import UsageError
from standoff.evidence.document import ROLES, Document, Link, Paragraph
from standoff.evidence.sources.limits import printable

FORMAT = "standoff source 1"
"""First entry of every `source.json`; a folder without it is not touched."""

WORDS = ("title", "author", "outlet", "language", "address", "kind", "sha256")
DATES = ("event", "written", "published", "read")
LISTS = ("about", "notes")


@dataclass(frozen=True)
class Entry:
    """A source in a store.

    Attributes:
        key: name of its folder, and of its entry in a scenario.
        document: what reading it gave.
        folder: where it is kept.
        original: name of the file with its bytes as they were given.
        group: dependence group that the user has put it in; empty for none.
    """

    key: str
    document: Document
    folder: Path
    original: str
    group: str = ""


class WrongEntryError(ValueError):
    """A stored file does not hold what it should; the message says which part."""


def paragraphs_text(document: Document) -> str:
    """Return the paragraphs as lines of JSON."""
    rows = ({"number": p.number, "text": p.text, "role": p.role} for p in document.paragraphs)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def source_text(entry: Entry, paragraphs_sha256: str) -> str:
    """Return everything but the paragraphs as JSON."""
    return json.dumps(source_data(entry, paragraphs_sha256), ensure_ascii=False, indent=2) + "\n"


def source_data(entry: Entry, paragraphs_sha256: str = "") -> dict[str, Any]:
    """Return everything but the paragraphs as plain data."""
    document = entry.document
    data: dict[str, Any] = {"format": FORMAT, "key": entry.key, "group": entry.group}
    data |= {name: getattr(document, name) for name in WORDS}
    for name in DATES:
        day = getattr(document, name)
        data[name] = None if day is None else day.isoformat()
    data["chain"] = [
        {"who": link.who, "role": link.role, "reliability": link.reliability}
        for link in document.chain
    ]
    data |= {name: list(getattr(document, name)) for name in LISTS}
    data["original"] = entry.original
    data["paragraphs_sha256"] = paragraphs_sha256
    return data


def entry_from(data: Any, lines: str, folder: Path) -> Entry:
    """Return an entry from the data of its two files.

    Raises:
        WrongEntryError: a part is missing or of another kind.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise WrongEntryError(f"`format` is not `{FORMAT}`")
    words = {name: _word(data, name) for name in (*WORDS, "key", "group", "original")}
    days = {name: _day(data, name) for name in DATES}
    document = Document(
        paragraphs=tuple(_paragraphs(lines)),
        title=words["title"],
        author=words["author"],
        outlet=words["outlet"],
        language=words["language"],
        event=days["event"],
        written=days["written"],
        published=days["published"],
        chain=tuple(_link(link) for link in _list(data, "chain")),
        about=tuple(_list(data, "about", str)),
        notes=tuple(_list(data, "notes", str)),
        address=words["address"],
        read=days["read"],
        kind=words["kind"],
        sha256=words["sha256"],
    )
    return Entry(folder.name, document, folder, words["original"], words["group"])


def _word(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or any(not c.isprintable() for c in value):
        raise WrongEntryError(f"`{name}` is not a line of text")
    return value


def _day(data: Mapping[str, Any], name: str) -> dt.date | None:
    value = data.get(name)
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise WrongEntryError(f"`{name}` is not a date such as 2022-01-14") from None


def _list(data: Mapping[str, Any], name: str, kind: type = dict) -> list[Any]:
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(one, kind) for one in value):
        raise WrongEntryError(f"`{name}` is not a list as it should be")
    return value


def _link(data: Mapping[str, Any]) -> Link:
    letter = _word(data, "reliability")
    if letter not in tuple("ABCDEF"):
        raise WrongEntryError("`reliability` is not a letter from A to F")
    return Link(_word(data, "who"), _word(data, "role"), letter)


def _paragraphs(lines: str) -> list[Paragraph]:
    made = []
    for k, line in enumerate(lines.removesuffix("\n").split("\n"), 1):
        try:
            row = json.loads(line)
            number, text, role = row["number"], row["text"], row["role"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise WrongEntryError(f"line {k} of the paragraphs is not one") from None
        if number != k or not isinstance(text, str) or role not in ROLES:
            raise WrongEntryError(f"line {k} of the paragraphs is not one")
        made.append(Paragraph(k, text, role))
    return made


def changed(folder: Path, file: str, why: str) -> UsageError:
    """Return the error that a file of the store is not as it was written."""
    return UsageError(
        f"`{printable(folder / file)}` was changed after the source was added: {why}",
        help=f"add the source again with `--key {printable(folder.name)} --replace`, "
        f"or remove it with `standoff source remove {printable(folder.name)}`",
    )
