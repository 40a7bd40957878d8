"""Commitments: a variable unmade, made or broken; costs of making it and of retreat.

Audience costs have two parts: one for backing down from what was said (inconsistency, the cost of
retreat) and one for having threatened at all (belligerence, paid when it is made): Kertzer &
Brutger (2016). Where the cost of retreat climbs with a ladder, higher stakes lock a
party in (Fearon 1994).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.ladders import LoweredLadder
from standoff.scenario.model import Commitment, Variable
from standoff.scenario.names import Scope
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

LABELS = ("unmade", "made", "broken")
UNMADE, MADE, BROKEN = (Const(float(code)) for code in range(3))
COST_SCOPE = Scope("the cost of a commitment")


@dataclass(frozen=True)
class LoweredCommitment:
    """A commitment, ready for moves and outcomes."""

    record: Commitment
    coded: Coded
    made: Expr
    retreat: Expr
    outcomes: frozenset[int]
    moves: frozenset[str]

    def ref(self) -> Expr:
        """Return the variable of the commitment."""
        return Ref("variable", self.coded.index)

    def if_made(self, then: Expr, otherwise: Expr) -> Expr:
        """Return `then` where the commitment stands, else `otherwise`."""
        return call("if", call("==", self.ref(), MADE), then, otherwise)

    def retreat_cost(self) -> Expr:
        """Return what breaking the commitment costs its party."""
        return ZERO if self.retreat == ZERO else self.if_made(self.retreat, ZERO)


def declare_commitments(ctx: Context, variables: list[Variable]) -> None:
    """Add one public variable for each commitment."""
    for name, spec in ctx.file.commitments.items():
        if name in ctx.symbols.variables or name in ctx.symbols.parameters:
            continue
        index = len(variables)
        variables.append(Variable(name, 0, 2, 0, LABELS, spec.means, "commitment"))
        path: Path = ("commitments", name)
        ctx.symbols.variables[name] = Coded("variable", index, 0, 2, LABELS, path)


def lower_commitments(
    ctx: Context, ladders: Mapping[str, LoweredLadder]
) -> dict[str, LoweredCommitment]:
    """Return the commitments with their formulas resolved; moves are checked with the turns."""
    result = {}
    for name, spec in ctx.file.commitments.items():
        coded = ctx.symbols.variables.get(name)
        if coded is None or coded.path != ("commitments", name):
            continue
        path = coded.path
        party = ctx.party(spec.party, (*path, "party"))
        outcomes = [
            ctx.outcome(outcome, (*path, "broken_by", "outcomes", k))
            for k, outcome in enumerate(spec.broken_by.outcomes)
        ]
        result[name] = LoweredCommitment(
            record=Commitment(name, party or 0, coded.index),
            coded=coded,
            made=total(
                ctx.formula(getattr(spec, key), (*path, key), COST_SCOPE)
                for key in ("sunk", "belligerence")
            ),
            retreat=_retreat(ctx, spec, path, ladders),
            outcomes=frozenset(index for index in outcomes if index is not None),
            moves=frozenset(spec.broken_by.moves),
        )
        if outcomes or spec.broken_by.moves:
            ctx.symbols.used.add(("variable", coded.index))
    return result


def _retreat(
    ctx: Context, spec: human.Commitment, path: Path, ladders: Mapping[str, LoweredLadder]
) -> Expr:
    """Return the cost of retreat, grown with the ladder where one is named."""
    if spec.retreat is not None and spec.inconsistency is not None:
        message = "`retreat` and `inconsistency` are two names of one cost"
        ctx.report("SC209", message, (*path, "inconsistency"), where="key", help="keep one of them")
    key = "retreat" if spec.inconsistency is None else "inconsistency"
    cost = ctx.formula(getattr(spec, key) or 0, (*path, key), COST_SCOPE)
    if cost == ZERO or (spec.climbs_with is None and spec.stakes_growth is None):
        return cost
    for one, other in (("climbs_with", "stakes_growth"), ("stakes_growth", "climbs_with")):
        if getattr(spec, one) is None:
            message = f"`{path[-1]}` has `{other}`, which does nothing without `{one}`"
            help = f"write `{one}: ...`, or delete `{other}`"
            ctx.report("SC218", message, (*path, other), where="key", help=help)
            return cost
    growth = ctx.formula(spec.stakes_growth, (*path, "stakes_growth"), COST_SCOPE)
    at: Path = (*path, "climbs_with")
    if not ctx.known(str(spec.climbs_with), ctx.file.ladders, "ladder", at):
        return cost
    ladder = ladders.get(str(spec.climbs_with))
    if ladder is None:
        return cost
    ctx.symbols.used.add(("variable", ladder.coded.index))
    factor = call("+", Const(1.0), call("*", growth, ladder.height()))
    return call("*", cost, factor)


def retreats(
    commitments: Mapping[str, LoweredCommitment], outcome: int
) -> tuple[tuple[int, Expr], ...]:
    """Return (player, formula) for every commitment that an outcome breaks."""
    return tuple(
        (commitment.record.party, commitment.retreat_cost())
        for commitment in commitments.values()
        if outcome in commitment.outcomes and commitment.retreat != ZERO
    )
