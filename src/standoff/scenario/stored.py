"""Places in sources, compared with the sources themselves where these are stored beside the file.

A paragraph number or a range of characters that is off by one leads to other words; so where the
texts are at hand, each place is looked up. Places where the translation misleads are pointed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from pydantic import BaseModel

from standoff.diagnostics.record import Severity
from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.text import Path

if TYPE_CHECKING:
    from standoff.evidence.document import Document

STORE = "sources"
"""Folder beside a scenario file in which its sources are stored."""

Placed = human.Claim | human.EvidenceItem


def documents_beside(file: str | FilePath) -> dict[str, Document]:
    """Return the documents that are stored beside a scenario file, by key.

    Raises:
        UsageError: a stored file was changed.
    """
    folder = FilePath(file).parent / STORE
    if not folder.is_dir():
        return {}
    from standoff.evidence.sources.store import Store

    return {entry.key: entry.document for entry in Store(folder).entries()}


def check_places(ctx: Context, documents: Mapping[str, Document]) -> None:
    """Report places that the stored sources do not have, or in which they mislead."""
    if not documents:
        return
    for path, spec in _placed(ctx.file, ()):
        document = documents.get(spec.source)
        if document is None or spec.paragraph is None:
            continue
        if _exists(ctx, spec, path, document):
            _is_the_authors(ctx, spec, path, document)
            _is_read_rightly(ctx, spec, path, document)


def _placed(value: object, path: Path) -> Iterator[tuple[Path, Placed]]:
    """Return every claim and item of evidence with its path in the file."""
    if isinstance(value, human.Claim | human.EvidenceItem):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, about in type(value).model_fields.items():
            yield from _placed(getattr(value, name), (*path, about.alias or name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _placed(one, (*path, key))
    elif isinstance(value, list | tuple):
        for k, one in enumerate(value):
            yield from _placed(one, (*path, k))


def _exists(ctx: Context, spec: Placed, path: Path, document: Document) -> bool:
    count, number = len(document.paragraphs), spec.paragraph or 0
    if number > count:
        message = f"`{spec.source}` has no paragraph {number}"
        ctx.report("SC811", message, (*path, "paragraph"), help=f"write a number from 1 to {count}")
        return False
    length = len(document.paragraph(number).text)
    if spec.characters is not None and spec.characters[1] > length:
        message = f"paragraph {number} of `{spec.source}` has {length} characters"
        help = f"write `[start, end]` with an end of at most {length}"
        ctx.report("SC811", message, (*path, "characters"), help=help)
        return False
    return True


def _is_the_authors(ctx: Context, spec: Placed, path: Path, document: Document) -> None:
    from standoff.evidence.document import READ

    role = document.paragraph(spec.paragraph or 0).role
    marked = isinstance(spec, human.Claim) and (spec.from_ is not None or not spec.use)
    if role in READ or marked or (role == "caption" and _is_label(spec)):
        return
    ctx.report(
        "SC812",
        f"paragraph {spec.paragraph} of `{spec.source}` is of the kind `{role}`",
        (*path, "paragraph"),
        note="captions, tags and the like are not the author's words",
        help="write `from: reposter` or `use: false` in the claim, or another paragraph",
        severity=Severity.WARNING,
    )


def _is_label(spec: Placed) -> bool:
    return isinstance(spec, human.Claim) and spec.kind == "label"


def _is_read_rightly(ctx: Context, spec: Placed, path: Path, document: Document) -> None:
    """Let no words that a translation got wrong into a number without what they mean.

    Evidence is in the analyst's own words, so only claims that point to the words are held to it.
    """
    if not isinstance(spec, human.Claim) or spec.characters is None or not spec.use:
        return
    from standoff.evidence.reading.traps import Place, unread_traps

    start, end = spec.characters
    place = Place(spec.paragraph or 0, start, end, bool(spec.gloss or spec.reading))
    for warned in unread_traps(document, [place]):
        ctx.report(
            "SC813",
            f"the translation misleads at `{warned.words}`",
            (*path, "characters"),
            note=f"it probably means: {warned.trap.meaning}",
            help="write `gloss:` and `reading:` in the claim, or `use: false`",
        )
