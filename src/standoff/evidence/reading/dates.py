"""Calendar dates, and times that are told from the day of writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from standoff.evidence.reading.days import MONTHS, NUMBERS, RESOLVERS, SHORT, Days
from standoff.evidence.reading.gazetteer import rows
from standoff.evidence.reading.words import Text

Found = tuple[int, int, Days | None, str]
"""Start, end, first and last day if they are known, and the rule."""

_MONTH = "|".join(name.capitalize() for name in MONTHS)
_ABBR = "|".join(name.capitalize() for name in SHORT if name != "may")
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_STANDS_FOR = {
    "ANYMONTH": f"{_MONTH}|{_ABBR}",
    "MONTH": _MONTH,
    "SOMEPART": (
        "(?:(?P<part>early|mid|middle|late|beginning|start|end|first half|second half)"
        r"[- ]+(?:of\s+)?(?:the\s+)?)"
    ),
    "OFYEAR": (
        r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d|last year|this year|next year|the year)\b)?"
    ),
    "UNIT": "(?P<unit>hour|day|week|fortnight|month|quarter|year|decade)s?",
    "COUNT": (
        rf"(?P<n>\d{{1,4}}|a few|few|several|a couple of|many|{_WORDS})(?:\s+(?:or|to|-)\s+\w+)?"
    ),
}


def find_dates(text: Text, written: dt.date | None) -> list[Found]:
    """Return the dates of a paragraph, longest first where two overlap.

    Args:
        text: the paragraph.
        written: the day from which relative times count; None leaves them without days.
    """
    found = sorted(_all(text.plain, written), key=lambda one: (one[0], -one[1]))
    kept: list[Found] = []
    for one in found:
        if kept and one[0] < kept[-1][1]:
            if one[1] - one[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _all(plain: str, written: dt.date | None) -> Iterator[Found]:
    for rule, pattern in _rules():
        for match in pattern.finditer(plain):
            try:
                days = RESOLVERS[rule](match, written)
            except (ValueError, OverflowError, KeyError):  # the 31st of a short month, year 0
                continue
            yield match.start(), match.end(), days, rule


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return name and pattern of every rule of `data/dates.txt`."""
    compiled = []
    for row in rows("dates.txt"):
        rule, capitals, pattern = row.split(" :: ", 2)
        for word, meaning in _STANDS_FOR.items():
            pattern = pattern.replace(word, meaning)
        compiled.append((rule, re.compile(pattern, 0 if capitals == "c" else re.IGNORECASE)))
    return tuple(compiled)
