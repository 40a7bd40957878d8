"""Side crises: a variable tied, mopping_up or free, and nature's turns that let forces go.

The chances of the delays become hazards: given that the forces were not withdrawn before, delay k
comes with p_k / (1 - p_1 - ... - p_(k-1)). Where the condition always holds, the chances of the
delays are therefore those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.scenario import human
from standoff.scenario.context import Context, both, call, total, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.human.base import MAX_DAYS
from standoff.scenario.lower.claims import claim
from standoff.scenario.lower.draft import Draft, owned
from standoff.scenario.lower.private import fill_row
from standoff.scenario.model import NATURE, Move, Turn, Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

CONDITION_SCOPE = Scope("the condition of a withdrawal", parameters=False, privates=None)
PROB_SCOPE = Scope("the chance of a delay", variables=False, privates=None)
RESIDUAL_SCOPE = Scope("the chance that mopping-up ends", variables=False, privates=None)
LABELS = ("tied", "mopping_up", "free")
TIED, MOPPING_UP, FREE = (Const(float(code)) for code in range(3))
NEVER = "never"
ONE = Const(1.0)
LEAST = 1e-12
"""What is left for later delays counts as nothing below this: rounding of a sum of chances."""


@dataclass(frozen=True)
class LoweredSide:
    """A side crisis, ready for moves, with nature's turns."""

    coded: Coded
    turns: tuple[Turn, ...]

    def ref(self) -> Expr:
        """Return the variable of the side crisis."""
        return Ref("variable", self.coded.index)


def declare_side_crises(ctx: Context, variables: list[Variable]) -> None:
    """Add one public variable for each side crisis."""
    for name, spec in ctx.file.side_crises.items():
        path: Path = ("side_crises", name)
        if claim(ctx, name, path):
            ctx.symbols.variables[name] = Coded("variable", len(variables), 0, 2, LABELS, path)
            start = LABELS.index(spec.start)
            variables.append(Variable(name, 0, 2, start, LABELS, spec.means, "side crisis"))


def lower_side_crises(ctx: Context) -> dict[str, LoweredSide]:
    """Return the side crises with the turns that end them."""
    result = {}
    for name, spec in ctx.file.side_crises.items():
        coded = ctx.symbols.variables.get(name)
        if coded is None or coded.path != ("side_crises", name):
            continue
        ctx.party(spec.party, (*coded.path, "party"))
        result[name] = LoweredSide(coded, tuple(_turns(ctx, name, spec, coded)))
    return result


def _turns(ctx: Context, name: str, spec: human.SideCrisis, coded: Coded) -> Iterator[Turn]:
    if not _is_complete(ctx, name, spec, coded.path):
        return
    announced = spec.announced or ctx.file.clock.start
    assert announced is not None
    condition = None
    if spec.condition is not None and spec.condition is not True:
        at = (*coded.path, "condition")
        condition = ctx.formula(spec.condition, at, CONDITION_SCOPE)
    delays = _delays(ctx, name, spec, coded.path) if spec.start == "tied" else [(0, None)]
    here = Ref("variable", coded.index)
    after = FREE if spec.residual is None else MOPPING_UP
    ends = _residual(ctx, spec, coded.path)
    for number, (delay, hazard) in enumerate(delays, 1):
        day = announced + timedelta(days=delay)
        if hazard is not None:
            when = both(call("==", here, TIED), condition)
            moves = _chances("withdraws", "stays", (coded.index, after), hazard)
            title = f"{words(name)}: are the forces withdrawn?"
            yield Turn(f"{name}_out_{number}", title, NATURE, moves, day, when)
        if ends is not None and spec.residual is not None:
            moves = _chances("clears", "lasts", (coded.index, FREE), ends)
            title = f"{words(name)}: is the mopping-up over?"
            day += timedelta(days=spec.residual.days)
            when = call("==", here, MOPPING_UP)
            yield Turn(f"{name}_clear_{number}", title, NATURE, moves, day, when)


def _chances(yes: str, no: str, effect: tuple[int, Expr], prob: Expr) -> tuple[Move, ...]:
    happens = Move(yes, words(yes), effects=(effect,), prob=prob)
    if prob == ONE:
        return (happens,)
    return (happens, Move(no, words(no), prob=call("-", ONE, prob)))


