"""Probability rows: do they add up to 1, and is each between 0 and 1, whatever is drawn?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from standoff.scenario.context import Context
from standoff.scenario.expr import Const, Env, Expr, evaluate, indices, references
from standoff.scenario.priors import support
from standoff.scenario.text import Path

TOLERANCE = 1e-9
"""Sums and bounds of probabilities may miss by this much: rounding of a few additions."""

MAX_CORNERS = 6
"""With more parameters than this, extremes are tried one at a time: 2^6 corners are enough."""

MAX_STATES = 4096

Entry = tuple[str, Any, Path]


def check_row(
    ctx: Context,
    exprs: Sequence[Expr],
    entries: Sequence[Entry],
    rest: int | None,
    what: str,
) -> None:
    """Report a row of probabilities over parameters that is wrong for some draw.

    Args:
        ctx: where to report.
        exprs: the formulas, `rest` filled in.
        entries: name, text and path of each.
        rest: position of the entry that says `rest`, or None.
        what: whose probabilities they are, in words.
    """
    if any(_is_damaged(ctx, path) for _, _, path in entries):
        return
    used = sorted(set().union(*(indices(expr, "parameter") for expr in exprs)))
    points, bounded = _points(ctx, used)
    values = np.stack([_values(expr, points) for expr in exprs])
    if not np.isfinite(values).all():
        return
    if rest is None:
        _check_sum(ctx, values, entries, what)
    for k, (name, _, path) in enumerate(entries):
        if k != rest:
            _check_bounds(ctx, values[k], name, path, bounded, exprs[k])
    if rest is not None:
        _check_rest(ctx, values, entries, rest, bounded, what)


def check_bounds(ctx: Context, expr: Expr, path: Path, what: str, low: float, high: float) -> None:
    """Report a formula over parameters that leaves `low..high` for values of bounded priors."""
    points, bounded = _points(ctx, sorted(indices(expr, "parameter")))
    values = _values(expr, points if bounded else points[:, :1])
    off = (values < low - TOLERANCE) | (values > high + TOLERANCE)
    if not off.any():
        return
    found = _tidy(values[int(np.argmax(off))])
    wanted = f"between {low:g} and {high:g}" if high < np.inf else f"at least {low:g}"
    verb = "is" if isinstance(expr, Const) else "can be"
    ctx.report("SC205", f"{what} must be {wanted}; it {verb} {found}", path)


def _is_damaged(ctx: Context, path: Path) -> bool:
    found = {item.span for item in ctx.findings}
    span = ctx.document.span(path)
    inside = any(s and span and s.line == span.line and s.column >= span.column for s in found)
    return inside or ctx.is_damaged(path)


def _points(ctx: Context, used: Sequence[int]) -> tuple[np.ndarray[Any, Any], bool]:
    """Return parameter vectors to try: the middle first, then extremes; whether all can occur."""
    ranges = [support(prior) for prior in list(ctx.priors)]
    middle = np.array([span.middle for span in ranges])
    rows = [middle]
    corners: list[Any] = []
    if 0 < len(used) <= MAX_CORNERS:
        corners = list(itertools.product(*((ranges[k].low, ranges[k].high) for k in used)))
    for corner in corners:
        row = middle.copy()
        row[list(used)] = corner
        rows.append(row)
    if not corners:
        for k in used:
            for value in (ranges[k].low, ranges[k].high):
                row = middle.copy()
                row[k] = value
                rows.append(row)
    return np.array(rows).T.reshape(len(ranges), len(rows)), all(ranges[k].bounded for k in used)


def _values(expr: Expr, points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    value = np.asarray(evaluate(expr, Env(parameters=points)), dtype=float)
    return np.broadcast_to(value, (points.shape[1],))


def _check_sum(
    ctx: Context,
    values: np.ndarray[Any, Any],
    entries: Sequence[Entry],
    what: str,
) -> None:
    sums = values.sum(axis=0)
    off = np.abs(sums - 1) > TOLERANCE
    if not off.any():
        return
    first = int(np.argmax(off))
    _, written, path = entries[-1]
    others = sums[first] - values[-1, first]
    help = "write `rest` for one of them"
    if isinstance(written, (int, float)) and 0 <= 1 - others <= 1:
        field = path[-1]
        help = f"write `{field}: {_tidy(1 - others)}`, `{field}: rest`, or add what is missing"
    when = "" if first == 0 else " for some values of the parameters"
    ctx.report(
        "SC214",
        f"the probabilities of {what} add up to {_tidy(sums[first])}, not 1{when}",
        path,
        label=f"last of {len(entries)} entries" if len(entries) > 1 else "the only entry",
        note=f"probabilities of one list must add up to 1 (tolerance {TOLERANCE:g})",
        help=help,
    )


def _check_bounds(
    ctx: Context,
    values: np.ndarray[Any, Any],
    name: str,
    path: Path,
    bounded: bool,
    expr: Expr,
) -> None:
    off = (values < -TOLERANCE) | (values > 1 + TOLERANCE)
    if not off.any():
        return
    first = int(np.argmax(off))
    value = _tidy(values[first])
    if isinstance(expr, Const):
        message = f"the chance of `{name}` is {value}, not between 0 and 1"
    else:
        message = f"the chance of `{name}` can be {value}, not between 0 and 1"
    help = "write a number between 0 and 1" if isinstance(expr, Const) else "narrow the prior"
    if first > 0 and not bounded:
        ctx.warn("SC707", message, path, help="cut the prior off with `low` and `high`")
    else:
        ctx.report("SC216", message, path, help=help)


def _check_rest(
    ctx: Context,
    values: np.ndarray[Any, Any],
    entries: Sequence[Entry],
    rest: int,
    bounded: bool,
    what: str,
) -> None:
    others = 1 - values[rest]
    off = others > 1 + TOLERANCE
    if not off.any() or (values[np.arange(len(values)) != rest] > 1 + TOLERANCE).any():
        return
    first = int(np.argmax(off))
    verb = "add up to" if first == 0 else "can add up to"
    message = (
        f"the other probabilities of {what} {verb} {_tidy(others[first])}: nothing is left for "
        f"`{entries[rest][0]}`"
    )
    if first > 0 and not bounded:
        ctx.warn("SC707", message, entries[rest][2], help="cut the priors off lower")
    else:
        help = "lower the others" if first == 0 else "narrow the priors"
        ctx.report("SC216", message, entries[rest][2], help=help)


def check_nature(
    ctx: Context,
    exprs: Sequence[Expr],
    guards: Sequence[Expr | None],
    entries: Sequence[Entry],
    rest: int | None,
    what: str,
) -> None:
    """Report nature's probabilities that are wrong at every state of the public variables.

    Where some states are right and others not, the compiler decides: it knows which can occur.
    """
    used = [ref for expr in (*exprs, *(g for g in guards if g)) for ref in references(expr)]
    if not any(guards) and not any(ref.kind != "parameter" for ref in used):
        check_row(ctx, exprs, entries, rest, what)
        return
    if any(_is_damaged(ctx, path) for _, _, path in entries):
        return
    states = _states(ctx, used)
    if states is None:
        return
    middle = [support(prior).middle for prior in ctx.priors]
    env = Env(middle, states["variable"], states["private"])
    allowed = (
        np.stack(
            [_broadcast(g, env, states["count"]) if g else np.ones(states["count"]) for g in guards]
        )
        != 0
    )
    values = np.where(allowed, [_broadcast(e, env, states["count"]) for e in exprs], 0.0)
    if not np.isfinite(values).all():
        return
    sums = values.sum(axis=0)
    fine = (np.abs(sums - 1) <= TOLERANCE) & (values >= -TOLERANCE).all(axis=0)
    if fine.any():
        return
    ctx.report(
        "SC214",
        f"the probabilities of {what} add up to {_tidy(sums[0])}, not 1, at the central values",
        entries[-1][2],
        note="the moves that are allowed at one moment must have probabilities that add up to 1",
        help="write `rest` for one of them",
    )


def _broadcast(expr: Expr, env: Env, count: int) -> np.ndarray[Any, Any]:
    return np.broadcast_to(np.asarray(evaluate(expr, env), dtype=float), (count,))


def _states(ctx: Context, used: Sequence[Any]) -> dict[str, Any] | None:
    """Return every combination of the values of what is mentioned, or None if too many."""
    coded = {("variable", c.index): c for c in ctx.symbols.variables.values()}
    coded |= {("private", c.index): c for c in ctx.symbols.privates.values()}
    keys = sorted({(ref.kind, ref.index) for ref in used if ref.kind != "parameter"})
    axes = [range(coded[key].low, coded[key].high + 1) for key in keys]
    count = 1
    for axis in axes:
        count *= len(axis)
    if count > MAX_STATES:
        return None
    grid = np.array(list(itertools.product(*axes)), dtype=float).reshape(count, len(keys))
    states: dict[str, Any] = {"variable": {}, "private": {}, "count": count}
    for column, (kind, index) in enumerate(keys):
        states[kind][index] = grid[:, column]
    return states


def _tidy(value: float) -> str:
    return f"{round(float(value), 9):.9g}"
