"""Names of states, organisations, leaders and places, read from the lists in `data`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_COMMON_LAST = re.compile(
    r"\b(Council|Union|Alliance|Movement|Party|Bank|Court|Group|Organi[sz]ation)\b"
)


@dataclass(frozen=True)
class Name:
    """One form of an actor's name.

    Attributes:
        form: as it is written in texts.
        actor: the name under which all forms count as one.
        how: `name`, `adjective`, `seat` (a capital or a palace) or `leader`.
        meets: whether parties meet there, as in an organisation's council.
    """

    form: str
    actor: str
    how: str
    meets: bool = False


@cache
def names() -> dict[str, tuple[Name, ...]]:
    """Return all forms by their first word, longer ones first."""
    index: dict[str, list[Name]] = {}
    for name in (*_states(), *_leaders()):
        for form in _spellings(name.form):
            one = Name(form, name.actor, name.how, name.meets)
            index.setdefault(first_word(form), []).append(one)
    return {word: tuple(sorted(some, key=lambda n: -len(n.form))) for word, some in index.items()}


@cache
def meeting_bodies() -> frozenset[str]:
    """Return the organisations at which parties meet."""
    return frozenset(name.actor for some in names().values() for name in some if name.meets)


@cache
def words_of(file: str) -> frozenset[str]:
    """Return the words of a list such as `places.txt`; `_` stands for a blank inside a name."""
    return frozenset(word.replace("_", " ") for row in rows(file) for word in row.split())


def rows(file: str) -> list[str]:
    """Return the rows of a list in `data`, without comments and blank ones."""
    text = (resources.files("standoff.evidence.reading") / "data" / file).read_text("utf-8")
    return [row for row in text.splitlines() if row.strip() and not row.startswith("#")]


def first_word(form: str) -> str:
    """Return the letters and figures that a form begins with."""
    match = re.match(r"\w+", form)
    return match[0] if match else form


def _list(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(",") if one.strip()]


def _states() -> Iterator[Name]:
    for row in rows("states.txt") + rows("organisations.txt"):
        cells = [*row.split("|"), "", "", "", ""]
        actor, meets = cells[0].strip(), cells[4].strip() == "V"
        for form in [actor, *_list(cells[3])]:
            yield Name(form, actor, "name", meets)
        for form in _list(cells[1]):
            yield Name(form, actor, "adjective")
        for form in _list(cells[2]):
            yield Name(form, actor, "seat")


def _leaders() -> Iterator[Name]:
    for row in rows("leaders.txt"):
        full, state = row.split("|")
        actor = f"{full} ({state})"
        parts = full.split()
        particle = len(parts) > 2 and parts[-2] in {"de", "von", "der"}
        surname = " ".join(parts[-2:]) if particle else parts[-1]
        east = state in {"China", "North Korea", "South Korea", "Taiwan", "Vietnam"}
        yield Name(full, actor, "leader")
        if not east and surname not in _ALSO_WORDS:
            yield Name(surname, actor, "leader")


_ALSO_WORDS = {"May", "Bush", "Rice", "Austin", "Marin", "Johnson", "Khan", "Brandt", "Sharon"}


def _spellings(form: str) -> list[str]:
    """Return a form, and the one whose common last word is not capitalised."""
    other = _COMMON_LAST.sub(lambda m: m[0].lower(), form) if " " in form or "-" in form else form
    return [form] if other == form else [form, other]
