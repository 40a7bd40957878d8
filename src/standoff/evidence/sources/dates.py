"""Dates as news copies write them; one that can be read in two ways is not read."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass

MONTHS = (
    "jan january janvier enero gennaio januar ianuarie stycznia января январь січня",
    "feb february février fevrier febrero febbraio februar fevereiro lutego февраля февраль лютого",
    "mar march mars marzo märz marca março марта март березня",
    "apr april avril abril aprile kwietnia апреля апрель квітня",
    "may mai mayo maggio maja maio мая май травня",
    "jun june juin junio giugno juni czerwca junho июня июнь червня",
    "jul july juillet julio luglio juli lipca julho июля июль липня",
    "aug august août aout agosto sierpnia августа август серпня",
    "sep sept september septembre septiembre settembre września setembro сентября сентябрь вересня",
    "oct october octobre octubre ottobre oktober października outubro октября октябрь жовтня",
    "nov november novembre noviembre novembro listopada ноября ноябрь листопада",
    "dec december décembre diciembre dicembre dezember grudnia dezembro декабря декабрь грудня",
)
"""Names of the months in the languages that sources come in, as a date has them."""

NUMBER_OF = {name: k for k, names in enumerate(MONTHS, 1) for name in names.split()}
NAME = "|".join(sorted(NUMBER_OF, key=len, reverse=True))
YEAR = r"(?P<year>(?:19|20|21)\d\d)"
OF = r"(?:of\s+|de\s+)?"
FORMS = tuple(
    re.compile(rf"(?<![\w.]){form}(?![\w])", re.IGNORECASE)
    for form in (
        rf"{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:T[\d:.+Z-]*)?",
        rf"{YEAR}/(?P<month>\d\d?)/(?P<day>\d\d?)",
        rf"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?{YEAR}",
        rf"(?P<name>{NAME})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{YEAR}",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.|er|º)?\s+{OF}(?P<name>{NAME})\.?,?\s+{OF}{YEAR}",
        rf"(?P<first>\d\d?)[/-](?P<second>\d\d?)[/-]{YEAR}",
    )
)


@dataclass(frozen=True)
class Found:
    """A date in a text: its day, None where it can be read in two ways, and its place."""

    day: dt.date | None
    start: int
    end: int
    text: str


def find_dates(text: str) -> tuple[Found, ...]:
    """Return the full dates of a text in order; dates without a year are not looked for."""
    found: list[Found] = []
    for form in FORMS:
        for match in form.finditer(text):
            days = _readings(match)
            apart = all(match.end() <= one.start or match.start() >= one.end for one in found)
            if days and apart:
                day = days[0] if len(days) == 1 else None
                found.append(Found(day, match.start(), match.end(), match.group()))
    return tuple(sorted(found, key=lambda one: one.start))


def _readings(match: re.Match[str]) -> list[dt.date]:
    """Return the days that a form can mean: two where day and month cannot be told apart."""
    parts = match.groupdict()
    if "first" in parts:
        pairs = {(parts["first"], parts["second"]), (parts["second"], parts["first"])}
    else:
        name = parts.get("name")
        pairs = {(parts["day"], str(NUMBER_OF[name.lower()]) if name else parts["month"])}
    days = []
    for day, month in sorted(pairs):
        with contextlib.suppress(ValueError):
            days.append(dt.date(int(parts["year"]), int(month), int(day)))
    return days
