"""Commitments: a variable unmade, made or broken; costs of making it and of retreat.

Audience costs have two parts: one for backing down from what was said (inconsistency, the cost of
retreat) and one for having threatened at all (belligerence, paid when it is made): Kertzer &
Brutger (2016). Where the cost of retreat climbs with a ladder, higher stakes lock a
party in (Fearon 1994).

A commitment is a public variable. Made in a form that only an addressee sees, it is kept in a
hidden dimension of its own that the two share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total
from standoff.scenario.expr import Const, Expr, Ref
from standoff.scenario.lower.ladders import LoweredLadder
from standoff.scenario.lower.made import declare_made
from standoff.scenario.lower.messages import LoweredForm, holds, is_private
from standoff.scenario.lower.venues import is_in
from standoff.scenario.lower.walk import written_turns
from standoff.scenario.model import Commitment, Private, Variable
from standoff.scenario.names import Scope
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

LABELS = ("unmade", "made", "broken")
UNMADE, MADE, BROKEN = (Const(float(code)) for code in range(3))
COST_SCOPE = Scope("the cost of a commitment")
ONE = Const(1.0)


@dataclass(frozen=True)
class LoweredCommitment:
    """A commitment, ready for moves and outcomes.

    Attributes:
        coded: its public variable.
        secret: its hidden dimension with each addressee, by the addressee's id.
        shares: share of the cost of retreat by label, such as `made_written_reply`.
        settling: outcomes that break it if one of `replies` has been given.
    """

    record: Commitment
    coded: Coded
    made: Expr
    retreat: Expr
    outcomes: frozenset[int]
    moves: frozenset[str]
    secret: Mapping[str, Coded] = field(default_factory=dict)
    shares: Mapping[str, Expr] = field(default_factory=dict)
    settling: frozenset[int] = frozenset()
    replied: Expr = ZERO

    def ref(self) -> Expr:
        """Return the variable of the commitment."""
        return Ref("variable", self.coded.index)

    def places(self) -> list[Coded]:
        """Return where the commitment may stand: in public, and with each addressee."""
        return [self.coded, *self.secret.values()]

    def broken(self, coded: Coded) -> Expr:
        """Return the value of one place after a break: `broken` where it was made."""
        now = Ref(coded.kind, coded.index)
        return call("if", is_in(coded, _made(coded)), BROKEN, now)

    def share(self) -> Expr:
        """Return the largest share of the cost of retreat that any form has put at stake."""
        result: Expr = ZERO
        for coded in self.places():
            here: Expr = ZERO
            for label in reversed(_made(coded)):
                made = holds(coded, float(coded.code(label) or 0))
                here = call("if", made, self.shares.get(label, ONE), here)
            result = here if result == ZERO else call("max", result, here)
        return result

    def retreat_cost(self) -> Expr:
        """Return what breaking the commitment costs its party."""
        if self.retreat == ZERO:
            return ZERO
        if len(self.places()) == 1 and len(_made(self.coded)) == 1:
            return call("if", holds(self.coded, MADE.value), self.retreat, ZERO)
        return call("*", self.share(), self.retreat)


def _made(coded: Coded) -> list[str]:
    return [label for label in coded.labels or () if label.startswith("made")]


def made_in(form: str | None) -> str:
    """Return the label of a commitment made in a form."""
    return f"made_{form}" if form else "made"


def _forms_used(ctx: Context, name: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the labels of public forms that a file uses, and of private ones by addressee."""
    public: list[str] = []
    secret: dict[str, list[str]] = {}
    for turn, _ in written_turns(ctx.file):
        for move in turn.moves.values():
            if move.commits != name:
                continue
            label = made_in(move.form)
            if not is_private(ctx, move):
                public += [label] if label not in (*LABELS, *public) else []
            elif move.to in ctx.parties:
                known = secret.setdefault(str(move.to), [])
                known += [label] if label not in known else []
    return public, secret


def declare_commitments(ctx: Context, variables: list[Variable]) -> None:
    """Add one public variable for each commitment."""
    for name, spec in ctx.file.commitments.items():
        if name in ctx.symbols.variables or name in ctx.symbols.parameters:
            continue
        index = len(variables)
        labels = (*LABELS, *_forms_used(ctx, name)[0])
        top = len(labels) - 1
        variables.append(Variable(name, 0, top, 0, labels, spec.means, "commitment"))
        path: Path = ("commitments", name)
        ctx.symbols.variables[name] = Coded("variable", index, 0, top, labels, path)


def declare_secret_commitments(ctx: Context) -> None:
    """Add a hidden dimension `party.commitment_to_addressee` for each made in private."""
    for name, spec in ctx.file.commitments.items():
        owner = ctx.parties.get(spec.party)
        for addressee, made in _forms_used(ctx, name)[1].items():
            if owner is None or ctx.parties[addressee] == owner:
                continue
            private = Private(
                id=f"{name}_to_{addressee}",
                party=owner,
                values=(*LABELS, *made),
                prob=(),
                means=spec.means,
                viewers=frozenset({ctx.parties[addressee]}),
                start=0,
            )
            full = f"{spec.party}.{name}_to_{addressee}"
            declare_made(ctx, full, private, ("commitments", name))


