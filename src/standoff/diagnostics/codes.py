"""The table of codes; each has a page."""

from __future__ import annotations


def page(code: str) -> str:
    """Return the documentation page of a code."""
    return f"docs/reference/errors/{code}.md"
