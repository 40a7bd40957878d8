"""The file with every default filled in, as text that loads again to the same game."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from standoff.scenario import human
from standoff.scenario.context import words
from standoff.scenario.load import content_of, file_of, load_scenario
from standoff.scenario.model import Scenario
from standoff.scenario.pooling import rules_of
from standoff.scenario.text import write_text


def full_text(path_or_name: str | Path, *, text: str | bytes | None = None) -> str:
    """Return a scenario file with every default filled in.

    Loading the result gives the same scenario, apart from the hash. Comments are not kept.

    Args:
        path_or_name: the file; with `text`, only what to call it in messages.
        text: the content, when it is not to be read from disk.

    Raises:
        ScenarioError: the file cannot be read or is wrong.
    """
    content = content_of(path_or_name, text)
    scenario = load_scenario(path_or_name, text=content)
    return write_text(_plain(_filled(file_of(content, str(path_or_name)), scenario)))


def _filled(file: human.File, scenario: Scenario) -> dict[str, Any]:
    data: dict[str, Any] = _as_data(file)
    for name, party in data["parties"].items():
        party["name"] = party["name"] or words(name)
    for name, outcome in data["outcomes"].items():
        outcome["title"] = outcome["title"] or words(name)
    if data["table"] is not None:
        for entries in (data["table"]["items"], data["table"]["replies"]):
            for name, entry in entries.items():
                entry["title"] = entry["title"] or words(name)
    rules = rules_of(file.evidence_rules)
    data["evidence_rules"]["reliability"] = dict(rules.reliability)
    data["evidence_rules"]["credibility"] = dict(rules.credibility)
    for ladder in data["ladders"].values():
        ladder["start"] = ladder["start"] or ladder["rungs"][0]["id"]
    for name, entry in (*data["views"].items(), *data["theories"].items()):
        entry["title"] = entry["title"] or words(name)
    data["clock"]["end"] = scenario.end
    for entry in data["turns"]:
        for inner in entry.get("turns", [entry]):
            _fill_entry(inner, dated=scenario.start is not None)
    return data


def _as_data(value: Any) -> Any:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return {info.alias or name: _as_data(getattr(value, name)) for name, info in fields}
    if isinstance(value, dict):
        return {name: _as_data(entry) for name, entry in value.items()}
    return [_as_data(entry) for entry in value] if isinstance(value, list) else value


def _fill_entry(entry: dict[str, Any], *, dated: bool) -> None:
    """Fill in a turn, or a simultaneous stage, whose turns have no days of their own."""
    if dated and entry["date"] is None and entry["after"] is None:
        entry["after"] = 0
    for turn in entry.get("together", [entry]):
        _fill_turn(turn)
    entry["title"] = entry["title"] or words(entry["id"])


def _fill_turn(turn: dict[str, Any]) -> None:
    turn["title"] = turn["title"] or words(turn["id"])
    for name, move in turn["moves"].items():
        move["title"] = move["title"] or words(name)


def _plain(data: Any) -> Any:
    """Return data as text, numbers, lists and mappings, without what is not set."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, float) and data.is_integer():
        return int(data)
    return data
