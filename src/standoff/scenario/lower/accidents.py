"""Accident turns: nature decides whether things get out of hand on a ladder."""

from __future__ import annotations

from standoff.scenario.context import Context, call
from standoff.scenario.expr import Const, Ref
from standoff.scenario.lower.ladders import LoweredLadder
from standoff.scenario.model import Move
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_row
from standoff.scenario.text import Path

SCOPE = Scope("the chance of an accident", variables=False, privates=None)


def accident_moves(ctx: Context, ladder: LoweredLadder, path: Path) -> tuple[Move, ...]:
    """Return nature's moves `accident` and `calm`; at the lowest rung only `calm` remains."""
    name = ladder.record.id
    spec = ctx.file.ladders[name].accident
    if spec is None:
        message = f"the ladder `{name}` has no `accident`"
        help = f"add `accident: {{prob_top: ..., outcome: ...}}` to the ladder `{name}`"
        places = [(ladder.coded.path, "declared here")]
        ctx.report("SC512", message, (*path, "accident"), places=places, help=help)
        return ()
    at: Path = ("ladders", name, "accident")
    top = ctx.formula(spec.prob_top, (*at, "prob_top"), SCOPE)
    growth = ctx.formula(spec.growth, (*at, "growth"), SCOPE)
    entries = [("accident", spec.prob_top, (*at, "prob_top")), ("calm", "rest", at)]
    check_row(ctx, [top, call("-", Const(1.0), top)], entries, 1, f"`{name}`")
    outcome = ctx.outcomes.get(spec.outcome)
    ctx.symbols.used.add(("variable", ladder.coded.index))
    chance = call("*", top, call("^", ladder.height(), growth))
    climbed = call(">", Ref("variable", ladder.coded.index), Const(0.0))
    calm = call("-", Const(1.0), call("if", climbed, chance, Const(0.0)))
    return (
        Move("accident", "Accident", allowed=climbed, outcome=outcome, prob=chance),
        Move("calm", "No accident", prob=calm),
    )
