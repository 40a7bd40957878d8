"""Sanctions and assurances: what one party threatens or promises another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from standoff.scenario.human.base import Formula, Id, Model, Text, field

Stage = Literal["none", "threatened", "imposed"]


class Against(Model):
    """The endings that a sanction is meant to prevent."""

    outcomes: list[Id] = field("Outcomes.", default_factory=list)


class Sanction(Model):
    """A sanction that one party may threaten, impose and lift.

    It makes a public variable of its name with the stages as values.
    """

    sender: Id = field("The party that imposes it.")
    target: Id = field("The party that it is meant to hurt.")
    means: Text = field("What it is.", "")
    stages: Annotated[list[Stage], Field(min_length=2, max_length=3)] = field(
        "`none`, `threatened`, `imposed`; `threatened` may be left out.",
        default_factory=lambda: ["none", "threatened", "imposed"],
    )
    start: Stage = field("The stage at the start.", "none")
    cost_target: Formula = field(
        "What it costs the target if it is imposed at the end, before leakage.",
        0,
        unit="payoff unit of the file",
    )
    cost_sender: Formula = field(
        "What it costs the sender if it is imposed at the end.", 0, unit="payoff unit of the file"
    )
    leakage: Formula = field(
        "Share of the target's cost that is evaded, through others' trade for example.",
        0,
        unit="share",
    )
    relief: Formula = field(
        "What the target gains at once when it is lifted.", 0, unit="payoff unit of the file"
    )
    against: Against = field("What it is threatened against.", default_factory=Against)
    empty_threat: Formula = field(
        "What it costs the sender to have threatened it and not to have imposed it when one of the "
        "outcomes in `against` comes.",
        0,
        unit="payoff unit of the file",
    )


class On(Model):
    """The endings in which an assurance counts."""

    outcomes: Annotated[list[Id], Field(min_length=1)] = field("Outcomes.")


class Assurance(Model):
    """A promise of one party not to exploit what another concedes.

    It makes a public variable of its name with the values none and given.
    """

    by: Id = field("The party that gives it.")
    to: Id = field("The party that it is given to.")
    means: Text = field("What is promised.", "")
    worth: Formula = field(
        "What it is worth to `to` if it is kept.", unit="payoff unit of the file"
    )
    credibility: Formula = field("Share of `worth` that `to` counts on.", 1, unit="share")
    cost: Formula = field(
        "What giving it costs `by`, paid at once.", 0, unit="payoff unit of the file"
    )
    price: Formula = field(
        "What keeping it costs `by` in the outcomes of `on`.", 0, unit="payoff unit of the file"
    )
    on: On = field("The endings in which it counts.")
