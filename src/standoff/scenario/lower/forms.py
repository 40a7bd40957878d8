"""Short forms that make a variable and that moves and outcomes refer to, all in one place."""

from __future__ import annotations

from dataclasses import dataclass, field

from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.expr import Expr
from standoff.scenario.lower.assurances import (
    LoweredAssurance,
    assurance_move,
    declare_assurances,
    lower_assurances,
)
from standoff.scenario.lower.draft import Draft
from standoff.scenario.lower.sanctions import (
    LoweredSanction,
    declare_sanctions,
    lower_sanctions,
    sanction_move,
)
from standoff.scenario.lower.side_crises import (
    LoweredSide,
    declare_side_crises,
    lower_side_crises,
    side_crisis_move,
)
from standoff.scenario.lower.support import declare_support, lower_support, support_move
from standoff.scenario.lower.takes import LoweredTakes, declare_takes, take_move
from standoff.scenario.model import Variable
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path


@dataclass(frozen=True)
class Declared:
    """What the declaration of short forms hands on to their lowering."""

    takes: LoweredTakes | None
    support: dict[str, Coded]


@dataclass(frozen=True)
class Forms:
    """The short forms of a file by name, ready for moves and outcomes."""

    sanctions: dict[str, LoweredSanction] = field(default_factory=dict)
    assurances: dict[str, LoweredAssurance] = field(default_factory=dict)
    sides: dict[str, LoweredSide] = field(default_factory=dict)
    takes: LoweredTakes | None = None
    support: dict[str, Coded] = field(default_factory=dict)

    def ending(self, outcome: int) -> list[tuple[int, Expr]]:
        """Return what is added to the payoffs of an outcome, as (player, formula)."""
        terms = [term for one in self.sanctions.values() for term in one.ending(outcome)]
        return terms + [term for one in self.assurances.values() for term in one.ending(outcome)]


def declare_forms(ctx: Context, variables: list[Variable]) -> Declared:
    """Add the public variables of all short forms."""
    declare_sanctions(ctx, variables)
    declare_assurances(ctx, variables)
    declare_side_crises(ctx, variables)
    return Declared(declare_takes(ctx, variables), declare_support(ctx, variables))


def lower_forms(ctx: Context, declared: Declared) -> Forms:
    """Return all short forms with their formulas resolved."""
    lower_support(ctx, declared.support)
    return Forms(
        sanctions=lower_sanctions(ctx),
        assurances=lower_assurances(ctx),
        sides=lower_side_crises(ctx),
        takes=declared.takes,
        support=declared.support,
    )


def apply_forms(
    ctx: Context, draft: Draft, spec: human.Move, mover: int, path: Path, forms: Forms
) -> None:
    """Let a move do what its keys for short forms say."""
    sanction_move(ctx, draft, spec, mover, path, forms.sanctions)
    assurance_move(ctx, draft, spec, mover, path, forms.assurances)
    side_crisis_move(ctx, draft, spec, mover, path, forms.sides)
    take_move(ctx, draft, spec, mover, path, forms.takes)
    support_move(ctx, draft, spec, mover, path, forms.support)
