"""Private dimensions and outside options: values, and probability rows with `rest` filled in."""

from __future__ import annotations

from typing import Any

from standoff.diagnostics.suggest import advice, listing
from standoff.scenario import human
from standoff.scenario.context import ZERO, Context, call, total
from standoff.scenario.expr import Const, Expr
from standoff.scenario.formula import FUNCTIONS, KEYWORDS
from standoff.scenario.model import NOBODY, Private
from standoff.scenario.names import Scope
from standoff.scenario.probabilities import check_row
from standoff.scenario.symbols import Coded
from standoff.scenario.text import Path

SCOPE = Scope("the chance of a type", variables=False, privates=None)


def declare_privates(ctx: Context) -> None:
    """Give every private dimension its place; parties' own come first, then outside options."""
    for party, spec in ctx.file.parties.items():
        for name, private in spec.private.items():
            _declare(ctx, party, name, private, ("parties", party, "private", name))
    for name, hidden in ctx.file.hidden.items():
        _declare(ctx, None, name, hidden, ("hidden", name))
    for name, option in ctx.file.outside_options.items():
        path: Path = ("outside_options", name)
        if ctx.party(option.party, (*path, "party")) is None:
            ctx.symbols.broken.add(f"{option.party}.{name}")
            continue
        _declare(ctx, option.party, name, option, path)
        if "none" not in option.values:
            ctx.report(
                "SC605",
                f"the outside option `{name}` has no value `none`",
                (*path, "values"),
                where="key",
                help="add `none: {prob: rest}` for the type that has no such option",
            )


def _declare(
    ctx: Context,
    party: str | None,
    name: str,
    spec: human.Private | human.OutsideOption,
    path: Path,
) -> None:
    full = name if party is None else f"{party}.{name}"
    if full in ctx.symbols.privates:
        first = ctx.symbols.privates[full].path
        ctx.report(
            "SC303",
            f"`{full}` is declared twice",
            path,
            where="key",
            places=[(first, "first declared here")],
            help="give one of them another name",
        )
        return
    check_labels(ctx, spec.values, (*path, "values"))
    index = len(ctx.symbols.privates)
    labels = tuple(spec.values)
    player = NOBODY if party is None else ctx.parties[party]
    seen = getattr(spec, "seen_by", ())
    viewers = [ctx.party(viewer, (*path, "seen_by", k)) for k, viewer in enumerate(seen)]
    known = frozenset(viewer for viewer in viewers if viewer is not None)
    ctx.symbols.privates[full] = Coded(
        "private", index, 0, len(labels) - 1, labels, path, player, known
    )


def check_labels(ctx: Context, labels: Any, path: Path) -> None:
    """Report labels that no formula could mention."""
    for position, label in enumerate(labels):
        if label in KEYWORDS or label in FUNCTIONS:
            step = label if isinstance(labels, dict) else position
            where = "key" if isinstance(labels, dict) else "value"
            message = f"`{label}` has a meaning in formulas and cannot name a value"
            ctx.report("SC304", message, (*path, step), where=where, help=f"write `{label}_`")


def resolve_privates(ctx: Context) -> tuple[Private, ...]:
    """Return all private dimensions with their probability rows."""
    result = []
    for full, coded in ctx.symbols.privates.items():
        if full in ctx.made:
            result.append(ctx.made[full])
            continue
        if coded.path[0] not in ("parties", "outside_options", "hidden"):
            continue
        name = full.split(".", 1)[-1]
        option = coded.path[0] == "outside_options"
        spec = _spec(ctx, coded)
        start = _start(ctx, spec, coded, full)
        given = None if start is not None else _given(ctx, spec, coded, full)
        assert coded.labels is not None
        assert coded.party is not None
        result.append(
            Private(
                id=name,
                party=coded.party,
                values=coded.labels,
                prob=_rows(ctx, spec, coded.path, given, full) if start is None else (),
                given=given.index if given else None,
                means=spec.means,
                value_means=tuple(value.means for value in spec.values.values()),
                outside_option=option,
                viewers=coded.viewers,
                start=start,
            )
        )
    return tuple(result)


def _spec(ctx: Context, coded: Coded) -> human.Private | human.OutsideOption:
    name = str(coded.path[-1])
    if coded.path[0] == "outside_options":
        return ctx.file.outside_options[name]
    if coded.path[0] == "hidden":
        return ctx.file.hidden[name]
    return ctx.file.parties[str(coded.path[1])].private[name]


