"""Words that weaken or strengthen how sure something is said."""

from __future__ import annotations

import re
from functools import cache

from standoff.evidence.lexicon import HEDGES
from standoff.evidence.likelihood import WORDS
from standoff.evidence.reading.gazetteer import rows
from standoff.evidence.reading.words import Text

_MODALS = {"may", "might", "could"}
_KNOWN = "|".join(
    re.escape(words)
    for words in sorted({*HEDGES, *WORDS} - _MODALS, key=len, reverse=True)
    if words not in {"remote", "i hope", "i think", "i believe", "i doubt", "i fear"}
)
_MODAL = re.compile(r"\b(?:might|could|(?-i:may))(?= (?!Day\b)[a-z])", re.IGNORECASE)

Found = tuple[int, int, str, float]
"""Start, end, reading, confidence."""


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], float], ...]:
    """Return effect, pattern and confidence of every group of words."""
    table = [row.split(" :: ", 1) for row in rows("hedges.txt")]
    listed = {
        effect: "|".join(words for of, words in table if of == effect)
        for effect in ("weakens", "strengthens")
    }
    return (
        ("weakens", re.compile(rf"\b(?:{listed['weakens']})(?!\w)", re.IGNORECASE), 0.75),
        ("weakens", re.compile(rf"\b(?:{_KNOWN})\b", re.IGNORECASE), 0.85),
        ("weakens", _MODAL, 0.7),
        ("strengthens", re.compile(rf"\b(?:{listed['strengthens']})\b", re.IGNORECASE), 0.7),
    )


def find_hedges(text: Text) -> list[Found]:
    """Return hedges and words of certainty, with what each does to a claim."""
    found = [
        (match.start(), match.end(), f"{effect}{_share(match[0])}", sure)
        for effect, pattern, sure in _rules()
        for match in pattern.finditer(text.plain)
    ]
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[Found] = []
    for one in found:
        if kept and one[0] <= kept[-1][1] + 1:  # `could theoretically` is one hedge
            kept[-1] = (
                kept[-1][0],
                max(kept[-1][1], one[1]),
                kept[-1][2],
                max(kept[-1][3], one[3]),
            )
        else:
            kept.append(one)
    return kept


def _share(words: str) -> str:
    low = " ".join(words.lower().split())
    if low in WORDS:
        least, most = WORDS[low]
        return f"; stands for {100 * least:.0f} to {100 * most:.0f}%"
    return f"; leaves {HEDGES[low]:g} of the weight" if low in HEDGES else ""
