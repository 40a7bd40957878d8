"""The days that words of time stand for, counted from the day of writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

Days = tuple[dt.date, dt.date]
"""First and last day."""

_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTHS = {name: n for n, name in enumerate(_NAMES, 1)}
SHORT = {name[:3]: n for n, name in enumerate(_NAMES, 1)}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TENS = (
    "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties",
)  # fmt: skip
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_ORDER = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
NUMBERS = {word: n for n, word in enumerate(_ORDER)}
NUMBERS |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
VAGUE = {"a few": (2, 5), "few": (2, 5), "several": (3, 9), "a couple of": (2, 3), "many": (3, 20)}
_UNIT_DAYS = {
    "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30.4, "quarter": 91.3,
    "year": 365.25, "decade": 3652.5,
}  # fmt: skip


def reading(days: Days | None) -> str:
    """Return days in words: one day, or the first and the last."""
    if days is None:
        return "counts from the day of writing, which is not known"
    first, last = days
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _month_of(word: str) -> int:
    return MONTHS.get(word.lower()) or SHORT[word.lower()[:3]]


def _full(match: re.Match[str], written: dt.date | None) -> Days | None:
    month, day = _month_of(match["month"]), int(match["day"])
    if match["y"]:
        one = dt.date(int(match["y"]), month, day)
    elif written is None:
        return None
    else:
        near = [dt.date(written.year + k, month, day) for k in (-1, 0, 1)]
        one = min(near, key=lambda d: abs((d - written).days))
    return one, one


def _numeric(match: re.Match[str], _written: dt.date | None) -> Days:
    one = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    return one, one


def _span(year: int, month: int, months: int, part: str | None) -> Days:
    """Return a part of a stretch of months: a third for early, mid and late, a half for halves."""
    first = dt.date(year, month, 1)
    after = month - 1 + months
    last = dt.date(year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
    size = (last - first).days + 1
    third, half = dt.timedelta(days=size // 3), dt.timedelta(days=size // 2)
    parts = {
        "early": (first, first + third),
        "mid": (first + third, last - third),
        "late": (last - third, last),
        "first half": (first, first + half),
        "second half": (first + half, last),
    }
    same = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}
    return parts.get(same.get(part or "", part or ""), (first, last))


def _year(words: str | None, written: dt.date | None) -> int | None:
    if words and words[0].isdigit():
        return int(words)
    if written is None:
        return None
    return written.year + {"last year": -1, "next year": 1}.get((words or "").lower(), 0)


def _nearest(words: str | None, month: int, written: dt.date | None) -> int | None:
    """Return the year that is meant; without one that of the nearest such month."""
    if words or written is None:
        return _year(words, written)
    gap = month - written.month
    return written.year + (1 if gap < -6 else -1 if gap > 6 else 0)


def _month(match: re.Match[str], written: dt.date | None) -> Days | None:
    month = _month_of(match["month"])
    parts = match.groupdict()
    year = _nearest(parts.get("year"), month, written)
    return None if year is None else _span(year, month, 1, _lower(parts.get("part")))


def _season(match: re.Match[str], written: dt.date | None) -> Days | None:
    month = _SEASONS[match["season"].lower()]
    if written and not match["year"] and _lower(match["which"]) == "last":
        year: int | None = written.year - (1 if month >= written.month else 0)
    else:
        year = _nearest(match["year"], month, written)
    return None if year is None else _span(year, month, 3, _lower(match["part"]))


def _lower(word: str | None) -> str | None:
    return word.lower() if word else None


def _of_year(match: re.Match[str], written: dt.date | None) -> Days | None:
    year = _year(match["year"], written)
    return None if year is None else _span(year, 1, 12, _lower(match["part"]))


def _plain_year(match: re.Match[str], _written: dt.date | None) -> Days:
    return _span(int(match["y"]), 1, 12, None)


def _decades(match: re.Match[str], _written: dt.date | None) -> Days:
    years = [int(figures) for figures in re.findall(r"\d+", match[0])]
    years += [20 + 10 * n for n, name in enumerate(_TENS) if name in match[0].lower()]
    years = [year if year >= 1000 else 1900 + year for year in years]
    return dt.date(min(years), 1, 1), dt.date(max(years) + 9, 12, 31)


def _count(words: str) -> tuple[float, float]:
    low = words.lower()
    if low in VAGUE:
        return VAGUE[low]
    number = float(int(low)) if low.isdigit() else float(NUMBERS[low])
    return number, number


def _shift(written: dt.date, days: float) -> dt.date:
    return written + dt.timedelta(days=round(days))


def _stretch(match: re.Match[str]) -> float:
    """Return the longest number of days that `a few weeks` and the like stand for."""
    _, most = _count(match.groupdict().get("n") or "a")
    return most * _UNIT_DAYS[match["unit"].lower()]


def _ahead(match: re.Match[str], written: dt.date | None) -> Days | None:
    return None if written is None else (written, _shift(written, _stretch(match)))


def _behind(match: re.Match[str], written: dt.date | None) -> Days | None:
    return None if written is None else (_shift(written, -_stretch(match)), written)


def _ago(match: re.Match[str], written: dt.date | None) -> Days | None:
    if written is None:
        return None
    least, most = _count(match["n"])
    unit = _UNIT_DAYS[match["unit"].lower()]
    slack = 0.0 if unit <= 1 else unit / 2
    return _shift(written, -most * unit - slack), _shift(written, -least * unit + slack)


def _takes(match: re.Match[str], written: dt.date | None) -> Days | None:
    """Return the days on which what takes so long may end."""
    if written is None:
        return None
    words = match.groupdict().get("n")
    least, most = _count(words) if words else (2, 11)
    unit = _UNIT_DAYS[match["unit"].lower()]
    return _shift(written, least * unit), _shift(written, most * unit)


def _named_day(match: re.Match[str], written: dt.date | None) -> Days | None:
    if written is None:
        return None
    word = match[0].lower()
    shift = -1 if word.startswith(("yesterday", "last night")) else 1 if word == "tomorrow" else 0
    one = written + dt.timedelta(days=shift)
    return one, one


def _which_unit(match: re.Match[str], written: dt.date | None) -> Days | None:
    """Return last, this or next week, month or year, or the first or last weeks of it."""
    if written is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "this": 0}.get(match["which"].lower(), 1)
    unit, part = match["unit"].lower(), _lower(match["part"])
    if unit == "week":
        monday = written - dt.timedelta(days=written.weekday()) + dt.timedelta(days=7 * step)
        return monday, monday + dt.timedelta(days=6)
    if unit == "month":
        at = written.year * 12 + written.month - 1 + step
        return _span(at // 12, at % 12 + 1, 1, part)
    if match["some"]:
        first, last = _span(written.year + step, 1, 12, None)
        weeks = dt.timedelta(days=30)
        return (first, first + weeks) if match["some"].lower() == "first" else (last - weeks, last)
    years = 10 if unit == "decade" else 1
    return _span(written.year + step * years, 1, 12 * years, part)


def _weekday(match: re.Match[str], written: dt.date | None) -> Days | None:
    if written is None:
        return None
    gap = (_DAYS.index(match["day"].lower()) - written.weekday()) % 7
    which = _lower(match["which"])
    if gap == 0 and not which:
        return written, written
    ahead = which not in {None, "last"}
    one = written + dt.timedelta(days=gap if ahead else gap - 7)
    return one, one


Resolver = Callable[[re.Match[str], "dt.date | None"], "Days | None"]

RESOLVERS: dict[str, Resolver] = {
    "full": _full,
    "numeric": _numeric,
    "month": _month,
    "season": _season,
    "of year": _of_year,
    "plain year": _plain_year,
    "decades": _decades,
    "ahead": _ahead,
    "ago": _ago,
    "behind": _behind,
    "takes": _takes,
    "named day": _named_day,
    "which unit": _which_unit,
    "weekday": _weekday,
}
"""By rule of `data/dates.txt`: what turns a match and the day of writing into days."""
