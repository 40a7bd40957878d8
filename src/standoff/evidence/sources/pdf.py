"""A PDF to lines: text by page with pypdf, joined to paragraphs."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from standoff.evidence.sources.limits import Limits
from standoff.evidence.sources.parse import Parsed, TooMuchError, UnreadableError

SHORT = 0.75
"""A line shorter than this share of a page's usual line ends a paragraph, if it ends a sentence."""
SHORTER = 0.6
"""The same for any line: a title, a heading."""
ENDS = (".", "!", "?", "…", ":", "”", '"', "»", ")")
REPEATED = 3
"""Pages from which a line at the top or the bottom counts as a header or a footer."""


def parse_pdf(content: bytes, limits: Limits) -> Parsed:
    """Return the paragraphs of a PDF; headers and footers follow as boilerplate."""
    import pypdf
    from pypdf.errors import LimitReachedError, PdfReadError

    try:
        with pypdf.apply_configuration(**_bounds(limits)):
            reader = pypdf.PdfReader(io.BytesIO(content))
            _open(reader)
            count = len(reader.pages)
            if count > limits.pages:
                raise TooMuchError(f"{count:,} pages", f"{limits.pages:,}")
            pages = _pages(reader, limits)
    except LimitReachedError:
        size = f"{limits.stream_bytes / 2**20:,.0f} MiB"
        raise TooMuchError("a packed part that becomes more than " + size, size) from None
    except PdfReadError:
        raise UnreadableError("it is damaged, or no PDF behind its first line") from None
    repeated = _repeated(pages)
    lines = [(text, "") for text in _paragraphs(pages, repeated)]
    lines += [(text, "boilerplate") for text in dict.fromkeys(repeated.values())]
    notes = ("its lines were joined to paragraphs by rules, so their borders are guesses",)
    return Parsed(tuple(lines), _facts(reader, lines), notes if lines else ())


def _bounds(limits: Limits) -> dict[str, Any]:
    """Return pypdf's own bounds on what is unpacked; no other program is called for pictures."""
    packed = ("array_based_stream", "jbig2", "lzw", "run_length", "zlib", "brotli")
    return {f"{name}_maximum_output_length": limits.stream_bytes for name in packed} | {
        "jbig2dec_binary": None
    }


def _open(reader: Any) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001 (an unknown cipher, or a missing library for it)
        opened = False
    if not opened:
        raise UnreadableError("it is encrypted", "save it without a password")


def _pages(reader: Any, limits: Limits) -> list[list[str]]:
    pages, characters = [], 0
    for page in reader.pages:
        text = page.extract_text() or ""
        characters += len(text)
        if characters > limits.characters:
            raise TooMuchError(
                f"more than {limits.characters:,} characters", f"{limits.characters:,}"
            )
        pages.append([" ".join(line.split()) for line in text.strip().split("\n")])
    return pages


def _shape(line: str) -> str:
    """Return a line with its numbers masked, so that page numbers are alike."""
    return "".join("0" if c.isdigit() else c for c in line)


def _repeated(pages: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return headers and footers by their shape: the same edge line on most pages."""
    edges: Counter[str] = Counter()
    sample: dict[str, str] = {}
    for page in pages:
        full = [line for line in page if line]
        for line in {*full[:2], *full[-2:]} if len(full) > 4 else {*full[:1], *full[-1:]}:
            edges[_shape(line)] += 1
            sample.setdefault(_shape(line), line)
    enough = max(REPEATED, len(pages) // 2)
    return {shape: sample[shape] for shape, times in edges.items() if times >= enough}


def _paragraphs(pages: Iterable[Sequence[str]], repeated: dict[str, str]) -> list[str]:
    """Join the lines to paragraphs, across pages too."""
    made: list[str] = []
    before, usual = "", 0
    for page in pages:
        kept = [line for line in page if _shape(line) not in repeated]
        widths = sorted(len(line) for line in kept if line)
        usual = widths[int(0.9 * (len(widths) - 1))] if widths else usual
        for line in kept:
            if line and before and _goes_on(before, line, usual):
                made[-1] = _joined(made[-1], line)
            elif line:
                made.append(line)
            before = line
    return made


def _goes_on(before: str, line: str, usual: int) -> bool:
    """Return whether a line belongs to the paragraph of the line before it."""
    if line[:1].islower():
        return True
    return len(before) >= (SHORT if before.endswith(ENDS) else SHORTER) * usual


def _joined(before: str, line: str) -> str:
    broken = before.endswith("-") and before[-2:-1].isalpha() and line[:1].islower()
    return before[:-1] + line if broken else f"{before} {line}"


def _facts(reader: Any, lines: list[tuple[str, str]]) -> dict[str, Any]:
    if not lines:
        return {"images": True}
    data = reader.metadata or {}
    facts = {"title": data.get("/Title"), "author": data.get("/Author")}
    return {name: str(value)[:300] for name, value in facts.items() if value}
