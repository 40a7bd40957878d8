"""Clauses that demand or wait for something, and clauses that threaten or announce a blow."""

from __future__ import annotations

import re
from functools import cache

from standoff.evidence.reading.actors import Mention, within
from standoff.evidence.reading.gazetteer import rows
from standoff.evidence.reading.words import Span, Text, trimmed

_COVERS = re.compile(r"\b(?:virus|strain|disease|storm|flood|drought)\b")


Found = tuple[int, int, str, float]
"""Start and end of the clause, the rule, confidence."""


@cache
def cues() -> dict[str, tuple[tuple[str, re.Pattern[str], float], ...]]:
    """Return the rules of `data/cues.txt` by kind: name, pattern, confidence."""
    table = [row.split(" :: ", 3) for row in rows("cues.txt")]
    harm = next(cells[3] for cells in table if cells[0] == "harm")
    return {
        kind: tuple(
            (why, re.compile(pattern.replace("HARM", harm), re.IGNORECASE), float(sure))
            for of, why, sure, pattern in table
            if of == kind
        )
        for kind in ("demand", "threat")
    }


def find_demands(text: Text) -> list[Found]:
    """Return clauses that demand, request or await something or set a condition."""
    return _clauses(text, cues()["demand"])


def find_threats(text: Text, mentioned: list[Mention]) -> list[Found]:
    """Return clauses that threaten, announce or urge harm, force, sanctions or acting alone.

    `The virus threatens to spread` is none: the word alone needs an actor before it.
    """
    found = []
    for start, end, why, sure in _clauses(text, cues()["threat"]):
        first, _ = text.sentence(start)
        if why == "threatens" and not re.search(
            r"\bThreats\b|\bsanctions\b", text.plain[start:end]
        ):
            if not within(mentioned, first, end):
                continue
            if re.search(
                r"\b(?:virus|strain|disease|storm|flood|drought)\b", text.plain[first:end]
            ):
                continue
        found.append((start, end, why, sure))
    return found


def _clauses(text: Text, rules: tuple[tuple[str, re.Pattern[str], float], ...]) -> list[Found]:
    """Return the clause around every cue; cues in one clause make one proposal."""
    best: dict[Span, Found] = {}
    for why, pattern, sure in rules:
        for match in pattern.finditer(text.plain):
            start, end = trimmed(text.raw, *match.span())
            first, last = text.clause(start, end)
            if text.quoted(start, end):
                first, last = _within_quote(text, start, end, (first, last))
            if why == "no other way":  # what is left stands behind the colon
                last = trimmed(text.raw, *text.sentence(start))[1]
            kept = best.get((first, last))
            if kept is None or sure > kept[3]:
                best[first, last] = (first, last, why, sure)
    found = sorted(best.values(), key=lambda one: (one[0], -one[1]))
    outer: list[Found] = []
    for one in found:
        if not outer or one[1] > outer[-1][1]:
            outer.append(one)
    return outer


def _within_quote(text: Text, start: int, end: int, clause: Span) -> Span:
    """Return a clause cut to the quotation around its cue, if the cue stands in one."""
    quote = text.quoted(start, end)
    if quote is None:
        return clause
    return trimmed(text.raw, max(quote[0], clause[0]), min(quote[1], max(clause[1], end)))
