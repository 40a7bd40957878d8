"""Sanctions: a variable none, threatened or imposed, and what each stage costs at the end.

Threat and imposition are separate stages, because a sanction may work by being threatened (Drezner
2003; Morgan, Bapat & Kobayashi 2014 count both).
"""

from __future__ import annotations

from dataclasses import dataclass

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call
from standoff.scenario.expr import Const, Expr, indices
from standoff.scenario.lower.claims import claim
from standoff.scenario.lower.draft import Draft, change, holds, owned
from standoff.scenario.model import Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

SCOPE = Scope("the cost of a sanction")
ALL_STAGES = ["none", "threatened", "imposed"]
KEYS = ("threatens", "imposes", "lifts")
STAGE_OF = {"threatens": "threatened", "imposes": "imposed", "lifts": "none"}
"""The stage to which each key of a move brings a sanction."""


@dataclass(frozen=True)
class LoweredSanction:
    """A sanction, ready for moves and outcomes."""

    coded: Coded
    sender: int
    target: int
    hurts: Expr
    costs: Expr
    relief: Expr
    empty: Expr
    against: frozenset[int]

    def at(self, stage: str) -> Expr:
        """Return whether the sanction stands at a stage."""
        return call("==", *holds(self.coded, stage))

    def ending(self, outcome: int) -> list[tuple[int, Expr]]:
        """Return what is added to payoffs in an outcome, as (player, formula)."""
        imposed = self.at("imposed")
        terms = [
            (self.target, call("if", imposed, call("neg", self.hurts), ZERO)),
            (self.sender, call("if", imposed, call("neg", self.costs), ZERO)),
        ]
        if outcome in self.against and self.coded.code("threatened") is not None:
            threatened = self.at("threatened")
            terms.append((self.sender, call("if", threatened, call("neg", self.empty), ZERO)))
        return [(player, expr) for player, expr in terms if not _is_nothing(expr)]


def _is_nothing(expr: Expr) -> bool:
    return expr == ZERO or getattr(expr, "args", ())[1:] in ((ZERO, ZERO), (Const(-0.0), ZERO))


def declare_sanctions(ctx: Context, variables: list[Variable]) -> None:
    """Add one public variable for each sanction."""
    for name, spec in ctx.file.sanctions.items():
        path: Path = ("sanctions", name)
        if not claim(ctx, name, path):
            continue
        stages = _stages(ctx, spec, path)
        start = stages.index(spec.start) if spec.start in stages else 0
        if spec.start not in stages:
            message = f"`start` of `{name}` must be one of its stages; found `{spec.start}`"
            ctx.report("SC302", message, (*path, "start"), help="write `start: none`")
        coded = Coded("variable", len(variables), 0, len(stages) - 1, stages, path)
        variables.append(Variable(name, 0, len(stages) - 1, start, stages, spec.means, "sanction"))
        ctx.symbols.variables[name] = coded


def _stages(ctx: Context, spec: human.Sanction, path: Path) -> tuple[str, ...]:
    if spec.stages in (ALL_STAGES, ["none", "imposed"]):
        return tuple(spec.stages)
    message = "the stages of a sanction are `none`, `threatened` and `imposed`, in this order"
    help = "write `[none, threatened, imposed]` or `[none, imposed]`"
    ctx.report("SC606", message, (*path, "stages"), help=help)
    return tuple(ALL_STAGES)


def lower_sanctions(ctx: Context) -> dict[str, LoweredSanction]:
    """Return the sanctions with their formulas resolved."""
    result = {}
    for name, spec in ctx.file.sanctions.items():
        coded = ctx.symbols.variables.get(name)
        if coded is None or coded.path != ("sanctions", name):
            continue
        path = coded.path
        sender = ctx.party(spec.sender, (*path, "sender"))
        target = ctx.party(spec.target, (*path, "target"))
        parts = {
            key: ctx.formula(getattr(spec, key), (*path, key), SCOPE)
            for key in ("cost_target", "cost_sender", "leakage", "relief", "empty_threat")
        }
        _check_share(ctx, parts["leakage"], (*path, "leakage"))
        against = [
            ctx.outcome(outcome, (*path, "against", "outcomes", k))
            for k, outcome in enumerate(spec.against.outcomes)
        ]
        if parts["empty_threat"] != ZERO and not against:
            message = f"`{name}` has `empty_threat`, but nothing that it is threatened against"
            help = "add `against: {outcomes: [...]}`"
            ctx.report("SC218", message, (*path, "empty_threat"), where="key", help=help)
        kept = call("-", Const(1.0), parts["leakage"])
        result[name] = LoweredSanction(
            coded=coded,
            sender=sender or 0,
            target=target or 0,
            hurts=call("*", parts["cost_target"], kept),
            costs=parts["cost_sender"],
            relief=parts["relief"],
            empty=parts["empty_threat"],
            against=frozenset(index for index in against if index is not None),
        )
    return result


def _check_share(ctx: Context, share: Expr, path: Path) -> None:
    if not indices(share, "variable") and not indices(share, "private"):
        check_bounds(ctx, share, path, f"`{path[-1]}`", 0.0, 1.0)


def sanction_move(
    ctx: Context,
    draft: Draft,
    spec: human.Move,
    mover: int,
    path: Path,
    sanctions: dict[str, LoweredSanction],
) -> None:
    """Let a move threaten, impose or lift a sanction."""
    for key in KEYS:
        name = getattr(spec, key)
        if name is None or not ctx.known(name, ctx.file.sanctions, "sanction", (*path, key)):
            continue
        sanction = sanctions.get(name)
        at: Path = (*path, key)
        if sanction is None:
            continue
        sender = ctx.file.sanctions[name].sender
        verb = {"threatens": "threaten", "imposes": "impose", "lifts": "lift"}[key]
        if not owned(ctx, sender, mover, f"{verb} `{name}`", at, sanction.coded.path):
            continue
        stage = STAGE_OF[key]
        if sanction.coded.code(stage) is None:
            message = f"the sanction `{name}` has no stage `{stage}`"
            places = [(sanction.coded.path, "declared here")]
            ctx.report(
                "SC302", message, at, places=places, help=f"add it to `stages`, or delete `{key}`"
            )
            continue
        code = holds(sanction.coded, stage)[1]
        if not change(ctx, draft, sanction.coded, code, key, at):
            continue
        draft.require(_allowed(sanction, key))
        if key == "lifts" and sanction.relief != ZERO:
            draft.costs.append((sanction.target, call("neg", sanction.relief)))


def _allowed(sanction: LoweredSanction, key: str) -> Expr:
    if key == "threatens":
        return sanction.at("none")
    return sanction.at("imposed") if key == "lifts" else call("not", sanction.at("imposed"))
