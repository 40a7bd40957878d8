"""Named patches: `pressure.standing_cost.borea=+20%` changes one entry of a scenario file.

A patch changes the file's data, so what comes out is a scenario file like any other: it can be
saved, it has a hash of its own, and the loader checks it. The draws of a parameter keep their
uniform numbers, so that a forecast of the patched file is paired with one of the file as it was.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from standoff.errors import ScenarioError, UsageError
from standoff.scenario.edit import edited_text, flow_text, number_text
from standoff.scenario.formula import FormulaError, parse
from standoff.scenario.load import content_of, load_scenario
from standoff.scenario.model import Scenario
from standoff.scenario.paths import find_path, name_of
from standoff.scenario.priors import KINDS
from standoff.scenario.text import Document, Path, read_document

NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
SCALE = re.compile(rf"(?P<sign>[+-]){NUMBER}\s*%")
SHIFT = re.compile(rf"(?P<sign>[+-]){NUMBER}")
TIMES = re.compile(rf"x\s*(?P<sign>-?){NUMBER}")
FORMS = (
    "`=0.9` replaces, `=+20%` scales, `=+5` or `=-5` shifts, `=x1.5` multiplies, `==-5` replaces "
    "by a negative number"
)


@dataclass(frozen=True)
class Patch:
    """One change of a scenario file.

    Attributes:
        text: as it was written.
        path: as it was written, left of the sign.
        kind: `replace`, `times` or `plus`.
        amount: factor or addend; 0 where something is replaced.
        value: what is put in the place; None otherwise.
    """

    text: str
    path: str
    kind: str
    amount: float = 0.0
    value: Any = None


@dataclass(frozen=True)
class Change:
    """What a patch did, for people: the path in the file, and both texts."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Patched:
    """A scenario after patches.

    Attributes:
        scenario: of the patched file; its text and hash are those of that file.
        changes: one for each patch.
    """

    scenario: Scenario
    changes: tuple[Change, ...]


