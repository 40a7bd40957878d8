"""Who belongs to whom, which faction rules inside a party, and who must ratify."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import Chance, Formula, Id, Model, Text, field


class Faction(Model):
    """A faction inside a party: while it rules, its own payoffs are added to the party's."""

    prob: Chance = field(
        "How likely it is that it rules at the start: a formula over parameters, or `rest`."
    )
    payoff: dict[Id, Formula] = field(
        "What an outcome is worth on top to the party while this faction rules.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    means: Text = field("Who they are and what they want.", "")


class FactionDrift(Model):
    """The chance that the rule passes to another faction during the crisis."""

    prob: Formula = field(
        "Chance at each of these points: a formula over parameters and public variables.",
        unit="probability",
    )
    after: Annotated[list[Id], Field(min_length=1, max_length=100)] = field(
        "Turns after which it may happen; a repeated turn counts each time."
    )
    to: Id | None = field(
        "Faction to which the rule passes. Default: any of the others, all equally likely.", None
    )
    seen_by_all: bool = field(
        "Whether everybody knows which faction rules; otherwise only the party itself.", False
    )


class Ratification(Model):
    """A second level: an agreement stands only if somebody at home ratifies it."""

    by: Id = field("The party that ratifies.")
    agreement: Annotated[list[Id], Field(min_length=1, max_length=100)] = field(
        "Outcomes that need ratification; no move ends in them before it."
    )
    reversion: Id = field("Outcome when it is rejected.")
    pass_: Formula | None = field(
        "Chance that it is ratified, where the vote is not modelled as a choice. Default: `by` "
        "chooses.",
        None,
        alias="pass",
        unit="probability",
    )
    means: Text = field("How ratification works.", "")
