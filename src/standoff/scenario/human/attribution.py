"""How much each of several causes has to do with an event."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import MAX_ENTRIES, Formula, Guard, Id, Model, Text, field

MAX_CAUSES = 6
"""Most causes of one event: every subset of them is solved, 64 games for six."""


class Cause(Model):
    """One cause, by what the parameters are without it."""

    means: Text = field("What the cause is in plain words.", "")
    parameters: Annotated[dict[Id, Formula], Field(min_length=1, max_length=MAX_ENTRIES)] = field(
        "Values of parameters without the cause: numbers, or formulas over the parameters as drawn."
    )


class Attribution(Model):
    """An event, and the causes among which its chance is shared out."""

    means: Text = field("What the question is.", "")
    event: Guard = field("A condition over public variables at the end of the crisis.")
    causes: Annotated[dict[Id, Cause], Field(min_length=1, max_length=MAX_CAUSES)] = field(
        "The causes."
    )
