"""The items on the table and the stated menu of replies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from standoff.scenario.human.base import Formula, Id, LabelText, Model, Text, field, schema, wrong
from standoff.scenario.human.evidence import Evidence


def _items_tag(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#word"


def _word_rest(value: Any) -> Any:
    if value == "rest":
        return value
    raise wrong("SC203", "a list of items, or `rest`", value)


ItemList = Annotated[
    Annotated[Any, BeforeValidator(_word_rest), schema(const="rest"), Tag("#word")]
    | Annotated[list[Id], Tag("#list")],
    Discriminator(_items_tag),
]


class Item(Model):
    """One item on the table."""

    title: Text = field("What is demanded, in a few words. Default: the id in words.", "")
    means: Text = field("What it would mean.", "")
    value: dict[Id, Formula] = field(
        "What it is worth to each party if conceded in full; parties left out get 0.",
        unit="payoff unit of the file",
    )
    divisible: bool = field("Whether half of it can be had: `discuss` is worth something.", False)
    evidence: Evidence = field("Where the values come from.", "assumed")


class Reply(Model):
    """One reply on the stated menu: what is done with every item."""

    title: Text = field("Words for tables. Default: the id in words.", "")
    accept: ItemList = field("Items conceded, or `rest`.", default_factory=list)
    refuse: ItemList = field("Items refused, or `rest`.", default_factory=list)
    discuss: ItemList = field("Items taken up for talks, or `rest`.", default_factory=list)
    means: Text = field("What this reply says.", "")


class Guarantee(Model):
    """Something that can be added to an offer so that it is believed, or hurts less."""

    title: Text = field("Words for tables. Default: the id in words.", "")
    means: Text = field("What is promised, and why it changes what it changes.", "")
    sets: Annotated[dict[Id, Formula], Field(min_length=1, max_length=50)] = field(
        "New values of parameters while it holds: numbers, or formulas over the parameters."
    )
    cost: Annotated[dict[Id, Formula], Field(max_length=50)] = field(
        "What giving it costs each party; parties left out pay nothing.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    reason: Text = field("Why these numbers; they are assumed.", "")


class Table(Model):
    """The items on the table and the stated menu of replies."""

    demanded_by: Id = field("The party that demands.")
    of: Id = field("The party that replies.")
    sold: Literal["singly", "package"] = field(
        "`singly`: accepted items count one by one; `package`: only if all are accepted.", "singly"
    )
    discuss_share: Formula = field(
        "Share of a divisible item's value that taking it up for talks is worth.", 0, unit="share"
    )
    items: Annotated[dict[Id, Item], Field(min_length=1, max_length=50)] = field("The items.")
    replies: Annotated[dict[LabelText, Reply], Field(min_length=1, max_length=50)] = field(
        "The replies; `open` is the name of no reply yet and cannot be used."
    )
    guarantees: Annotated[dict[Id, Guarantee], Field(max_length=6)] = field(
        "What can be added to an offer; read by `standoff settle` alone.", default_factory=dict
    )
