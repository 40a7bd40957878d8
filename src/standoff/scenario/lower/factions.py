"""Factions: a private dimension, payoffs while each rules, and nature's turns of drift."""

from __future__ import annotations

from dataclasses import replace

from standoff.scenario import human
from standoff.scenario.context import Context, call, total, words
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.made import Insertion, declare_made
from standoff.scenario.lower.private import check_labels, fill_row
from standoff.scenario.model import NATURE, Move, Private, Turn
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_nature
from standoff.scenario.text import Path

NAME = "faction"
DRIFT = "drift"
PROB_SCOPE = Scope("the chance of a faction", variables=False, privates=None)
PAYOFF_SCOPE = Scope("a payoff")
DRIFT_SCOPE = Scope("the chance of drift", privates=None)


def declare_factions(ctx: Context) -> None:
    """Add the private dimension `party.faction` for every party that has factions."""
    for party, spec in ctx.file.parties.items():
        if not spec.factions:
            continue
        path: Path = ("parties", party, "factions")
        check_labels(ctx, spec.factions, path)
        rows: list[tuple[str, object, Path]] = [
            (name, faction.prob, (*path, name, "prob")) for name, faction in spec.factions.items()
        ]
        for _, prob, at in rows:
            if isinstance(prob, dict):
                message = "the chance of a faction is one formula, not a mapping"
                ctx.report("SC217", message, at)
        rows = [(name, 0 if isinstance(prob, dict) else prob, at) for name, prob, at in rows]
        seen = spec.faction_drift is not None and spec.faction_drift.seen_by_all
        player = ctx.parties[party]
        others = frozenset(ctx.parties.values()) - {player} if seen else frozenset()
        private = Private(
            id=NAME,
            party=player,
            values=tuple(spec.factions),
            prob=(tuple(fill_row(ctx, rows, PROB_SCOPE, f"the factions of `{party}`")),),
            means="which faction rules",
            value_means=tuple(faction.means for faction in spec.factions.values()),
            viewers=others,
        )
        declare_made(ctx, f"{party}.{NAME}", private, path)


def faction_payoffs(ctx: Context) -> dict[str, list[tuple[int, Expr]]]:
    """Return, by outcome, what the ruling faction adds as (player, formula)."""
    result: dict[str, list[tuple[int, Expr]]] = {}
    for party, spec in ctx.file.parties.items():
        coded = ctx.symbols.privates.get(f"{party}.{NAME}")
        for code, (name, faction) in enumerate(spec.factions.items()):
            for outcome, written in faction.payoff.items():
                path: Path = ("parties", party, "factions", name, "payoff", outcome)
                known = ctx.outcome(outcome, path, where="key")
                worth = ctx.formula(written, path, PAYOFF_SCOPE)
                if coded is None or known is None:
                    continue
                ctx.symbols.used.add(("private", coded.index))
                rules = call("==", Ref("private", coded.index), Const(float(code)))
                term = call("if", rules, worth, Const(0.0))
                result.setdefault(outcome, []).append((ctx.parties[party], term))
    return result


def drift_turns(ctx: Context) -> list[Insertion]:
    """Return nature's turns in which the rule may pass to another faction."""
    result = []
    for party, spec in ctx.file.parties.items():
        drift = spec.faction_drift
        if drift is None:
            continue
        path: Path = ("parties", party, "faction_drift")
        if len(spec.factions) < 2:
            message = f"`{party}` has no two factions between which the rule could pass"
            help = "list them under `factions:`, or delete `faction_drift`"
            ctx.report("SC641", message, path, where="key", help=help)
            continue
        turn = _drift_turn(ctx, party, spec, drift, path)
        if turn is not None:
            result += [
                Insertion(turn, (*path, "after", k), after) for k, after in enumerate(drift.after)
            ]
    return result


def _drift_turn(
    ctx: Context, party: str, spec: human.Party, drift: human.FactionDrift, path: Path
) -> Turn | None:
    coded = ctx.symbols.privates.get(f"{party}.{NAME}")
    if coded is None:
        return None
    chance = ctx.formula(drift.prob, (*path, "prob"), DRIFT_SCOPE)
    keep = Move("hold", "The same faction rules", seen_as="hold")
    moves = [
        Move(f"to_{label}", f"The rule passes to {label}", becomes=((coded.index, new),))
        for label, new in _passes(ctx, coded.index, spec, drift, path)
    ]
    share = call("/", chance, Const(float(max(1, len(moves)))))
    probs = [call("-", Const(1.0), chance), *([share] * len(moves))]
    moves = [
        replace(move, prob=prob, seen_as="hold")
        for move, prob in zip([keep, *moves], probs, strict=True)
    ]
    entries = [
        (name, prob, (*path, "prob")) for name, prob in ((DRIFT, drift.prob), ("hold", "rest"))
    ]
    row = [chance, probs[0]]
    check_nature(ctx, row, [None, None], entries, 1, f"the drift of `{party}`")
    ctx.symbols.used.add(("private", coded.index))
    name = spec.name or words(party)
    return Turn(f"{DRIFT}_{party}", f"Who rules in {name}", NATURE, tuple(moves))


def _passes(
    ctx: Context, index: int, spec: human.Party, drift: human.FactionDrift, path: Path
) -> list[tuple[str, Expr]]:
    """Return where the rule may pass, each as a label and the new value."""
    labels = list(spec.factions)
    if drift.to is not None:
        if not ctx.known(drift.to, labels, "faction", (*path, "to")):
            return []
        return [(drift.to, Const(float(labels.index(drift.to))))]
    # Every other faction in turn: `steps` further on, counted round.
    now, count = Ref("private", index), len(labels)
    if count == 2:
        return [("the_other", call("-", Const(1.0), now))]
    result = []
    for steps in range(1, count):
        on = call("+", now, Const(float(steps)))
        over = call(">=", on, Const(float(count)))
        result.append((f"next_{steps}", call("-", on, call("*", over, Const(float(count))))))
    return result


def added(terms: list[tuple[int, Expr]], player: int) -> Expr:
    """Return the sum of what is added for one player."""
    return total(expr for who, expr in terms if who == player)