def lower_commitments(
    ctx: Context, ladders: Mapping[str, LoweredLadder], forms: Mapping[str, LoweredForm]
) -> dict[str, LoweredCommitment]:
    """Return the commitments with their formulas resolved; moves are checked with the turns."""
    result = {}
    for name, spec in ctx.file.commitments.items():
        coded = ctx.symbols.variables.get(name)
        if coded is None or coded.path != ("commitments", name):
            continue
        path = coded.path
        party = ctx.party(spec.party, (*path, "party"))
        broken_by: Path = (*path, "broken_by")
        outcomes, settling = (
            [ctx.outcome(outcome, (*broken_by, what, k)) for k, outcome in enumerate(listed)]
            for what, listed in (
                ("outcomes", spec.broken_by.outcomes),
                ("settling", spec.broken_by.settling),
            )
        )
        secret = {
            addressee: ctx.symbols.privates[full]
            for addressee in ctx.parties
            if (full := f"{spec.party}.{name}_to_{addressee}") in ctx.made
        }
        result[name] = LoweredCommitment(
            record=Commitment(name, party or 0, coded.index),
            coded=coded,
            made=total(
                ctx.formula(getattr(spec, key), (*path, key), COST_SCOPE)
                for key in ("sunk", "belligerence")
            ),
            retreat=_retreat(ctx, spec, path, ladders),
            outcomes=frozenset(index for index in outcomes if index is not None),
            moves=frozenset(spec.broken_by.moves),
            secret=secret,
            shares={made_in(form): lowered.share for form, lowered in forms.items()},
            settling=frozenset(index for index in settling if index is not None),
            replied=_replied(ctx, spec, broken_by),
        )
        if outcomes or settling or spec.broken_by.moves:
            ctx.symbols.used.add(("variable", coded.index))
            ctx.symbols.used |= {("private", place.index) for place in secret.values()}
    return result


def _replied(ctx: Context, spec: human.Commitment, path: Path) -> Expr:
    """Return whether a reply that breaks the commitment has been given, at any table."""
    broken_by = spec.broken_by
    if bool(broken_by.replies) != bool(broken_by.settling):
        lacking, given = ("settling", "replies")[:: 1 if broken_by.replies else -1]
        message = f"`{given}` breaks a commitment only together with `{lacking}`"
        help = f"write `{lacking}:` too: a settlement on one of the replies is the retreat"
        ctx.report("SC653", message, (*path, given), where="key", help=help)
        return ZERO
    menus = {} if ctx.file.table is None else {"reply": ctx.file.table.replies}
    menus |= {name: venue.replies for name, venue in ctx.file.venues.items()}
    every = [label for replies in menus.values() for label in replies]
    result: Expr = ZERO
    for k, reply in enumerate(broken_by.replies):
        ctx.known(reply, every, "reply", (*path, "replies", k))
    for name, replies in menus.items():
        coded = ctx.symbols.coded(name)
        listed = [label for label in broken_by.replies if label in replies]
        if coded is None or not listed:
            continue
        ctx.symbols.used.add((coded.kind, coded.index))
        here = is_in(coded, listed)
        result = here if result == ZERO else call("or", result, here)
    return result


def _retreat(
    ctx: Context, spec: human.Commitment, path: Path, ladders: Mapping[str, LoweredLadder]
) -> Expr:
    """Return the cost of retreat, grown with the ladder where one is named."""
    if spec.retreat is not None and spec.inconsistency is not None:
        message = "`retreat` and `inconsistency` are two names of one cost"
        ctx.report("SC209", message, (*path, "inconsistency"), where="key", help="keep one of them")
    key = "retreat" if spec.inconsistency is None else "inconsistency"
    cost = ctx.formula(getattr(spec, key) or 0, (*path, key), COST_SCOPE)
    if cost == ZERO or (spec.climbs_with is None and spec.stakes_growth is None):
        return cost
    for one, other in (("climbs_with", "stakes_growth"), ("stakes_growth", "climbs_with")):
        if getattr(spec, one) is None:
            message = f"`{path[-1]}` has `{other}`, which does nothing without `{one}`"
            help = f"write `{one}: ...`, or delete `{other}`"
            ctx.report("SC218", message, (*path, other), where="key", help=help)
            return cost
    growth = ctx.formula(spec.stakes_growth, (*path, "stakes_growth"), COST_SCOPE)
    at: Path = (*path, "climbs_with")
    if not ctx.known(str(spec.climbs_with), ctx.file.ladders, "ladder", at):
        return cost
    ladder = ladders.get(str(spec.climbs_with))
    if ladder is None:
        return cost
    ctx.symbols.used.add(("variable", ladder.coded.index))
    factor = call("+", Const(1.0), call("*", growth, ladder.height()))
    return call("*", cost, factor)


def retreats(
    commitments: Mapping[str, LoweredCommitment], outcome: int
) -> tuple[tuple[int, Expr], ...]:
    """Return (player, formula) for every commitment that an outcome breaks."""
    result = []
    for commitment in commitments.values():
        cost = commitment.retreat_cost()
        if outcome in commitment.settling and outcome not in commitment.outcomes:
            cost = call("if", commitment.replied, cost, ZERO)
        elif outcome not in commitment.outcomes:
            continue
        if commitment.retreat != ZERO:
            result.append((commitment.record.party, cost))
    return tuple(result)
