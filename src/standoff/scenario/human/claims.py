"""Claims of sources about a number, and the rules by which they are weighed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from standoff.scenario.human.base import (
    Date,
    Id,
    Model,
    Number,
    Text,
    Whole,
    field,
    is_number,
    schema,
    wrong,
)
from standoff.scenario.human.evidence import Grade, Span, Two


def _hedge(value: Any) -> Any:
    if is_number(value) and 0 < value <= 1:
        return float(value)
    if isinstance(value, str) and value.strip():
        return value
    raise wrong("SC203", "words such as `perhaps`, or a number above 0 and at most 1", value)


Hedge = Annotated[
    Any,
    BeforeValidator(_hedge),
    schema(
        anyOf=[{"type": "string"}, {"type": "number", "exclusiveMinimum": 0, "maximum": 1}],
        description="words of the lexicon, or the share of the weight that is left",
    ),
]
Kind = Literal["event", "quotation", "prediction", "evaluation", "metaphor", "label"]
Share = Annotated[Number, Field(gt=0, le=1)]


class Claim(Model):
    """What a source claims about a number. It has at most one of value, range, words, doubts."""

    source: Id = field("Name of an entry of `sources`.")
    paragraph: Whole | None = field("Which paragraph of the source, counted from 1.", None, ge=1)
    characters: Span | None = field(
        "`[start, end]` of the words in the paragraph, from 0, the end excluded.", None
    )
    says: Text = field("What it says, in your own words.", "")
    kind: Kind = field(
        "Events, quotations and dated predictions can set a number; the others are kept as records."
    )
    date: Date | None = field("The day that the claim is about.", None)
    by: Id | None = field("Who says it, of `speakers`. Default: the author of the source.", None)
    via: Annotated[list[Text], Field(max_length=20)] = field(
        "Through whom the words came; each hop takes weight away.", default_factory=list
    )
    value: Number | None = field("The number that is claimed.", None)
    range: Two | None = field("`[low, high]` that is claimed.", None)
    words: Text | None = field("Estimative words such as `very likely`, for a chance.", None)
    doubts: Number | None = field(
        "The claim says how little can be seen: the standard deviation is multiplied by this, "
        "in the measure of the claim's weight.",
        None,
        ge=1,
        le=10,
    )
    credibility: Whole | None = field(
        "Admiralty number: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, "
        "5 improbable, 6 cannot be judged.",
        None,
        ge=1,
        le=6,
    )
    hedge: Hedge = field("A hedge: takes weight away and leaves the direction. Default: none.", 1.0)
    against_interest: bool = field("Cuts against the source's own side: weighs more.", False)
    motive: bool = field(
        "Says what drives somebody: needs a second independent group that says so.", False
    )
    about: Literal["event", "author"] = field(
        "`author`: tells of its author's view only, unless a second group bears it out.", "event"
    )
    gloss: Text = field("The words as translated, where they are odd.", "")
    reading: Text = field("What they are taken to mean.", "")
    reading_confidence: Number = field("How sure that reading is.", 1.0, ge=0, le=1)
    compiled: bool = field("May set the number although its kind does not; needs `reason`.", False)
    reason: Text = field("Why it may.", "")
    use: bool = field("`false` keeps it as a record only.", True)
    from_: Literal["reposter"] | None = field(
        "`reposter`: added at re-posting, and left out.", None, alias="from"
    )


class EvidenceRules(Model):
    """How claims are weighed; every rule can be switched off."""

    grades: bool = field("Chains and information numbers take weight away.", True)
    reliability: dict[Grade, Share] = field(
        "Share of the weight that a link leaves, by letter.", default_factory=dict
    )
    credibility: dict[Literal["1", "2", "3", "4", "5", "6"], Share] = field(
        "Share of the weight that the information's number leaves.", default_factory=dict
    )
    speakers: bool = field("A speaker's credibility takes weight away.", True)
    hedges: bool = field("Hedges take weight away.", True)
    readings: bool = field("Doubt about a translation takes weight away.", True)
    discount_per_hop: Share = field("Share that each hop of hearsay leaves; 1: off.", 0.7)
    against_interest: Number = field(
        "Factor of claims against the own side; 1: off.", 1.5, ge=1, le=10
    )
    one_sided: Share = field("Share left when only one side is heard; 1: off.", 0.8)
    dependence: bool = field("Claims of one group share the weight of one.", True)
    motives_need_two: bool = field("Motives need a second independent group.", True)
    authors_need_two: bool = field("Views of authors need a second independent group.", True)
    evaluations_set_numbers: bool = field("Evaluations may set numbers.", False)
    metaphors_set_numbers: bool = field("Metaphors may set numbers.", False)
    labels_set_numbers: bool = field("Names given to things may set numbers.", False)
    undated_predictions_set_numbers: bool = field(
        "Predictions without a `date` may set numbers.", False
    )
    disagreement: bool = field("Disagreement beyond the stated spreads widens.", True)
    doubts: bool = field("Claims that little can be seen widen.", True)
    point_spread: Number = field(
        "Spread of a claim without a range, in standard deviations of the base.",
        1.0,
        ge=0.01,
        le=10,
    )
    range_covers: Number = field("Share that a stated range covers.", 0.9, ge=0.1, le=0.999)
