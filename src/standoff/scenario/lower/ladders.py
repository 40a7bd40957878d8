"""Ladders of pressure: a variable, a cost of standing, a cost of climbing, and an accident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.private import check_labels
from standoff.scenario.model import Ladder, Variable
from standoff.scenario.names import Scope
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

DAYS = 7.0
"""Standing costs are written per this many days."""

COST_SCOPE = Scope("the cost of a ladder", variables=False, privates="all")


@dataclass(frozen=True)
class LoweredLadder:
    """A ladder, ready for moves.

    Attributes:
        rate: cost of climbing it all in one move, by player.
        descent: cost of stepping down one rung, by player.
        standing: cost of standing at the top, for each player.
    """

    record: Ladder
    coded: Coded
    rate: tuple[tuple[int, Expr], ...]
    descent: tuple[tuple[int, Expr], ...]
    standing: tuple[Expr, ...]

    @property
    def top(self) -> int:
        """Code of the highest rung."""
        return self.coded.high

    def height(self) -> Expr:
        """Return the share of the ladder that has been climbed, 0 to 1."""
        return call("/", Ref("variable", self.coded.index), Const(float(self.top)))


def declare_ladders(ctx: Context, variables: list[Variable]) -> None:
    """Add one public variable for each ladder."""
    for name, spec in ctx.file.ladders.items():
        path: Path = ("ladders", name)
        if name in ctx.symbols.variables or name in ctx.symbols.parameters:
            continue
        labels = tuple(rung.id for rung in spec.rungs)
        check_labels_of_rungs(ctx, labels, path)
        start = _start(ctx, spec, labels, path)
        index = len(variables)
        variables.append(Variable(name, 0, len(labels) - 1, start, labels, spec.means, "ladder"))
        coded = Coded("variable", index, 0, len(labels) - 1, labels, path)
        ctx.symbols.variables[name] = coded


def check_labels_of_rungs(ctx: Context, labels: tuple[str, ...], path: Path) -> None:
    """Report rungs that have the same name."""
    check_labels(ctx, labels, (*path, "rungs"))
    for position, label in enumerate(labels):
        if label in labels[:position]:
            first: Path = (*path, "rungs", labels.index(label), "id")
            message = f"the rung `{label}` is listed twice"
            here: Path = (*path, "rungs", position, "id")
            help = "give one of them another name"
            ctx.report("SC309", message, here, places=[(first, "first listed here")], help=help)


def _start(ctx: Context, spec: human.Ladder, labels: tuple[str, ...], path: Path) -> int:
    if spec.start is None:
        return 0
    if ctx.known(spec.start, labels, "rung", (*path, "start")):
        return labels.index(spec.start)
    return 0


def lower_ladders(ctx: Context) -> dict[str, LoweredLadder]:
    """Return the ladders with their formulas resolved."""
    result = {}
    for name, spec in ctx.file.ladders.items():
        coded = ctx.symbols.variables.get(name)
        if coded is None or coded.path != ("ladders", name) or coded.labels is None:
            continue
        path = coded.path
        climber = ctx.party(spec.climber, (*path, "climber"))
        if spec.convexity <= 1:
            message = f"the convexity of `{name}` must be above 1; found {spec.convexity:g}"
            note = "a cost that does not curve upwards makes all rungs alike"
            ctx.report(
                "SC603", message, (*path, "convexity"), note=note, help="write `convexity: 2`"
            )
        rate = ctx.costs(spec.rate_cost, (*path, "rate_cost"), COST_SCOPE)
        descent = ctx.costs(spec.descent_cost, (*path, "descent_cost"), COST_SCOPE)
        standing = ctx.per_party(spec.standing_cost, (*path, "standing_cost"), COST_SCOPE)
        if spec.accident is not None:
            ctx.outcome(spec.accident.outcome, (*path, "accident", "outcome"))
        if any(term != ZERO for term in standing) or rate:
            ctx.symbols.used.add(("variable", coded.index))
        record = Ladder(name, climber or 0, coded.index, coded.labels)
        result[name] = LoweredLadder(record, coded, tuple(rate), tuple(descent), tuple(standing))
    return result


def standing_costs(ctx: Context, ladders: Mapping[str, LoweredLadder], player: int) -> list[Expr]:
    """Return what a player pays per day for where the ladders stand."""
    result = []
    for name, ladder in ladders.items():
        coefficient = ladder.standing[player]
        if coefficient != ZERO:
            power = Const(float(ctx.file.ladders[name].convexity))
            share = call("^", ladder.height(), power)
            result.append(call("*", call("/", coefficient, Const(DAYS)), share))
    return result
