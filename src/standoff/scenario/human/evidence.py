"""Sources, those who speak in them, and the evidence of a number."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from standoff.scenario.human.base import (
    Date,
    Id,
    Model,
    Number,
    Text,
    Whole,
    field,
    schema,
    wrong,
)


def _evidence_tag(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#word"


def _word_assumed(value: Any) -> Any:
    if value == "assumed":
        return value
    raise wrong("SC203", "`assumed` or a list of sources", value, "write `evidence: assumed`")


Span = Annotated[
    list[Annotated[Whole, Field(ge=0)]],
    Field(min_length=2, max_length=2),
]


class EvidenceItem(Model):
    """One place in a source, and what it says in our own words."""

    source: Id = field("Name of an entry of `sources`.")
    paragraph: Whole | None = field("Which paragraph of the source, counted from 1.", None, ge=1)
    characters: Span | None = field(
        "`[start, end]` of the words in the paragraph, from 0, the end excluded.", None
    )
    says: Text = field("What it says, in your own words.", "")


Evidence = Annotated[
    Annotated[Any, BeforeValidator(_word_assumed), schema(const="assumed"), Tag("#word")]
    | Annotated[list[EvidenceItem], Field(min_length=1), Tag("#list")],
    Discriminator(_evidence_tag),
]


Grade = Literal["A", "B", "C", "D", "E", "F"]
Two = Annotated[list[Number], Field(min_length=2, max_length=2)]


class Link(Model):
    """One link of the chain from the origin of a document to the copy that was read."""

    who: Text = field("Who stands at this link.")
    role: Literal["origin", "outlet", "translation", "repost"] = field("What the link did.")
    reliability: Grade = field(
        "Admiralty letter: A completely reliable, B usually, C fairly, D not usually, E not, "
        "F cannot be judged."
    )


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
    side: Text = field("Party whose side it speaks from; empty for none.", "")
    chain: Annotated[list[Link], Field(max_length=20)] = field(
        "From the origin to the copy that was read; each link takes weight from its claims.",
        default_factory=list,
    )
    group: Text = field(
        "Dependence group: claims of one group share the weight of one. Default: the source alone.",
        "",
    )
    hedge_style: Literal["exact", "ordinary", "loose"] = field(
        "How it uses words such as `likely`: as the scale says, wider, or much wider.", "ordinary"
    )
    lexicon: dict[str, Two] = field(
        "What its own estimative words mean, as `[low, high]` chances.", default_factory=dict
    )


class Speaker(Model):
    """Somebody whose words are reported: of which party and faction, and how far to be believed."""

    name: Text = field("Name for tables. Default: the id in words.", "")
    party: Id | None = field("The party that the speaker belongs to.", None)
    faction: Text = field("The faction within it.", "")
    credibility: Number = field(
        "Share of the weight that the speaker's claims keep.", 1.0, ge=0, le=1
    )
    note: Text = field("Why.", "")
