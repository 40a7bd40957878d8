"""Sources: files and pages read into documents, kept in a store, and grouped by dependence."""

from __future__ import annotations

from standoff.evidence.sources.limits import LIMITS, Limits
from standoff.evidence.sources.read import document_from, read_source

__all__ = ["LIMITS", "Limits", "document_from", "read_source"]
