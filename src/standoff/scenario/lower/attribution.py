"""Attributions: an event at the end, and causes that are switched off by parameters."""

from __future__ import annotations

from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.expr import Expr
from standoff.scenario.model import Attribution, Cause
from standoff.scenario.names import Scope
from standoff.scenario.text import Path

EVENT_SCOPE = Scope("the event of an attribution", parameters=False, privates=None)
OFF_SCOPE = Scope("what holds without a cause", variables=False, privates=None)


def resolve_attributions(ctx: Context) -> tuple[Attribution, ...]:
    """Return the attributions of the file, in order."""
    return tuple(_attribution(ctx, name, spec) for name, spec in ctx.file.attribution.items())


def _attribution(ctx: Context, name: str, spec: human.Attribution) -> Attribution:
    path: Path = ("attribution", name)
    owners: dict[str, Path] = {}
    return Attribution(
        id=name,
        event=ctx.formula(spec.event, (*path, "event"), EVENT_SCOPE),
        text=str(spec.event),
        causes=tuple(
            Cause(
                cause, _without(ctx, one, (*path, "causes", cause, "parameters"), owners), one.means
            )
            for cause, one in spec.causes.items()
        ),
        means=spec.means,
    )


def _without(
    ctx: Context, spec: human.Cause, path: Path, owners: dict[str, Path]
) -> tuple[tuple[int, Expr], ...]:
    result = []
    for name, value in spec.parameters.items():
        at: Path = (*path, name)
        expr = ctx.formula(value, at, OFF_SCOPE)
        if name in owners:
            message = f"two causes change the parameter `{name}`"
            help = "give each cause a parameter of its own"
            where = [(owners[name], "first changed here")]
            ctx.report("SC650", message, at, where="key", places=where, help=help)
        owners.setdefault(name, at)
        if ctx.known(name, ctx.symbols.parameters, "parameter", at, where="key"):
            result.append((ctx.symbols.parameters[name], expr))
    return tuple(result)
