"""Support: levels that a patron or ally has reached, and what all supporters add up to.

Capability and reliability are kept apart: an ally may be strong and doubtful, or loyal and too
small to matter (Snyder 1984; Morrow 1994).
"""

from __future__ import annotations

from standoff.scenario import human
from standoff.scenario.context import Context, call, total
from standoff.scenario.expr import Const, Expr, Ref, indices
from standoff.scenario.lower.claims import claim
from standoff.scenario.lower.draft import Draft, change, owned
from standoff.scenario.lower.private import check_labels
from standoff.scenario.model import NATURE, Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

SCOPE = Scope("what a supporter is worth")
SUFFIX = "_support"


def declare_support(ctx: Context, variables: list[Variable]) -> dict[str, Coded]:
    """Add one public variable for each supporter; return them by supporter."""
    result = {}
    for name, spec in ctx.file.support.items():
        path: Path = ("support", name)
        if not claim(ctx, name + SUFFIX, path):
            continue
        labels = tuple(spec.levels)
        at: Path = (*path, "levels")
        check_labels(ctx, labels, at)
        for k, label in enumerate(labels):
            if label in labels[:k]:
                first: list[tuple[Path, str]] = [((*at, labels.index(label)), "first listed here")]
                message = f"the level `{label}` is listed twice"
                ctx.report("SC309", message, (*at, k), places=first, help="delete one of them")
        start = 0
        if spec.start is not None and ctx.known(spec.start, labels, "level", (*path, "start")):
            start = labels.index(spec.start)
        top = len(labels) - 1
        coded = Coded("variable", len(variables), 0, top, labels, path)
        variables.append(Variable(name + SUFFIX, 0, top, start, labels, spec.means, "support"))
        ctx.symbols.variables[name + SUFFIX] = coded
        result[name] = coded
    return result


def lower_support(ctx: Context, supporters: dict[str, Coded]) -> None:
    """Make `support.<party>` known to formulas; 0 where nobody supports a party."""
    terms: dict[str, list[Expr]] = {party: [] for party in ctx.parties}
    for name, coded in supporters.items():
        spec = ctx.file.support[name]
        path = coded.path
        if ctx.party(spec.to, (*path, "to")) is None:
            continue
        capability = ctx.formula(spec.capability, (*path, "capability"), SCOPE)
        at: Path = (*path, "reliability")
        reliability = ctx.formula(spec.reliability, at, SCOPE)
        if not indices(reliability, "variable") and not indices(reliability, "private"):
            check_bounds(ctx, reliability, at, "`reliability`", 0.0, 1.0)
        height = call("/", Ref("variable", coded.index), Const(float(coded.high)))
        terms[spec.to].append(call("*", call("*", capability, reliability), height))
    ctx.symbols.support = {party: total(every) for party, every in terms.items()}


def support_move(
    ctx: Context, draft: Draft, spec: human.Move, mover: int, path: Path, every: dict[str, Coded]
) -> None:
    """Let a move raise or lower levels of support."""
    for name, steps in spec.supports.items():
        at: Path = (*path, "supports", name)
        if not ctx.known(name, ctx.file.support, "supporter", at, where="key"):
            continue
        coded = every.get(name)
        if coded is None:
            continue
        if mover != NATURE:
            if name not in ctx.parties:
                message = f"`{name}` is no party, so only nature moves its support"
                places = [(coded.path, "declared here")]
                help = "write it in a move of nature"
                ctx.report("SC513", message, at, where="key", places=places, help=help)
                continue
            if not owned(ctx, name, mover, f"move the support of `{name}`", at, coded.path):
                continue
        if steps == 0 or abs(steps) > coded.high:
            message = f"{steps} steps do not fit the {coded.high + 1} levels of `{name}`"
            help = f"write 1 to {coded.high}, or -1 to -{coded.high}"
            ctx.report("SC507", message, at, help=help)
            continue
        here = Ref("variable", coded.index)
        if change(ctx, draft, coded, call("+", here, Const(float(steps))), "supports", at):
            room = Const(float(coded.high - steps if steps > 0 else -steps))
            draft.require(call("<=" if steps > 0 else ">=", here, room))
