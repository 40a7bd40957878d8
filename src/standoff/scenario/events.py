"""Observations as somebody writes them on the command line, and into a scenario file.

    answer=step_up                       a move that was made, on the day of the turn
    answer=step_up on 2022-01-28         the same, with the day on which it was known
    not act_short,force by 2022-02-14    moves not made by the end of a day
    no use_of_force by 2022-02-14        endings that had not come about by then
    report russia.plan_b == major if_true 0.8 if_false 0.2 on 2022-02-07
    report answer=step_up if_true 0.9 if_false 0.1 on 2022-01-28

In a crisis without dates, `through TURN` stands in the place of `on DATE` and `by DATE`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from standoff.errors import UsageError
from standoff.scenario.text import Document, read_document, write_text

Data = dict[str, Any]

WHEN = re.compile(r"\s+(?P<word>on|by|through)\s+(?P<what>[^\s]+)\s*$")
MADE = re.compile(r"(?P<turn>[a-z][a-z0-9_]*)\s*=(?!=)\s*(?P<move>[a-z][a-z0-9_]*)")
RATES = re.compile(r"\s+if_true\s+(?P<yes>[0-9.]+)\s+if_false\s+(?P<no>[0-9.]+)\s*$")
SHAPES = (
    "write `TURN=MOVE`, `not MOVE by DATE`, `no OUTCOME by DATE`, or "
    "`report CONDITION if_true 0.8 if_false 0.2 on DATE`"
)


def event_data(text: str) -> Data:
    """Return an observation as the file writes it.

    Raises:
        UsageError: the text has none of the shapes.
    """
    left, when = _when(text.strip())
    for word, key in (("not ", "not_made"), ("no ", "excluded")):
        if left.startswith(word):
            names = [name.strip() for name in left.removeprefix(word).split(",") if name.strip()]
            if not names:
                raise _wrong(text)
            return {**when, key: {"moves": names} if key == "not_made" else names}
    if left.startswith("report "):
        return {**when, "report": _report(text, left.removeprefix("report ").strip())}
    found = MADE.fullmatch(left)
    if not found:
        raise _wrong(text)
    return {**when, "made": {"turn": found["turn"], "move": found["move"]}}


def _when(text: str) -> tuple[str, Data]:
    found = WHEN.search(text)
    if not found:
        return text, {}
    key = "through" if found["word"] == "through" else "date"
    return text[: found.start()].strip(), {key: found["what"]}


def _report(text: str, left: str) -> Data:
    rates = RATES.search(left)
    if not rates:
        raise _wrong(text)
    try:
        chances = {"if_true": float(rates["yes"]), "if_false": float(rates["no"])}
    except ValueError:
        raise _wrong(text) from None
    said = left[: rates.start()].strip()
    made = MADE.fullmatch(said)
    what: Data = {"that": said}
    if made:
        what = {"made": {"turn": made["turn"], "move": made["move"]}}
    return {**what, **chances}


def _wrong(text: str) -> UsageError:
    return UsageError(f"`{text[:80]}` is no observation", help=SHAPES)


def events_of(content: bytes | str, name: str) -> list[Data]:
    """Return the observations of a file that has `observed:` and nothing else that counts.

    Raises:
        UsageError: there are none in it.
    """
    document = read_document(content, name)
    data = document.data
    entries = data.get("observed") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise UsageError(
            f"`{name}` has no list `observed:`",
            help="write `observed:` and one observation in each line that begins with `-`",
        )
    return entries


def with_events(content: bytes | str, events: Sequence[Data], name: str) -> str:
    """Return the text of a scenario file with more observations; comments stay.

    Raises:
        UsageError: the file writes its observations in one line, where nothing can be added.
    """
    document = read_document(content, name)
    text = document.text if document.text.endswith("\n") else document.text + "\n"
    if not events:
        return document.text
    fresh = write_text({"observed": list(events)}).splitlines()[1:]
    there = document.data.get("observed") if isinstance(document.data, dict) else None
    if not there:
        body = "\n".join(fresh)
        kept = _without_empty(text) if there is not None else text
        return f"{kept}\nobserved:\n{body}\n"
    return _inserted(document, text, fresh)


def _without_empty(text: str) -> str:
    return re.sub(r"(?m)^observed:\s*(\[\s*\])?\s*$\n?", "", text)


def _inserted(document: Document, text: str, fresh: Sequence[str]) -> str:
    """Return the text with lines put before the first entry of the list that is there."""
    lines = text.splitlines()
    key = document.span(("observed",), "key")
    first = document.span(("observed", 0), "value")
    at = first.line - 1 if first is not None else 0
    if key is None or first is None or not lines[at].lstrip().startswith("-"):
        raise UsageError(
            "`observed` is written in one line, so nothing can be added to it",
            help="write one observation in each line that begins with `-`",
        )
    indent = len(lines[at]) - len(lines[at].lstrip())
    own = min(len(line) - len(line.lstrip()) for line in fresh if line.lstrip().startswith("-"))
    moved = [" " * indent + line[own:] for line in fresh]
    return "\n".join([*lines[:at], *moved, *lines[at:]]) + "\n"