def _start(
    ctx: Context, spec: human.Private | human.OutsideOption, coded: Coded, full: str
) -> int | None:
    """Return the code at the start, or None where the value is dealt by chance."""
    label = getattr(spec, "start", None)
    path = coded.path
    if label is None:
        for value, entry in spec.values.items():
            if entry.prob is None:
                message = f"`values.{value}` needs the field `prob`"
                help = "write `prob:` and a number, a formula or `rest`"
                at: Path = (*path, "values", value)
                ctx.report("SC202", message, at, where="key", help=help)
                ctx.damage((*at, "prob"))
        return None
    for value, entry in spec.values.items():
        if entry.prob is not None:
            message = f"`{full}` starts at `{label}`, so its values have no chances"
            places: list[tuple[Path, str]] = [((*path, "start"), "the start is written here")]
            at = (*path, "values", value, "prob")
            ctx.report(
                "SC209", message, at, where="key", places=places, help="keep `start` or `prob`"
            )
    code = coded.code(label)
    if code is None:
        labels = coded.labels or ()
        message = f"`start` of `{full}` must be one of its values; found the text `{label}`"
        ctx.report("SC302", message, (*path, "start"), help=advice(label, labels))
    return code or 0


def _given(
    ctx: Context, spec: human.Private | human.OutsideOption, coded: Coded, full: str
) -> Coded | None:
    if spec.given is None:
        return None
    path = (*coded.path, "given")
    given = ctx.symbols.privates.get(spec.given)
    if given is None:
        if spec.given not in ctx.symbols.broken:
            help = advice(spec.given, [n for n in ctx.symbols.privates if n != full])
            ctx.report("SC308", f"there is no private dimension `{spec.given}`", path, help=help)
        return None
    if given.index >= coded.index:
        ctx.report(
            "SC310",
            f"`{full}` depends on `{spec.given}`, which comes later",
            path,
            places=[(given.path, "declared here")] if given.index > coded.index else [],
            help=f"move `{spec.given}` up, or turn the dependence round",
        )
        return None
    ctx.symbols.used.add(("private", given.index))
    return given


def _rows(
    ctx: Context,
    spec: human.Private | human.OutsideOption,
    path: Path,
    given: Coded | None,
    full: str,
) -> tuple[tuple[Expr, ...], ...]:
    if spec.given is not None and given is None:
        return (tuple(Const(1.0 / len(spec.values)) for _ in spec.values),)
    columns = given.labels if given is not None and given.labels is not None else (None,)
    for value, entry in spec.values.items():
        _check_conditions(ctx, entry.prob, given, spec.given, (*path, "values", value, "prob"))
    return tuple(_row(ctx, spec, path, column, full) for column in columns)


def _check_conditions(
    ctx: Context, prob: Any, given: Coded | None, name: str | None, path: Path
) -> None:
    if not isinstance(prob, dict):
        return
    if given is None or given.labels is None:
        message = "a chance for each value of another dimension needs `given`"
        ctx.report("SC217", message, path, help="add `given: party.dimension`, or write one number")
        return
    for label in prob:
        if label not in given.labels:
            message = f"`{name}` has no value `{label}`"
            help = advice(label, given.labels)
            ctx.report("SC217", message, (*path, label), where="key", help=help)
    missing = [label for label in given.labels if label not in prob]
    if missing and all(label in given.labels for label in prob):
        message = f"no chance is written for {listing(missing)} of `{name}`"
        ctx.report("SC217", message, path, where="key", help=f"add `{missing[0]}: ...`")


def _row(
    ctx: Context,
    spec: human.Private | human.OutsideOption,
    path: Path,
    column: str | None,
    full: str,
) -> tuple[Expr, ...]:
    entries: list[tuple[str, Any, Path]] = []
    for value, entry in spec.values.items():
        at: Path = (*path, "values", value, "prob")
        prob = "rest" if entry.prob is None else entry.prob
        if isinstance(prob, dict):
            at = (*at, column) if column is not None else at
            prob = prob.get(column, 0) if column is not None else 0
        entries.append((value, prob, at))
    what = f"`{full}`" + (f" given `{column}`" if column is not None else "")
    return tuple(fill_row(ctx, entries, SCOPE, what))


def fill_row(
    ctx: Context,
    entries: list[tuple[str, Any, Path]],
    scope: Scope,
    what: str,
) -> list[Expr]:
    """Return one formula per entry of a probability row, `rest` filled in, sums checked."""
    rests = [k for k, (_, prob, _) in enumerate(entries) if prob == "rest"]
    report_rests(ctx, [entries[k][2] for k in rests])
    exprs = [
        ZERO if prob == "rest" else ctx.formula(prob, path, scope) for _, prob, path in entries
    ]
    before = list(exprs)
    if rests:
        exprs[rests[0]] = call("-", Const(1.0), total(before))
    check_row(ctx, exprs, entries, rests[0] if rests else None, what)
    return exprs


def report_rests(ctx: Context, paths: list[Path]) -> None:
    """Report every `rest` after the first."""
    for path in paths[1:]:
        ctx.report(
            "SC215",
            "`rest` appears twice among probabilities that add up to 1",
            path,
            places=[(paths[0], "first written here")],
            help="write a number or a formula for one of them",
        )
