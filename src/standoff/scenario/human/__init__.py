"""What a person may write: the schema of a scenario file, with meanings, units and defaults.

These models check the kinds of values and know nothing of other fields; rules across fields live
in the modules that resolve them. The JSON Schema and the format page are made from this package.
"""

from __future__ import annotations

from standoff.scenario.human.base import MAX_TEXT, MAX_VALUES, Model, found
from standoff.scenario.human.coercion import Against, Assurance, On, Sanction
from standoff.scenario.human.endings import BaseRate, Bluff, CarriedOut, Outcome
from standoff.scenario.human.evidence import Evidence, EvidenceItem, Source
from standoff.scenario.human.file import File
from standoff.scenario.human.linked import Hazard, Residual, SideCrisis
from standoff.scenario.human.parameters import (
    Beta,
    Lognormal,
    NamedFormula,
    Normal,
    Parameter,
    Prior,
)
from standoff.scenario.human.parties import OutsideOption, Party, Private, PrivateValue, Variable
from standoff.scenario.human.play import Clock, Move, Repeat, Turn, TurnEntry
from standoff.scenario.human.pressure import Accident, BrokenBy, Commitment, Ladder, Reaction, Rung
from standoff.scenario.human.relations import Coordination, RelativeGains, Support
from standoff.scenario.human.table import Item, ItemList, Reply, Table

__all__ = [
    "MAX_TEXT",
    "MAX_VALUES",
    "Accident",
    "Against",
    "Assurance",
    "BaseRate",
    "Beta",
    "Bluff",
    "BrokenBy",
    "CarriedOut",
    "Clock",
    "Commitment",
    "Coordination",
    "Evidence",
    "EvidenceItem",
    "File",
    "Hazard",
    "Item",
    "ItemList",
    "Ladder",
    "Lognormal",
    "Model",
    "Move",
    "NamedFormula",
    "Normal",
    "On",
    "Outcome",
    "OutsideOption",
    "Parameter",
    "Party",
    "Prior",
    "Private",
    "PrivateValue",
    "Reaction",
    "RelativeGains",
    "Repeat",
    "Reply",
    "Residual",
    "Rung",
    "Sanction",
    "SideCrisis",
    "Source",
    "Support",
    "Table",
    "Turn",
    "TurnEntry",
    "Variable",
    "found",
]
