"""What runs beside the crisis: side crises that tie forces, and hazards that nobody chooses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from standoff.scenario.human.base import (
    MAX_DAYS,
    Chance,
    Date,
    Formula,
    Guard,
    Id,
    Model,
    Text,
    Whole,
    field,
)

Tie = Literal["tied", "mopping_up", "free"]


class Residual(Model):
    """What stays behind after the withdrawal, and how it ends."""

    days: Whole = field(
        "Days after each possible day of withdrawal on which the mopping-up may end.",
        ge=0,
        le=MAX_DAYS,
        unit="days",
    )
    prob: Formula = field("Chance that it then ends.", unit="probability")


class SideCrisis(Model):
    """Another crisis that ties the forces of a party until it has withdrawn from it.

    It makes a public variable of its name with the values tied, mopping_up and free. Nature decides
    on the announced day, and again after each slip, whether the forces are withdrawn.
    """

    party: Id = field("The party whose forces are tied.")
    means: Text = field("What the side crisis is.", "")
    start: Tie = field("Where it stands at the start.", "tied")
    announced: Date | None = field("Day on which the withdrawal should be over.", None)
    slip: Annotated[dict[str, Chance], Field(max_length=20)] = field(
        "Chance of every delay: `{0: 0.4, 7: 0.3, 30: rest}` with days after `announced` as names; "
        "`never` stands for no withdrawal at all.",
        default_factory=dict,
        unit="probability",
    )
    condition: Guard | None = field(
        "A condition over public variables without which nothing is withdrawn.", None
    )
    residual: Residual | None = field(
        "The mopping-up after the withdrawal. Default: none, the forces are free at once.", None
    )


class Hazard(Model):
    """Something that may happen by itself after some turns, though nobody chooses it."""

    outcome: Id = field("Outcome when it happens.")
    prob: Formula = field(
        "Chance each time; `day`, `days_left` and variables may stand in it.", unit="probability"
    )
    at: list[Id] = field(
        "Turns, or stages of simultaneous turns, after which it may happen; the id of a repeated "
        "one stands for every repetition.",
        default_factory=list,
    )
    every: bool = field("Whether it may happen after every turn of the file.", False)
    when: Guard | None = field(
        "A condition over public variables without which it cannot happen.", None
    )
    means: Text = field("What may happen.", "")
