"""What a person may write: the schema of a scenario file, with meanings, units and defaults.

These models check the kinds of values and know nothing of other fields; rules across fields live
in the modules that resolve them. The JSON Schema and the format page are made from this package.
"""

from __future__ import annotations

from standoff.scenario.human.base import MAX_TEXT, MAX_VALUES, Model, found
from standoff.scenario.human.endings import BaseRate, Bluff, CarriedOut, Outcome
from standoff.scenario.human.evidence import Evidence, EvidenceItem, Source
from standoff.scenario.human.factions import Faction, FactionDrift, Ratification
from standoff.scenario.human.file import File
from standoff.scenario.human.forms import Form, Noise
from standoff.scenario.human.parameters import Beta, Lognormal, Normal, Parameter, Prior
from standoff.scenario.human.parties import (
    Hidden,
    OutsideOption,
    Party,
    Private,
    PrivateValue,
    Variable,
)
from standoff.scenario.human.play import Clock, Move, Repeat, Together, Turn, TurnEntry
from standoff.scenario.human.pressure import Accident, BrokenBy, Commitment, Ladder, Rung
from standoff.scenario.human.table import Item, ItemList, Reply, Table
from standoff.scenario.human.venues import Linkage, Venue

__all__ = [
    "MAX_TEXT",
    "MAX_VALUES",
    "Accident",
    "BaseRate",
    "Beta",
    "Bluff",
    "BrokenBy",
    "CarriedOut",
    "Clock",
    "Commitment",
    "Evidence",
    "EvidenceItem",
    "Faction",
    "FactionDrift",
    "File",
    "Form",
    "Hidden",
    "Item",
    "ItemList",
    "Ladder",
    "Linkage",
    "Lognormal",
    "Model",
    "Move",
    "Noise",
    "Normal",
    "Outcome",
    "OutsideOption",
    "Parameter",
    "Party",
    "Prior",
    "Private",
    "PrivateValue",
    "Ratification",
    "Repeat",
    "Reply",
    "Rung",
    "Source",
    "Table",
    "Together",
    "Turn",
    "TurnEntry",
    "Variable",
    "Venue",
    "found",
]
