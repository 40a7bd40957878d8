"""The lines that name a stored source in a scenario."""

from __future__ import annotations

import json

from standoff.evidence.document import Link
from standoff.evidence.sources.entry import Entry


def scenario_block(entry: Entry, *, header: bool = True) -> str:
    """Return YAML to paste into a scenario, `sources:` included if `header`.

    Text is written in double quotes, with the escapes that JSON and YAML share.
    """
    document = entry.document
    lines = ["sources:"] if header else []
    lines.append(f"  {entry.key}:")
    untitled = f"Untitled, by {document.author}" if document.author else "Untitled"
    lines.append(f"    title: {_quoted(document.title or untitled)}")
    words = {name: getattr(document, name) for name in ("author", "outlet")}
    lines += [f"    {name}: {_quoted(value)}" for name, value in words.items() if value]
    days = {name: getattr(document, name) for name in ("written", "published")}
    lines += [f"    {name}: {day}" for name, day in days.items() if day is not None]
    if document.language:
        lines.append(f"    language: {_quoted(document.language)}")
    if document.chain:
        lines.append("    chain:")
        lines += [f"      - {_link(link)}" for link in document.chain]
    if entry.group:
        lines.append(f"    group: {_quoted(entry.group)}")
    if document.about:
        lines.append(f"    note: {_quoted(' '.join(document.about))}")
    return "\n".join(lines) + "\n"


def _link(link: Link) -> str:
    return f"{{who: {_quoted(link.who)}, role: {link.role}, reliability: {link.reliability}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())
