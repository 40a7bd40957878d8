"""What somebody believes of the parameters, and how far play follows such beliefs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from standoff.scenario.human.base import MAX_ENTRIES, Formula, Id, Model, Number, Text, field
from standoff.scenario.human.evidence import Evidence
from standoff.scenario.human.parameters import Prior


class Belief(Model):
    """A parameter as a view has it. Exactly one of `value`, `prior` and `formula`."""

    value: Number | None = field("A fixed value.", None)
    prior: Prior | None = field("A distribution; paired with the analyst's own draws.", None)
    formula: Formula | None = field(
        "A formula over the analyst's parameters, such as `clip(win_chance + 0.2, 0, 1)`.", None
    )
    evidence: Evidence = field("`assumed`, or the places in the sources that it rests on.")
    reason: Text = field("Why this value.", "")


class View(Model):
    """How somebody sees the crisis: parameters and options, nothing else."""

    title: Text = field("A few words. Default: the id in words.", "")
    means: Text = field("Whose view it is and where it departs from the analyst's.", "")
    source: Id | None = field("The document whose author sees it so.", None)
    held_by: list[Id] = field(
        "Parties that see the crisis so and choose by it; a party holds at most one view.",
        default_factory=list,
    )
    rules_out: list[Id] = field(
        "Moves that are left out: in this view they are as good as impossible.",
        default_factory=list,
    )
    parameters: Annotated[dict[Id, Belief], Field(max_length=MAX_ENTRIES)] = field(
        "Parameters that are believed to be different.", default_factory=dict
    )


class Perception(Model):
    """How far play follows the views that parties hold."""

    level: Literal[0, 1, 2] = field(
        "0: everybody plays the analyst's crisis; 1: each plays its part of the crisis as it sees "
        "it; 2: each replies to what the others play at level 1.",
        1,
    )
