"""How parties count each other's gains, and who supports whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import (
    MAX_VALUES,
    Chance,
    Formula,
    Id,
    LabelText,
    Model,
    Text,
    field,
)


class RelativeGains(Model):
    """A weight on what another party gets: its gain counts as a loss of one's own."""

    of: Id = field("The party whose payoff counts against this one's.")
    weight: Formula = field(
        "Weight beta: the payoff becomes own minus beta times the other's. 0: own payoff alone; "
        "1: strictly competitive (Grieco 1988).",
        unit="share",
    )
    means: Text = field("Why the other's gain is felt as a loss.", "")


class Coordination(Model):
    """Whether some parties act for themselves or as one.

    It makes a hidden dimension with the values apart and joint, seen by the parties in `between`
    and by nobody else. Where it is joint, each of them counts the others' payoffs beside its own.
    """

    between: Annotated[list[Id], Field(min_length=2, max_length=20)] = field(
        "The parties that may act as one."
    )
    prob: Chance = field(
        "Chance rho that they are joint: 0 independent, 1 a coalition.", unit="probability"
    )
    means: Text = field("What they would have agreed on.", "")


class Support(Model):
    """How far somebody supports a party: a public variable `<name>_support` with levels.

    The name is a party, or somebody outside the scenario whom only nature moves. Formulas use
    `support.<party>`: the sum over its supporters of capability * reliability * level / top level.
    """

    to: Id = field("The party that is supported.")
    levels: Annotated[list[LabelText], Field(min_length=2, max_length=MAX_VALUES)] = field(
        "The levels, lowest first.",
        default_factory=lambda: ["none", "words", "material", "joint"],
    )
    start: LabelText | None = field("Level at the start. Default: the lowest.", None)
    capability: Formula = field(
        "What full support would be worth if it were certain, apart from reliability."
    )
    reliability: Formula = field(
        "Share of it that can be counted on; a hidden dimension may stand in it.",
        1,
        unit="share",
    )
    means: Text = field("What the support would be.", "")
