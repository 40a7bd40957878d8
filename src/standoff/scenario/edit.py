"""Change a scenario file's data and keep its text: comments, order and layout stay as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from standoff.scenario.text import Document, Path, read_document, write_text

PLAIN = re.compile(r"[A-Za-z_][\w ()*/+<>=.-]*(?<! )")
"""Text that needs no quotation marks, inside `{ }` neither."""
WORDS = re.compile(r"(?i:true|false|null|~|yes|no|on|off)")
COMMENT = re.compile(r"\n[ \t]*(#[^\n]*)?$")


class _NotInPlaceError(Exception):
    """The change cannot be written into the text as it stands."""


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


def edited_text(document: Document, wanted: Any) -> str:
    """Return the text of a file whose data are changed to `wanted`.

    What does not change stays as it is written, comments included. Where the text cannot be
    changed in place, such as for an entry that is taken out, the whole file is written anew and
    has no comments.

    Args:
        document: the file as it was read, without mistakes in its text.
        wanted: plain data; mappings keep the order of the file.
    """
    if wanted == document.data:
        return document.text
    try:
        edits: list[_Edit] = []
        _compare(document, (), document.data, wanted, edits)
        text = document.text
        for edit in sorted(edits, key=lambda one: -one.start):
            text = text[: edit.start] + edit.text + text[edit.end :]
    except _NotInPlaceError:
        return write_text(wanted)
    again = read_document(text, document.name)
    return text if not again.findings and again.data == wanted else write_text(wanted)


def _compare(document: Document, path: Path, old: Any, new: Any, edits: list[_Edit]) -> None:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old:
        _compare_keys(document, path, old, new, edits)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for k, (before, after) in enumerate(zip(old, new, strict=True)):
            _compare(document, (*path, k), before, after, edits)
    else:
        start, end = _value_at(document, path)
        edits.append(_Edit(start, end, flow_text(new)))


def _compare_keys(
    document: Document, path: Path, old: dict[str, Any], new: dict[str, Any], edits: list[_Edit]
) -> None:
    gone = [key for key in old if key not in new]
    added = [key for key in new if key not in old]
    for key, before in old.items():
        if key in new:
            _compare(document, (*path, key), before, new[key], edits)
    if gone and (len(gone) > 1 or not added):
        raise _NotInPlaceError
    if gone:  # one entry takes the place of another
        start, end = _value_at(document, (*path, gone[0]))
        key_start = _key_at(document, (*path, gone[0]))
        edits.append(_Edit(key_start, key_start + len(gone[0]), added[0]))
        edits.append(_Edit(start, end, flow_text(new[added.pop(0)])))
    if added:
        at = _key_at(document, (*path, next(iter(old))))
        whole = document.positions.get(path)
        is_flow = whole is not None and document.text[whole.start : whole.start + 1] == "{"
        column = at - (document.text.rfind("\n", 0, at) + 1)
        gap = ", " if is_flow else "\n" + " " * column
        text = "".join(f"{key}: {flow_text(new[key])}{gap}" for key in added)
        edits.append(_Edit(at, at, text))


def _key_at(document: Document, path: Path) -> int:
    position = document.positions.get(path)
    if position is None or position.key is None:
        raise _NotInPlaceError
    lines = document.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: position.key.line - 1])
    at = start + position.key.column - 1
    name = str(path[-1])
    if document.text[at : at + len(name)] != name:
        raise _NotInPlaceError
    return at


def _value_at(document: Document, path: Path) -> tuple[int, int]:
    position = document.positions.get(path)
    if position is None:
        raise _NotInPlaceError
    end = position.end
    raw = document.text[position.start : end]
    while True:  # a block ends where the next entry begins: leave what lies between
        shorter = COMMENT.sub("", raw.rstrip(" \t"))
        if shorter == raw:
            break
        raw = shorter
    return position.start, position.start + len(raw)


def flow_text(value: Any) -> str:
    """Return plain data as YAML on one line."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        plain = PLAIN.fullmatch(value) and not WORDS.fullmatch(value)
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(flow_text(one) for one in value)}]"
    return "{" + ", ".join(f"{_key_text(k)}: {flow_text(one)}" for k, one in value.items()) + "}"


def _key_text(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_]\w*", key) else json.dumps(key, ensure_ascii=False)


def number_text(value: float) -> str:
    """Return a number as one would write it: `9.6`, not `9.600000000000001`."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.12g}".replace("e+", "e")
