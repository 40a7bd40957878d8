"""The whole file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from standoff.scenario.human.attribution import Attribution
from standoff.scenario.human.base import (
    MAX_ENTRIES,
    Date,
    Formula,
    Id,
    Model,
    Text,
    field,
    is_number,
    schema,
    wrong,
)
from standoff.scenario.human.claims import EvidenceRules
from standoff.scenario.human.coercion import Assurance, Sanction
from standoff.scenario.human.endings import BaseRate, Bluff, Outcome
from standoff.scenario.human.evidence import Source, Speaker
from standoff.scenario.human.factions import Ratification
from standoff.scenario.human.forms import Form
from standoff.scenario.human.linked import Hazard, SideCrisis
from standoff.scenario.human.observed import MAX_OBSERVED, Observation
from standoff.scenario.human.parameters import NamedFormula, Parameter
from standoff.scenario.human.parties import Hidden, OutsideOption, Party, Variable
from standoff.scenario.human.play import Clock, TurnEntry
from standoff.scenario.human.pressure import Commitment, Ladder
from standoff.scenario.human.relations import Coordination, Support
from standoff.scenario.human.table import Table
from standoff.scenario.human.theories import Theory
from standoff.scenario.human.venues import Linkage, Venue
from standoff.scenario.human.views import Perception, View


def _version(value: Any) -> Any:
    if value == 1 and is_number(value):
        return 1
    raise wrong("SC208", "the format version 1", value, "write `standoff: 1`")


Version = Annotated[int, BeforeValidator(_version), schema(const=1)]
Entries = Field(max_length=MAX_ENTRIES)


class File(Model):
    """A scenario file of standoff, format version 1."""

    standoff: Version = field("Version of the format.")
    title: Text = field("What the crisis is called.")
    summary: Text = field("One paragraph.", "")
    as_of: Date | None = field("What was known on this day goes in, nothing later.", None)
    left_out: list[Text] = field(
        "What the scenario leaves out and why; printed first.", default_factory=list
    )
    payoffs: Literal["percent", "points"] = field(
        "`percent`: numbers are percent of the stakes; `points`: used as written.", "percent"
    )
    memory: Literal["history", "state"] = field(
        "`history`: parties remember everything; `state`: only the public variables.", "history"
    )
    precision: Formula = field(
        "How exactly parties choose (lambda): a formula over parameters.",
        10,
        unit="per whole stakes (percent) or per point",
    )
    sources: Annotated[dict[Id, Source], Entries] = field("Documents.", default_factory=dict)
    speakers: Annotated[dict[Id, Speaker], Entries] = field(
        "Whose words the sources report.", default_factory=dict
    )
    evidence_rules: EvidenceRules = field("How claims are weighed.", default_factory=EvidenceRules)
    parameters: Annotated[dict[Id, Parameter], Entries] = field(
        "Named numbers.", default_factory=dict
    )
    formulas: Annotated[dict[Id, NamedFormula], Entries] = field(
        "Named formulas, each usable wherever what it mentions may be used.", default_factory=dict
    )
    parties: Annotated[dict[Id, Party], Field(min_length=1, max_length=20)] = field(
        "Who chooses, in order."
    )
    hidden: Annotated[dict[Id, Hidden], Entries] = field(
        "Hidden dimensions that belong to no party.", default_factory=dict
    )
    outside_options: dict[Id, OutsideOption] = field("Hidden plans B.", default_factory=dict)
    ratification: dict[Id, Ratification] = field(
        "Agreements that need ratification at home, by party.", default_factory=dict
    )
    coordination: dict[Id, Coordination] = field(
        "Parties that may act as one.", default_factory=dict
    )
    support: dict[Id, Support] = field("Who supports whom, by supporter.", default_factory=dict)
    variables: Annotated[dict[Id, Variable], Entries] = field(
        "Public variables.", default_factory=dict
    )
    table: Table | None = field("Items on the table and the stated replies.", None)
    venues: Annotated[dict[Id, Venue], Field(max_length=20)] = field(
        "Further tables at which items are talked about.", default_factory=dict
    )
    linkage: Annotated[list[Linkage], Field(max_length=100)] = field(
        "Extra worth of settling items at several tables.", default_factory=list
    )
    ladders: dict[Id, Ladder] = field("Ladders of pressure.", default_factory=dict)
    forms: Annotated[dict[Id, Form], Field(max_length=50)] = field(
        "Forms of messages. `private_message`, `communique`, `written_reply` and `unilateral_act` "
        "are there already, and may be written anew.",
        default_factory=dict,
    )
    commitments: dict[Id, Commitment] = field("Public commitments.", default_factory=dict)
    sanctions: dict[Id, Sanction] = field(
        "What may be threatened, imposed and lifted.", default_factory=dict
    )
    assurances: dict[Id, Assurance] = field("What may be promised.", default_factory=dict)
    side_crises: dict[Id, SideCrisis] = field(
        "Other crises that tie a party's forces.", default_factory=dict
    )
    hazards: dict[Id, Hazard] = field("What may happen by itself.", default_factory=dict)
    clock: Clock = field("Dates, cost of waiting, and the ending when turns run out.")
    turns: Annotated[list[TurnEntry], Field(min_length=1, max_length=MAX_ENTRIES)] = field(
        "The turns in order of play."
    )
    outcomes: Annotated[dict[Id, Outcome], Field(min_length=1, max_length=100)] = field(
        "The endings."
    )
    bluff: dict[Id, Bluff] = field("Threats, by the party that makes them.", default_factory=dict)
    base_rates: list[BaseRate] = field(
        "How past crises ended, printed beside the model.", default_factory=list
    )
    views: Annotated[dict[Id, View], Field(max_length=100)] = field(
        "What somebody believes of the parameters.", default_factory=dict
    )
    perception: Perception = field(
        "Whether parties play what they see.", default_factory=Perception
    )
    theories: Annotated[dict[Id, Theory], Field(max_length=100)] = field(
        "Theories that can be switched off.", default_factory=dict
    )
    attribution: Annotated[dict[Id, Attribution], Field(max_length=20)] = field(
        "Events whose chance is shared out among causes, for `forecast --attribution`.",
        default_factory=dict,
    )
    observed: Annotated[list[Observation], Field(max_length=MAX_OBSERVED)] = field(
        "What has been seen since; the forecast is what follows from it.", default_factory=list
    )
