"""How well proposals agree with a key that people coded by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standoff.evidence.reading.proposal import KINDS

OVERLAP = 0.5
"""Share of the shorter span that two spans must have in common to be the same finding."""


@dataclass(frozen=True)
class Marked:
    """A span that somebody or some rule marked: document, paragraph, characters, kind."""

    document: str
    paragraph: int
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Tally:
    """Counts of one kind.

    Attributes:
        right: proposals that the key has too.
        extra: proposals that it has not.
        missed: spans of the key that were not proposed.
    """

    right: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the proposals that the key has; 1 if there were none."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of the key that was proposed; 1 if the key is empty."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True)
class Score:
    """Agreement with a key.

    Attributes:
        kinds: counts by kind, in the order of `KINDS`; kinds that neither side has are left out.
        extra: the proposals that the key has not.
        missed: the spans of the key that were not proposed.
    """

    kinds: dict[str, Tally]
    extra: tuple[Marked, ...]
    missed: tuple[Marked, ...]

    @property
    def total(self) -> Tally:
        """Counts over all kinds."""
        every = self.kinds.values()
        return Tally(
            sum(one.right for one in every),
            sum(one.extra for one in every),
            sum(one.missed for one in every),
        )


def score(proposed: Iterable[Marked], key: Iterable[Marked]) -> Score:
    """Match proposals with a key, one to one, so that as many as possible find a partner.

    Two spans match if kind, document and paragraph are the same and they have at least half of the
    shorter one in common.
    """
    ours, theirs = tuple(proposed), tuple(key)
    partner = _matching(ours, theirs)
    extra = tuple(one for n, one in enumerate(ours) if n not in partner)
    found = set(partner.values())
    missed = tuple(one for n, one in enumerate(theirs) if n not in found)
    kinds = {
        kind: Tally(
            sum(ours[n].kind == kind for n in partner),
            sum(one.kind == kind for one in extra),
            sum(one.kind == kind for one in missed),
        )
        for kind in KINDS
        if any(one.kind == kind for one in (*ours, *theirs))
    }
    return Score(kinds, extra, missed)


def same(one: Marked, other: Marked) -> bool:
    """Return whether two marks are the same finding."""
    if (one.document, one.paragraph, one.kind) != (other.document, other.paragraph, other.kind):
        return False
    common = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return common > 0 and common >= OVERLAP * shorter


def _matching(ours: Sequence[Marked], theirs: Sequence[Marked]) -> dict[int, int]:
    """Return a largest matching, ours to theirs, by augmenting paths."""
    near = [[k for k, other in enumerate(theirs) if same(one, other)] for one in ours]
    taken: dict[int, int] = {}
    for n in range(len(ours)):
        _augment(n, near, taken, set())
    return {n: k for k, n in taken.items()}


def _augment(n: int, near: list[list[int]], taken: dict[int, int], seen: set[int]) -> bool:
    for k in near[n]:
        if k in seen:
            continue
        seen.add(k)
        if k not in taken or _augment(taken[k], near, taken, seen):
            taken[k] = n
            return True
    return False
