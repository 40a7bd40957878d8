"""Near copies, passages that are shared, and one origin: what makes sources one group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from standoff.errors import MissingExtraError
from standoff.evidence.document import READ
from standoff.evidence.sources.entry import Entry
from standoff.evidence.sources.facts import UNKNOWN

WORDS = 5
"""Words of a shingle."""
PERMUTATIONS, SEED = 256, 1
"""Of the MinHash signatures: a standard error of 0.03 for the similarity."""
NEAR = 0.5
"""Estimated share of all shingles of two texts that both have, from which they are near copies."""
CONTAINED = 0.2
"""Share of the shorter text's shingles that stand in the other, from which it depends on it."""
CANDIDATE = 0.1
"""Similarity from which a pair is looked at; pairs below are found by `PASSAGE` only."""
PASSAGE = 20
"""Words in a row that two texts share, from which a passage is shown."""


@dataclass(frozen=True)
class Tie:
    """Why two sources depend on each other.

    Attributes:
        first: key of one.
        second: key of the other.
        why: `copy`, `part`, `passage`, `origin` or `group`.
        share: similarity of a copy, share of the shorter text of a part; 1 otherwise.
        words: longest passage that both have, in words; 0 where none was looked for.
        joins: whether it puts the two into one group; a shared passage alone does not.
    """

    first: str
    second: str
    why: str
    share: float = 1.0
    words: int = 0
    joins: bool = True


@dataclass(frozen=True)
class Groups:
    """Sources by dependence.

    Attributes:
        groups: keys of each group, in order.
        ties: why.
    """

    groups: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...]

    def of(self, key: str) -> int:
        """Return which group a source is in."""
        return next(k for k, group in enumerate(self.groups) if key in group)


def find_groups(
    entries: Sequence[Entry], *, near: float = NEAR, contained: float = CONTAINED
) -> Groups:
    """Return the dependence groups of sources.

    Two sources are tied if they are near copies, if a part of one stands in the other, if their
    chains start at the same origin, or if the user has put them in one group. Ties join: a copy of
    a copy is in the same group.

    Args:
        entries: the sources.
        near: similarity (Jaccard, of shingles of five words) from which two are near copies.
        contained: share of the shorter one's shingles from which it depends on the other.

    Raises:
        MissingExtraError: the extra `sources` is not installed.

    Source: Broder (1997), "On the resemblance and containment of documents".
    """
    ties = [*_text_ties(entries, near, contained), *_same(entries)]
    return Groups(_joined([one.key for one in entries], ties), tuple(ties))


def effective_number(groups: Groups, weights: Mapping[str, float]) -> float:
    """Return (sum of the groups' weights)^2 over the sum of their squares; 0 without weights.

    Args:
        groups: of the sources.
        weights: of each source by key, such as the total weight of its claims.

    Source: Kish (1965), Survey Sampling; the same as pooling uses for the claims of one number.
    """
    totals = [sum(weights.get(key, 0.0) for key in group) for group in groups.groups]
    squares = sum(total * total for total in totals)
    return sum(totals) ** 2 / squares if squares else 0.0


def _words(entry: Entry) -> list[str]:
    text = "\n".join(one.text for one in entry.document.paragraphs if one.role in READ)
    # Scripts without blanks are taken sign by sign.
    return re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+", text.casefold())


def _shingles(words: Sequence[str]) -> set[str]:
    return {" ".join(words[k : k + WORDS]) for k in range(len(words) - WORDS + 1)}


def _text_ties(entries: Sequence[Entry], near: float, contained: float) -> list[Tie]:
    words = {one.key: _words(one) for one in entries}
    shingles = {key: _shingles(of) for key, of in words.items()}
    signatures = {key: _signature(of) for key, of in shingles.items() if of}
    ties = []
    for first, second in sorted(_candidates(signatures, shingles)):
        alike = float(signatures[first].jaccard(signatures[second]))
        both = len(shingles[first] & shingles[second])
        part = both / min(len(shingles[first]), len(shingles[second]))
        longest = _longest(words[first], words[second])
        if alike >= near:
            ties.append(Tie(first, second, "copy", alike, longest))
        elif part >= contained:
            ties.append(Tie(first, second, "part", part, longest))
        elif longest >= PASSAGE:
            ties.append(Tie(first, second, "passage", part, longest, joins=False))
    return ties


def _signature(shingles: Iterable[str]) -> Any:
    minhash = _library().MinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update_batch([one.encode("utf-8") for one in sorted(shingles)])
    return minhash


@cache
def _library() -> Any:
    try:
        import datasketch
    except ImportError:
        raise MissingExtraError("sources", "finding near copies") from None
    return datasketch


def _candidates(
    signatures: Mapping[str, Any], shingles: Mapping[str, set[str]]
) -> set[tuple[str, str]]:
    """Return pairs that may be tied: alike as a whole, or with a shingle that only they have."""
    index = _library().MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    pairs = set()
    for key, signature in signatures.items():
        pairs |= {(min(key, other), max(key, other)) for other in index.query(signature)}
        index.insert(key, signature)
    holders: dict[str, list[str]] = defaultdict(list)
    for key, of in shingles.items():
        for shingle in of:
            holders[shingle].append(key)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for keys in holders.values():
        if 2 <= len(keys) <= 50:
            for k, one in enumerate(keys):
                for other in keys[k + 1 :]:
                    counts[min(one, other), max(one, other)] += 1
    return pairs | {pair for pair, count in counts.items() if count > PASSAGE // 2}


def _longest(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the longest run of words that two texts share."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k in range(len(second) - WORDS + 1):
        places[tuple(second[k : k + WORDS])].append(k)
    best = 0
    ends: dict[int, int] = {}
    for k in range(len(first) - WORDS + 1):
        now: dict[int, int] = {}
        for at in places.get(tuple(first[k : k + WORDS]), ())[:100]:
            now[at] = ends.get(at - 1, WORDS - 1) + 1
            best = max(best, now[at])
        ends = now
    return best


def _same(entries: Sequence[Entry]) -> list[Tie]:
    """Tie sources whose chains start at one place, and those that the user has grouped."""
    ties = []
    for why, name_of in (("origin", _origin), ("group", lambda one: one.group)):
        first: dict[str, str] = {}
        for one in entries:
            name = name_of(one)
            if name and name in first:
                ties.append(Tie(first[name], one.key, why))
            elif name:
                first[name] = one.key
    return ties


def _origin(entry: Entry) -> str:
    for link in entry.document.chain[:1]:
        if link.role in ("origin", "outlet") and link.who not in UNKNOWN:
            return link.who.casefold().removeprefix("www.")
    return ""


def _joined(keys: Sequence[str], ties: Iterable[Tie]) -> tuple[tuple[str, ...], ...]:
    root = {key: key for key in keys}

    def find(key: str) -> str:
        while root[key] != key:
            key = root[key]
        return key

    for tie in ties:
        if tie.joins:
            root[find(tie.second)] = find(tie.first)
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        groups[find(key)].append(key)
    return tuple(tuple(group) for group in groups.values())
