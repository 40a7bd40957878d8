"""Stored sources and their groups as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from standoff.evidence.sources import Entry, Groups, effective_number
from standoff.evidence.sources.entry import source_data


def entry_data(entry: Entry) -> dict[str, Any]:
    """Return a stored source with its paragraphs as plain data."""
    data = source_data(entry)
    data.pop("paragraphs_sha256")
    rows = [
        {"number": one.number, "role": one.role, "text": one.text}
        for one in entry.document.paragraphs
    ]
    return data | {"paragraphs": rows}


def groups_data(groups: Groups, evidence: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return groups and ties; with the evidence of a scenario the effective number of sources.

    Args:
        groups: of the stored sources.
        evidence: what `evidence_data` returns, or None without a scenario.
    """
    keys = [key for group in groups.groups for key in group]
    data: dict[str, Any] = {
        "sources": len(keys),
        "groups": [list(group) for group in groups.groups],
        "ties": [
            {
                "first": tie.first,
                "second": tie.second,
                "why": tie.why,
                "share": tie.share,
                "words": tie.words,
                "joins": tie.joins,
            }
            for tie in groups.ties
        ],
        "scenario": None,
        "effective": None,
        "unstored": [],
    }
    if evidence is None:
        return data
    weights: dict[str, float] = defaultdict(float)
    for parameter in evidence["parameters"]:
        for claim in parameter["claims"]:
            weights[claim["source"]] += claim["weight"]
    return data | {
        "scenario": evidence["scenario"],
        "effective": effective_number(groups, weights),
        "unstored": sorted(key for key in weights if key not in keys),
    }
