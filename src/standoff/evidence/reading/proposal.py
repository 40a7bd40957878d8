"""What the rules propose: a kind, a place in a paragraph, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

KINDS = ("date", "actor", "venue", "demand", "threat", "hedge", "quotation", "artefact")
"""The kinds of proposals, in the order in which they are listed at one place."""
LEAST = 0.5
"""Confidence below which a rule keeps quiet unless it is asked."""


@dataclass(frozen=True)
class Proposal:
    """A span of a paragraph that may deserve a claim. A person decides.

    Attributes:
        paragraph: number of the paragraph, from 1.
        start: offset of the first character in the paragraph's text.
        end: offset after the last one.
        kind: one of `KINDS`.
        text: the span, letter by letter.
        reading: what it stands for: a range of days, an actor, a speaker, a meaning.
        why: which rule found it, in a few words.
        confidence: how often such proposals are right, as a guess from 0 to 1.
    """

    paragraph: int
    start: int
    end: int
    kind: str
    text: str
    reading: str = ""
    why: str = ""
    confidence: float = 0.5


def in_order(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return proposals by place, each place and kind once; the surer one stays."""
    best: dict[tuple[int, int, int, str], Proposal] = {}
    for one in proposals:
        key = (one.paragraph, one.start, one.end, one.kind)
        if key not in best or one.confidence > best[key].confidence:
            best[key] = one
    return tuple(
        sorted(best.values(), key=lambda p: (p.paragraph, p.start, -p.end, KINDS.index(p.kind)))
    )
