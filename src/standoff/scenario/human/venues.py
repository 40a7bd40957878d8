"""Several tables at once: where items are talked about, by whom, when, and who sees it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from standoff.scenario.human.base import Date, Formula, Id, LabelText, Model, Text, field
from standoff.scenario.human.table import Reply


class Venue(Model):
    """A table of its own: a venue with members, items and a menu of replies."""

    title: Text = field("What it is called. Default: the id in words.", "")
    members: Annotated[list[Id], Field(min_length=2, max_length=20)] = field("Who sits at it.")
    items: Annotated[list[Id], Field(min_length=1, max_length=50)] | None = field(
        "Items of the table that are talked about here. Default: all.", None
    )
    public: bool = field(
        "Whether all see what is done here; otherwise the others see only that it met.", True
    )
    replies: Annotated[dict[LabelText, Reply], Field(max_length=50)] = field(
        "The replies that can be given here, over its items; `open` is the name of no reply yet.",
        default_factory=dict,
    )
    dates: Annotated[list[Date], Field(max_length=200)] = field(
        "Days on which it meets. Default: any.", default_factory=list
    )
    means: Text = field("What it is for.", "")


class Linkage(Model):
    """Extra worth of settling the same items at several tables."""

    between: Annotated[list[Id], Field(min_length=2, max_length=20)] = field(
        "Venues; `table` is the table itself."
    )
    items: Annotated[list[Id], Field(min_length=1, max_length=50)] = field(
        "Items that must be accepted at all of them; it counts half where one is only discussed."
    )
    value: dict[Id, Formula] = field(
        "Worth to each party; parties left out get 0.", unit="payoff unit of the file"
    )
