"""Findings of the schema in words of the file, and the file with its wrong parts taken out.

One mistake gives one message: a misspelt key is not also a missing one. What is wrong is mended
with a stand-in, so that the rules across fields can still look at the rest.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from standoff.diagnostics.record import Diagnostic, Severity
from standoff.diagnostics.suggest import advice, listing, nearest
from standoff.scenario import human
from standoff.scenario.text import Document, Path

STAND_INS: dict[str, Any] = {
    "standoff": 1,
    "title": "?",
    "means": "?",
    "weight": 0,
    "worth": 0,
    "unit": "?",
    "evidence": "assumed",
    "says": "",
    "prob": "rest",
    "payoff": {},
    "value": 0,
    "threat": "?",
    "carried_out": {},
    "rate": 0,
    "source": "?",
}
"""What replaces a required value that is missing or wrong; other ones are left out."""

NAMED_SECTIONS = {"parameters", "parties", "variables", "outcomes", "ladders", "commitments"}
MAX_ROUNDS = 6
DROPPED = ("[key]",)

EXPECTED = {
    "bool_type": "`true` or `false`",
    "list_type": "a list",
    "dict_type": "a mapping (`name: value`)",
    "model_type": "a mapping (`name: value`)",
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
}


class Shape:
    """The file as the schema reads it.

    Attributes:
        file: the sections, or None when too much is wrong to go on.
        findings: what the schema found.
        damaged: paths with findings.
        broken: names whose declaration is wrong.
    """

    def __init__(self, document: Document) -> None:
        """Read the data of a document."""
        self.document = document
        self.data = document.data
        self.file: human.File | None = None
        self.findings: list[Diagnostic] = []
        self.damaged: set[Path] = set(document.damaged)
        self.broken: set[str] = set()
        self.hopeless = False
        self._read()

    def _read(self) -> None:
        if not isinstance(self.data, dict):
            found = human.found(self.data)
            message = f"the file must be a mapping that starts with `standoff: 1`, found {found}"
            self._add("SC108", message, ())
            return
        for round_number in range(MAX_ROUNDS):
            try:
                self.file = human.File.model_validate(self.data)
                break
            except ValidationError as error:
                details = error.errors(include_url=False, include_input=True)
            if round_number == 0:
                self.data = copy.deepcopy(self.data)
            self._take(details)
            if self.hopeless:
                break
        if self.hopeless:
            self.file = None

    def _take(self, details: list[ErrorDetails]) -> None:
        missing: dict[Path, list[str]] = {}
        rest: list[tuple[Path, ErrorDetails]] = []
        extra: list[Path] = []
        for item in details:
            path = self._path(item["loc"])
            if item["type"] == "missing":
                missing.setdefault(path[:-1], []).append(str(path[-1]))
            elif item["type"] == "extra_forbidden":
                extra.append(path)
            else:
                rest.append((path, item))
        for path in extra:
            self._unknown(path, missing)
        # First everything is said, then everything is mended: mending one thing may take away
        # the place of another.
        lacking = [(parent, name) for parent, names in missing.items() for name in names]
        for parent, name in lacking:
            self._say_missing(parent, name)
        for path, item in rest:
            code, message, help, where = self._describe(path, item)
            self._add(code, message, path, where=where, help=help)
        for parent, name in lacking:
            if self._has(parent):
                self._mend(parent, name)
            self.damaged.add((*parent, name))
        for path, _ in rest:
            self._replace(path)

    def _path(self, loc: tuple[int | str, ...]) -> Path:
        steps = [s for s in loc if not (isinstance(s, str) and (s.startswith("#") or s in DROPPED))]
        return tuple(steps)

    def _at(self, path: Path) -> Any:
        data = self.data
        for step in path:
            data = data[step]
        return data

    def _add(
        self, code: str, message: str, path: Path, *, where: str = "value", **more: str
    ) -> None:
        span = self.document.span(path, where)
        if any(path[:length] in self.damaged for length in range(1, len(path) + 1)):
            return
        self.findings.append(
            Diagnostic(
                code, Severity.ERROR, message, self.document.name, span, help=more.get("help", "")
            )
        )

    def _unknown(self, path: Path, missing: dict[Path, list[str]]) -> None:
        parent, name = path[:-1], str(path[-1])
        section = self._at(parent)
        known = self._fields(parent)
        unused = [field for field in known if field not in section]
        lacking = missing.get(parent, [])
        near = nearest(name, lacking) or nearest(name, unused)
        if near is None:
            others = f"; the other fields here are {listing(unused)}" if unused else ""
            help = f"delete it{others}"
        else:
            help = f"write `{near}`"
        place = f" in `{self._title(parent)}`" if parent else ""
        self._add("SC201", f"unknown field `{name}`{place}", path, where="key", help=help)
        self.damaged.add(path)
        value = section.pop(name)
        if near is not None:
            section[near] = value
            self._rename(path, (*parent, near))
            if near in lacking:
                lacking.remove(near)
        if not parent:
            self._note_names(name, value)

    def _rename(self, old: Path, new: Path) -> None:
        """Let findings inside a misspelt section still find their place."""
        positions = self.document.positions
        for path in [p for p in positions if p[: len(old)] == old]:
            positions.setdefault((*new, *path[len(old) :]), positions[path])
        node = self.document.at(old[:-1])
        if isinstance(node, dict) and old[-1] in node:
            node.setdefault(new[-1], node[old[-1]])

    def _has(self, path: Path) -> bool:
        try:
            self._at(path)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def _say_missing(self, parent: Path, name: str) -> None:
        place = f"`{self._title(parent)}`" if parent else "the file"
        help = _example(name)
        self._add("SC202", f"{place} needs the field `{name}`", parent, where="key", help=help)

    def _mend(self, parent: Path, name: str) -> None:
        if name in STAND_INS:
            self._at(parent)[name] = copy.deepcopy(STAND_INS[name])
        else:
            self._remove(parent)

    def _replace(self, path: Path) -> None:
        self.damaged.add(path)
        if not self._has(path):
            if self._has(path[:-1]):
                self._remove(path[:-1])
            return
        name = path[-1] if path else None
        if isinstance(name, str) and name in self._required(path[:-1]):
            if name in STAND_INS and self._at(path) != STAND_INS[name]:
                self._at(path[:-1])[name] = copy.deepcopy(STAND_INS[name])
            else:
                self._remove(path[:-1])
        else:
            self._remove(path)

    def _remove(self, path: Path) -> None:
        if not path or (len(path) == 1 and path[0] in ("turns", "outcomes", "parties", "clock")):
            self.hopeless = True
            return
        try:
            value = self._at(path)
        except (KeyError, IndexError, TypeError):
            return
        self._note_names(str(path[0]), {path[1]: value} if len(path) > 1 else value)
        self.broken.add(str(path[-1]))
        self.damaged.add(path)
        parent = self._at(path[:-1])
        if isinstance(parent, list):
            # Removing would shift the positions of what follows: damage the whole list instead.
            self._remove(path[:-1])
        else:
            del parent[path[-1]]
            if path[-1] == "claims":  # they stood for the evidence, which is then not missing
                parent.setdefault("evidence", STAND_INS["evidence"])

    def _note_names(self, section: str, value: Any) -> None:
        if isinstance(value, dict):
            self.broken.update(str(key) for key in value)
        if section == "table":
            self.broken.update(("items", "reply"))

    def _describe(self, path: Path, item: ErrorDetails) -> tuple[str, str, str, str]:
        kind, context = item["type"], item.get("ctx", {})
        name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else f"`{self._title(path)}`"
        if path and isinstance(path[-1], int) and len(path) > 1:
            name = f"entry {path[-1] + 1} of `{self._title(path[:-1])}`"
        found = human.found(self._value(path, item))
        help = str(context.get("help", ""))
        if kind == "SC206":
            self.broken.add(re.sub(r"\W", "_", str(path[-1]).lower()))
            return "SC206", item["msg"], help, "key" if item["loc"][-1] == "[key]" else "value"
        if kind.startswith("SC"):
            return (
                kind,
                f"{name} must be {context['wanted']}; found {context['value']}",
                help,
                "value",
            )
        if kind == "literal_error":
            allowed = [word.strip("' ") for word in str(context["expected"]).split(" or ")]
            allowed = [part.strip("' ") for word in allowed for part in word.split(",")]
            text = f"{name} must be {' or '.join(f'`{word}`' for word in allowed)}; found {found}"
            return "SC204", text, advice(str(item["input"]), allowed), "value"
        if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
            bound = next(iter(context.values()))
            phrase = kind.replace("greater_than", "above").replace("less_than", "below")
            phrase = {"above_equal": "at least", "below_equal": "at most"}.get(phrase, phrase)
            return "SC205", f"{name} must be {phrase} {bound:g}; found {found}", "", "value"
        if kind in ("too_short", "too_long"):
            return self._count(name, kind, context)
        wanted = EXPECTED.get(kind, "something else")
        return "SC203", f"{name} must be {wanted}; found {found}", "", "value"

    def _count(self, name: str, kind: str, context: dict[str, Any]) -> tuple[str, str, str, str]:
        least, most = context.get("min_length"), context.get("max_length")
        have = context.get("actual_length")
        if have is None:
            have = "more"
        if kind == "too_short" and least == 1:
            return "SC210", f"{name} is empty", "write at least one entry", "key"
        wanted = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return "SC210", f"{name} must have {wanted} entries; found {have}", "", "value"

    def _value(self, path: Path, item: ErrorDetails) -> Any:
        try:
            return self._at(path)
        except (KeyError, IndexError, TypeError):
            return item.get("input")

    def _model(self, path: Path) -> type[BaseModel] | None:
        return model_at(path, self.data)

    def _fields(self, path: Path) -> list[str]:
        model = self._model(path)
        return [info.alias or name for name, info in model.model_fields.items()] if model else []

    def _required(self, path: Path) -> list[str]:
        model = self._model(path)
        if model is None:
            return []
        fields = model.model_fields.items()
        return [info.alias or name for name, info in fields if info.is_required()]

    def _title(self, path: Path) -> str:
        """Return a path as the user would say it: `moves.refuse`, or the id of a list entry."""
        steps: list[str] = []
        for depth, step in enumerate(path):
            if isinstance(step, int):
                entry = self.document.at(path[: depth + 1])
                named = isinstance(entry, dict) and isinstance(entry.get("id"), str)
                steps.append(str(entry["id"]) if named else f"{step + 1}")
            else:
                steps.append(step)
        return ".".join(steps[-2:])


SHAPES: dict[tuple[str, ...], type[BaseModel]] = {
    (): human.File,
    ("sources", "*"): human.Source,
    ("sources", "*", "chain", "*"): human.Link,
    ("speakers", "*"): human.Speaker,
    ("evidence_rules",): human.EvidenceRules,
    ("parameters", "*"): human.Parameter,
    ("parameters", "*", "claims", "*"): human.Claim,
    ("parameters", "*", "prior"): human.Prior,
    ("parameters", "*", "prior", "normal"): human.Normal,
    ("parameters", "*", "prior", "lognormal"): human.Lognormal,
    ("parameters", "*", "prior", "beta"): human.Beta,
    ("formulas", "*"): human.NamedFormula,
    ("parameters", "*", "prior", "logitnormal"): human.Logitnormal,
    ("parameters", "*", "prior", "pooled"): human.Pooled,
    ("parameters", "*", "prior", "pooled", "base"): human.Distribution,
    ("parameters", "*", "prior", "pooled", "base", "normal"): human.Normal,
    ("parameters", "*", "prior", "pooled", "base", "lognormal"): human.Lognormal,
    ("parameters", "*", "prior", "pooled", "base", "beta"): human.Beta,
    ("parameters", "*", "prior", "pooled", "base", "logitnormal"): human.Logitnormal,
    ("parties", "*"): human.Party,
    ("parties", "*", "relative_gains"): human.RelativeGains,
    ("coordination", "*"): human.Coordination,
    ("support", "*"): human.Support,
    ("parties", "*", "private", "*"): human.Private,
    ("parties", "*", "private", "*", "values", "*"): human.PrivateValue,
    ("parties", "*", "factions", "*"): human.Faction,
    ("parties", "*", "faction_drift"): human.FactionDrift,
    ("ratification", "*"): human.Ratification,
    ("hidden", "*"): human.Hidden,
    ("hidden", "*", "values", "*"): human.PrivateValue,
    ("outside_options", "*"): human.OutsideOption,
    ("outside_options", "*", "values", "*"): human.PrivateValue,
    ("variables", "*"): human.Variable,
    ("table",): human.Table,
    ("table", "items", "*"): human.Item,
    ("table", "replies", "*"): human.Reply,
    ("venues", "*"): human.Venue,
    ("venues", "*", "replies", "*"): human.Reply,
    ("linkage", "*"): human.Linkage,
    ("ladders", "*"): human.Ladder,
    ("ladders", "*", "rungs", "*"): human.Rung,
    ("ladders", "*", "accident"): human.Accident,
    ("ladders", "*", "reacts", "*"): human.Reaction,
    ("forms", "*"): human.Form,
    ("commitments", "*"): human.Commitment,
    ("commitments", "*", "broken_by"): human.BrokenBy,
    ("sanctions", "*"): human.Sanction,
    ("sanctions", "*", "against"): human.Against,
    ("assurances", "*"): human.Assurance,
    ("assurances", "*", "on"): human.On,
    ("side_crises", "*"): human.SideCrisis,
    ("side_crises", "*", "residual"): human.Residual,
    ("hazards", "*"): human.Hazard,
    ("clock",): human.Clock,
    ("turns", "*", "moves", "*"): human.Move,
    ("turns", "*", "moves", "*", "noise"): human.Noise,
    ("turns", "*", "together", "*"): human.Turn,
    ("turns", "*", "together", "*", "moves", "*"): human.Move,
    ("turns", "*", "together", "*", "moves", "*", "noise"): human.Noise,
    ("turns", "*", "turns", "*", "together", "*"): human.Turn,
    ("turns", "*", "turns", "*", "together", "*", "moves", "*"): human.Move,
    ("turns", "*", "turns", "*", "together", "*", "moves", "*", "noise"): human.Noise,
    ("turns", "*", "turns", "*", "moves", "*"): human.Move,
    ("turns", "*", "turns", "*", "moves", "*", "noise"): human.Noise,
    ("outcomes", "*"): human.Outcome,
    ("bluff", "*"): human.Bluff,
    ("bluff", "*", "carried_out"): human.CarriedOut,
    ("base_rates", "*"): human.BaseRate,
    ("views", "*"): human.View,
    ("views", "*", "parameters", "*"): human.Belief,
    ("views", "*", "parameters", "*", "prior"): human.Prior,
    ("views", "*", "parameters", "*", "prior", "normal"): human.Normal,
    ("views", "*", "parameters", "*", "prior", "lognormal"): human.Lognormal,
    ("views", "*", "parameters", "*", "prior", "beta"): human.Beta,
    ("perception",): human.Perception,
    ("attribution", "*"): human.Attribution,
    ("attribution", "*", "causes", "*"): human.Cause,
    ("theories", "*"): human.Theory,
    ("theories", "*", "off"): human.Off,
}


def _entry_model(entry: Any) -> type[BaseModel]:
    if not isinstance(entry, dict):
        return human.Turn
    return (
        human.Repeat if "repeat" in entry else human.Together if "together" in entry else human.Turn
    )


def model_at(path: Path, data: Any) -> type[BaseModel] | None:
    """Return the schema of the mapping at a path, or None."""
    if len(path) >= 2 and path[-2] == "evidence" and isinstance(path[-1], int):
        return human.EvidenceItem
    if len(path) == 2 and path[0] == "turns":
        entry = data["turns"][path[1]]
        return _entry_model(entry)
    if len(path) == 4 and path[0] == "turns" and path[2] == "turns":
        return _entry_model(data["turns"][path[1]]["turns"][path[3]])
    for pattern, model in SHAPES.items():
        if len(pattern) == len(path) and all(
            p in ("*", step) for p, step in zip(pattern, path, strict=True)
        ):
            return model
    return None


def _example(name: str) -> str:
    examples = {
        "standoff": "write `standoff: 1` on the first line",
        "title": "write `title: ...`",
        "unit": "write `unit: percent of the stakes`, or whatever it is counted in",
        "means": "write `means: ...` with what it is in plain words",
        "evidence": "write `evidence: assumed`, or list the sources",
        "at_end": "write `at_end:` and the outcome in which the crisis ends when the turns run out",
        "clock": "write `clock: {at_end: ...}` with the outcome when the turns run out",
        "prob": "write `prob:` and a number, a formula or `rest`",
        "id": "write `id: ...`",
        "off": "write `off: {parameters: {...}}` with what holds when the theory is off",
    }
    return examples.get(name, f"write `{name}: ...`")
