"""Compare what `standoff source suggest` proposes with a key that people coded by hand.

The key is a YAML list of `{doc, p, start, end, kind, note}`: document, paragraph, first character
and the one after the last, kind. A proposal is right if the key has a span of its kind in its
paragraph that shares at least half of the shorter of the two; each span counts once.

Run from the root of the repository:
`STANDOFF_SHARED=... python scripts/score_suggest.py`, or name key and documents yourself:
`python scripts/score_suggest.py --key key.yaml --source a=first.txt --source b=second.txt`.
`--write` puts the tables into docs/concepts/assisted-reading.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from standoff.evidence.document import Document
from standoff.evidence.reading import Marked, Tally, score, suggest
from standoff.evidence.sources import read_source

ROOT = Path(__file__).resolve().parent.parent
KEY = ROOT / "tests" / "evidence" / "keys" / "agreed.yaml"
PAGE = ROOT / "docs" / "concepts" / "assisted-reading.md"
BEGIN, END = "<!-- figures: made by scripts/score_suggest.py -->", "<!-- end of figures -->"
SHARED = {"a": "000_54eb1cbeed50038b.txt", "b": "004_a708971e46603883.txt"}


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; return 0, or 2 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--key", type=Path, default=KEY)
    parser.add_argument("--source", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    files = _files(asked.source)
    if not files:
        print("set STANDOFF_SHARED, or write `--source NAME=FILE`", file=sys.stderr)  # noqa: T201
        return 2
    if not asked.key.is_file():
        print(f"there is no key {asked.key}", file=sys.stderr)  # noqa: T201
        return 2
    documents = {name: read_source(path) for name, path in files.items()}
    text = tables(documents, read_key(asked.key))
    if asked.write:
        _put(text)
    print(text)  # noqa: T201 (its purpose)
    return 0


def read_key(path: Path) -> tuple[Marked, ...]:
    """Return the spans of a key; names of documents in small letters."""
    rows: list[Mapping[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []
    return tuple(
        Marked(str(row["doc"]).lower(), row["p"], row["start"], row["end"], row["kind"])
        for row in rows
    )


def proposed(name: str, document: Document) -> tuple[Marked, ...]:
    """Return what the rules propose for a document, as marks."""
    return tuple(
        Marked(name, one.paragraph, one.start, one.end, one.kind) for one in suggest(document)
    )


def tables(documents: Mapping[str, Document], key: Iterable[Marked]) -> str:
    """Return the figures by kind, for each document and for all, and what was missed or extra."""
    spans = tuple(key)
    ours = tuple(one for name, document in documents.items() for one in proposed(name, document))
    lines = ["| kind | in the key | proposed | right | precision | recall |", "|" + " --- |" * 6]
    found = score(ours, spans)
    lines += [_row(kind, tally) for kind, tally in found.kinds.items()]
    for name in documents:
        part = score(
            [m for m in ours if m.document == name], [m for m in spans if m.document == name]
        )
        lines.append(_row(f"document {name}", part.total))
    lines.append(_row("**all**", found.total))
    return "\n".join([*lines, "", *_places("Missed", found.missed), *_places("Extra", found.extra)])


def _row(name: str, tally: Tally) -> str:
    counts = f"{tally.right + tally.missed} | {tally.right + tally.extra} | {tally.right}"
    return f"| {name} | {counts} | {tally.precision:.2f} | {tally.recall:.2f} |"


def _places(title: str, marks: Iterable[Marked]) -> list[str]:
    """Return places by kind, as document, paragraph and characters; never the words."""
    by_kind: dict[str, list[str]] = {}
    for one in marks:
        place = f"{one.document}{one.paragraph} {one.start}–{one.end}"
        by_kind.setdefault(one.kind, []).append(place)
    if not by_kind:
        return [f"{title}: none.", ""]
    rows = [f"- {kind}: {', '.join(places)}" for kind, places in by_kind.items()]
    return [f"{title} (document and paragraph, characters):", "", *rows, ""]


def _files(named: list[str]) -> dict[str, Path]:
    if named:
        pairs = [one.partition("=") for one in named]
        return {name.lower(): Path(path) for name, _, path in pairs}
    folder = os.environ.get("STANDOFF_SHARED")
    return {k: Path(folder) / "sources" / v for k, v in SHARED.items()} if folder else {}


def _put(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    draft = PAGE.with_suffix(".draft")
    draft.write_text(f"{before}{BEGIN}\n{text.rstrip()}\n{END}{after}", encoding="utf-8")
    draft.replace(PAGE)


if __name__ == "__main__":
    sys.exit(main())
