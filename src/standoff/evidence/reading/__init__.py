"""Assisted reading: proposals by rules or a language model, and a person who decides."""

from __future__ import annotations

from standoff.evidence.reading.decisions import (
    Decision,
    accepted,
    add_decisions,
    read_decisions,
    undecided,
)
from standoff.evidence.reading.gaps import Cast, Gaps, MissingActor, gaps
from standoff.evidence.reading.model import Endpoint, ModelAnswer, ask_model
from standoff.evidence.reading.proposal import KINDS, Proposal, in_order
from standoff.evidence.reading.score import Marked, Score, Tally, score
from standoff.evidence.reading.stubs import claim_stubs
from standoff.evidence.reading.suggest import suggest
from standoff.evidence.reading.traps import Place, Warned, unread_traps

__all__ = [
    "KINDS",
    "Cast",
    "Decision",
    "Endpoint",
    "Gaps",
    "Marked",
    "MissingActor",
    "ModelAnswer",
    "Place",
    "Proposal",
    "Score",
    "Tally",
    "Warned",
    "accepted",
    "add_decisions",
    "ask_model",
    "claim_stubs",
    "gaps",
    "in_order",
    "read_decisions",
    "score",
    "suggest",
    "undecided",
    "unread_traps",
]
