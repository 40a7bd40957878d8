"""Turns: movers, moves, nature's chances, repeated blocks and dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from standoff.diagnostics.suggest import advice, listing
from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total, words
from standoff.scenario.expr import Const, Expr
from standoff.scenario.lower.accidents import accident_moves
from standoff.scenario.lower.clock import bind_clock, mentions_clock
from standoff.scenario.lower.hazards import hazard_turns
from standoff.scenario.lower.made import insert_turns
from standoff.scenario.lower.messages import in_private
from standoff.scenario.lower.moves import Parts, resolve_move, with_breaking
from standoff.scenario.lower.noise import heard
from standoff.scenario.lower.private import report_rests
from standoff.scenario.lower.side_crises import dated_turns
from standoff.scenario.lower.table import reply_moves
from standoff.scenario.lower.together import (
    add_choices,
    check_stage,
    lower_stage,
    within_limit,
)
from standoff.scenario.lower.venues import behind_closed_doors, check_turn, venue_replies
from standoff.scenario.lower.walk import turn_at
from standoff.scenario.model import NATURE, Move, Private, Turn
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_nature
from standoff.scenario.text import Path

WHEN_SCOPE = Scope("the condition of a turn", parameters=False, privates=None)
PROB_SCOPE = Scope("the chance of a move", clock=True)
MAX_TURNS = 1000


@dataclass(frozen=True)
class Placed:
    """A turn of the file with its path, resolved, but without its day."""

    spec: human.Turn
    path: Path
    turn: Turn
    day_path: Path = ()


def resolve_turns(
    ctx: Context, parts: Parts, privates: tuple[Private, ...]
) -> tuple[tuple[Turn, ...], tuple[Private, ...]]:
    """Return the turns in order of play, repeats expanded, with their days.

    With them come the hidden dimensions, to which those of simultaneous stages are added.
    """
    calendar = _Calendar(ctx)
    turns: list[tuple[Turn, Path]] = []
    seen: dict[str, Path] = {}
    for position, entry in enumerate(ctx.file.turns):
        path: Path = ("turns", position)
        for turn, at in _entry(ctx, entry, path, parts, calendar):
            if turn.id in seen:
                message = f"the turn `{turn.id}` is declared twice"
                places = [((*seen[turn.id], "id"), "first declared here")]
                help = "give one of them another name"
                ctx.report("SC303", message, (*at, "id"), places=places, help=help)
            seen.setdefault(turn.id, at)
            turns.append((turn, at))
    calendar.check_end()
    turns = _with_made(ctx, turns, parts)
    bound: list[Turn] = []
    for turn, path in turns:
        dated = _on_its_day(ctx, turn, path, turns)
        if path[0] == "hazards" and not mentions_clock(dated.moves):
            _check_hazard(ctx, dated, path)
        bound += _as_heard(ctx, dated, path, parts) if path[0] == "turns" else [dated]
    stages: dict[str, list[Turn]] = {}
    for turn in bound:
        if turn.stage:
            stages.setdefault(turn.stage, []).append(turn)
    privates = add_choices(privates, list(stages.values()))
    played = insert_turns(ctx, list(_with_stages(bound, stages, privates)), parts.insertions)
    return played, privates


def _as_heard(ctx: Context, turn: Turn, path: Path, parts: Parts) -> list[Turn]:
    return heard(ctx, turn, turn_at(ctx.file, path), path, parts.messages)


def _with_stages(
    turns: list[Turn], stages: dict[str, list[Turn]], privates: tuple[Private, ...]
) -> Iterator[Turn]:
    done: set[str] = set()
    for turn in turns:
        if not turn.stage:
            yield turn
        elif turn.stage not in done:
            done.add(turn.stage)
            yield from lower_stage(privates, turn.stage, stages[turn.stage])


def _with_made(
    ctx: Context, turns: list[tuple[Turn, Path]], parts: Parts
) -> list[tuple[Turn, Path]]:
    """Insert the turns that short forms make.

    Hazards come right after the turns of the file that they follow; turns with a day of their own
    come before the other turns of that day.
    """
    end = _last_day(ctx, turns)
    dated = [] if end is None else dated_turns(parts.forms.sides, end)
    known = {turn.id for turn, _ in turns}
    following = hazard_turns(ctx, turns)
    result: list[tuple[Turn, Path]] = []
    for (turn, path), hazards in zip(turns, following, strict=True):
        while dated and turn.date is not None and dated[0][0] <= turn.date:
            result.append(dated.pop(0)[1:])
        result += [(turn, path), *hazards]
    result += [row[1:] for row in dated]
    for turn, path in result:
        if path[0] != "turns" and turn.id in known:
            message = f"`{path[-1]}` makes a turn `{turn.id}`, which is declared already"
            ctx.report("SC303", message, path, where="key", help="give the other turn another name")
    if len(result) > MAX_TURNS:
        message = f"the file unrolls to {len(result):,} turns, more than {MAX_TURNS:,}"
        ctx.report("SC103", message, ("turns",), where="key", help="repeat less often")
    return result


def _last_day(ctx: Context, turns: list[tuple[Turn, Path]]) -> date | None:
    clock = ctx.file.clock
    if clock.start is None:
        return None
    return clock.end or max((turn.date for turn, _ in turns if turn.date), default=clock.start)


def _on_its_day(ctx: Context, turn: Turn, path: Path, turns: list[tuple[Turn, Path]]) -> Turn:
    """Return a turn with its day in its formulas; chances that need the day are checked here."""
    if not mentions_clock(turn.moves):
        return turn
    bound = bind_clock(turn, ctx.file.clock.start, _last_day(ctx, turns))
    if path[0] == "turns" and turn.mover == NATURE and not mentions_clock(bound.moves):
        _check_chances(
            ctx, turn.id, bound.moves, _entries(turn_at(ctx.file, path), bound.moves, path)
        )
    return bound


def _check_hazard(ctx: Context, turn: Turn, path: Path) -> None:
    """Report the chance of a hazard that is wrong on the day of one of its turns."""
    at: Path = (*path, "prob")
    entries = [(turn.moves[0].id, "prob", at), ("nothing", "rest", at)]
    _check_chances(ctx, turn.id, turn.moves, entries)


def _entry(
    ctx: Context,
    entry: human.Turn | human.Together | human.Repeat,
    path: Path,
    parts: Parts,
    calendar: _Calendar,
) -> Iterator[tuple[Turn, Path]]:
    if not isinstance(entry, human.Repeat):
        for placed in _placed(ctx, entry, path, parts):
            yield replace(placed.turn, date=calendar.place(placed, 0)), placed.path
        return
    block = [
        placed
        for k, spec in enumerate(entry.turns)
        for placed in _placed(ctx, spec, (*path, "turns", k), parts)
    ]
    first_day: date | None = None
    for number in range(1, entry.repeat + 1):
        shift = (number - 1) * (entry.every or 0)
        for k, placed in enumerate(block):
            again = k == 0 and number > 1 and entry.every is not None
            day = calendar.place(placed, shift, first_day if again else None)
            if k == 0 and number == 1:
                first_day = day
            stage = f"{placed.turn.stage}_{number}" if placed.turn.stage else ""
            again_id = f"{placed.turn.id}_{number}"
            yield replace(placed.turn, id=again_id, date=day, stage=stage), placed.path


def _placed(
    ctx: Context, entry: human.Turn | human.Together, path: Path, parts: Parts
) -> Iterator[Placed]:
    """Yield the turns of an entry; those of a simultaneous stage take its day and condition."""
    if isinstance(entry, human.Turn):
        yield Placed(entry, path, resolve_turn(ctx, entry, path, parts))
        return
    check_stage(ctx, entry, path)
    when = None
    if entry.when is not None and entry.when is not True:
        when = ctx.formula(entry.when, (*path, "when"), WHEN_SCOPE)
    turns = [
        replace(resolve_turn(ctx, spec, (*path, "together", k), parts), when=when, stage=entry.id)
        for k, spec in enumerate(entry.together)
    ]
    turns = within_limit(ctx, entry, turns, path)
    for k, (spec, turn) in enumerate(zip(entry.together, turns, strict=True)):
        day = {"date": entry.date, "after": entry.after} if k == 0 else {}
        yield Placed(spec.model_copy(update=day), (*path, "together", k), turn, path)


class _Calendar:
    """Gives each turn its day and reports days that do not fit."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.clock = ctx.file.clock
        self.today = self.clock.start
        self.last: Path = ("clock", "start")
        self.said: set[Path] = set()

    def place(self, placed: Placed, shift: int, first: date | None = None) -> date | None:
        spec, path = placed.spec, placed.day_path or placed.path
        if self.clock.start is None:
            self._without_clock(spec, path)
            return None
        if spec.date is not None and spec.after is not None:
            self._once("SC209", "a turn has `date` or `after`, not both", (*path, "after"), "key")
        assert self.today is not None
        try:
            day = self._day(spec, shift, first, self.today)
        except OverflowError:
            self._once("SC205", "the day lies beyond the calendar", path, "value")
            return self.today
        if day < self.today:
            self._backwards(spec, path, day)
            return self.today
        self.today, self.last = day, path
        self._check_meeting(spec, path, day)
        return day

    def _check_meeting(self, spec: human.Turn, path: Path, day: date) -> None:
        venue = self.ctx.file.venues.get(spec.venue or "")
        if venue is None or not venue.dates or day in venue.dates:
            return
        message = f"the turn `{spec.id}` is on {day}, a day on which `{spec.venue}` does not meet"
        days = listing([str(known) for known in venue.dates])
        help = f"write `date:` and one of {days}, or add the day to the venue's `dates`"
        places: list[tuple[Path, str]] = [(("venues", str(spec.venue), "dates"), "its days")]
        at = (*path, "date") if spec.date else path
        self._once("SC623", message, at, "value", places=places, help=help)

    def _day(self, spec: human.Turn, shift: int, first: date | None, today: date) -> date:
        if spec.date is not None:
            return spec.date + timedelta(days=shift)
        if first is not None:
            return first + timedelta(days=shift)
        return today + timedelta(days=spec.after or 0)

    def _once(self, code: str, message: str, path: Path, where: str, **more: Any) -> None:
        if path not in self.said:
            self.said.add(path)
            self.ctx.report(code, message, path, where=where, **more)

    def _without_clock(self, spec: human.Turn, path: Path) -> None:
        if any(known[:2] == ("clock", "start") for known in self.ctx.damaged):
            return
        for name in ("date", "after"):
            if getattr(spec, name) is not None:
                message = f"the turn `{spec.id}` has a day, but the clock has no start"
                help = "write `start:` and a date under `clock:`"
                self._once("SC502", message, (*path, name), "value", help=help)
                return

    def _backwards(self, spec: human.Turn, path: Path, day: date) -> None:
        clock_start = self.last[0] == "clock"
        before = "the clock starts" if clock_start else "the turn before it is"
        message = f"the turn `{spec.id}` is on {day}, but {before} on {self.today}"
        at = (*path, "date") if spec.date else path
        label = "the clock starts here" if clock_start else "the turn before"
        place = self.last if clock_start else (*self.last, "id")
        help = "turns stand in the order of their dates"
        self._once("SC501", message, at, "value", places=[(place, label)], help=help)

    def check_end(self) -> None:
        end = self.clock.end
        path: Path = ("clock", "end")
        if end is None or any(known[:1] == ("clock",) for known in self.ctx.damaged):
            return
        if self.clock.start is None:
            message = "the clock has an end but no start"
            self._once("SC502", message, path, "value", help="write `start:` and a date")
            return
        if self.today is not None and end < self.today:
            last = "the clock starts" if self.last[0] == "clock" else "the last turn is"
            message = f"the clock ends on {end}, but {last} on {self.today}"
            help = f"write `end: {self.today}` or a later date"
            place = self.last if self.last[0] == "clock" else (*self.last, "id")
            self._once(
                "SC503", message, path, "value", places=[(place, "this comes later")], help=help
            )


