"""Theories that can be switched off, and what is changed when one is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import MAX_ENTRIES, Formula, Id, Model, Text, field


class Off(Model):
    """What holds when a theory is switched off."""

    parameters: Annotated[dict[Id, Formula], Field(max_length=MAX_ENTRIES)] = field(
        "New values of parameters: numbers, or formulas over the parameters as drawn.",
        default_factory=dict,
    )
    reveals: list[Text] = field(
        "Hidden dimensions, such as `east.resolve`, that everybody sees.", default_factory=list
    )
    views: list[Id] = field("Views that nobody holds.", default_factory=list)


class Theory(Model):
    """A theory that the crisis rests on and that can be switched off."""

    title: Text = field("A few words. Default: the id in words.", "")
    means: Text = field("What the theory says here.", "")
    reference: Text = field("Who put it forward.", "")
    critics: Text = field("Who doubts it.", "")
    on: Formula = field(
        "Chance that it is on in a draw: a formula over parameters.", 1, unit="probability"
    )
    off: Off = field("What is changed when it is off.")
