"""Sentences, clauses and quotation marks, all as offsets into the text of one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

_PLAIN = str.maketrans(
    {"’": "'", "\u2018": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "–": "-", "—": "-"}
)
_LONG = re.compile(r"\S{81,}")
"""Addresses and worse; the rules see dots instead, so that no pattern runs along a word."""
_STOP = re.compile(r"[.!?…]+[\"')\]]*\s+(?=[\"'(\[]?[^\Wa-z_])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Capt|Sen|Rep|Gov|Prof|Sr|Jr|vs|No|Art|e\.g|i\.e)|\b[A-Z])\.$"
)
_CUT = re.compile(
    r"[;:?!]\s|[.!?]\"?\s|\s-+\s|,\s+(?:but|and|or|so|while|whereas|because|although|yet|which|who|where)\b"
)
MAX_SENTENCE = 2000
"""Longer sentences are cut here, so that no rule works on more at a time."""

MAX_PARAGRAPH = 100_000
"""Characters of a paragraph that the rules read."""

Span = tuple[int, int]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Text:
    """A paragraph prepared for the rules.

    Attributes:
        raw: as it stands.
        plain: with plain quotation marks and dashes; every offset is that of `raw`.
        sentences: spans of the sentences, in order.
        quotes: spans inside quotation marks, without the marks.
        starts: where the sentences start.
    """

    raw: str
    plain: str
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]
    starts: tuple[int, ...]

    def sentence(self, at: int) -> Span:
        """Return the sentence that holds an offset."""
        return self.sentences[max(0, bisect_right(self.starts, at) - 1)]

    def clause(self, start: int, end: int) -> Span:
        """Return the clause around a span: its sentence, cut at joints left and right of it."""
        first, last = self.sentence(start)
        last = max(last, end)
        for cut in _CUT.finditer(self.plain, first, last):
            if cut.end() <= start:
                first = cut.end() if not cut[0].startswith(",") else cut.start() + 1
            elif cut.start() >= end:
                last = cut.start()
                break
        return trimmed(self.raw, first, last)

    def quoted(self, start: int, end: int) -> Span | None:
        """Return the quotation that holds a span, or None."""
        at = bisect_right(self.quotes, (start, len(self.raw))) - 1
        return self.quotes[at] if at >= 0 and end <= self.quotes[at][1] else None


def prepare(raw: str) -> Text:
    """Return a paragraph with its sentences and quotations; beyond `MAX_PARAGRAPH` it is cut."""
    raw = raw[:MAX_PARAGRAPH]
    plain = _LONG.sub(lambda run: "·" * len(run[0]), raw.translate(_PLAIN))
    sentences = tuple(_sentences(plain))
    return Text(raw, plain, sentences, tuple(_quotes(raw, plain)), tuple(s for s, _ in sentences))


def apart(found: Iterable[Found], place: Callable[[Found], Span]) -> list[Found]:
    """Return findings in order, without those that start inside the one before.

    Of two at one place the longer one stays.
    """
    kept: list[Found] = []
    for one in sorted(found, key=lambda item: (place(item)[0], -place(item)[1])):
        if not kept or place(one)[0] >= place(kept[-1])[1]:
            kept.append(one)
    return kept


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without blanks, joints and lone marks at its ends."""
    while start < end and text[start] in " ,;:-–—":
        start += 1
    while end > start and text[end - 1] in " ,;:-–—.!":
        end -= 1
    return start, end


def _sentences(plain: str) -> list[Span]:
    spans: list[Span] = []
    begin = 0
    for stop in _STOP.finditer(plain):
        dot = plain[max(0, stop.start() - 12) : stop.start() + 1]
        if _SHORT.search(dot) and plain[stop.start()] == ".":
            continue
        spans += _pieces(begin, stop.end())
        begin = stop.end()
    return spans + _pieces(begin, len(plain)) or [(0, 0)]


def _pieces(start: int, end: int) -> list[Span]:
    return [(at, min(at + MAX_SENTENCE, end)) for at in range(start, end, MAX_SENTENCE)]


def _quotes(raw: str, plain: str) -> list[Span]:
    """Pair the marks: curly and angled ones by their shape, straight ones in turn."""
    spans: list[Span] = []
    opened: int | None = None
    for at, mark in enumerate(plain):
        if mark != '"':
            continue
        opens = raw[at] in "“«„" or (raw[at] == '"' and opened is None)
        if opens:
            opened = at + 1
        elif opened is not None:
            spans.append(trimmed(raw, opened, at))
            opened = None
    return [span for span in spans if span[0] < span[1]]
