"""Places in a scenario file by name: `ladders.pressure.rate_cost.russia`, or a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standoff.diagnostics.suggest import listing, nearest
from standoff.errors import UsageError
from standoff.scenario.text import Path

MOST = 6
"""Places that a message lists."""


def find_path(data: dict[str, Any], written: str, *, adds: bool = False, value: Any = None) -> Path:
    """Return where an entry stands in a file's data.

    A path has dots between its steps; an entry of a list goes by its `id`, or by its number from 1.
    The name of a parameter or formula stands for itself. Steps may be left out as long as only one
    entry fits.

    Args:
        data: of the file.
        written: as the user wrote it.
        adds: whether the last step may be new in a mapping that is there.
        value: what a new entry would hold.

    Raises:
        UsageError: no entry fits, or several do; says what to write.
    """
    steps = [step.strip() for step in written.split(".")]
    if len(steps) == 1:
        for section, inner in (("parameters", ()), ("formulas", ("value",))):
            if steps[0] in _mapping(data.get(section)):
                return (section, steps[0], *inner)
    exact = _walk(data, steps)
    if exact is not None:
        return exact
    fitting = [path for path, names in _places(data) if _is_part(steps, names)]
    shortest = [p for p in fitting if not any(_above(q, p) for q in fitting)]
    if len(shortest) == 1:
        path = shortest[0]
        return (*path, "value") if len(path) == 2 and path[0] == "formulas" else path
    if shortest:
        names = listing([name_of(data, path) for path in shortest[:MOST]])
        more = f" and {len(shortest) - MOST} more" if len(shortest) > MOST else ""
        raise UsageError(f"`{written}` fits several entries", help=f"write one of {names}{more}")
    parent = _walk(data, steps[:-1]) if adds and len(steps) > 1 else None
    if parent is not None and _may_be_new(_at(data, parent), parent, steps[-1], value):
        return (*parent, steps[-1])
    raise UsageError(f"there is no `{written}` in the file", help=_advice(data, written, steps))


def _may_be_new(inside: Any, parent: Path, name: str, value: Any) -> bool:
    """Return whether an entry may be added: no slip of the pen, and of the kind of the others."""
    if not isinstance(inside, dict) or nearest(name, inside) is not None:
        return False
    return len(parent) > 1 or isinstance(value, dict)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _walk(data: Any, steps: list[str]) -> Path | None:
    """Return the path of steps that are all written out, or None."""
    path: list[str | int] = []
    for step in steps:
        if isinstance(data, dict) and step in data:
            path.append(step)
        elif isinstance(data, list):
            ids = [_mapping(entry).get("id") for entry in data]
            if step in ids:
                path.append(ids.index(step))
            elif step.isdigit() and 1 <= int(step) <= len(data):
                path.append(int(step) - 1)
            else:
                return None
        else:
            return None
        data = data[path[-1]]
    return tuple(path)


def _places(
    data: Any, path: Path = (), names: tuple[str, ...] = ()
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give every entry below some data, with the names of its steps."""
    if isinstance(data, dict):
        children: list[tuple[str | int, str, Any]] = [(key, key, one) for key, one in data.items()]
    elif isinstance(data, list):
        children = [(k, str(_mapping(one).get("id", k + 1)), one) for k, one in enumerate(data)]
    else:
        return
    for key, name, one in children:
        yield (*path, key), (*names, name)
        yield from _places(one, (*path, key), (*names, name))


def _is_part(steps: list[str], names: tuple[str, ...]) -> bool:
    """Return whether the steps come in the names, in order, the last one as the last."""
    if names[-1] != steps[-1]:
        return False
    rest = iter(names)
    return all(step in rest for step in steps)


def _above(first: Path, second: Path) -> bool:
    return len(first) < len(second) and second[: len(first)] == first


def name_of(data: Any, path: Path) -> str:
    """Return a path as one would write it, entries of lists by their id."""
    steps = []
    for step in path:
        entry = data[step]
        steps.append(str(_mapping(entry).get("id", step + 1)) if isinstance(step, int) else step)
        data = entry
    return ".".join(steps)


def _advice(data: dict[str, Any], written: str, steps: list[str]) -> str:
    """Return the entries that were probably meant: near names, then those with most words alike."""
    known = [*_mapping(data.get("parameters")), *_mapping(data.get("formulas"))]
    if len(steps) == 1:
        near = nearest(written, [*known, *data])
        return f"write `{near}`" if near else "write a parameter, or a path such as `clock.end`"
    every = {name_of(data, path): names for path, names in _places(data)}
    near = nearest(written, every)
    if near is not None:
        return f"write `{near}`"
    if steps[0] == "parameters":
        near = nearest(steps[1], known)
        if near:
            return f"write `{'.'.join(['parameters', near, *steps[2:]])}`"

    def alike(names: tuple[str, ...]) -> int:
        return sum(any(_like(step, name) for name in names) for step in steps)

    best = max((alike(names) for names in every.values()), default=0)
    if best < min(2, len(steps)):
        return f"paths begin with {listing(data)}"
    fitting = [name for name, names in every.items() if alike(names) == best]
    fitting.sort(key=lambda name: name.count("."))
    return f"write, for example, {listing(fitting[:MOST])}"


def _like(step: str, name: str) -> bool:
    return step == name or (len(step) > 3 and (step in name or name in step))
