"""The second level: moves that would end in an agreement lead to a turn of ratification first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.diagnostics.suggest import listing
from standoff.scenario.context import Context, call, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.model import NATURE, Move, Ratification, Turn, Variable
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_nature
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

VARIABLE = "ratifying"
NOTHING = "nothing"
PASS_SCOPE = Scope("the chance of ratification")


@dataclass(frozen=True)
class Ratifier:
    """One ratifier with the chance that it ratifies, where that is not its choice."""

    record: Ratification
    prob: Expr | None
    path: Path


def declare_ratifying(ctx: Context, variables: list[Variable]) -> None:
    """Add the public variable `ratifying`: the outcome that waits for ratification."""
    if not ctx.file.ratification:
        return
    needed = {name for spec in ctx.file.ratification.values() for name in spec.agreement}
    labels = (NOTHING, *(name for name in ctx.file.outcomes if name in needed))
    index = len(variables)
    means = "the agreement that waits for ratification"
    variables.append(Variable(VARIABLE, 0, len(labels) - 1, 0, labels, means, "ratification"))
    path: Path = ("ratification",)
    ctx.symbols.variables[VARIABLE] = Coded("variable", index, 0, len(labels) - 1, labels, path)


def lower_ratification(ctx: Context) -> tuple[Ratifier, ...]:
    """Return the ratifiers in the order of the file, which is the order in which they vote."""
    result = []
    for name, spec in ctx.file.ratification.items():
        path: Path = ("ratification", name)
        party = ctx.party(name, path, where="key")
        by = ctx.party(spec.by, (*path, "by"))
        reversion = ctx.outcome(spec.reversion, (*path, "reversion"))
        agreement = [
            ctx.outcome(outcome, (*path, "agreement", k))
            for k, outcome in enumerate(spec.agreement)
        ]
        prob = None
        if spec.pass_ is not None:
            at: Path = (*path, "pass")
            prob = ctx.formula(spec.pass_, at, PASS_SCOPE)
            rest = call("-", Const(1.0), prob)
            entries = [("ratify", spec.pass_, at), ("reject", "rest", at)]
            check_nature(ctx, [prob, rest], [None, None], entries, 1, f"`{name}`")
        _check_endings(ctx, name, path)
        if party is None or by is None or reversion is None:
            continue
        known = tuple(index for index in agreement if index is not None)
        result.append(Ratifier(Ratification(party, by, known, reversion), prob, path))
    return tuple(result)


def _check_endings(ctx: Context, name: str, path: Path) -> None:
    spec = ctx.file.ratification[name]
    every = {one for other in ctx.file.ratification.values() for one in other.agreement}
    if spec.reversion in every:
        message = f"rejection leads to `{spec.reversion}`, which itself needs ratification"
        help = "name an outcome that comes about without it"
        ctx.report("SC631", message, (*path, "reversion"), help=help)
    if ctx.file.clock.at_end in spec.agreement:
        at = (*path, "agreement", spec.agreement.index(ctx.file.clock.at_end))
        message = f"`{ctx.file.clock.at_end}` comes about when the turns run out, unratified"
        places = [(("clock", "at_end"), "see here")]
        help = "take it off the list, or give the clock another `at_end`"
        ctx.report("SC631", message, at, places=places, help=help)


def ratified(
    ctx: Context, turns: Sequence[Turn], ratifiers: Sequence[Ratifier]
) -> tuple[Turn, ...]:
    """Return the turns, each that may end in an agreement followed by its ratification."""
    coded = ctx.symbols.variables.get(VARIABLE)
    if coded is None or coded.path != ("ratification",) or not ratifiers:
        return tuple(turns)
    outcomes = list(ctx.file.outcomes)
    needed = {
        index: [r for r in ratifiers if index in r.record.agreement] for index in _all(ratifiers)
    }
    result: list[Turn] = []
    for turn in turns:
        waiting: dict[int, float] = {}
        moves = []
        for move in turn.moves:
            if move.outcome is None or move.outcome not in needed:
                moves.append(move)
                continue
            code = float(coded.code(outcomes[move.outcome]) or 0)
            waiting[move.outcome] = code
            effects = (*move.effects, (coded.index, Const(code)))
            moves.append(replace(move, effects=effects, outcome=None))
        result.append(replace(turn, moves=tuple(moves)))
        for outcome, code in waiting.items():
            test = call("==", Ref("variable", coded.index), Const(code))
            result += _votes(ctx, turn, outcome, needed[outcome], test)
    _check_reached(ctx, turns, ratifiers)
    ctx.symbols.used.add(("variable", coded.index))
    return tuple(result)


def _all(ratifiers: Sequence[Ratifier]) -> list[int]:
    return sorted({index for ratifier in ratifiers for index in ratifier.record.agreement})


def _votes(
    ctx: Context, turn: Turn, outcome: int, voters: Sequence[Ratifier], test: Expr
) -> list[Turn]:
    """Return one turn for each ratifier of an agreement; the last one's yes brings it about."""
    names = list(ctx.file.outcomes)
    parties = list(ctx.parties)
    result = []
    for k, voter in enumerate(voters):
        by = parties[voter.record.by]
        last = k == len(voters) - 1
        prob = voter.prob
        yes = Move("ratify", "Ratify", outcome=outcome if last else None, prob=prob)
        rest = None if prob is None else call("-", Const(1.0), prob)
        no = Move("reject", "Reject", outcome=voter.record.reversion, prob=rest, refuses=True)
        result.append(
            Turn(
                id=f"{turn.id}_{names[outcome]}_{by}",
                title=_title(ctx, by, names[outcome]),
                mover=voter.record.by if prob is None else NATURE,
                moves=(yes, no),
                date=turn.date,
                when=test,
            )
        )
    return result


def _check_reached(ctx: Context, turns: Sequence[Turn], ratifiers: Sequence[Ratifier]) -> None:
    """Report a ratifier whose vote no move can ever call."""
    ends = {move.outcome for turn in turns for move in turn.moves}
    for ratifier in ratifiers:
        if ends.isdisjoint(ratifier.record.agreement):
            names = [list(ctx.file.outcomes)[k] for k in ratifier.record.agreement]
            message = f"no move leads to {listing(names)}, so there is nothing to ratify"
            help = "name an outcome in which a move ends"
            ctx.report("SC632", message, (*ratifier.path, "agreement"), where="key", help=help)


def _title(ctx: Context, by: str, outcome: str) -> str:
    agreement = ctx.file.outcomes[outcome].title or words(outcome)
    return f"Ratification by {ctx.file.parties[by].name or words(by)}: {agreement}"
