"""Moves: guards, effects and costs, with climbing, committing and plan B spelled out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from standoff.diagnostics.suggest import listing
from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.commitments import UNMADE, LoweredCommitment, made_in
from standoff.scenario.lower.draft import Draft
from standoff.scenario.lower.forms import Forms, apply_forms
from standoff.scenario.lower.ladders import LoweredLadder
from standoff.scenario.lower.made import Insertion
from standoff.scenario.lower.messages import (
    LoweredForm,
    check_form,
    is_private,
    message_effect,
)
from standoff.scenario.lower.outside_options import uses_guard
from standoff.scenario.lower.reactions import react
from standoff.scenario.lower.table import LoweredTable
from standoff.scenario.lower.venues import LoweredVenue
from standoff.scenario.model import NATURE, Move
from standoff.scenario.names import Scope
from standoff.scenario.text import Path

COST_SCOPE = Scope("the cost of a move", clock=True)
EFFECT_SCOPE = Scope("an effect", parameters=False, privates=None)
BECOMES_SCOPE = Scope("what a hidden dimension becomes", parameters=False)


@dataclass(frozen=True)
class Parts:
    """What moves refer to: the table, ladders and commitments; and turns that are added."""

    table: LoweredTable | None
    ladders: Mapping[str, LoweredLadder]
    commitments: Mapping[str, LoweredCommitment]
    insertions: tuple[Insertion, ...] = ()
    venues: Mapping[str, LoweredVenue] = field(default_factory=dict)
    forms: Forms = field(default_factory=Forms)
    messages: Mapping[str, LoweredForm] = field(default_factory=dict)


def resolve_move(
    ctx: Context, name: str, spec: human.Move, mover: int, path: Path, parts: Parts
) -> Move:
    """Return a move with every short form spelled out; nature's chance is filled in later."""
    draft = Draft(
        _guard(ctx, spec, mover, path),
        _effects(ctx, spec, path),
        ctx.costs(spec.cost, (*path, "cost"), COST_SCOPE),
    )
    for ladder, steps in spec.climb.items():
        _climb(ctx, draft, ladder, steps, mover, (*path, "climb", ladder), parts)
    draft.becomes.update(_becomes(ctx, spec, path))
    sender = list(ctx.parties)[mover] if mover != NATURE else None
    fits = check_form(ctx, spec, sender, path)
    if spec.commits is not None and fits:
        _commit(ctx, draft, name, spec, mover, (*path, "commits"), parts)
    elif sender is not None and fits and is_private(ctx, spec):
        draft.becomes.update(message_effect(ctx, spec, name, sender))
    if spec.uses is not None:
        draft.require(uses_guard(ctx, spec.uses, mover, (*path, "uses")))
    apply_forms(ctx, draft, spec, mover, path, parts.forms)
    outcome = None if spec.outcome is None else ctx.outcome(spec.outcome, (*path, "outcome"))
    move = Move(
        id=name,
        title=spec.title or words(name),
        means=spec.means,
        allowed=draft.guard,
        effects=tuple(draft.effects.items()),
        costs=merged(draft.costs),
        outcome=outcome,
        refuses=spec.refuses,
        becomes=tuple(draft.becomes.items()),
        seen_as=spec.seen_as or "",
    )
    return with_breaking(ctx, move, mover, path, parts)


def merged(costs: list[tuple[int, Expr]]) -> tuple[tuple[int, Expr], ...]:
    """Return one formula per player, in the order of the players."""
    players = sorted({player for player, _ in costs})
    sums = ((player, total(expr for p, expr in costs if p == player)) for player in players)
    return tuple((player, expr) for player, expr in sums if expr != ZERO)


def with_breaking(ctx: Context, move: Move, mover: int, path: Path, parts: Parts) -> Move:
    """Return the move with the retreat cost and effect of every commitment that it breaks."""
    effects, costs, becomes = dict(move.effects), list(move.costs), dict(move.becomes)
    for name, commitment in parts.commitments.items():
        if move.id not in commitment.moves or mover != commitment.record.party:
            continue
        index = commitment.coded.index
        if index in effects:
            message = f"the move `{move.id}` both changes and breaks the commitment `{name}`"
            places = [(("commitments", name, "broken_by"), "broken by moves listed here")]
            ctx.report(
                "SC510", message, path, where="key", places=places, help="keep one of the two"
            )
            continue
        effects[index] = commitment.broken(commitment.coded)
        becomes |= {place.index: commitment.broken(place) for place in commitment.secret.values()}
        if commitment.retreat != ZERO:
            costs.append((commitment.record.party, commitment.retreat_cost()))
    return replace(
        move,
        effects=tuple(effects.items()),
        costs=merged(costs),
        becomes=tuple(becomes.items()),
    )


def _guard(ctx: Context, spec: human.Move, mover: int, path: Path) -> Expr | None:
    if spec.allowed is None or spec.allowed is True:
        return None
    privates = "all" if mover == NATURE else mover
    scope = Scope("the guard of a move", parameters=False, privates=privates)
    return ctx.formula(spec.allowed, (*path, "allowed"), scope)


