"""Findings as text with the line, a caret under the spot, and what to write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from standoff.diagnostics.record import Diagnostic, Place, Severity, Span

MAX_WIDTH = 160
"""Longer lines of the file are cut around the caret."""

ANSI = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "bold": "\x1b[1m", "dim": "\x1b[34m"}
RESET = "\x1b[0m"


def render_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Return all findings as text, an empty line between two, ending in a line break.

    Args:
        diagnostics: findings, in the order in which they should appear.
        colour: whether to use terminal colours; the text is the same without.
    """
    blocks = [_block(item, colour) for item in diagnostics]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _block(item: Diagnostic, colour: bool) -> str:
    kind = item.severity.value
    head = _paint(f"{kind}[{item.code}]", kind, colour)
    rows = [f"{head}: {_paint(_safe(item.message), 'bold', colour)}"]
    width = max((len(str(number)) for number, _ in item.lines), default=1)
    if item.span is None:
        rows.append(f"{' ' * width}--> {item.file}")
    else:
        rows.append(f"{' ' * width}--> {item.file}:{item.span.line}:{item.span.column}")
        rows += _excerpt(item, width, colour)
    rows += [f"{word}: {_safe(text)}" for word, text in _extras(item)]
    return "\n".join(rows)


def _extras(item: Diagnostic) -> list[tuple[str, str]]:
    return [(word, text) for word, text in (("note", item.note), ("help", item.help)) if text]


def _excerpt(item: Diagnostic, width: int, colour: bool) -> list[str]:
    assert item.span is not None
    if not item.lines:
        return []
    bar = _paint(f"{' ' * width} |", "dim", colour)
    rows, last = [bar], item.lines[0][0] - 1
    for number, text in item.lines:
        if number > last + 1:
            rows.append(_paint("...", "dim", colour))
        last = number
        shown, shift = _cut(text, item.span if number == item.span.line else None)
        rows.append(f"{_paint(f'{number:>{width}} |', 'dim', colour)} {_safe(shown)}".rstrip())
        rows += [
            f"{bar} {_mark(shown, place, shift, '-')}"
            for place in item.places
            if place.span.line == number
        ]
        if number == item.span.line:
            mark = _mark(shown, Place(item.span, item.label), shift, "^")
            rows.append(f"{bar} {_paint(mark, item.severity.value, colour)}")
    return [*rows, bar]


def _cut(text: str, span: Span | None) -> tuple[str, int]:
    """Return the part of a long line around the caret, and how many columns were cut off."""
    if len(text) <= MAX_WIDTH:
        return text, 0
    first = max(0, (span.column if span else 1) - MAX_WIDTH // 2)
    return text[first : first + MAX_WIDTH], first


def _mark(text: str, place: Place, shift: int, sign: str) -> str:
    span = place.span
    first = max(0, span.column - 1 - shift)
    last = span.end_column - 1 - shift if span.end_line == span.line else len(text.rstrip())
    last = max(first + 1, min(last, len(text)))
    pad = _display_width(text[:first]) + max(0, first - len(text))
    signs = sign * max(1, _display_width(text[first:last]))
    return f"{' ' * pad}{signs} {place.label}".rstrip()


def _display_width(text: str) -> int:
    return sum(_char_width(char) for char in _safe(text))


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _safe(text: str) -> str:
    """Return text without characters that could steer a terminal; tabs become one blank."""
    return "".join(
        " "
        if char == "\t"
        else "\ufffd"
        if unicodedata.category(char) in ("Cc", "Cf", "Cs")
        else char
        for char in text
    )


def _paint(text: str, style: str, colour: bool) -> str:
    return f"{ANSI[style]}{text}{RESET}" if colour else text


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the counts in words, such as `2 errors, 1 warning`; empty when there are none."""
    every = list(diagnostics)
    errors = sum(item.severity is Severity.ERROR for item in every)
    counts = [(errors, "error"), (len(every) - errors, "warning")]
    return ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n)
