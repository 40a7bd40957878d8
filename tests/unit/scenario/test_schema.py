"""The published JSON Schema is current, and says yes and no as the loader does."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from tests.support.corpus import INVALID, LIBRARY, VALID, expected

from standoff.scenario.schema import SCHEMA_FILE, json_schema, schema_text
from standoff.scenario.text import read_document

VALIDATOR = Draft202012Validator(json_schema())
SHAPE_CODES = {"SC201", "SC202", "SC204", "SC206", "SC208"}
"""Findings that a schema alone can make."""

EITHER_OR = ("missing-mover", "missing-chance", "sanction-empty-threat")
"""Files that lack a field which another field would make needless: a schema lets them pass."""


def has_wrong_shape(path):
    """Return whether a schema alone must refuse a file."""
    codes = {code for code, _ in expected(path)}
    return bool(codes & SHAPE_CODES) and path.stem not in EITHER_OR


def test_the_published_file_is_current():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run scripts/make_docs.py"


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("path", [*VALID, *LIBRARY], ids=lambda p: p.parent.name + "-" + p.stem)
def test_right_files_fit_the_schema(path):
    data = read_document(path.read_bytes(), path.name).data
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    "path",
    [path for path in INVALID if has_wrong_shape(path)],
    ids=lambda p: p.stem,
)
def test_files_of_a_wrong_shape_do_not_fit(path):
    data = read_document(path.read_bytes(), path.name).data
    assert list(VALIDATOR.iter_errors(data)) != []


def test_every_field_has_a_meaning():
    schema = json_schema()
    for name, model in {"File": schema, **schema["$defs"]}.items():
        for field, entry in model.get("properties", {}).items():
            assert entry.get("description"), f"{name}.{field}"
