"""Views: what somebody believes of the parameters, checked and resolved."""

from __future__ import annotations

from standoff.scenario import human
from standoff.scenario.context import Context, words
from standoff.scenario.model import NATURE, Belief, Turn, View
from standoff.scenario.names import Scope
from standoff.scenario.priors import resolve_prior
from standoff.scenario.text import Path

BELIEF_SCOPE = Scope("a belief about a parameter", variables=False, privates=None)
TAKEN = ("analyst", "played")
"""How tables call the forecasts that are no view's; no view can have these names."""


def resolve_views(ctx: Context, turns: tuple[Turn, ...]) -> tuple[View, ...]:
    """Return the views of the file, in order."""
    holders: dict[str, str] = {}
    result = []
    for name, spec in ctx.file.views.items():
        path: Path = ("views", name)
        if name in TAKEN:
            message = f"`{name}` is what tables call a forecast that is no view's"
            ctx.report("SC304", message, path, where="key", help="give the view another name")
        _check_source(ctx, spec, path)
        beliefs = [_belief(ctx, key, one, path) for key, one in spec.parameters.items()]
        if not (spec.parameters or spec.rules_out):
            message = f"the view `{name}` changes nothing"
            help = "list what is believed under `parameters:`, or delete the view"
            ctx.warn("SC720", message, path, where="key", help=help)
        result.append(
            View(
                id=name,
                title=spec.title or words(name),
                means=spec.means,
                source=spec.source or "",
                held_by=_holders(ctx, name, spec, holders, path),
                rules_out=_ruled_out(ctx, spec, turns, path),
                beliefs=tuple(belief for belief in beliefs if belief is not None),
            )
        )
    return tuple(result)


def _check_source(ctx: Context, spec: human.View, path: Path) -> None:
    from standoff.diagnostics.suggest import advice

    if spec.source is None or spec.source in ctx.file.sources or spec.source in ctx.symbols.broken:
        return
    help = advice(spec.source, ctx.file.sources, "list it under `sources:`")
    ctx.report("SC307", f"there is no source `{spec.source}`", (*path, "source"), help=help)


def _belief(ctx: Context, name: str, spec: human.Belief, view: Path) -> Belief | None:
    from standoff.scenario.resolve import evidence_of

    path: Path = (*view, "parameters", name)
    if not ctx.known(name, ctx.symbols.parameters, "parameter", path, where="key"):
        return None
    index = ctx.symbols.parameters[name]
    evidence = evidence_of(ctx, spec.evidence, (*path, "evidence"))
    rest = (evidence, spec.evidence == "assumed", spec.reason)
    given = [key for key in ("value", "prior", "formula") if getattr(spec, key) is not None]
    if len(given) != 1:
        found = " and ".join(f"`{key}`" for key in given) or "none"
        message = f"`{name}` needs exactly one of `value`, `prior` and `formula`; found {found}"
        help = "keep one of them" if given else f'write `formula: "{name} * 1.2"` or `value: ...`'
        ctx.report("SC209", message, path, where="key", help=help)
        return None
    if spec.formula is not None:
        expr = ctx.formula(spec.formula, (*path, "formula"), BELIEF_SCOPE)
        return Belief(index, None, expr, *rest)
    written = human.Parameter(
        value=spec.value, prior=spec.prior, unit="?", means="?", evidence="assumed"
    )
    return Belief(index, resolve_prior(ctx, written, path), None, *rest)


def _holders(
    ctx: Context, name: str, spec: human.View, holders: dict[str, str], path: Path
) -> tuple[int, ...]:
    found = []
    for k, party in enumerate(spec.held_by):
        at = (*path, "held_by", k)
        index = ctx.party(party, at)
        if party in holders:
            first = holders[party]
            message = f"`{party}` holds two views: `{first}` and `{name}`"
            places: list[tuple[Path, str]] = [(("views", first, "held_by"), "held here as well")]
            help = "take it out of one of the two lists"
            ctx.report("SC901", message, at, places=places, help=help)
        elif index is not None:
            holders[party] = name
            found.append(index)
    return tuple(found)


def _ruled_out(
    ctx: Context, spec: human.View, turns: tuple[Turn, ...], path: Path
) -> frozenset[str]:
    every = dict.fromkeys(move.id for turn in turns for move in turn.moves)
    chosen = {move.id for turn in turns if turn.mover != NATURE for move in turn.moves}
    for k, name in enumerate(spec.rules_out):
        at: Path = (*path, "rules_out", k)
        if ctx.known(name, every, "move", at) and name not in chosen:
            message = f"`{name}` is a move of nature, which a view cannot rule out"
            help = "change the parameters of its chance under `parameters:`"
            ctx.report("SC902", message, at, help=help)
    gone = frozenset(spec.rules_out)
    for turn in turns:
        if turn.mover != NATURE and turn.moves and all(move.id in gone for move in turn.moves):
            message = f"nothing is left to do at the turn `{turn.id}`"
            help = "leave at least one of its moves out of `rules_out`"
            ctx.report("SC903", message, (*path, "rules_out"), help=help)
    return gone