def resolve_turn(ctx: Context, spec: human.Turn, path: Path, parts: Parts) -> Turn:
    """Return a turn without its day."""
    when = None
    if spec.when is not None and spec.when is not True:
        when = ctx.formula(spec.when, (*path, "when"), WHEN_SCOPE)
    title = spec.title or words(spec.id)
    if spec.accident is not None:
        return Turn(spec.id, title, NATURE, _accident(ctx, spec, path, parts), None, when)
    mover = _mover(ctx, spec, path)
    check_turn(ctx, spec, mover, path)
    moves = list(_replies(ctx, spec, mover, path, parts))
    for name, move in spec.moves.items():
        at: Path = (*path, "moves", name)
        if any(other.id == name for other in moves):
            message = f"the move `{name}` is also one of the stated replies"
            ctx.report("SC303", message, at, where="key", help="give the move another name")
            continue
        moves.append(resolve_move(ctx, name, move, mover, at, parts))
    if not moves and not spec.replies and not ctx.is_damaged((*path, "moves")):
        message = f"the turn `{spec.id}` has no moves"
        ctx.report(
            "SC504", message, path, where="key", help="write `moves:` with at least one entry"
        )
    moves = in_private(ctx, spec, moves, path)
    if spec.venue is not None and spec.venue in parts.venues:
        moves = behind_closed_doors(parts.venues[spec.venue], moves)
    if mover == NATURE:
        moves = _with_chances(ctx, spec, moves, path)
    else:
        _check_no_chances(ctx, spec, path)
    return Turn(spec.id, title, mover, tuple(moves), None, when)


