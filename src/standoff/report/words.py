"""Numbers in words: likelihoods, percentages and dates, the same in every rendering.

The scale of likelihood words is that of `standoff.forecast.likelihood`. The directive it comes from
forbids a likelihood and a level of confidence in one sentence; the renderers keep them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

SURELY = 1 - 1e-9
"""A probability that differs from 1 by rounding only."""

NO_VALUE = "–"
"""Stands where no draw has a value, such as a date that no history reaches."""


def in_words(prob: float | None) -> str:
    """Return the term with its bracketed range, such as `unlikely [20–45%]`."""
    from standoff.evidence.likelihood import likelihood

    if prob is None:
        return NO_VALUE
    term = likelihood(prob)
    if prob < term.low / 100:
        return f"{term.words} [under {term.low}%]"
    if prob > term.high / 100:
        return f"{term.words} [over {term.high}%]"
    return f"{term.words} [{term.low}–{term.high}%]"


def percent(prob: float | None) -> str:
    """Return a probability in whole percent; `<1%` and `>99%` beyond them."""
    if prob is None:
        return NO_VALUE
    if 1 - SURELY < prob < 0.01:
        return "<1%"
    if 0.99 < prob < SURELY:
        return ">99%"
    return f"{100 * prob:.0f}%"


def exact_percent(share: float) -> str:
    """Return a share that counts something, such as 499 of 500, without rounding it up to all."""
    text = f"{100 * share:.1f}".removesuffix(".0")
    return f"{text}%" if share == 1 or text != "100" else ">99.9%"


def interval(band: Mapping[str, Any]) -> str:
    """Return the 90% interval of a band, such as `12–55%`."""
    if band["p05"] is None:
        return NO_VALUE
    low, high = percent(band["p05"]), percent(band["p95"])
    return low if low == high else f"{low.removesuffix('%')}–{high}"


def say_date(text: str | None, *, short: bool = False) -> str:
    """Return an ISO date as `22 January 2022` or `22 Jan`; anything else as it is."""
    if text is None:
        return "no date"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%b}" if short else f"{day.day} {day:%B %Y}"


def is_dated(keys: Sequence[str]) -> bool:
    """Return whether all keys are dates; games without a clock have turns there instead."""
    try:
        return bool(keys) and all(date.fromisoformat(key) for key in keys)
    except ValueError:
        return False


def listing(words: Sequence[str], *, joint: str = "and") -> str:
    """Join words as in a sentence: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def capital(text: str) -> str:
    """Return a text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def plural(count: int, noun: str) -> str:
    """Return `1 draw`, `2 draws`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def large(count: int) -> str:
    """Return a whole number of any size: `12,345`, or `3.1e+40` beyond a million million."""
    if count < MANY:
        return f"{count:,}"
    digits = str(count)
    return f"{digits[0]}.{digits[1]}e+{len(digits) - 1}"


MANY = 10**12
"""Larger counts are written with a power of ten."""


def spoken(name: str) -> str:
    """Return an id as it is said: `plan_b` as `plan b`."""
    return name.replace("_", " ")


def hidden_name(data: Mapping[str, Any], name: str, entry: Mapping[str, Any]) -> str:
    """Return the name of a hidden dimension as printed: `Borea, resolve`."""
    own = spoken(name.rsplit(".", 1)[-1])
    return own if entry["owner"] is None else f"{party_name(data, entry['owner'])}, {own}"


def hidden_in(data: Mapping[str, Any], name: str) -> str:
    """Return the name of a hidden dimension, by its full name such as `borea.resolve`."""
    entry = (data.get("beliefs") or {}).get(name)
    if entry is not None:
        return hidden_name(data, name, entry)
    owner, _, own = name.rpartition(".")
    return f"{party_name(data, owner)}, {spoken(own)}" if owner else spoken(own)


def cumulative(by_date: Mapping[str, Mapping[str, float | None]]) -> dict[str, dict[str, float]]:
    """Return what has happened by each date from what happens on each date."""
    total: dict[str, float] = {}
    made = {}
    for key, chances in by_date.items():
        total = {name: total.get(name, 0.0) + (p or 0.0) for name, p in chances.items()}
        made[key] = total
    return made


def by_date(turns: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return parties with their next turns, the earliest first; turns without a date stay put."""
    return sorted(turns.items(), key=lambda pair: pair[1]["date"] or "")


def open_dates(data: Mapping[str, Any], dates: Mapping[str, Any]) -> list[str]:
    """Return the dates on which the crisis can still be open when the day is over.

    On the others a chance "given that it is open" says nothing: at the horizon, for example,
    whoever has not carried out a threat will not.
    """
    ended = data["when"]["ended_by"]
    return [
        key
        for key, value in dates.items()
        if (ended.get(key, {}).get("mean") or 0.0) < SURELY and value.get("mean", 0) is not None
    ]


def party_name(data: Mapping[str, Any], party: str) -> str:
    """Return the name of a party as printed: its own, or its id with a capital."""
    names = data.get("parties") or {}
    return str(names.get(party, party.replace("_", " ").capitalize()))


CAVEAT = (
    "This is a map of which assumptions lead where, not data on leaders. The documents behind it "
    "are arguments and contain no payoffs; every number below follows from what the scenario file "
    "states or assumes."
)
"""Stands on the first screen of every forecast that rests on documents."""

CAVEAT_MODEL = (
    "This is a stylised game, not data on leaders: every number below follows from what the "
    "scenario file assumes."
)
"""The same for a scenario without documents, such as a textbook model."""


def confidence(forecast: Mapping[str, Any]) -> str:
    """Return how far the forecast can be trusted, and why, without a word of likelihood.

    The level is low until forecasts of this model have been scored against past crises; what is
    added are the reasons that this forecast itself shows.
    """
    sources = list(forecast["sources"].values())
    reasons = ["the model has not been scored against past crises"]
    if sources:
        reasons.append(f"it rests on {plural(len(sources), 'document')} and on assumed numbers")
        stances = {source.get("stance", "") for source in sources}
        if 1 == len(stances) < len(sources) and "" not in stances:
            reasons.append("its documents share one stance")
    else:
        reasons.append("it rests on no document")
    failed = forecast["certificate"]["failed"]
    if failed:
        reasons.append(f"{plural(failed, 'draw')} could not be solved")
    return f"Confidence in these judgements is low: {listing(reasons)}."


def stands(band: Mapping[str, Any]) -> str:
    """Return a likelihood as prose has it: `is unlikely [20–45%], at 43% (90% interval 26–64%)`."""
    if band["mean"] is None:
        return "has no value, as no draw was solved"
    term = in_words(band["mean"])
    if "chance" in term:
        term = f"has {term}" if term.startswith("almost no") else f"has a {term}"
    else:
        term = f"is {term}"
    spread = f" (90% interval {interval(band)})" if band.get("p05") is not None else ""
    return f"{term}, at {percent(band['mean'])}{spread}"


def quoted(title: str) -> str:
    """Return words of the file as a quotation, so that nobody takes them for ours."""
    return f"“{title}”"
