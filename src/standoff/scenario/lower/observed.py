"""Observations: moves made and not made, endings that did not come, reports; checked, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from standoff.diagnostics.suggest import listing
from standoff.scenario import human
from standoff.scenario.context import Context, words
from standoff.scenario.model import Move, Observation, Turn
from standoff.scenario.names import Scope
from standoff.scenario.text import Path

REPORT_SCOPE = Scope("a report", parameters=False)
KINDS = ("made", "not_made", "excluded", "report")
Marks = frozenset[tuple[int, int]]


def resolve_observed(
    ctx: Context, turns: tuple[Turn, ...], start: date | None
) -> tuple[Observation, ...]:
    """Return the observations of the file, in the order in which they were known."""
    reader = _Reader(ctx, turns, start)
    found = [
        (one, ("observed", k))
        for k, spec in enumerate(ctx.file.observed)
        if (one := reader.read(spec, ("observed", k))) is not None
    ]
    reader.contradictions(found)
    return tuple(
        one for one, _ in sorted(found, key=lambda pair: (pair[0].now, pair[0].date or date.min))
    )


def seen(move: Move) -> str:
    """Return what a move looks like to those who do not see what it changes."""
    return move.seen_as or move.id


class _Reader:
    """Reads the observations of one file."""

    def __init__(self, ctx: Context, turns: tuple[Turn, ...], start: date | None) -> None:
        self.ctx = ctx
        self.turns = turns
        self.start = start
        self.ids = [turn.id for turn in turns]

    def read(self, spec: human.Observation, path: Path) -> Observation | None:
        """Return the observation at a path; None where something is wrong with it."""
        from standoff.scenario.resolve import evidence_of

        evidence = evidence_of(self.ctx, spec.evidence, (*path, "evidence"))
        given = [kind for kind in KINDS if getattr(spec, kind) not in (None, [])]
        if len(given) != 1:
            names = listing(given) or "none of them"
            message = (
                "an observation is exactly one of `made`, `not_made`, `excluded` and `report`; "
                f"found {names}"
            )
            help = "write one observation for each" if given else "write what was seen"
            self.ctx.report("SC910", message, path, help=help)
            return None
        made = getattr(self, f"_{given[0]}")(spec, path)
        if made is None:
            return None
        assert isinstance(made, Observation)
        return Observation(
            **{
                **{name: getattr(made, name) for name in made.__dataclass_fields__},
                "evidence": evidence,
                "text": spec.says.strip().rstrip(".") or made.text,
            }
        )

    def _made(self, spec: human.Observation, path: Path) -> Observation | None:
        assert spec.made is not None
        found = self._marks(spec.made, (*path, "made"))
        day = spec.date
        if day is not None and not self._in_time(day, path):
            return None
        if found is None:
            return None
        turn, marks, title = found
        when = day or self.turns[turn].date
        return Observation("made", f"{self.turns[turn].title}: {title}", turn + 1, when, marks)

    def _not_made(self, spec: human.Observation, path: Path) -> Observation | None:
        assert spec.not_made is not None
        owner = None
        if spec.not_made.party is not None:
            owner = self.ctx.party(spec.not_made.party, (*path, "not_made", "party"))
            if owner is None:
                return None
        mine = [turn for turn in self.turns if owner is None or turn.mover == owner]
        every = dict.fromkeys(move.id for turn in mine for move in turn.moves)
        good = True
        for k, name in enumerate(spec.not_made.moves):
            at: Path = (*path, "not_made", "moves", k)
            good &= self.ctx.known(name, every, "move", at) and self._is_open(mine, name, at)
        now = self._now(spec, path, over=True)
        if now is None or not good:
            return None
        named = frozenset(spec.not_made.moves)
        marks = frozenset(
            (t, m)
            for t, turn in enumerate(self.turns[:now])
            if owner is None or turn.mover == owner
            for m, move in enumerate(turn.moves)
            if seen(move) in named
        )
        titles = dict.fromkeys(
            move.title for turn in mine for move in turn.moves if move.id in named
        )
        text = f"Not made by then: {' or '.join(titles)}"
        return Observation("not_made", text, now, spec.date, marks)

    def _excluded(self, spec: human.Observation, path: Path) -> Observation | None:
        found = [
            self.ctx.outcome(name, (*path, "excluded", k)) for k, name in enumerate(spec.excluded)
        ]
        now = self._now(spec, path, over=True)
        if now is None or None in found:
            return None
        titles = [self.ctx.file.outcomes[name].title or words(name) for name in spec.excluded]
        text = f"Had not come about by then: {' or '.join(titles)}"
        outcomes = frozenset(k for k in found if k is not None)
        return Observation("excluded", text, now, spec.date, outcomes=outcomes)

    def _report(self, spec: human.Observation, path: Path) -> Observation | None:
        report, at = spec.report, (*path, "report")
        assert report is not None
        if (report.that is None) == (report.made is None):
            found = "none" if report.that is None else "both"
            message = f"a report is about exactly one of `that` and `made`; found {found}"
            help = "write `that: ...` with a condition, or `made: {turn: ..., move: ...}`"
            self.ctx.report("SC910", message, at, help=help)
            return None
        if report.if_true == report.if_false:
            message = (
                f"the report comes with a chance of {report.if_true:g} whether it is so or not"
            )
            self.ctx.report("SC914", message, at, help="let `if_true` and `if_false` differ")
            return None
        now = self._now(spec, path, over=False)
        chances = (report.if_true, report.if_false)
        if report.that is not None:
            expr = self.ctx.formula(report.that, (*at, "that"), REPORT_SCOPE)
            if now is None:
                return None
            text = f"Reported: {report.that}"
            return Observation(
                "report", text, now, spec.date, frozenset(), frozenset(), expr, *chances
            )
        assert report.made is not None
        marked = self._marks(report.made, (*at, "made"))
        if now is None or marked is None:
            return None
        turn, marks, title = marked
        text = f"Reported: {self.turns[turn].title}: {title}"
        now = max(now, turn + 1)
        return Observation("report", text, now, spec.date, marks, frozenset(), None, *chances)

    def _marks(self, spec: human.Made, path: Path) -> tuple[int, Marks, str] | None:
        """Return a turn, the moves of it that are possible, and the title of what was seen."""
        if not self.ctx.known(spec.turn, self.ids, "turn", (*path, "turn")):
            return None
        turn = self.ids.index(spec.turn)
        moves = self.turns[turn].moves
        names = [move.id for move in moves]
        if not self.ctx.known(spec.move, names, f"move at `{spec.turn}` called", (*path, "move")):
            return None
        own = names.index(spec.move)
        if spec.in_fact:
            return turn, frozenset({(turn, own)}), moves[own].title
        if not self._is_open([self.turns[turn]], spec.move, (*path, "move")):
            return None
        marks = frozenset((turn, m) for m, move in enumerate(moves) if seen(move) == spec.move)
        return turn, marks, moves[own].title

    def _is_open(self, turns: Sequence[Turn], name: str, path: Path) -> bool:
        """Return whether those who watch can tell a move, or report that they cannot."""
        hidden = [
            move for turn in turns for move in turn.moves if move.id == name and seen(move) != name
        ]
        if not hidden:
            return True
        message = f"`{name}` looks like `{seen(hidden[0])}` to those who watch"
        help = f"write `{seen(hidden[0])}`, or `in_fact: true` with `made` if it is known after all"
        self.ctx.report("SC912", message, path, help=help)
        return False

    def _in_time(self, day: date, path: Path) -> bool:
        if self.start is None:
            self.ctx.report(
                "SC911",
                "the observation has a date, and the crisis has none",
                (*path, "date"),
                help="write `through: ...` with the name of a turn",
            )
            return False
        end = self.ctx.file.clock.end or max(
            (turn.date for turn in self.turns if turn.date), default=self.start
        )
        if self.start <= day <= end:
            return True
        message = f"{day} is not within the crisis, from {self.start} to {end}"
        help = "what came before the start belongs into the priors and the starting values"
        self.ctx.report("SC911", message, (*path, "date"), help=help)
        return False

    def _now(self, spec: human.Observation, path: Path, *, over: bool) -> int | None:
        """Return the first turn that is not over; `over`: those of the day itself are."""
        if spec.date is not None:
            if not self._in_time(spec.date, path):
                return None
            past = [
                turn.date is not None
                and (turn.date <= spec.date if over else turn.date < spec.date)
                for turn in self.turns
            ]
            return sum(past)
        if self.start is None and spec.through is not None:
            known = self.ctx.known(spec.through, self.ids, "turn", (*path, "through"))
            return self.ids.index(spec.through) + int(over) if known else None
        wanted = "through: TURN" if self.start is None else "date: YEAR-MONTH-DAY"
        message = "the observation does not say by when"
        self.ctx.report("SC911", message, path, help=f"write `{wanted}`")
        return None

    def contradictions(self, found: Sequence[tuple[Observation, Path]]) -> None:
        """Report observations that leave nothing possible at some turn."""
        made: dict[int, tuple[Marks, Path]] = {}
        for one, path in found:
            if one.kind != "made":
                continue
            turn = next(iter(one.moves))[0]
            before, first = made.get(turn, (one.moves, path))
            left = before & one.moves
            if not left:
                self._contradicts(turn, path, first)
            made[turn] = (left or before, first)
        gone = {mark for one, _ in found if one.kind == "not_made" for mark in one.moves}
        for turn, (marks, path) in made.items():
            if marks <= gone:
                other = next(
                    at for one, at in found if one.kind == "not_made" and marks & one.moves
                )
                self._contradicts(turn, path, other)

    def _contradicts(self, turn: int, path: Path, other: Path) -> None:
        message = f"two observations leave nothing possible at the turn `{self.turns[turn].id}`"
        self.ctx.report(
            "SC913", message, path, places=[(other, "the other one")], help="keep one of them"
        )
