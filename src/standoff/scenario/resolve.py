"""From what a person wrote to the resolved scenario; each short form has its module in `lower`."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

from standoff.diagnostics.suggest import advice, listing
from standoff.scenario import human
from standoff.scenario.checks import check_all
from standoff.scenario.claims import check_span, span_of
from standoff.scenario.context import Context, call, total, words
from standoff.scenario.expr import Expr
from standoff.scenario.formula import RESERVED
from standoff.scenario.lower.attribution import resolve_attributions
from standoff.scenario.lower.commitments import (
    declare_commitments,
    declare_secret_commitments,
    lower_commitments,
    retreats,
)
from standoff.scenario.lower.coordination import declare_coordination, resolve_coordination
from standoff.scenario.lower.factions import (
    added,
    declare_factions,
    drift_turns,
    faction_payoffs,
)
from standoff.scenario.lower.forms import declare_forms, lower_forms
from standoff.scenario.lower.formulas import check_formulas, declare_formulas
from standoff.scenario.lower.ladders import declare_ladders, lower_ladders, standing_costs
from standoff.scenario.lower.messages import declare_messages, lower_messages
from standoff.scenario.lower.mixing import mixed, resolve_mixing
from standoff.scenario.lower.moves import Parts
from standoff.scenario.lower.noise import declare_meant
from standoff.scenario.lower.observed import resolve_observed
from standoff.scenario.lower.private import check_labels, declare_privates, resolve_privates
from standoff.scenario.lower.ratification import (
    declare_ratifying,
    lower_ratification,
    ratified,
)
from standoff.scenario.lower.reactions import check_reactions
from standoff.scenario.lower.table import declare_reply, lower_table
from standoff.scenario.lower.theories import resolve_theories
from standoff.scenario.lower.turns import resolve_turns
from standoff.scenario.lower.venues import (
    declare_private_venues,
    declare_public_venues,
    lower_venues,
)
from standoff.scenario.lower.views import resolve_views
from standoff.scenario.model import (
    BaseRate,
    Bluff,
    Evidence,
    Link,
    Outcome,
    Parameter,
    Party,
    Prior,
    Scenario,
    Source,
    Turn,
    Variable,
)
from standoff.scenario.names import Scope
from standoff.scenario.pooling import pooled, resolve_speakers
from standoff.scenario.priors import check_fallback, resolve_prior
from standoff.scenario.probabilities import check_bounds
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

PAYOFF_SCALE = {"percent": 0.01, "points": 1.0}
PAYOFF_SCOPE = Scope("a payoff")
WAITING_SCOPE = Scope("the cost of waiting")
RATE_SCOPE = Scope("the update rate", variables=False, privates=None)
PRECISION_SCOPE = Scope("the precision", variables=False, privates=None)


def resolve(ctx: Context, name: str, digest: str) -> Scenario:
    """Return the resolved scenario; `ctx.findings` says whether it can be used.

    Args:
        ctx: the file, and where findings go.
        name: name of the scenario.
        digest: hash of the text.
    """
    file = ctx.file
    ctx.outcomes = {outcome: k for k, outcome in enumerate(file.outcomes)}
    _declare_parties(ctx)
    ctx.symbols.dated = _is_dated(ctx)
    parameters = _parameters(ctx)
    made = _variables(ctx)
    declare_privates(ctx)
    declare_factions(ctx)
    declare_private_venues(ctx)
    declare_secret_commitments(ctx)
    declare_messages(ctx)
    declare_meant(ctx)
    declare_coordination(ctx)
    declared = declare_forms(ctx, made)
    variables = tuple(made)
    declare_formulas(ctx)
    privates = resolve_privates(ctx) + resolve_coordination(ctx)
    venues = lower_venues(ctx)
    table = lower_table(ctx, venues, declared.takes)
    forms = lower_forms(ctx, declared)
    ladders = lower_ladders(ctx)
    messages = lower_messages(ctx)
    commitments = lower_commitments(ctx, ladders, messages)
    parts = Parts(table, ladders, commitments, tuple(drift_turns(ctx)), venues, forms, messages)
    check_formulas(ctx)
    check_reactions(ctx)
    ratifiers = lower_ratification(ctx)
    turns, privates = resolve_turns(ctx, parts, privates)
    turns = ratified(ctx, turns, ratifiers)
    views = resolve_views(ctx, turns)
    scenario = Scenario(
        name=name,
        title=file.title,
        hash=digest,
        payoff_scale=PAYOFF_SCALE[file.payoffs],
        memory=file.memory,
        precision=_precision(ctx),
        parameters=parameters,
        parties=_parties(ctx),
        privates=privates,
        variables=variables,
        turns=turns,
        outcomes=_outcomes(ctx, parts),
        at_end=ctx.outcome(file.clock.at_end, ("clock", "at_end")) or 0,
        start=file.clock.start,
        end=_end(ctx, turns),
        waiting=_waiting(ctx, parts),
        bluffs=_bluffs(ctx, turns),
        base_rates=_base_rates(ctx),
        sources=_sources(file),
        speakers=resolve_speakers(ctx),
        left_out=tuple(file.left_out),
        summary=file.summary,
        as_of=file.as_of,
        table=table.record if table else None,
        ladders=tuple(ladder.record for ladder in parts.ladders.values()),
        commitments=tuple(one.record for one in parts.commitments.values()),
        venues=tuple(one.record for one in venues.values()),
        ratifications=tuple(one.record for one in ratifiers),
        views=views,
        perception_level=file.perception.level,
        theories=resolve_theories(ctx, views),
        attributions=resolve_attributions(ctx),
        observed=resolve_observed(ctx, turns, file.clock.start),
    )
    scenario = mixed(scenario, resolve_mixing(ctx))
    check_all(ctx, scenario, parts)
    return scenario


def _parties(ctx: Context) -> tuple[Party, ...]:
    result = []
    for name, spec in ctx.file.parties.items():
        rate = None
        if spec.update_rate is not None:
            path: Path = ("parties", name, "update_rate")
            rate = ctx.formula(spec.update_rate, path, RATE_SCOPE)
            check_bounds(ctx, rate, path, "`update_rate`", 0.0, 1.0)
        of = _belongs_to(ctx, name, spec.of)
        result.append(Party(name, spec.name or words(name), spec.means, spec.kind, of, rate))
    return tuple(result)


def _belongs_to(ctx: Context, name: str, of: str | None) -> int | None:
    """Return the party above another; reports a way up that comes back."""
    path: Path = ("parties", name, "of")
    above, seen = of, [name]
    while above in ctx.file.parties and above not in seen:
        seen.append(above)
        above = ctx.file.parties[above].of
    if above == name:
        way = f", by way of {listing(seen[1:])}" if len(seen) > 1 else ""
        ctx.report("SC642", f"`{name}` belongs to itself{way}", path, help="take one `of` out")
    return None if of is None else ctx.party(of, path)


def _is_dated(ctx: Context) -> bool:
    return ctx.file.clock.start is not None or ("clock", "start") in ctx.damaged


def _precision(ctx: Context) -> Expr:
    path: Path = ("precision",)
    expr = ctx.formula(ctx.file.precision, path, PRECISION_SCOPE)
    check_bounds(ctx, expr, path, "`precision`", 0.0, math.inf)
    return expr


def _declare_parties(ctx: Context) -> None:
    for name in ctx.file.parties:
        _check_reserved(ctx, name, ("parties", name))
        ctx.symbols.parties[name] = len(ctx.symbols.parties)
    ctx.symbols.broken -= {name for name in ctx.symbols.parties if name not in ctx.symbols.broken}


def _check_reserved(ctx: Context, name: str, path: Path) -> None:
    if name in RESERVED:
        message = f"`{name}` has a meaning of its own and cannot name anything else"
        ctx.report("SC304", message, path, where="key", help="give it another name")


def _parameters(ctx: Context) -> tuple[Parameter, ...]:
    result: list[Parameter] = []
    for name, spec in ctx.file.parameters.items():
        path: Path = ("parameters", name)
        _check_reserved(ctx, name, path)
        _check_clash(ctx, name, path, {k: ("parties", k) for k in ctx.file.parties})
        ctx.symbols.parameters[name] = len(result)
        base = resolve_prior(ctx, spec, path)
        check_fallback(ctx, spec, path)
        pooling = pooled(ctx, spec, base, path)
        prior = Prior(pooling.kind, pooling.arguments) if pooling else base
        prior = replace(prior, times=spec.times, plus=spec.plus)
        ctx.priors.append(prior)
        evidence = evidence_of(ctx, spec.evidence, (*path, "evidence"))
        claims = tuple(Evidence(c.source, c.paragraph, c.says, span_of(c)) for c in spec.claims)
        assumed = spec.evidence == "assumed" and (pooling is None or pooling.rests_on_base)
        result.append(
            Parameter(
                name=name,
                prior=prior,
                unit=spec.unit,
                means=spec.means,
                evidence=evidence + claims,
                assumed=assumed,
                reason=spec.reason,
                pooling=pooling,
            )
        )
    return tuple(result)


def evidence_of(ctx: Context, written: Any, path: Path) -> tuple[Evidence, ...]:
    """Return the evidence of a number; reports sources that the file does not list."""
    if not isinstance(written, list):
        return ()
    for k, item in enumerate(written):
        if item.source not in ctx.file.sources and item.source not in ctx.symbols.broken:
            message = f"there is no source `{item.source}`"
            help = advice(item.source, ctx.file.sources, "list it under `sources:`")
            ctx.report("SC307", message, (*path, k, "source"), help=help)
        check_span(ctx, item, (*path, k))
    return tuple(
        Evidence(item.source, item.paragraph, item.says, span_of(item)) for item in written
    )


def _check_clash(ctx: Context, name: str, path: Path, taken: dict[str, Path]) -> bool:
    if name not in taken:
        return False
    kinds = {
        "parties": "a party",
        "parameters": "a parameter",
        "variables": "a public variable",
        "table": "the variable of the table",
        "venues": "a venue",
        "ladders": "a ladder",
        "commitments": "a commitment",
        "ratification": "the variable of ratification",
        "hidden": "a hidden dimension",
    }
    first = taken[name]
    message = f"`{name}` is already the name of {kinds[str(first[0])]}"
    help = "give one of them another name"
    where = [(first, "first declared here")]
    ctx.report("SC303", message, path, where="key", places=where, help=help)
    return True


def _variables(ctx: Context) -> list[Variable]:
    variables: list[Variable] = []
    file = ctx.file
    for name, spec in file.variables.items():
        path: Path = ("variables", name)
        _check_reserved(ctx, name, path)
        if _check_clash(ctx, name, path, _taken(ctx, "parties", "parameters")):
            continue
        variable = _variable(ctx, name, spec, path)
        coded = Coded(
            "variable", len(variables), variable.low, variable.high, variable.labels, path
        )
        variables.append(variable)
        ctx.symbols.variables[name] = coded
    if file.table is not None:
        taken = _taken(ctx, "parties", "parameters", "variables")
        if "reply" in taken:
            first = taken["reply"]
            message = "`reply` is the variable that the table makes"
            where = [(("table",), "the table is declared here")]
            ctx.report("SC303", message, first, where="key", places=where, help="rename this one")
        else:
            declare_reply(ctx, variables)
    sections: tuple[str, ...] = ("parties", "parameters", "variables", "table")
    for section in ("venues", "ladders", "commitments", "hidden"):
        for name in getattr(file, section):
            _check_reserved(ctx, name, (section, name))
            _check_clash(ctx, name, (section, name), _taken(ctx, *sections))
        sections = (*sections, section)
    if file.ratification and "ratifying" in (taken := _taken(ctx, *sections)):
        _check_clash(ctx, "ratifying", ("ratification",), taken)
    declare_public_venues(ctx, variables)
    declare_ladders(ctx, variables)
    declare_commitments(ctx, variables)
    declare_ratifying(ctx, variables)
    return variables


def _taken(ctx: Context, *sections: str) -> dict[str, Path]:
    taken: dict[str, Path] = {}
    for section in sections:
        if section == "table":
            if ctx.file.table is not None:
                taken.setdefault("reply", ("table",))
            continue
        for name in getattr(ctx.file, section):
            taken.setdefault(name, (section, name))
    return taken


def _variable(ctx: Context, name: str, spec: human.Variable, path: Path) -> Variable:
    if (spec.range is None) == (spec.values is None):
        message = f"`{name}` needs exactly one of `range` and `values`"
        help = "write `range: [0, 4]` or `values: [one, two]`"
        ctx.report("SC209", message, path, where="key", help=help)
        ctx.symbols.broken.add(name)
        return Variable(name, 0, 1, 0, None, spec.means)
    if spec.values is not None:
        return _enumerated(ctx, name, spec, spec.values, path)
    assert spec.range is not None
    low, high = spec.range
    if low > high or high - low >= human.MAX_VALUES:
        message = f"the range [{low}, {high}] of `{name}` must rise and have at most 101 numbers"
        ctx.report("SC205", message, (*path, "range"), help="write the low end first")
        return Variable(name, 0, 1, 0, None, spec.means)
    start = spec.start
    whole = isinstance(start, (int, float)) and not isinstance(start, bool)
    if not whole or not float(start).is_integer() or not low <= start <= high:
        wanted = f"a whole number {low} to {high}"
        message = f"`start` of `{name}` must be {wanted}; found {human.found(start)}"
        ctx.report("SC205", message, (*path, "start"), help=f"write `start: {low}`")
        start = low
    return Variable(name, low, high, int(start), None, spec.means)


def _enumerated(
    ctx: Context, name: str, spec: human.Variable, values: list[str], path: Path
) -> Variable:
    check_labels(ctx, values, (*path, "values"))
    for position, label in enumerate(values):
        if label in values[:position]:
            first = (*path, "values", values.index(label))
            message = f"the value `{label}` is listed twice"
            here = (*path, "values", position)
            where = [(first, "first listed here")]
            ctx.report("SC309", message, here, places=where, help="delete one of them")
    labels = tuple(values)
    start = str(spec.start).lower() if isinstance(spec.start, bool) else spec.start
    if start not in labels:
        message = f"`start` of `{name}` must be one of its values; found {human.found(start)}"
        ctx.report("SC302", message, (*path, "start"), help=advice(str(start), labels))
        start = labels[0]
    return Variable(name, 0, len(labels) - 1, labels.index(start), labels, spec.means)


def _outcomes(ctx: Context, parts: Parts) -> tuple[Outcome, ...]:
    result: list[Outcome] = []
    more = faction_payoffs(ctx)
    accidents = {ladder.accident.outcome for ladder in ctx.file.ladders.values() if ladder.accident}
    for name, spec in ctx.file.outcomes.items():
        clash = spec.clash or name in accidents
        payoff = ctx.per_party(spec.payoff, ("outcomes", name, "payoff"), PAYOFF_SCOPE)
        for player in range(len(payoff)):
            payoff[player] = total([payoff[player], added(more.get(name, []), player)])
        broken = retreats(parts.commitments, len(result))
        for player, cost in broken:
            payoff[player] = call("-", payoff[player], cost)
        for player, term in parts.forms.ending(len(result)):
            payoff[player] = total([payoff[player], term])
        result.append(
            Outcome(
                name,
                spec.title or words(name),
                tuple(payoff),
                spec.means,
                spec.force,
                broken,
                clash,
            )
        )
    return tuple(result)


def _end(ctx: Context, turns: tuple[Turn, ...]) -> date | None:
    clock = ctx.file.clock
    if clock.start is None:
        return None
    return clock.end or max((turn.date for turn in turns if turn.date), default=clock.start)


def _waiting(ctx: Context, parts: Parts) -> tuple[Expr, ...]:
    clock = ctx.file.clock
    costs = ctx.per_party(clock.waiting, ("clock", "waiting"), WAITING_SCOPE)
    return tuple(
        total([cost, *standing_costs(ctx, parts.ladders, player)])
        for player, cost in enumerate(costs)
    )


def _bluffs(ctx: Context, turns: tuple[Turn, ...]) -> tuple[Bluff, ...]:
    result: list[Bluff] = []
    moves = dict.fromkeys(move.id for turn in turns for move in turn.moves)
    for party, spec in ctx.file.bluff.items():
        path: Path = ("bluff", party)
        player = ctx.party(party, path, where="key")
        at: Path = (*path, "carried_out")
        outcomes = [
            ctx.outcome(name, (*at, "outcomes", k))
            for k, name in enumerate(spec.carried_out.outcomes)
        ]
        for k, name in enumerate(spec.carried_out.moves):
            ctx.known(name, moves, "move", (*at, "moves", k))
        if not spec.carried_out.outcomes and not spec.carried_out.moves:
            message = f"nothing says what carrying out the threat of `{party}` is"
            ctx.report("SC210", message, at, where="key", help="list `outcomes` or `moves`")
        known = frozenset(index for index in outcomes if index is not None)
        result.append(Bluff(player or 0, spec.threat, known, frozenset(spec.carried_out.moves)))
    return tuple(result)


def _base_rates(ctx: Context) -> tuple[BaseRate, ...]:
    result: list[BaseRate] = []
    for k, spec in enumerate(ctx.file.base_rates):
        indices = [
            ctx.outcome(name, ("base_rates", k, "outcomes", j))
            for j, name in enumerate(spec.outcomes)
        ]
        known = tuple(index for index in indices if index is not None)
        result.append(BaseRate(known, spec.rate, spec.cases, spec.source, spec.means))
    return tuple(result)


def _sources(file: human.File) -> tuple[Source, ...]:
    return tuple(
        Source(
            key=key,
            title=spec.title,
            author=spec.author,
            outlet=spec.outlet,
            written=spec.written,
            published=spec.published,
            language=spec.language,
            stance=spec.stance,
            note=spec.note,
            side=spec.side,
            group=spec.group or key,
            chain=tuple(Link(link.who, link.role, link.reliability) for link in spec.chain),
        )
        for key, spec in file.sources.items()
    )
