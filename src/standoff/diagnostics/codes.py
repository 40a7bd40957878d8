"""The table of codes: what each checks, why it matters, a wrong and a right example.

Codes are stable: one that is no longer needed is left out for good, never given a new meaning.
The pages in `docs/reference/errors` are made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standoff.diagnostics.codes_evidence import EVIDENCE
from standoff.diagnostics.codes_fields import FIELDS
from standoff.diagnostics.codes_levels import LEVELS
from standoff.diagnostics.codes_moves import MOVES
from standoff.diagnostics.codes_names import NAMES
from standoff.diagnostics.codes_observed import OBSERVED
from standoff.diagnostics.codes_text import TEXT
from standoff.diagnostics.codes_unused import UNUSED
from standoff.diagnostics.codes_views import VIEWS


@dataclass(frozen=True)
class Code:
    """One row of the table.

    Attributes:
        code: `SC` and three digits.
        title: the pattern that it finds, in a few words.
        checks: what is checked.
        why: why it matters.
        wrong: an example that gives this code.
        right: the same, right.
    """

    code: str
    title: str
    checks: str
    why: str
    wrong: str
    right: str


GROUPS = {
    "SC1": "The text",
    "SC2": "Fields and values",
    "SC3": "Names",
    "SC4": "Formulas",
    "SC5": "Turns, moves and dates",
    "SC6": "Tables, venues, ladders, outside options, factions and ratification",
    "SC7": "Warnings",
    "SC8": "Evidence",
    "SC9": "Views, theories and observations",
}
"""What the first digit of a code stands for."""

CODES: Mapping[str, Code] = MappingProxyType(
    {
        row[0]: Code(*row)
        for row in sorted(
            (*TEXT, *FIELDS, *NAMES, *MOVES, *LEVELS, *UNUSED, *EVIDENCE, *VIEWS, *OBSERVED)
        )
    }
)
"""Every code, in order."""


def page(code: str) -> str:
    """Return the path of a code's page, from the root of the repository."""
    return f"docs/reference/errors/{code}.md"
