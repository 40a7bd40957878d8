"""Ladders, accidents and commitments."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import (
    MAX_VALUES,
    Formula,
    Id,
    LabelText,
    Model,
    Number,
    Text,
    field,
)
from standoff.scenario.human.evidence import Evidence


class Rung(Model):
    """One rung of a ladder."""

    id: LabelText = field("Name of the rung, usable in comparisons.")
    means: Text = field("What is done on it.", "")
    evidence: Evidence = field("Where it comes from.", "assumed")


class Accident(Model):
    """The chance that things get out of hand, in one accident turn."""

    prob_top: Formula = field("Chance in one accident turn at the top rung.", unit="probability")
    growth: Formula = field("At rung r of R the chance is `prob_top * (r/R)^growth`.", 2)
    outcome: Id = field("Outcome when it happens.")


class Reaction(Model):
    """How far a public variable moves when the ladder is climbed."""

    per_step: Number = field(
        "A climb of k steps moves the variable by `per_step * k^2`, rounded and cut off at its "
        "range."
    )


class Ladder(Model):
    """A ladder of pressure that one party climbs. It makes a public variable of its name."""

    climber: Id = field("The party that climbs.")
    rungs: Annotated[list[Rung], Field(min_length=2, max_length=MAX_VALUES)] = field(
        "The rungs, lowest first."
    )
    start: LabelText | None = field("Rung at the start. Default: the lowest.", None)
    means: Text = field("What the ladder is.", "")
    standing_cost: dict[Id, Formula] = field(
        "Cost to each party of standing at the top rung, per 7 days; at rung r of R it is "
        "multiplied by `(r/R)^convexity`.",
        default_factory=dict,
        unit="payoff unit of the file, per 7 days",
    )
    convexity: Number = field("Power of the standing cost, above 1.", 2.0)
    rate_cost: dict[Id, Formula] = field(
        "Cost to each party of climbing the whole ladder in one move; k rungs of R cost "
        "`(k/R)^2` of it.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    descent_cost: dict[Id, Formula] = field(
        "Cost to each party of stepping down one rung, such as lost face.",
        default_factory=dict,
        unit="payoff unit of the file, per rung",
    )
    reacts: dict[Id, Reaction] = field(
        "Public variables with a `range` that a climb moves, the more so the faster it is.",
        default_factory=dict,
    )
    accident: Accident | None = field("The accident that grows with the rung.", None)


class BrokenBy(Model):
    """What breaks a commitment."""

    outcomes: list[Id] = field("Outcomes that break it.", default_factory=list)
    moves: list[Id] = field("Moves of the committed party that break it.", default_factory=list)
    replies: list[LabelText] = field(
        "Replies that break it where the crisis is settled on one of them.", default_factory=list
    )
    settling: list[Id] = field(
        "Outcomes that break it if one of `replies` has been given, at any table.",
        default_factory=list,
    )


class Commitment(Model):
    """A public commitment. It makes a public variable with values unmade, made, broken."""

    party: Id = field("Who commits.")
    means: Text = field("What is promised or vowed.", "")
    sunk: Formula = field("Cost paid when it is made.", 0, unit="payoff unit of the file")
    belligerence: Formula = field(
        "Cost paid when it is made because the audience dislikes that a threat is made at all.",
        0,
        unit="payoff unit of the file",
    )
    retreat: Formula | None = field(
        "Cost paid when it is broken after being made. Default: 0.",
        None,
        unit="payoff unit of the file",
    )
    inconsistency: Formula | None = field(
        "Another name of `retreat`, for the part of audience costs that falls on saying one thing "
        "and doing another.",
        None,
        unit="payoff unit of the file",
    )
    climbs_with: Id | None = field("The ladder with which the cost of retreat grows.", None)
    stakes_growth: Formula | None = field(
        "At rung r of R the cost of retreat is multiplied by `1 + stakes_growth * r / R`.",
        None,
        unit="share",
    )
    broken_by: BrokenBy = field("What breaks it.", default_factory=BrokenBy)
