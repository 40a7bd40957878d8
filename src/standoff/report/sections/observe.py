"""What was observed, by a study of its own, as a section of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import words
from standoff.report.blocks import Section
from standoff.report.parts.observed import sections_of

Data = Mapping[str, Any]


def sections(data: Data) -> tuple[Section, ...]:
    """Return one section, as in a forecast; its title says which draws they are."""
    draws = words.plural(data["draws"], "draw")
    return sections_of(data, f"What has been observed, on {draws}, seed {data['seed']}")
