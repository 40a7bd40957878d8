"""Sources, and the evidence of a number."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from standoff.scenario.human.base import Date, Id, Model, Text, Whole, field, schema, wrong


def _evidence_tag(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#word"


def _word_assumed(value: Any) -> Any:
    if value == "assumed":
        return value
    raise wrong("SC203", "`assumed` or a list of sources", value, "write `evidence: assumed`")


class EvidenceItem(Model):
    """One place in a source, and what it says in our own words."""

    source: Id = field("Name of an entry of `sources`.")
    paragraph: Whole | None = field("Which paragraph of the source, counted from 1.", None, ge=1)
    says: Text = field("What it says, in your own words.", "")


Evidence = Annotated[
    Annotated[Any, BeforeValidator(_word_assumed), schema(const="assumed"), Tag("#word")]
    | Annotated[list[EvidenceItem], Field(min_length=1), Tag("#list")],
    Discriminator(_evidence_tag),
]


class Source(Model):
    """A document that the scenario rests on."""

    title: Text = field("Title of the document.")
    author: Text = field("Who wrote it.", "")
    outlet: Text = field("Where it appeared.", "")
    written: Date | None = field("When it was written.", None)
    published: Date | None = field("When it was published where it was read.", None)
    language: Text = field("Language it was read in.", "")
    stance: Text = field("Which camp it speaks for, as one word or two.", "")
    note: Text = field("Anything a reader should know about it.", "")
