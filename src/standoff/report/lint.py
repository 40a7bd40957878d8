"""A check of generated words: likelihood as ICD 203 wants it, and apart from confidence.

ICD 203 (Office of the Director of National Intelligence, January 2015), standard on uncertainty:
one scale of terms, and no sentence with both a likelihood and a level of confidence. To this we
add that every term is followed by its range and a number, and that no vaguer word is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standoff.evidence.likelihood import SCALE, SYNONYMS
from standoff.report import cells
from standoff.report.blocks import Block, Figure, Points, Report, Table, Text

TERMS = sorted([term.words for term in SCALE] + list(SYNONYMS), key=len, reverse=True)
TERM = re.compile(
    r"(?<![\w-])("
    + "|".join(map(re.escape, TERMS))
    + r"|likelier|likeliest|likelihood of)(?![\w-])",
    re.IGNORECASE,
)
RANGE = re.compile(r"\s*\[(?:\d+–\d+%|under \d+%|over \d+%)\]")
NUMBER = re.compile(r"[<>]?\d+%")
SURE = re.compile(r"\b(?:confidence|confident)\b", re.IGNORECASE)
VAGUE = re.compile(
    r"\b(?:might|could|may well|possible|possibly|perhaps|probably|conceivabl[ey]|plausibl[ey]|"
    r"chances are|in all likelihood|doubtless)\b",
    re.IGNORECASE,
)
FULL_STOP = re.compile(r"(?<=[.!?])\s+(?=[A-Z“(])")
QUOTE = re.compile(r"“[^”]*”")
SHORTEST = 4
"""Shorter words of the file are not taken for quotations."""
QUOTED = "«»"


@dataclass(frozen=True)
class Fault:
    """A sentence that breaks a rule; `rule` says which."""

    rule: str
    sentence: str


def faults(text: str, own_words: Iterable[str] = ()) -> list[Fault]:
    """Return what is wrong with a generated text.

    Args:
        text: sentences.
        own_words: texts of the file, which are quoted as they are and not checked.
    """
    found = []
    for sentence in FULL_STOP.split(_without(text, own_words)):
        terms = list(TERM.finditer(sentence))
        if terms and SURE.search(sentence):
            found.append(Fault("likelihood and confidence in one sentence", sentence))
        for term in terms:
            rest = sentence[term.end() :]
            bracket = RANGE.match(rest)
            if not bracket:
                found.append(Fault(f"`{term.group()}` without its range", sentence))
            elif not NUMBER.search(rest[bracket.end() :]):
                found.append(Fault(f"`{term.group()}` without a number", sentence))
        vague = VAGUE.search(sentence)
        if vague:
            found.append(Fault(f"`{vague.group()}` is no likelihood", sentence))
    return found


def report_faults(report: Report, data: Any) -> list[Fault]:
    """Return what is wrong with the words of a report.

    Args:
        report: before it is rendered.
        data: plain data whose texts are quotations of the file.
    """
    quotations = sorted(set(strings(data)), key=len, reverse=True)
    return [fault for text in texts(report) for fault in faults(text, quotations)]


def texts(report: Report) -> Iterator[str]:
    """Give every text of a report; the cells of a row of a table as one."""
    yield report.subtitle
    yield from report.notes
    for section in report.sections:
        yield section.title
        for block in section.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, Points):
        yield from block.items
    elif isinstance(block, Figure):
        yield block.title
        yield block.caption
        yield from _rows(block.table)
    else:
        yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    yield table.title
    for row in table.rows:
        made = (cells.shown(cell, c) for cell, c in zip(row, table.columns, strict=True))
        yield ", ".join(made)


def strings(data: Any) -> Iterator[str]:
    """Give every text in plain data, and each with a capital, as sentences begin."""
    if isinstance(data, str):
        if len(data) >= SHORTEST:
            yield data.strip()
            yield data.strip()[:1].upper() + data.strip()[1:]
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from strings(value)


def _without(text: str, own_words: Iterable[str]) -> str:
    text = QUOTE.sub(QUOTED, text)
    for one in own_words:
        if one in text and not TERM.fullmatch(one):
            text = text.replace(one, QUOTED)
    return text
