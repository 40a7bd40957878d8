"""Named formulas: parsed once, resolved wherever they are used, checked where they stand."""

from __future__ import annotations

from standoff.scenario.context import Context
from standoff.scenario.formula import FormulaError, Name, Node, Num, parse
from standoff.scenario.lower.claims import claim
from standoff.scenario.names import Scope, resolve_named
from standoff.scenario.symbols import Named
from standoff.scenario.text import Path

SCOPE = Scope("a formula", clock=True)
MAX_EXPANDED = 2000
"""Most operators of a formula with all the formulas in it spelled out."""
MAX_LEVELS = 200
"""Deepest nesting of a formula with all the formulas in it spelled out."""


def declare_formulas(ctx: Context) -> None:
    """Parse every named formula and give it its place in the order of the file."""
    sizes: dict[str, tuple[int, int]] = {}
    for name, spec in ctx.file.formulas.items():
        path: Path = ("formulas", name)
        if not claim(ctx, name, path):
            continue
        node = _parsed(ctx, spec.value, (*path, "value"))
        if node is None or not ctx.symbols.broken.isdisjoint(_mentioned(node)):
            ctx.symbols.broken.add(name)
            continue
        count, levels = _size(node, sizes)
        if count > MAX_EXPANDED or levels > MAX_LEVELS:
            message = f"the formula `{name}`, with the formulas in it spelled out, is too large"
            note = f"at most {MAX_EXPANDED:,} operators, nested at most {MAX_LEVELS} deep"
            help = "make one of its parts a parameter or a public variable"
            ctx.report("SC402", message, (*path, "value"), note=note, help=help)
            ctx.symbols.broken.add(name)
            continue
        sizes[name] = count, levels
        ctx.symbols.formulas[name] = Named(len(ctx.symbols.formulas), node, path)


def _parsed(ctx: Context, value: object, path: Path) -> Node | None:
    if isinstance(value, (bool, int, float)):
        return Num(float(value), 0, 1)
    try:
        return parse(str(value))
    except FormulaError as error:
        span = ctx.document.inside(path, error.start, error.end)
        ctx.report(error.code, error.message, path, span=span, help=error.help)
        return None


def _mentioned(node: Node) -> set[str]:
    if isinstance(node, Num):
        return set()
    return {node.text} if isinstance(node, Name) else set().union(*map(_mentioned, node.args))


def _size(node: Node, sizes: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Return operators and levels of a formula with the formulas in it spelled out."""
    if isinstance(node, Num):
        return 0, 1
    if isinstance(node, Name):
        return sizes.get(node.text, (0, 1))
    parts = [_size(arg, sizes) for arg in node.args]
    return 1 + sum(count for count, _ in parts), 1 + max(levels for _, levels in parts)


def check_formulas(ctx: Context) -> None:
    """Report what is wrong with named formulas whatever the place of use."""
    for name, named in ctx.symbols.formulas.items():
        used = set(ctx.symbols.used)
        path: Path = (*named.path, "value")
        try:
            resolve_named(name, ctx.symbols, SCOPE)
        except FormulaError as error:
            span = ctx.document.inside(path, error.start, error.end)
            ctx.report(error.code, error.message, path, span=span, help=error.help)
        ctx.symbols.used = used
