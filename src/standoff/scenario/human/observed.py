"""What has been seen of the crisis since it was written down."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import Date, Guard, Id, Model, Number, Text, field
from standoff.scenario.human.evidence import EvidenceItem

MAX_OBSERVED = 200


class Made(Model):
    """A move that was made."""

    turn: Id = field("The turn.")
    move: Id = field("The move that was seen.")
    in_fact: bool = field(
        "The move is known for what it is. Otherwise every move of the turn that looks like it "
        "is possible.",
        False,
    )


class NotMade(Model):
    """Moves that were not made up to a day."""

    moves: Annotated[list[Id], Field(min_length=1, max_length=100)] = field(
        "Moves that nobody has seen."
    )
    party: Id | None = field("Whose moves; anybody's by default.", None)


class Report(Model):
    """Word that something is so, or that a move was made, which may be wrong."""

    that: Guard | None = field(
        "A condition over public variables and hidden dimensions, as they stand before the moves "
        "of the day.",
        None,
    )
    made: Made | None = field("Or a move.", None)
    if_true: Number = field("Chance of such a report if it is so.", ge=0, le=1)
    if_false: Number = field("Chance of such a report if it is not so.", ge=0, le=1)


class Observation(Model):
    """One thing that has been seen: a move, moves not made, endings that did not come, a report."""

    date: Date | None = field("Day on which it was known.", None)
    through: Id | None = field(
        "Without dates: the last turn that is over, for `not_made` and `excluded`; the turn before "
        "whose moves it was known, for a report.",
        None,
    )
    says: Text = field("What was seen, in our words.", "")
    made: Made | None = field("A move that was made.", None)
    not_made: NotMade | None = field("Moves not made by the end of that day.", None)
    excluded: Annotated[list[Id], Field(max_length=100)] = field(
        "Outcomes that had not come about by the end of that day.", default_factory=list
    )
    report: Report | None = field("Word that may be wrong.", None)
    evidence: list[EvidenceItem] = field("Where it stands.", default_factory=list)