def _effects(ctx: Context, spec: human.Move, path: Path) -> dict[int, Expr]:
    result = {}
    for name, value in spec.effect.items():
        at = (*path, "effect", name)
        coded = ctx.symbols.variables.get(name)
        if coded is None:
            ctx.known(name, ctx.symbols.variables, "public variable", at, where="key")
            continue
        written = str(value).lower() if isinstance(value, bool) and coded.labels else value
        used = set(ctx.symbols.used)
        expr = ctx.formula(written, at, EFFECT_SCOPE, coded)
        # Changing a variable by its own old value is no use of it: nothing else depends on it.
        if ("variable", coded.index) not in used:
            ctx.symbols.used.discard(("variable", coded.index))
        if isinstance(expr, Const):
            _check_range(ctx, name, expr.value, at)
        result[coded.index] = expr
    return result


def _becomes(ctx: Context, spec: human.Move, path: Path) -> dict[int, Expr]:
    result = {}
    for name, value in spec.becomes.items():
        at = (*path, "becomes", name)
        coded = ctx.symbols.privates.get(name)
        if coded is None:
            ctx.known(name, ctx.symbols.privates, "hidden dimension", at, where="key")
            continue
        written = str(value).lower() if isinstance(value, bool) else value
        used = set(ctx.symbols.used)
        expr = ctx.formula(written, at, BECOMES_SCOPE, coded)
        if ("private", coded.index) not in used:
            ctx.symbols.used.discard(("private", coded.index))
        if isinstance(expr, Const) and not 0 <= expr.value <= coded.high:
            message = f"`{name}` cannot become {expr.value:g}"
            help = f"its values are {listing(coded.labels or ())}"
            ctx.report("SC507", message, at, places=[(coded.path, "declared here")], help=help)
        result[coded.index] = expr
    return result


def _check_range(ctx: Context, name: str, value: float, path: Path) -> None:
    coded = ctx.symbols.variables[name]
    if value.is_integer() and coded.low <= value <= coded.high:
        return
    if any(item.span == ctx.document.span(path) for item in ctx.findings):
        return
    message = f"`{name}` cannot become {value:g}; it is a whole number {coded.low} to {coded.high}"
    places = [(coded.path, "declared here")]
    help = f"write a number {coded.low} to {coded.high}, or widen the range"
    ctx.report("SC507", message, path, places=places, help=help)


def _climb(
    ctx: Context, draft: Draft, name: str, steps: int, mover: int, path: Path, parts: Parts
) -> None:
    ladder = parts.ladders.get(name)
    if ladder is None:
        ctx.known(name, ctx.file.ladders, "ladder", path, where="key")
        return
    if mover not in (NATURE, ladder.record.climber):
        climber = ctx.file.ladders[name].climber
        message = f"only `{climber}` climbs the ladder `{name}`"
        places = [(ladder.coded.path, "declared here")]
        ctx.report("SC508", message, path, where="key", places=places)
        return
    index, top = ladder.coded.index, ladder.top
    if index in draft.effects:
        message = f"the move changes `{name}` twice: by `effect` and by `climb`"
        ctx.report("SC510", message, path, where="key", help="keep one of the two")
        return
    if steps == 0 or abs(steps) > top:
        message = f"{steps} steps do not fit a ladder of {top + 1} rungs"
        ctx.report("SC507", message, path, help=f"write 1 to {top}, or -1 to -{top}")
        return
    at = Ref("variable", index)
    draft.effects[index] = call("+", at, Const(float(steps)))
    if steps > 0:
        draft.require(call("<=", at, Const(float(top - steps))))
        share = Const((steps / top) ** 2)
        draft.costs += [(player, call("*", cost, share)) for player, cost in ladder.rate]
        react(ctx, draft, name, steps, path)
    else:
        draft.require(call(">=", at, Const(float(-steps))))
        down = Const(float(-steps))
        draft.costs += [(player, call("*", cost, down)) for player, cost in ladder.descent]


def _commit(
    ctx: Context, draft: Draft, move: str, spec: human.Move, mover: int, path: Path, parts: Parts
) -> None:
    name = str(spec.commits)
    commitment = parts.commitments.get(name)
    if commitment is None:
        ctx.known(name, ctx.file.commitments, "commitment", path)
        return
    places = [(commitment.coded.path, "declared here")]
    if mover != commitment.record.party:
        party = ctx.file.commitments[name].party
        message = f"the commitment `{name}` is `{party}`'s to make, who does not move here"
        ctx.report("SC509", message, path, places=places, help="delete `commits`")
        return
    index = commitment.coded.index
    if move in commitment.moves:
        message = f"the move `{move}` makes and breaks the commitment `{name}`"
        ctx.report("SC510", message, path, places=places, help="keep one of the two")
        return
    if index in draft.effects:
        message = f"the move changes `{name}` twice: by `effect` and by `commits`"
        ctx.report("SC510", message, path, help="keep one of the two")
        return
    label = made_in(spec.form)
    draft.require(call("==", commitment.ref(), UNMADE))
    if is_private(ctx, spec) and spec.to is not None and spec.to in commitment.secret:
        place = commitment.secret[spec.to]
        draft.require(call("==", Ref("private", place.index), UNMADE))
        draft.becomes[place.index] = Const(float(place.code(label) or 0))
    else:
        draft.effects[index] = Const(float(commitment.coded.code(label) or 0))
    draft.costs.append((mover, commitment.made))
