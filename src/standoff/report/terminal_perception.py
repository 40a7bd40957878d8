"""Views, theories and the split of the spread, as parts of a printed forecast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words

Data = Mapping[str, Any]


def print_view(console: Console, data: Data) -> None:
    """Say whose view the forecast takes, or who chooses by which view."""
    if data.get("view"):
        text = f"Everything is as the view `{data['view']}` has it, not as the analyst does."
        console.print(Text(text, style="yellow"))
    perception = data.get("perception")
    if perception:
        held = [
            f"{words.listing([words.party_name(data, p) for p in view['held_by']])} by "
            f"“{view['title']}”"
            for view in perception["views"].values()
        ]
        level = f"perception at level {perception['level']}"
        text = f"Parties choose by views of their own ({level}): {words.listing(held)}."
        console.print(Text(text, style="yellow"))
    off = [one["title"] for one in (data.get("theories") or {}).values() if one["on"] == 0]
    if off:
        console.print(Text(f"Switched off: {words.listing(off)}.", style="yellow"))


def split_columns(data: Data) -> list[tuple[str, str]]:
    """Return heading and key of the parts of the spread that this forecast has."""
    spread = data.get("spread")
    if not spread:
        return []
    columns = [("theories", "switches")] if spread["estimator"] != "none" else []
    columns += [("equilibria", "branches")] if spread["branches_searched"] else []
    return [("parameters", "parameters"), *columns] if columns else []


def split_cells(data: Data, outcome: str) -> list[str]:
    """Return the share of each part of the spread across draws for one outcome."""
    shares = data["spread"]["outcomes"][outcome]["shares"] if split_columns(data) else {}
    return [words.percent(shares[key]) for _, key in split_columns(data)]
