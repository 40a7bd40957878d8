"""Commitments: a variable unmade, made or broken; a sunk cost and a cost of retreat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standoff.scenario.context import ZERO, Context, call
from standoff.scenario.expr import Const, Expr, Ref
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
    sunk: Expr
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


def lower_commitments(ctx: Context) -> dict[str, LoweredCommitment]:
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
            sunk=ctx.formula(spec.sunk, (*path, "sunk"), COST_SCOPE),
            retreat=ctx.formula(spec.retreat, (*path, "retreat"), COST_SCOPE),
            outcomes=frozenset(index for index in outcomes if index is not None),
            moves=frozenset(spec.broken_by.moves),
        )
        if outcomes or spec.broken_by.moves:
            ctx.symbols.used.add(("variable", coded.index))
    return result


def retreats(
    commitments: Mapping[str, LoweredCommitment], outcome: int
) -> tuple[tuple[int, Expr], ...]:
    """Return (player, formula) for every commitment that an outcome breaks."""
    return tuple(
        (commitment.record.party, commitment.retreat_cost())
        for commitment in commitments.values()
        if outcome in commitment.outcomes and commitment.retreat != ZERO
    )
