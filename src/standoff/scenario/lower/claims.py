"""Names that short forms give to what they make: one set with parameters and parties."""

from __future__ import annotations

from standoff.scenario.context import Context
from standoff.scenario.formula import RESERVED
from standoff.scenario.text import Path

KINDS = {
    "parties": "a party",
    "parameters": "a parameter",
    "formulas": "a formula",
    "variables": "a public variable",
    "table": "the variable of the table",
    "ladders": "a ladder",
    "commitments": "a commitment",
    "coordination": "a coordination",
    "sanctions": "a sanction",
    "assurances": "an assurance",
    "side_crises": "a side crisis",
    "support": "the variable of a supporter",
    "turns": "the variable of what has been taken",
}
"""What a section declares, in words."""


def claim(ctx: Context, name: str, path: Path) -> bool:
    """Return whether a name is free; report a name that is reserved or taken."""
    if name in RESERVED:
        message = f"`{name}` has a meaning of its own and cannot name anything else"
        ctx.report("SC304", message, path, where="key", help="give it another name")
    first = _first(ctx, name)
    if first is None:
        return True
    message = f"`{name}` is already the name of {KINDS[str(first[0])]}"
    help = "give one of them another name"
    where = [(first, "first declared here")]
    ctx.report("SC303", message, path, where="key", places=where, help=help)
    return False


def _first(ctx: Context, name: str) -> Path | None:
    symbols = ctx.symbols
    if name in symbols.parties:
        return ("parties", name)
    if name in symbols.parameters:
        return ("parameters", name)
    if name in symbols.formulas:
        return symbols.formulas[name].path
    coded = symbols.coded(name)
    return None if coded is None else coded.path
