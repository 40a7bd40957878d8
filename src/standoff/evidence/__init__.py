"""Evidence: what sources claim about a number, how much each claim weighs, and what follows."""

from __future__ import annotations

from standoff.evidence.claim import Claim
from standoff.evidence.pool import Pooling, pool
from standoff.evidence.rules import Rules
from standoff.evidence.scale import Base, Scale, base_of
from standoff.evidence.weight import Factor, Weighed

__all__ = ["Base", "Claim", "Factor", "Pooling", "Rules", "Scale", "Weighed", "base_of", "pool"]
