"""Theory switches: what is changed when a theory is off, checked and resolved."""

from __future__ import annotations

from standoff.scenario import human
from standoff.scenario.context import Context, words
from standoff.scenario.expr import Expr
from standoff.scenario.model import Theory, View
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.text import Path

OFF_SCOPE = Scope("what a theory that is off sets", variables=False, privates=None)
ON_SCOPE = Scope("the chance that a theory is on", variables=False, privates=None)


def resolve_theories(ctx: Context, views: tuple[View, ...]) -> tuple[Theory, ...]:
    """Return the theories of the file, in order."""
    return tuple(_theory(ctx, name, spec, views) for name, spec in ctx.file.theories.items())


def _theory(ctx: Context, name: str, spec: human.Theory, views: tuple[View, ...]) -> Theory:
    path: Path = ("theories", name)
    prob_on = ctx.formula(spec.on, (*path, "on"), ON_SCOPE)
    check_bounds(ctx, prob_on, (*path, "on"), f"the chance that `{name}` is on", 0.0, 1.0)
    at: Path = (*path, "off")
    off = spec.off
    if not (off.parameters or off.reveals or off.views):
        message = f"nothing changes when the theory `{name}` is off"
        help = "write `parameters:`, `reveals:` or `views:` under `off:`"
        ctx.warn("SC720", message, path, where="key", help=help)
    places = {view.id: k for k, view in enumerate(views)}
    known = {
        k: ctx.known(view, places, "view", (*at, "views", k)) for k, view in enumerate(off.views)
    }
    return Theory(
        id=name,
        title=spec.title or words(name),
        prob_on=prob_on,
        means=spec.means,
        reference=spec.reference,
        critics=spec.critics,
        parameters=_parameters(ctx, off, (*at, "parameters")),
        reveals=_reveals(ctx, off, (*at, "reveals")),
        views=frozenset(places[view] for k, view in enumerate(off.views) if known[k]),
    )


def _parameters(ctx: Context, off: human.Off, path: Path) -> tuple[tuple[int, Expr], ...]:
    result = []
    for name, value in off.parameters.items():
        at = (*path, name)
        expr = ctx.formula(value, at, OFF_SCOPE)
        if ctx.known(name, ctx.symbols.parameters, "parameter", at, where="key"):
            result.append((ctx.symbols.parameters[name], expr))
    return tuple(result)


def _reveals(ctx: Context, off: human.Off, path: Path) -> frozenset[int]:
    result = set()
    for k, name in enumerate(off.reveals):
        if ctx.known(name, ctx.symbols.privates, "hidden dimension", (*path, k)):
            result.add(ctx.symbols.privates[name].index)
    return frozenset(result)
