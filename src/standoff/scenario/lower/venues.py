"""Several tables: what was replied at each venue, what all of it is worth, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from standoff.diagnostics.suggest import listing
from standoff.scenario import human
from standoff.scenario.context import Context, call, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.made import declare_made
from standoff.scenario.lower.private import check_labels
from standoff.scenario.lower.stances import OPEN, stances_of
from standoff.scenario.lower.walk import written_turns
from standoff.scenario.model import NATURE, NOBODY, Move, Private, Variable, Venue
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

MEETING = "meeting"
"""What those outside see of a meeting behind closed doors."""


@dataclass(frozen=True)
class LoweredVenue:
    """A venue, ready for turns: the record, its codes, and what each reply does per item."""

    record: Venue
    coded: Coded
    stances: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, str]]
    refusals: frozenset[str]

    def ref(self) -> Expr:
        """Return what has been replied here, as a formula."""
        return Ref(self.coded.kind, self.coded.index)

    def is_in(self, labels: list[str]) -> Expr:
        """Return whether what has been replied is one of some labels."""
        return is_in(self.coded, labels)


def is_in(coded: Coded, labels: list[str]) -> Expr:
    """Return whether something with named values has one of them; 0 for an empty list."""
    result: Expr = Const(0.0)
    for label in labels:
        here = call("==", Ref(coded.kind, coded.index), Const(float(coded.code(label) or 0)))
        result = here if result == Const(0.0) else call("or", result, here)
    return result


def declare_public_venues(ctx: Context, variables: list[Variable]) -> None:
    """Add a public variable for every venue that all can see."""
    for name, spec in ctx.file.venues.items():
        if not spec.public or name in ctx.symbols.variables or name in ctx.symbols.parameters:
            continue
        path: Path = ("venues", name)
        labels = _labels(ctx, name, spec)
        index = len(variables)
        means = spec.means or f"What has been replied at {spec.title or words(name)}"
        variables.append(Variable(name, 0, len(labels) - 1, 0, labels, means, "venue"))
        ctx.symbols.variables[name] = Coded("variable", index, 0, len(labels) - 1, labels, path)


def declare_private_venues(ctx: Context) -> None:
    """Add a hidden dimension, seen by the members, for every venue behind closed doors."""
    for name, spec in ctx.file.venues.items():
        if spec.public:
            continue
        path: Path = ("venues", name)
        labels = _labels(ctx, name, spec)
        members = frozenset(ctx.parties[m] for m in spec.members if m in ctx.parties)
        means = spec.means or f"What has been replied at {spec.title or words(name)}"
        private = Private(name, NOBODY, labels, (), means=means, viewers=members, start=0)
        declare_made(ctx, name, private, path)


def _labels(ctx: Context, name: str, spec: human.Venue) -> tuple[str, ...]:
    path: Path = ("venues", name, "replies")
    if OPEN in spec.replies:
        message = "`open` means that there is no reply yet; a reply cannot be called so"
        ctx.report("SC304", message, (*path, OPEN), where="key", help="give it another name")
    check_labels(ctx, spec.replies, path)
    labels = [OPEN, *(reply for reply in spec.replies if reply != OPEN)]
    if not spec.public:
        # Members must be able to tell what else was done; for the others it is all one meeting.
        labels += [move for move in _talk(ctx, name) if move not in labels]
    return tuple(labels)


def _talk(ctx: Context, name: str) -> Iterator[str]:
    """Yield the moves at a venue that are no replies and do not end the crisis."""
    for turn, _ in written_turns(ctx.file):
        if turn.venue == name:
            yield from (m for m, move in turn.moves.items() if is_talk(move))


def is_talk(move: human.Move) -> bool:
    """Return whether a move leaves no public trace and can stay behind closed doors."""
    return move.outcome is None and not move.effect and not move.climb and move.commits is None


def lower_venues(ctx: Context) -> dict[str, LoweredVenue]:
    """Return the venues with what each reply does to every item of the table."""
    result = {}
    table = ctx.file.table
    for name, spec in ctx.file.venues.items():
        path: Path = ("venues", name)
        coded = ctx.symbols.coded(name)
        members = [ctx.party(m, (*path, "members", k)) for k, m in enumerate(spec.members)]
        if spec.dates and ctx.file.clock.start is None:
            message = f"the venue `{name}` has days, but the clock has no start"
            help = "write `start:` and a date under `clock:`"
            ctx.report("SC502", message, (*path, "dates"), where="key", help=help)
        if table is None:
            if (spec.replies or spec.items) and "table" not in ctx.symbols.broken:
                field = "replies" if spec.replies else "items"
                message = f"the venue `{name}` has `{field}`, but there is no `table` with items"
                help = "write `table:` with the items that are talked about"
                ctx.report("SC621", message, (*path, field), where="key", help=help)
            items: list[str] = []
        else:
            items = _items(ctx, spec, table, path)
        if coded is None or coded.path != path:
            continue
        stances = {
            reply: _spread(ctx, spec.replies[reply], reply, items, (*path, "replies", reply))
            for reply in spec.replies
            if reply != OPEN
        }
        refusals = {k for k, done in stances.items() if set(done) <= {"refuse", ""}}
        titles = {k: (r.title or words(k), r.means) for k, r in spec.replies.items()}
        record = Venue(
            id=name,
            title=spec.title or words(name),
            members=tuple(sorted(m for m in members if m is not None)),
            items=tuple(items),
            public=spec.public,
            dates=tuple(spec.dates),
            replies=tuple(stances.items()),
            index=coded.index,
        )
        result[name] = LoweredVenue(record, coded, stances, titles, frozenset(refusals))
    return result


def _items(ctx: Context, spec: human.Venue, table: human.Table, path: Path) -> list[str]:
    if spec.items is None:
        return list(table.items)
    return [
        item
        for k, item in enumerate(spec.items)
        if ctx.known(item, table.items, "item", (*path, "items", k))
    ]


def _spread(
    ctx: Context, reply: human.Reply, name: str, items: list[str], path: Path
) -> tuple[str, ...]:
    """Return what a reply does with every item of the table; empty for those not at the venue."""
    if ctx.file.table is None:
        return ()
    done = dict(zip(items, stances_of(ctx, reply, name, items, path), strict=True))
    return tuple(done.get(item, "") for item in ctx.file.table.items)


def check_turn(ctx: Context, spec: human.Turn, mover: int, path: Path) -> None:
    """Report a turn at an unknown venue, or one whose mover does not sit there."""
    if spec.venue is None or not ctx.known(spec.venue, ctx.file.venues, "venue", (*path, "venue")):
        return
    members = ctx.file.venues[spec.venue].members
    known = {ctx.parties[m] for m in members if m in ctx.parties}
    if mover in known or (mover != NATURE and spec.mover not in ctx.parties):
        return
    message = f"`{spec.mover}` does not sit at the venue `{spec.venue}`"
    places: list[tuple[Path, str]] = [(("venues", spec.venue, "members"), "its members")]
    help = f"write `mover:` and one of {listing(members)}, or add it to the members"
    ctx.report("SC622", message, (*path, "mover"), places=places, help=help)


def venue_replies(ctx: Context, spec: human.Turn, venue: LoweredVenue, path: Path) -> list[Move]:
    """Return one move for every reply on the venue's own menu."""
    if not venue.stances:
        message = f"the venue `{venue.record.id}` has no replies of its own"
        places: list[tuple[Path, str]] = [(("venues", venue.record.id), "declared here")]
        help = "write `replies:` at the venue, or list moves"
        ctx.report("SC621", message, (*path, "replies"), where="key", places=places, help=help)
    moves = []
    for name in venue.stances:
        code = Const(float(venue.coded.code(name) or 0))
        changed = ((venue.coded.index, code),)
        title, means = venue.titles[name]
        move = Move(name, title, means, refuses=name in venue.refusals)
        public = venue.record.public
        moves.append(replace(move, effects=changed) if public else replace(move, becomes=changed))
    return moves


def behind_closed_doors(venue: LoweredVenue, moves: list[Move]) -> list[Move]:
    """Return the moves of a turn at a venue; if it is not public, as one meeting for outsiders.

    Moves that end the crisis or change what everybody sees are seen for what they are. Other talk
    is kept for the members as long as there is no reply.
    """
    if venue.record.public:
        return moves
    result = []
    for move in moves:
        if move.outcome is not None or move.effects:
            result.append(move)
            continue
        becomes = dict(move.becomes)
        if venue.coded.index not in becomes and (code := venue.coded.code(move.id)) is not None:
            unanswered = call("==", venue.ref(), Const(0.0))
            becomes[venue.coded.index] = call("if", unanswered, Const(float(code)), venue.ref())
        look = move.seen_as or f"{venue.record.id}_{MEETING}"
        result.append(replace(move, becomes=tuple(becomes.items()), seen_as=look))
    return result
