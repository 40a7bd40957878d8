"""Assisted reading: proposals by rules or a language model, and a person who decides."""

from __future__ import annotations

from standoff.evidence.reading.proposal import KINDS, Proposal
from standoff.evidence.reading.suggest import suggest

__all__ = ["KINDS", "Proposal", "suggest"]
