"""Rules across the whole file, one function each; most are warnings about what is never used."""

from __future__ import annotations

from standoff.diagnostics.suggest import listing
from standoff.scenario.context import ZERO, Context
from standoff.scenario.lower.moves import Parts
from standoff.scenario.model import NATURE, Scenario
from standoff.scenario.text import Path


def check_all(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Run every rule; findings go to the context."""
    for rule in (
        check_evidence,
        check_broken_by,
        check_sources_in_time,
        check_stances,
        check_parameters_used,
        check_formulas_used,
        check_variables_read,
        check_privates_used,
        check_outcomes_reached,
        check_commitments_made,
        check_forms_used,
        check_time_costs,
        check_refusals,
    ):
        rule(ctx, scenario, parts)


def check_evidence(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Report evidence of items and rungs that points to no source."""
    from standoff.scenario.resolve import evidence_of

    if ctx.file.table is not None:
        for name, item in ctx.file.table.items.items():
            evidence_of(ctx, item.evidence, ("table", "items", name, "evidence"))
    for name, ladder in ctx.file.ladders.items():
        for k, rung in enumerate(ladder.rungs):
            evidence_of(ctx, rung.evidence, ("ladders", name, "rungs", k, "evidence"))


def check_broken_by(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Report moves that should break a commitment but are no moves of its party."""
    for name, spec in ctx.file.commitments.items():
        player = ctx.parties.get(spec.party)
        own = dict.fromkeys(m.id for t in scenario.turns if t.mover == player for m in t.moves)
        for k, move in enumerate(spec.broken_by.moves):
            path: Path = ("commitments", name, "broken_by", "moves", k)
            ctx.known(move, own, f"move of `{spec.party}` called", path)


def check_sources_in_time(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of sources written after the day whose knowledge the scenario stands for."""
    for source in scenario.sources:
        if scenario.as_of is None or source.written is None or source.written <= scenario.as_of:
            continue
        ctx.warn(
            "SC701",
            f"the source `{source.key}` was written on {source.written}, after {scenario.as_of}",
            ("sources", source.key, "written"),
            places=[(("as_of",), "what was known on this day")],
            note="a forecast that has seen the answer proves nothing",
            help="leave the source out, or move `as_of`",
        )


def check_stances(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn when every source speaks for the same side."""
    stances = {source.stance.strip().lower() for source in scenario.sources}
    if len(scenario.sources) < 2 or len(stances) != 1 or stances == {""}:
        return
    ctx.warn(
        "SC702",
        f"all {len(scenario.sources)} sources share one stance: {scenario.sources[0].stance}",
        ("sources",),
        where="key",
        note="numbers that rest on one camp alone lean its way",
        help="add a source from another side, or say so under `left_out`",
    )


def check_parameters_used(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of parameters that no formula mentions."""
    for k, parameter in enumerate(scenario.parameters):
        if ("parameter", k) not in ctx.symbols.used:
            message = f"the parameter `{parameter.name}` is never used"
            help = "use it in a formula, or delete it"
            ctx.warn("SC703", message, ("parameters", parameter.name), where="key", help=help)


def check_formulas_used(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of named formulas that no other formula mentions."""
    for name, named in ctx.symbols.formulas.items():
        if ("formula", named.index) not in ctx.symbols.used:
            message = f"the formula `{name}` is never used"
            help = "use it in a payoff, a cost, a chance or a guard, or delete it"
            ctx.warn("SC710", message, named.path, where="key", help=help)


def check_variables_read(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of public variables on which nothing depends."""
    for k, variable in enumerate(scenario.variables):
        if ("variable", k) in ctx.symbols.used or variable.role != "variable":
            continue
        path: Path = ("variables", variable.id)
        message = f"nothing depends on the public variable `{variable.id}`"
        help = "use it in a formula or a guard, or delete it"
        note = "with `memory: history` it still lets parties tell pasts apart"
        ctx.warn("SC705", message, path, where="key", note=note, help=help)


def check_privates_used(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of private dimensions that change nothing."""
    for full, coded in ctx.symbols.privates.items():
        if ("private", coded.index) not in ctx.symbols.used:
            message = f"nothing depends on the private dimension `{full}`"
            help = "use it in a payoff, a cost or a guard, or delete it"
            ctx.warn("SC709", message, coded.path, where="key", help=help)


def check_outcomes_reached(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of outcomes to which no move leads."""
    reached = {move.outcome for turn in scenario.turns for move in turn.moves}
    reached.add(scenario.at_end)
    for k, outcome in enumerate(scenario.outcomes):
        if k not in reached:
            message = f"no move leads to the outcome `{outcome.id}`"
            help = f"write `outcome: {outcome.id}` in a move, or delete the outcome"
            ctx.warn("SC704", message, ("outcomes", outcome.id), where="key", help=help)


def check_commitments_made(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of commitments that no move makes."""
    changed = {
        index
        for t in scenario.turns
        for m in t.moves
        for index, _ in m.effects
        if not any(m.id in c.moves and c.coded.index == index for c in parts.commitments.values())
    }
    hidden = {k for t in scenario.turns for m in t.moves for k, _ in m.becomes}
    for name, commitment in parts.commitments.items():
        secret = any(place.index in hidden for place in commitment.secret.values())
        if commitment.coded.index not in changed and not secret:
            message = f"no move makes the commitment `{name}`"
            help = f"write `commits: {name}` in a move, or delete the commitment"
            ctx.warn("SC706", message, ("commitments", name), where="key", help=help)


def check_forms_used(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of sanctions that no move imposes and assurances that no move gives."""
    changed = {index for t in scenario.turns for m in t.moves for index, _ in m.effects}
    rows = [("sanction", "imposes", one.coded) for one in parts.forms.sanctions.values()]
    rows += [("assurance", "assures", one.coded) for one in parts.forms.assurances.values()]
    for what, key, coded in rows:
        if coded.index in changed or scenario.variables[coded.index].start:
            continue
        message = f"no move changes the {what} `{coded.name}`"
        help = f"write `{key}: {coded.name}` in a move, or delete the {what}"
        ctx.warn("SC711", message, coded.path, where="key", help=help)


def check_time_costs(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of costs per day in a crisis without dates."""
    if scenario.start is not None or all(cost == ZERO for cost in scenario.waiting):
        return
    standing = [name for name, ladder in ctx.file.ladders.items() if ladder.standing_cost]
    path: Path = ("clock", "waiting") if ctx.file.clock.waiting else ("clock",)
    more = f" (and the standing cost of {listing(standing)})" if standing else ""
    message = f"the cost of waiting{more} is never charged: the turns have no dates"
    ctx.warn("SC708", message, path, where="key", help="write `start:` and the turns' dates")


def check_refusals(ctx: Context, scenario: Scenario, parts: Parts) -> None:
    """Warn of threats that nobody refuses, where others move at all."""
    for bluff in scenario.bluffs:
        others = [t for t in scenario.turns if t.mover not in (bluff.party, NATURE)]
        if not others or any(move.refuses for turn in others for move in turn.moves):
            continue
        name = scenario.parties[bluff.party].id
        message = f"no move of another party refuses `{name}`"
        note = "the question of bluff is what it would do if refused to the end"
        help = "write `refuses: true` in the moves that refuse"
        ctx.warn("SC712", message, ("bluff", name), where="key", note=note, help=help)
