"""What the user says of a source, over what was read; each is noted, so that the two stay apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from standoff.errors import UsageError
from standoff.evidence.document import Document, Link
from standoff.evidence.sources.clean import line_of
from standoff.evidence.sources.limits import printable

GRADES = "ABCDEF"
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,8})?")
LINK_ROLES = ("origin", "outlet", "translation", "repost")


@dataclass(frozen=True)
class Given:
    """Values that the user gives; empty where what was read shall stay.

    Attributes:
        grades: Admiralty letter by link: who stands there, or its role.
        chain: the whole chain as role and who, in place of the one that was read.
    """

    title: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""
    event: dt.date | None = None
    written: dt.date | None = None
    published: dt.date | None = None
    chain: Sequence[tuple[str, str]] = ()
    grades: Mapping[str, str] = field(default_factory=dict)


def with_given(document: Document, given: Given) -> Document:
    """Return a document with the user's values, and a note for each.

    Raises:
        UsageError: a grade, a language, a role or a link that there is not.
    """
    notes = []
    values: dict[str, Any] = {}
    for name in ("title", "author", "outlet", "language", "event", "written", "published"):
        value = getattr(given, name)
        if not value:
            continue
        value = _checked(name, value)
        found = getattr(document, name)
        said = f", the text says {found}" if found and found != value else ""
        notes.append(f"{name} is given, not read{said}")
        values[name] = value
    made = replace(document, **values)
    if given.chain:
        made = replace(made, chain=tuple(_link(role, who) for role, who in given.chain))
        notes.append("the chain is given, not read")
    chain = made.chain
    for who, letter in given.grades.items():
        chain = _graded(chain, who, letter)
        notes.append(f"the grade of {printable(who)} is given")
    return replace(made, chain=chain, notes=(*document.notes, *notes))


def _checked(name: str, value: str | dt.date) -> str | dt.date:
    if isinstance(value, dt.date):
        return value
    value = line_of(value)[:300]
    if name == "language" and not LANGUAGE.fullmatch(value):
        raise UsageError(
            f"`{printable(value)}` is not the code of a language",
            help="write two letters, for example `--language en`",
        )
    return value


def _link(role: str, who: str) -> Link:
    if role not in LINK_ROLES:
        raise UsageError(
            f"`{printable(role)}` is not a link of a chain",
            help=f"write `--link ROLE=WHO`, where ROLE is one of {', '.join(LINK_ROLES)}",
        )
    return Link(line_of(who)[:300], role)


def _graded(chain: Sequence[Link], who: str, letter: str) -> tuple[Link, ...]:
    if len(letter) != 1 or letter.upper() not in GRADES:
        raise UsageError(
            f"`{printable(letter)}` is not a grade",
            help="write a letter from A (completely reliable) to E (not), or F (cannot be judged)",
        )
    wanted = line_of(who).casefold()
    hits = [link.who.casefold() == wanted for link in chain]
    hits = hits if any(hits) else [link.role == wanted for link in chain]
    if not any(hits):
        links = ", ".join(f"`{printable(link.who)}` ({link.role})" for link in chain)
        raise UsageError(
            f"the chain has no link `{printable(who)}`",
            help=f"it has {links}" if links else "it is empty: write `--link origin=WHO` first",
        )
    return tuple(
        replace(link, reliability=letter.upper()) if hit else link
        for link, hit in zip(chain, hits, strict=True)
    )
