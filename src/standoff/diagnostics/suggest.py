"""Nearest names: what the writer probably meant."""

from __future__ import annotations

from collections.abc import Iterable

MAX_LENGTH = 60
"""Longer words are not compared: nobody misspells them by two letters, and it would be slow."""

MAX_LISTED = 12
"""How many allowed values a message lists before it stops."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a typing slip could have turned into `word`, or None.

    Ties go to the first candidate. About one slip in three letters is forgiven.
    """
    best, best_distance = None, 1 + max(1, min(3, len(word) // 3))
    plain = _plain(word)
    for candidate in candidates:
        if len(word) > MAX_LENGTH or len(candidate) > MAX_LENGTH:
            continue
        distance = 0 if plain == _plain(candidate) else edit_distance(word, candidate)
        if distance < best_distance:
            best, best_distance = candidate, distance
    return best


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def edit_distance(first: str, second: str) -> int:
    """Return how many letters must be changed, added, dropped or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def listing(words: Iterable[str]) -> str:
    """Return words in backticks, joined by commas, cut short when there are many."""
    every = [f"`{word}`" for word in words]
    if len(every) > MAX_LISTED:
        return ", ".join(every[:MAX_LISTED]) + f" and {len(every) - MAX_LISTED} more"
    return ", ".join(every)


def advice(word: str, candidates: Iterable[str], none: str = "") -> str:
    """Return the help line for an unknown word: the near name, else the list of allowed ones."""
    every = list(candidates)
    near = nearest(word, every)
    if near is not None:
        return f"write `{near}`"
    if every:
        return f"write one of {listing(every)}"
    return none
