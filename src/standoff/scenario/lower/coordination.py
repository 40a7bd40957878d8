"""Coordination: a hidden dimension, apart or joint, that the parties concerned see."""

from __future__ import annotations

from standoff.scenario.context import Context, call
from standoff.scenario.expr import Const
from standoff.scenario.lower.claims import claim
from standoff.scenario.model import NOBODY, Private
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_row
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

LABELS = ("apart", "joint")
JOINT = Const(1.0)
PROB_SCOPE = Scope("the chance of acting jointly", variables=False, privates=None)
LABEL_MEANS = ("each for itself", "each counts the others' payoffs beside its own")


def declare_coordination(ctx: Context) -> None:
    """Add one hidden dimension, apart or joint, for each coordination."""
    for name, spec in ctx.file.coordination.items():
        path: Path = ("coordination", name)
        seen: dict[str, int] = {}
        for k, party in enumerate(spec.between):
            at: Path = (*path, "between", k)
            if party in seen:
                first = [((*path, "between", seen[party]), "first listed here")]
                message = f"the party `{party}` is listed twice"
                ctx.report("SC309", message, at, places=first, help="delete one of them")
            elif ctx.party(party, at) is not None:
                seen[party] = k
        if not claim(ctx, name, path):
            continue
        index = len(ctx.symbols.privates)
        viewers = frozenset(ctx.parties[party] for party in seen)
        coded = Coded("private", index, 0, 1, LABELS, path, None, viewers)
        ctx.symbols.privates[name] = coded
        ctx.symbols.used.add(("private", index))


def resolve_coordination(ctx: Context) -> tuple[Private, ...]:
    """Return the hidden dimensions of all coordinations with their chances."""
    result = []
    for name, spec in ctx.file.coordination.items():
        coded = ctx.symbols.privates.get(name)
        if coded is None or coded.path != ("coordination", name):
            continue
        path: Path = (*coded.path, "prob")
        prob = spec.prob
        if prob == "rest" or isinstance(prob, dict):
            message = "the chance of acting jointly is one number or formula"
            ctx.report("SC217", message, path, help="write a number between 0 and 1")
            prob = 0
        joint = ctx.formula(prob, path, PROB_SCOPE)
        apart = call("-", Const(1.0), joint)
        entries = [("apart", "rest", path), ("joint", prob, path)]
        check_row(ctx, [apart, joint], entries, 0, f"`{name}`")
        result.append(
            Private(
                id=name,
                party=NOBODY,
                values=LABELS,
                prob=((apart, joint),),
                means=spec.means,
                value_means=LABEL_MEANS,
                viewers=coded.viewers,
            )
        )
    return tuple(result)
