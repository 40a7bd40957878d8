"""Endings, threats and base rates."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import Formula, Id, Model, Number, Text, Whole, field


class Outcome(Model):
    """An ending."""

    title: Text = field("A few words. Default: the id in words.", "")
    means: Text = field("What has happened then.", "")
    payoff: dict[Id, Formula] = field(
        "What it is worth to each party; parties left out get 0.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    force: bool = field("Whether it is a use of force.", False)
    clash: bool = field(
        "Counts as war by accident or choice even if it is no use of force. The outcome of a "
        "ladder's accident always does.",
        False,
    )


class CarriedOut(Model):
    """What counts as carrying out a threat."""

    outcomes: list[Id] = field("Outcomes.", default_factory=list)
    moves: list[Id] = field("Moves.", default_factory=list)


class Bluff(Model):
    """A threat, for the question whether it is a bluff."""

    threat: Text = field("The threat in words.")
    carried_out: CarriedOut = field("What counts as carrying it out.")


class BaseRate(Model):
    """How often past crises ended so."""

    outcomes: Annotated[list[Id], Field(min_length=1)] = field("Outcomes it is compared with.")
    rate: Number = field("Share of past crises.", ge=0, le=1, unit="share")
    cases: Whole | None = field("Number of past crises.", None, ge=1)
    source: Text = field("Where the rate comes from.")
    means: Text = field("What was counted.", "")
