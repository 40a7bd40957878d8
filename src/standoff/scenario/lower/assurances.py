"""Assurances: a variable none or given, worth something to one side and costly to the other.

A threat works only together with the promise not to carry it out after compliance (Schelling
1966; Kydd & McManus 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call
from standoff.scenario.expr import Const, Expr, Ref, indices
from standoff.scenario.lower.claims import claim
from standoff.scenario.lower.draft import Draft, change, owned
from standoff.scenario.model import Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

SCOPE = Scope("the worth of an assurance")
LABELS = ("none", "given")
NONE, GIVEN = Const(0.0), Const(1.0)


@dataclass(frozen=True)
class LoweredAssurance:
    """An assurance, ready for moves and outcomes."""

    coded: Coded
    by: int
    to: int
    worth: Expr
    cost: Expr
    price: Expr
    outcomes: frozenset[int]

    def ref(self) -> Expr:
        """Return the variable of the assurance."""
        return Ref("variable", self.coded.index)

    def ending(self, outcome: int) -> list[tuple[int, Expr]]:
        """Return what is added to payoffs in an outcome, as (player, formula)."""
        if outcome not in self.outcomes:
            return []
        given = call("==", self.ref(), GIVEN)
        terms = [(self.to, self.worth), (self.by, call("-", ZERO, self.price))]
        return [(player, call("if", given, term, ZERO)) for player, term in terms if term != ZERO]


def declare_assurances(ctx: Context, variables: list[Variable]) -> None:
    """Add one public variable for each assurance."""
    for name, spec in ctx.file.assurances.items():
        path: Path = ("assurances", name)
        if claim(ctx, name, path):
            ctx.symbols.variables[name] = Coded("variable", len(variables), 0, 1, LABELS, path)
            variables.append(Variable(name, 0, 1, 0, LABELS, spec.means, "assurance"))


def lower_assurances(ctx: Context) -> dict[str, LoweredAssurance]:
    """Return the assurances with their formulas resolved."""
    result = {}
    for name, spec in ctx.file.assurances.items():
        coded = ctx.symbols.variables.get(name)
        if coded is None or coded.path != ("assurances", name):
            continue
        path = coded.path
        by, to = ctx.party(spec.by, (*path, "by")), ctx.party(spec.to, (*path, "to"))
        share = ctx.formula(spec.credibility, (*path, "credibility"), SCOPE)
        if not indices(share, "variable") and not indices(share, "private"):
            check_bounds(ctx, share, (*path, "credibility"), "`credibility`", 0.0, 1.0)
        outcomes = [
            ctx.outcome(outcome, (*path, "on", "outcomes", k))
            for k, outcome in enumerate(spec.on.outcomes)
        ]
        result[name] = LoweredAssurance(
            coded=coded,
            by=by or 0,
            to=to or 0,
            worth=call("*", ctx.formula(spec.worth, (*path, "worth"), SCOPE), share),
            cost=ctx.formula(spec.cost, (*path, "cost"), SCOPE),
            price=ctx.formula(spec.price, (*path, "price"), SCOPE),
            outcomes=frozenset(index for index in outcomes if index is not None),
        )
    return result


def assurance_move(
    ctx: Context,
    draft: Draft,
    spec: human.Move,
    mover: int,
    path: Path,
    assurances: dict[str, LoweredAssurance],
) -> None:
    """Let a move give an assurance; only once."""
    name, at = spec.assures, (*path, "assures")
    if name is None or not ctx.known(name, ctx.file.assurances, "assurance", at):
        return
    assurance = assurances.get(name)
    if assurance is None:
        return
    by = ctx.file.assurances[name].by
    if not owned(ctx, by, mover, f"give `{name}`", at, assurance.coded.path):
        return
    if change(ctx, draft, assurance.coded, GIVEN, "assures", at):
        draft.require(call("==", assurance.ref(), NONE))
        if assurance.cost != ZERO:
            draft.costs.append((assurance.by, assurance.cost))
