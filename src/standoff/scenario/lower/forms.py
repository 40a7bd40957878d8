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
from standoff.scenario.model import Variable
from standoff.scenario.text import Path


@dataclass(frozen=True)
class Forms:
    """The short forms of a file by name, ready for moves and outcomes."""

    sanctions: dict[str, LoweredSanction] = field(default_factory=dict)
    assurances: dict[str, LoweredAssurance] = field(default_factory=dict)

    def ending(self, outcome: int) -> list[tuple[int, Expr]]:
        """Return what is added to the payoffs of an outcome, as (player, formula)."""
        terms = [term for one in self.sanctions.values() for term in one.ending(outcome)]
        return terms + [term for one in self.assurances.values() for term in one.ending(outcome)]


def declare_forms(ctx: Context, variables: list[Variable]) -> None:
    """Add the public variables of all short forms."""
    declare_sanctions(ctx, variables)
    declare_assurances(ctx, variables)


def lower_forms(ctx: Context) -> Forms:
    """Return all short forms with their formulas resolved."""
    return Forms(lower_sanctions(ctx), lower_assurances(ctx))


def apply_forms(
    ctx: Context, draft: Draft, spec: human.Move, mover: int, path: Path, forms: Forms
) -> None:
    """Let a move do what its keys for short forms say."""
    sanction_move(ctx, draft, spec, mover, path, forms.sanctions)
    assurance_move(ctx, draft, spec, mover, path, forms.assurances)