def _accident(ctx: Context, spec: human.Turn, path: Path, parts: Parts) -> tuple[Move, ...]:
    for name in ("mover", "moves", "replies", "venue"):
        if getattr(spec, name):
            message = f"an accident turn has no `{name}`: nature moves"
            ctx.report("SC512", message, (*path, name), where="key", help=f"delete `{name}`")
    assert spec.accident is not None
    if not ctx.known(spec.accident, ctx.file.ladders, "ladder", (*path, "accident")):
        return ()
    ladder = parts.ladders.get(spec.accident)
    return () if ladder is None else accident_moves(ctx, ladder, path)


def _mover(ctx: Context, spec: human.Turn, path: Path) -> int:
    if spec.mover is None:
        message = f"the turn `{spec.id}` needs the field `mover`"
        ctx.report(
            "SC202", message, path, where="key", help="write `mover:` and a party, or `nature`"
        )
        return 0
    if spec.mover == "nature":
        return NATURE
    found = ctx.parties.get(spec.mover)
    if found is None and spec.mover not in ctx.symbols.broken:
        help = advice(spec.mover, [*ctx.parties, "nature"])
        ctx.report("SC305", f"there is no party `{spec.mover}`", (*path, "mover"), help=help)
    return found or 0


def _replies(
    ctx: Context, spec: human.Turn, mover: int, path: Path, parts: Parts
) -> Iterator[Move]:
    if not spec.replies:
        return
    at: Path = (*path, "replies")
    if spec.venue is not None:
        if spec.venue in parts.venues:
            for move in venue_replies(ctx, spec, parts.venues[spec.venue], path):
                yield with_breaking(ctx, move, mover, path, parts)
        return
    if parts.table is None:
        if ctx.file.table is None and "table" not in ctx.symbols.broken:
            message = "there are no stated replies: the file has no `table`"
            ctx.report("SC512", message, at, where="key", help="write `table:`, or list moves")
        return
    if mover != parts.table.record.of:
        of = ctx.file.table.of if ctx.file.table else ""
        message = f"the replies are `{of}`'s to give, who does not move here"
        help = f"write `mover: {of}`"
        ctx.report(
            "SC512", message, at, where="key", places=[(("table", "of"), "see here")], help=help
        )
        return
    for move in reply_moves(ctx, parts.table):
        yield with_breaking(ctx, move, mover, path, parts)


