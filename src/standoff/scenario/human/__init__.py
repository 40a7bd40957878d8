"""What a person may write: the schema of a scenario file, with meanings, units and defaults.

These models check the kinds of values and know nothing of other fields; rules across fields live
in the modules that resolve them. The JSON Schema and the format page are made from this package.
"""

from __future__ import annotations

from standoff.scenario.human.attribution import Attribution, Cause
from standoff.scenario.human.base import MAX_TEXT, MAX_VALUES, Model, found
from standoff.scenario.human.claims import Claim, EvidenceRules
from standoff.scenario.human.coercion import Against, Assurance, On, Sanction
from standoff.scenario.human.endings import BaseRate, Bluff, CarriedOut, Outcome
from standoff.scenario.human.evidence import Evidence, EvidenceItem, Link, Source, Speaker
from standoff.scenario.human.factions import Faction, FactionDrift, Ratification
from standoff.scenario.human.file import File
from standoff.scenario.human.forms import Form, Noise
from standoff.scenario.human.linked import Hazard, Residual, SideCrisis
from standoff.scenario.human.observed import Made, NotMade, Observation, Report
from standoff.scenario.human.parameters import (
    Beta,
    Distribution,
    Logitnormal,
    Lognormal,
    NamedFormula,
    Normal,
    Parameter,
    Pooled,
    Prior,
)
from standoff.scenario.human.parties import (
    Hidden,
    OutsideOption,
    Party,
    Private,
    PrivateValue,
    Variable,
)
from standoff.scenario.human.play import Clock, Move, Repeat, Together, Turn, TurnEntry
from standoff.scenario.human.pressure import Accident, BrokenBy, Commitment, Ladder, Reaction, Rung
from standoff.scenario.human.relations import Coordination, RelativeGains, Support
from standoff.scenario.human.table import Item, ItemList, Reply, Table
from standoff.scenario.human.theories import Off, Theory
from standoff.scenario.human.venues import Linkage, Venue
from standoff.scenario.human.views import Belief, Perception, View

__all__ = [
    "MAX_TEXT",
    "MAX_VALUES",
    "Accident",
    "Against",
    "Assurance",
    "Attribution",
    "BaseRate",
    "Belief",
    "Beta",
    "Bluff",
    "BrokenBy",
    "CarriedOut",
    "Cause",
    "Claim",
    "Clock",
    "Commitment",
    "Coordination",
    "Distribution",
    "Evidence",
    "EvidenceItem",
    "EvidenceRules",
    "Faction",
    "FactionDrift",
    "File",
    "Form",
    "Hazard",
    "Hidden",
    "Item",
    "ItemList",
    "Ladder",
    "Link",
    "Linkage",
    "Logitnormal",
    "Lognormal",
    "Made",
    "Model",
    "Move",
    "NamedFormula",
    "Noise",
    "Normal",
    "NotMade",
    "Observation",
    "Off",
    "On",
    "Outcome",
    "OutsideOption",
    "Parameter",
    "Party",
    "Perception",
    "Pooled",
    "Prior",
    "Private",
    "PrivateValue",
    "Ratification",
    "Reaction",
    "RelativeGains",
    "Repeat",
    "Reply",
    "Report",
    "Residual",
    "Rung",
    "Sanction",
    "SideCrisis",
    "Source",
    "Speaker",
    "Support",
    "Table",
    "Theory",
    "Together",
    "Turn",
    "TurnEntry",
    "Variable",
    "Venue",
    "View",
    "found",
]