class PatchError(UsageError):
    """One or more patches are wrong; the message has a line for each."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        """Take what is wrong and what to write, for each patch."""
        first_help = found[0][1]
        if len(found) == 1:
            super().__init__(found[0][0], help=first_help)
        else:
            lines = [f"{message}; {help}" if help else message for message, help in found]
            head = f"{len(found)} patches are wrong"
            super().__init__("\n  ".join([head, *lines]), help=FORMS)


def parse_patch(text: str) -> Patch:
    """Return a patch from `PATH=VALUE`.

    Raises:
        PatchError: says what to write.
    """
    path, sign, value = text.partition("=")
    path, value = path.strip(), value.strip()
    if not (path and sign and value):
        raise PatchError([(f"`{text[:80]}` is not a patch", f"write `PATH=VALUE`: {FORMS}")])
    if found := SCALE.fullmatch(value):
        return Patch(text, path, "times", 1.0 + _signed(found) / 100.0)
    if found := SHIFT.fullmatch(value):
        return Patch(text, path, "plus", _signed(found))
    if found := TIMES.fullmatch(value):
        return Patch(text, path, "times", _signed(found))
    return Patch(text, path, "replace", value=_literal(text, value.removeprefix("=").strip()))


def _signed(found: re.Match[str]) -> float:
    number = float(found["number"])
    return -number if found["sign"] == "-" else number


def _literal(text: str, value: str) -> Any:
    document = read_document(f"value: {value}", text)
    if document.findings or not isinstance(document.data, dict) or len(document.data) != 1:
        why = document.findings[0].message if document.findings else "it is more than one value"
        raise PatchError([(f"`{text[:80]}`: the value cannot be read: {why}", FORMS)])
    return document.data["value"]


def patch_scenario(
    path_or_name: Any, patches: Sequence[str], *, text: str | bytes | None = None
) -> Patched:
    """Return the scenario of a file after patches.

    Args:
        path_or_name: a scenario, or the file; with `text`, only what to call it in messages.
        patches: each as `PATH=VALUE`, see `docs/how-to/ask-what-if.md`; done in this order.
        text: the content, when it is not to be read from disk.

    Raises:
        ScenarioError: the file is wrong, or is after the patches.
        PatchError: a patch cannot be read, or there is no such entry; all mistakes at once.
    """
    if isinstance(path_or_name, Scenario):
        path_or_name, text = f"{path_or_name.name}.yaml", path_or_name.text
    label = str(path_or_name)
    content = content_of(path_or_name, text)
    document = read_document(content, label)
    if document.findings or not isinstance(document.data, dict):
        load_scenario(label, text=content)  # says what is wrong
    made, changes = patched_text(document, patches)
    try:
        return Patched(load_scenario(label, text=made), changes)
    except ScenarioError as error:
        load_scenario(label, text=content)  # a mistake of the file itself is told as such
        raise _after(error, label) from error


def _after(error: ScenarioError, label: str) -> ScenarioError:
    name = f"{label}, as patched"
    return ScenarioError([replace(one, file=name) for one in error.diagnostics], name)


def patched_text(document: Document, patches: Sequence[str]) -> tuple[str, tuple[Change, ...]]:
    """Return the text of a file after patches, and what each did.

    Raises:
        PatchError: all mistakes at once.
    """
    data = copy.deepcopy(document.data)
    wrong: list[tuple[str, str]] = []
    changes = []
    for one in patches:
        try:
            patch = parse_patch(one)
            changes.append(_apply(data, patch))
        except PatchError as error:
            wrong.append((str(error), error.help or ""))
    if wrong:
        raise PatchError(wrong)
    return edited_text(document, data), tuple(changes)


def _apply(data: dict[str, Any], patch: Patch) -> Change:
    """Change the data; return what was done."""
    try:
        path = find_path(data, patch.path, adds=patch.kind == "replace", value=patch.value)
    except UsageError as error:
        raise PatchError([(f"`{patch.text[:80]}`: {error}", error.help or "")]) from error
    before = _shown(_at(data, path))
    if len(path) == 2 and path[0] == "parameters" and isinstance(_at(data, path), dict):
        _parameter(_at(data, path), patch)
    elif patch.kind == "replace":
        _at(data, path[:-1])[path[-1]] = patch.value
    else:
        _at(data, path[:-1])[path[-1]] = _changed(_at(data, path), patch, path)
    return Change(name_of(data, path), before, _shown(_at(data, path)))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError):
            return None
    return data


def _parameter(spec: dict[str, Any], patch: Patch) -> None:
    """Change a parameter: its number or distribution, or what its draws are moved by."""
    if patch.kind == "replace":
        _replace_parameter(spec, patch)
    elif "prior" not in spec:
        spec["value"] = _changed(spec.get("value"), patch, ("value",))
    elif patch.kind == "times":
        for key, plain in (("times", 1.0), ("plus", 0.0)):
            if key in spec or key == "times":
                spec[key] = _tidy(spec.get(key, plain) * patch.amount)
    else:
        spec["plus"] = _tidy(spec.get("plus", 0.0) + patch.amount)


def _replace_parameter(spec: dict[str, Any], patch: Patch) -> None:
    value = patch.value
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    is_prior = isinstance(value, dict) and any(key in value for key in (*KINDS, "pooled"))
    if isinstance(value, dict) and not is_prior:
        spec.update(value)
        return
    if not (number or is_prior):
        message = f"`{patch.text[:80]}`: a parameter is a number or a distribution"
        help = (
            "write a number or, for example, `{uniform: [0, 1]}`; formulas stand where it is used"
        )
        raise PatchError([(message, help)])
    for key in ("times", "plus", *(["value"] if is_prior else ["prior"])):
        spec.pop(key, None)
    if "claims" in spec and "pooled" not in (value if is_prior else {}):
        del spec["claims"]
        spec.setdefault("evidence", "assumed")
    spec["prior" if is_prior else "value"] = value


def _changed(old: Any, patch: Patch, path: Path) -> Any:
    """Return a number or formula, scaled or shifted."""
    times = patch.kind == "times"
    if isinstance(old, (int, float)) and not isinstance(old, bool):
        return _tidy(old * patch.amount if times else old + patch.amount)
    amount = number_text(_tidy(abs(patch.amount)))
    if isinstance(old, str) and _is_formula(old):
        if times:
            return f"({old}) * {amount}" if patch.amount >= 0 else f"({old}) * (-{amount})"
        return f"({old}) {'+' if patch.amount >= 0 else '-'} {amount}"
    name = ".".join(str(step) for step in path)
    inside = [f"{name}.{key}" for key in old] if isinstance(old, dict) else []
    help = (
        f"write one of {', '.join(f'`{one}`' for one in inside[:8])}"
        if inside
        else ("write `=` and the new value")
    )
    message = f"`{patch.text[:80]}`: `{name}` is neither a number nor a formula"
    raise PatchError([(message, help)])


def _is_formula(text: str) -> bool:
    try:
        parse(text)
    except FormulaError:
        return False
    return text.strip() != "rest"


def _tidy(value: float) -> float:
    number = float(f"{value:.12g}")
    return int(number) if number.is_integer() and math.fabs(number) < 1e12 else number


def _shown(value: Any) -> str:
    """Return a value on one line, cut short."""
    if isinstance(value, dict) and ("prior" in value or "value" in value):
        value = {k: v for k, v in value.items() if k in ("value", "prior", "times", "plus")}
    text = flow_text(value)
    return text if len(text) <= 200 else text[:197] + "..."
