"""Sources: files and pages read into documents, kept in a store, and grouped by dependence."""

from __future__ import annotations

from standoff.evidence.sources.block import scenario_block
from standoff.evidence.sources.entry import Entry
from standoff.evidence.sources.fetch import Page, fetch, is_address
from standoff.evidence.sources.given import Given, with_given
from standoff.evidence.sources.limits import LIMITS, Limits
from standoff.evidence.sources.near import Groups, Tie, effective_number, find_groups
from standoff.evidence.sources.read import document_from, read_bytes, read_source
from standoff.evidence.sources.store import Added, Store

__all__ = [
    "LIMITS",
    "Added",
    "Entry",
    "Given",
    "Groups",
    "Limits",
    "Page",
    "Store",
    "Tie",
    "document_from",
    "effective_number",
    "fetch",
    "find_groups",
    "is_address",
    "read_bytes",
    "read_source",
    "scenario_block",
    "with_given",
]
