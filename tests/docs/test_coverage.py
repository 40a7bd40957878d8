"""The page of coverage: no row without an answer, and every answer is there."""

from __future__ import annotations

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ruamel.yaml import YAML

from standoff import library
from standoff.scenario.schema import json_schema

ROOT = Path(__file__).resolve().parents[2]
LAST = 92
SHORTEST_REASON = 20


@cache
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "coverage_page", ROOT / "scripts" / "coverage_page.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def schema() -> dict[str, Any]:
    return json_schema()


@cache
def scenario() -> tuple[Any, list[str]]:
    """Return the scenario as data and as lines."""
    text = library.path("nato-2022").read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text), text.splitlines()


ROWS: list[dict[str, Any]] = maker().rows()
each = pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["row"]))


def sections(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections that a value of the schema may hold, through lists and names."""
    if "$ref" in node:
        return sections(schema()["$defs"][node["$ref"].rsplit("/", 1)[1]])
    if "properties" in node:
        return [node]
    inner = [*node.get("anyOf", []), *node.get("oneOf", []), node.get("items")]
    inner += [node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
    return [found for part in inner if isinstance(part, dict) for found in sections(part)]


def is_key(key: str) -> bool:
    """Return whether the path of fields exists, names in mappings left out."""
    now = [schema()]
    for name in key.split("."):
        fields = [one["properties"][name] for one in now if name in one["properties"]]
        if not fields:
            return False
        now = [found for field in fields for found in sections(field)]
    return True


def values(tree: Any, path: list[str]) -> list[Any]:
    """Return what a scenario has at a path of fields, names in mappings passed over."""
    if isinstance(tree, list):
        return [found for part in tree for found in values(part, path)]
    if not path:
        return [tree]
    if not isinstance(tree, dict):
        return []
    direct = values(tree[path[0]], path[1:]) if path[0] in tree else []
    named = [found for part in tree.values() for found in values(part, path)]
    return direct or named


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            inside = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            found |= {f"{node.name}::{name}" for name in inside}
    return frozenset(found)


def test_the_page_is_current():
    made = maker()
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), (
        "run `python scripts/coverage_page.py`"
    )


def test_no_row_is_missing():
    assert [row["row"] for row in ROWS] == list(range(1, LAST + 1))


@pytest.mark.shared
def test_the_rows_are_those_of_the_list(shared_dir):
    text = (shared_dir / "design" / "crisis.md").read_text(encoding="utf-8")
    listed = [int(n) for n in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert listed == [row["row"] for row in ROWS]


@pytest.mark.shared
def test_what_a_row_says_is_not_copied(shared_dir):
    def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
        found = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}

    theirs = runs((shared_dir / "design" / "crisis.md").read_text(encoding="utf-8"))
    assert [row["row"] for row in ROWS if runs(row["what"]) & theirs] == []


@each
def test_every_row_has_an_answer(row):
    assert set(row) - {"note"} in (
        {"row", "what", "keys", "uses", "tests"},
        {"row", "what", "keys", "why", "tests"},
    )
    assert row["what"]
    assert row["keys"]
    assert row["tests"], "a row without a test of its sign is only a label"
    if "why" in row:
        assert len(row["why"]) >= SHORTEST_REASON


@each
def test_every_key_is_a_field_of_the_format(row):
    assert [key for key in row["keys"] if not is_key(key)] == []


@each
def test_the_line_is_there_and_uses_one_of_the_keys(row):
    if "uses" in row:
        data, lines = scenario()
        assert maker().line_of(row["uses"], lines) >= 1
        assert any(values(data, key.split(".")) for key in row["keys"])


@each
def test_every_test_exists_and_one_of_them_has_a_key_of_the_row(row):
    for test in row["tests"]:
        file, name = test.split("::", 1)
        assert name in functions(file), test
        assert name.rsplit("::", 1)[-1].startswith("test_")
    files = {test.split("::")[0] for test in row["tests"]}
    text = "\n".join((ROOT / file).read_text(encoding="utf-8") for file in files)
    assert any(re.search(rf"\b{key.rsplit('.', 1)[-1]}\b", text) for key in row["keys"])


def test_a_wrong_key_or_line_would_be_seen():
    assert is_key("ladders.accident.prob_top")
    assert is_key("turns.moves.becomes")
    assert not is_key("ladders.accident.nothing")
    assert not is_key("ladder")
    lines = ["a: 1", "b: 2", "a: 1"]
    assert maker().line_of("b", lines) == 2
    assert maker().line_of(["b", "a"], lines) == 3
    for wrong, says in (("a", "in 2 lines"), ("c", "in 0 lines"), (["b", "b"], "no line after")):
        with pytest.raises(maker().CoverageError, match=says):
            maker().line_of(wrong, lines)
