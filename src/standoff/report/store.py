"""The texts of sources, where a store of them is at hand: `<store>/<key>/paragraphs.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from standoff.errors import UsageError

FOLDER, FILE = "sources", "paragraphs.jsonl"
MAX_BYTES = 20_000_000


def find_store(given: Path | None, *places: Path) -> Path | None:
    """Return the store: the one that is given, or the first folder `sources` in some places.

    Raises:
        UsageError: what is given is no folder.
    """
    if given is None:
        return next((place / FOLDER for place in places if (place / FOLDER).is_dir()), None)
    if not given.is_dir():
        raise UsageError(
            f"there is no folder `{given}`", help="write the folder that holds one folder a source"
        )
    return given


def read_texts(store: Path | None, keys: Iterable[str]) -> dict[str, dict[int, str]]:
    """Return the paragraphs of sources by key and number; a source that is not there has none.

    Args:
        store: the folder, or None.
        keys: of sources.

    Raises:
        UsageError: a file of the store is not what it should be; says where.
    """
    if store is None:
        return {}
    return {key: _paragraphs(store / key / FILE) for key in keys}


def _paragraphs(path: Path) -> dict[int, str]:
    try:
        if not path.is_file():
            return {}
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(
                f"`{path}` has more than {MAX_BYTES:,} bytes", help="is this a store of sources?"
            )
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"`{path}` cannot be read", help="add the source anew") from error
    out = {}
    for count, line in enumerate(lines, 1):
        if line.strip():
            number, text = _entry(path, count, line)
            out[number] = text
    return out


def _entry(path: Path, count: int, line: str) -> tuple[int, str]:
    try:
        entry = json.loads(line)
        number, text = entry["number"], entry["text"]
        if type(number) is not int or not isinstance(text, str):
            raise TypeError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UsageError(
            f"line {count} of `{path}` is no paragraph",
            help='every line is `{"number": 1, "text": "...", "role": "text"}`',
        ) from None
    return number, "".join(one if one.isprintable() else " " for one in text)
