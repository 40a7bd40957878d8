"""The JSON Schema of the file format, for editors; made from `standoff.scenario.human`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from standoff.scenario.human import File

SCHEMA_FILE = Path(__file__).with_name("schema.json")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    schema = File.model_json_schema()
    _tidy(schema)
    return {"$schema": DIALECT, "title": "standoff scenario, format version 1", **schema}


def schema_text() -> str:
    """Return the text of the published file `schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}


def _tidy(node: Any) -> None:
    """Take out titles that repeat the names of fields; close mappings; name bounds properly."""
    if isinstance(node, list):
        for item in node:
            _tidy(item)
    elif isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for ours, theirs in BOUNDS.items():
            if isinstance(node.get(ours), (int, float)):
                node[theirs] = node.pop(ours)
        for key, value in list(node.items()):
            if key == "properties":
                for field in value.values():
                    field.pop("title", None)
                    _tidy(field)
            else:
                _tidy(value)