def _check_no_chances(ctx: Context, spec: human.Turn, path: Path) -> None:
    for name, move in spec.moves.items():
        if move.prob is not None:
            message = f"the move `{name}` of a party has a chance; parties choose"
            help = "delete `prob`, or write `mover: nature`"
            ctx.report("SC506", message, (*path, "moves", name, "prob"), where="key", help=help)


def _with_chances(ctx: Context, spec: human.Turn, moves: list[Move], path: Path) -> list[Move]:
    at: Path = (*path, "moves")
    missing = [m.id for m in moves if m.id in spec.moves and spec.moves[m.id].prob is None]
    for name in missing:
        message = f"nature's move `{name}` has no chance"
        help = "write `prob:` and a number, a formula or `rest`"
        ctx.report("SC505", message, (*at, name), where="key", help=help)
    entries = _entries(spec, moves, path)
    for _, written, here in entries:
        if isinstance(written, dict):
            ctx.report("SC217", "a move's chance is one formula, not a mapping", here)
    rests = [k for k, entry in enumerate(entries) if entry[1] == "rest"]
    report_rests(ctx, [entries[k][2] for k in rests])
    exprs = [
        ZERO
        if written in ("rest", None) or isinstance(written, dict)
        else ctx.formula(written, here, PROB_SCOPE)
        for _, written, here in entries
    ]
    if rests:
        exprs[rests[0]] = _rest(moves, exprs, rests[0])
    moves = [replace(move, prob=expr) for move, expr in zip(moves, exprs, strict=True)]
    if not missing and moves and not mentions_clock(moves):
        _check_chances(ctx, spec.id, moves, entries)
    return moves


def _entries(spec: human.Turn, moves: Sequence[Move], path: Path) -> list[tuple[str, Any, Path]]:
    """Return name, written chance and path of every move of nature."""
    return [
        (move.id, written, (*path, "moves", move.id, "prob"))
        for move in moves
        for written in [spec.moves[move.id].prob if move.id in spec.moves else "rest"]
    ]


def _check_chances(
    ctx: Context, turn: str, moves: Sequence[Move], entries: list[tuple[str, Any, Path]]
) -> None:
    exprs = [move.prob or ZERO for move in moves]
    guards = [move.allowed for move in moves]
    rests = [k for k, entry in enumerate(entries) if entry[1] == "rest"]
    check_nature(ctx, exprs, guards, entries, rests[0] if rests else None, f"the turn `{turn}`")


def _rest(moves: list[Move], exprs: list[Expr], rest: int) -> Expr:
    """Return what the other moves leave, counting only those that are allowed."""
    others = [
        expr if move.allowed is None else call("if", move.allowed, expr, ZERO)
        for k, (move, expr) in enumerate(zip(moves, exprs, strict=True))
        if k != rest
    ]
    return call("-", Const(1.0), total(others))
