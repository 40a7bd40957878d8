"""Who chooses, what each hides, and what everybody sees."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from standoff.scenario.human.base import (
    MAX_VALUES,
    Chance,
    Formula,
    Id,
    LabelText,
    Model,
    Text,
    Whole,
    field,
)
from standoff.scenario.human.factions import Faction, FactionDrift
from standoff.scenario.human.relations import RelativeGains

PartyKind = Literal["state", "faction", "leader", "public", "bloc", "organisation"]


class PrivateValue(Model):
    """One value of a hidden dimension."""

    prob: Chance | None = field(
        "How likely it is at the start: a formula over parameters, or `rest` for what the others "
        "leave; with `given`, a mapping from the values of that dimension to formulas. Required "
        "unless the dimension has a `start`.",
        None,
    )
    means: Text = field("What a party of this type is like.", "")


class Private(Model):
    """A private dimension: something about a party that it knows and others do not."""

    means: Text = field("What is hidden.", "")
    given: Text | None = field(
        "An earlier private dimension that the probabilities depend on, as `party.dimension`.", None
    )
    values: Annotated[dict[LabelText, PrivateValue], Field(min_length=1, max_length=20)] = field(
        "The values in order, lowest first."
    )
    start: LabelText | None = field(
        "The value at the start, if it is no matter of chance; moves change it by `becomes`.", None
    )
    seen_by: list[Id] = field(
        "Further parties that see the value, beside its owner.", default_factory=list
    )


class Hidden(Private):
    """A hidden dimension that belongs to no party: only those under `seen_by` know its value."""


class Party(Model):
    """Somebody who chooses."""

    name: Text = field("Name for tables and charts. Default: the id.", "")
    means: Text = field("Who or what it is.", "")
    kind: PartyKind = field("What kind of actor it is; shown, not solved.", "state")
    of: Id | None = field("The party that it belongs to, such as a public to its state.", None)
    private: dict[Id, Private] = field(
        "Private dimensions; the type of a party is the tuple of their values.",
        default_factory=dict,
    )
    factions: Annotated[dict[LabelText, Faction], Field(max_length=20)] = field(
        "Factions that may rule it; they make the private dimension `faction`.",
        default_factory=dict,
    )
    faction_drift: FactionDrift | None = field("How the rule may pass to another faction.", None)
    update_rate: Formula | None = field(
        "How far it learns about the others' types from what it sees: 0 is stubborn (it keeps its "
        "prior), 1 is Bayes' rule. Beliefs are prior * likelihood^rate, after Phillips and Edwards "
        "(1966). Default: 1.",
        None,
        unit="share",
    )
    relative_gains: RelativeGains | None = field(
        "Another party whose payoff counts against this one's.", None
    )


class OutsideOption(Model):
    """A plan B that only its owner knows: a private dimension with `none` among its values."""

    party: Id = field("Who has it.")
    means: Text = field("What it is.", "")
    given: Text | None = field("An earlier private dimension that it depends on.", None)
    values: Annotated[dict[LabelText, PrivateValue], Field(min_length=1, max_length=20)] = field(
        "The values, `none` among them."
    )


class Variable(Model):
    """A public variable: everybody sees its value. It has exactly one of `range` and `values`."""

    range: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = field(
        "`[low, high]`: whole numbers, both ends included.", None
    )
    values: Annotated[list[LabelText], Field(min_length=1, max_length=MAX_VALUES)] | None = field(
        "Named values, in order.", None
    )
    start: Any = field("The value at the start: a number of the range, or one of the values.")
    means: Text = field("What it stands for.", "")