def _is_complete(ctx: Context, name: str, spec: human.SideCrisis, path: Path) -> bool:
    """Return whether the side crisis has turns, and report what they lack."""
    if spec.start == "free" or (spec.start == "mopping_up" and spec.residual is None):
        return False
    start = ctx.file.clock.start
    if start is None:
        if not ctx.symbols.dated:
            message = f"the side crisis `{name}` has a day, but the clock has no start"
            help = "write `start:` and a date under `clock:`"
            ctx.report("SC502", message, path, where="key", help=help)
        return False
    if spec.start == "tied":
        for field in ("announced", "slip"):
            if not getattr(spec, field):
                message = f"`{name}` starts `tied`, which does nothing without `{field}`"
                ctx.report("SC218", message, path, where="key", help=f"write `{field}: ...`")
                return False
    if spec.announced is not None and spec.announced < start:
        message = f"`{name}` is announced for {spec.announced}, but the clock starts on {start}"
        places = [(("clock", "start"), "the clock starts here")]
        help = "write the first day on which it can still happen"
        ctx.report("SC501", message, (*path, "announced"), places=places, help=help)
        return False
    return True


def _delays(ctx: Context, name: str, spec: human.SideCrisis, path: Path) -> list[tuple[int, Expr]]:
    """Return (days, hazard) of every delay, soonest first."""
    at: Path = (*path, "slip")
    days: dict[str, int] = {}
    for key in spec.slip:
        if key == NEVER:
            continue
        if not re.fullmatch(r"[0-9]{1,6}", key) or int(key) > MAX_DAYS or int(key) in days.values():
            message = f"the delay `{key}` must be a whole number of days, each named once"
            help = "write days after `announced`, or `never`"
            ctx.report("SC205", message, (*at, key), where="key", help=help)
            return []
        days[key] = int(key)
    for key, prob in spec.slip.items():
        if isinstance(prob, dict):
            message = "the chance of a delay is one formula, not a mapping"
            ctx.report("SC217", message, (*at, key))
            return []
    entries = [(key, prob, (*at, key)) for key, prob in spec.slip.items()]
    row = dict(zip(spec.slip, fill_row(ctx, entries, PROB_SCOPE, f"`{name}`"), strict=True))
    order = sorted(days, key=lambda key: days[key])
    return [(days[key], _hazard(row, order, k)) for k, key in enumerate(order)]


def _hazard(row: dict[str, Expr], order: list[str], k: int) -> Expr:
    if NEVER not in row and k == len(order) - 1:
        return ONE
    left = call("-", ONE, total(row[key] for key in order[:k]))
    ratio = call("clip", call("/", row[order[k]], left), Const(0.0), ONE)
    return ratio if left == ONE else call("if", call(">", left, Const(LEAST)), ratio, Const(0.0))


def _residual(ctx: Context, spec: human.SideCrisis, path: Path) -> Expr | None:
    if spec.residual is None:
        return None
    at: Path = (*path, "residual", "prob")
    prob = ctx.formula(spec.residual.prob, at, RESIDUAL_SCOPE)
    check_bounds(ctx, prob, at, "`prob`", 0.0, 1.0)
    return prob


def side_crisis_move(
    ctx: Context,
    draft: Draft,
    spec: human.Move,
    mover: int,
    path: Path,
    sides: dict[str, LoweredSide],
) -> None:
    """Let a move need forces that a side crisis may tie."""
    name, at = spec.needs, (*path, "needs")
    if name is None or not ctx.known(name, ctx.file.side_crises, "side crisis", at):
        return
    side = sides.get(name)
    if side is None:
        return
    party = ctx.file.side_crises[name].party
    if owned(ctx, party, mover, f"need the forces tied in `{name}`", at, side.coded.path):
        ctx.symbols.used.add(("variable", side.coded.index))
        draft.require(call("!=", side.ref(), TIED))


def dated_turns(sides: dict[str, LoweredSide], end: date) -> list[tuple[date, Turn, Path]]:
    """Return nature's turns of all side crises up to the end of the clock, in order of days."""
    rows = [
        (turn.date, turn, side.coded.path)
        for side in sides.values()
        for turn in side.turns
        if turn.date is not None and turn.date <= end
    ]
    return sorted(rows, key=lambda row: row[0])
