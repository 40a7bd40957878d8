"""Hidden dimensions and turns that short forms make, beside those that a file declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.model import Private, Turn
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path


@dataclass(frozen=True)
class Insertion:
    """A turn that a short form adds to those of the file.

    Attributes:
        turn: the turn; its id is only the end of the full one.
        after: id of the turn that it follows, each time that turn comes.
        day: or the day on which it is played, after the turns of that day.
        path: where the file asks for it.
    """

    turn: Turn
    path: Path
    after: str | None = None
    day: date | None = None


def declare_made(ctx: Context, full: str, private: Private, path: Path) -> Coded | None:
    """Give a hidden dimension that a short form makes its place among the others.

    Args:
        ctx: where to declare and report.
        full: its name in formulas.
        private: the dimension, apart from its place.
        path: where the file asks for it.

    Returns:
        Its codes, or None where the name is taken.
    """
    if full in ctx.symbols.privates:
        first = ctx.symbols.privates[full].path
        places = [(first, "first declared here")]
        help = "give the other one another name"
        message = f"`{full}` is declared twice"
        ctx.report("SC303", message, path, where="key", places=places, help=help)
        return None
    index = len(ctx.symbols.privates)
    top = len(private.values) - 1
    coded = Coded("private", index, 0, top, private.values, path, private.party, private.viewers)
    ctx.symbols.privates[full] = coded
    ctx.made[full] = private
    return coded


def insert_turns(
    ctx: Context, turns: Sequence[Turn], insertions: Sequence[Insertion]
) -> tuple[Turn, ...]:
    """Return the turns with those that short forms add, in their places.

    A turn that is added after another has the day of that one. Several after the same turn keep
    their order.
    """
    after: dict[str, list[Insertion]] = {}
    dated: list[Insertion] = []
    known = {turn.id for turn in turns}
    for insertion in insertions:
        if insertion.after is None:
            dated.append(insertion)
            continue
        names = [name for name in _each_time(ctx, insertion.after) if name in known]
        names = [f"{name}_heard" if f"{name}_heard" in known else name for name in names]
        if not names:
            ctx.known(insertion.after, known, "turn", insertion.path)
        for name in names:
            after.setdefault(name, []).append(insertion)
    result: list[Turn] = []
    for turn in turns:
        early = [one for one in dated if _is_before(one.day, turn.date)]
        result += [replace(one.turn, date=one.day) for one in early]
        dated = [one for one in dated if one not in early]
        result.append(turn)
        for one in after.get(turn.id, ()):
            result.append(replace(one.turn, id=f"{turn.id}_{one.turn.id}", date=turn.date))
    result += [replace(one.turn, date=one.day) for one in dated]
    return tuple(result)


def _is_before(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second


def _each_time(ctx: Context, name: str) -> list[str]:
    """Return the full ids under which a turn of the file comes, once or again and again.

    A simultaneous stage counts as one turn: what follows one of its turns follows them all.
    """
    found: list[str] = []
    for entry in ctx.file.turns:
        if not isinstance(entry, human.Repeat):
            found += _ids(entry, name, "")
            continue
        for number in range(1, entry.repeat + 1):
            for inner in entry.turns:
                found += _ids(inner, name, f"_{number}")
    return found or [name]


def _ids(entry: human.Turn | human.Together, name: str, end: str) -> Iterator[str]:
    if isinstance(entry, human.Turn):
        if entry.id == name:
            yield f"{name}{end}"
    elif name == entry.id or any(turn.id == name for turn in entry.together):
        yield f"{entry.id}{end}_known"
