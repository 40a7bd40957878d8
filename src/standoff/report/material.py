"""What a report is built from: a run as it was written, or a forecast in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.bands import even_draws
from standoff.forecast.influence import LEAST_DRAWS, Influence, influence
from standoff.report.rundir import STUDIES
from standoff.report.why import Run
from standoff.scenario.model import Scenario

if TYPE_CHECKING:
    from standoff.forecast import Forecast

Array = np.ndarray[Any, Any]
Data = dict[str, Any]


@dataclass(frozen=True)
class Material:
    """A forecast with all that a report says about it.

    Attributes:
        data: the content of `forecast.json`.
        scenario: the crisis.
        facts: the manifest; empty for a forecast in memory.
        drivers: what the outcomes go with, over parameters, then theories; None for few draws.
        studies: the plain data of each study, in the order of their files.
        notes: files that could not be used, in words.
    """

    data: Data
    scenario: Scenario
    facts: Data = field(default_factory=dict)
    drivers: Influence | None = None
    studies: tuple[Data, ...] = ()
    notes: tuple[str, ...] = ()


def of_run(folder: Path) -> Material:
    """Read a run directory with its studies.

    Raises:
        UsageError: it is no run, something is missing or was changed, or nothing was solved.
    """
    run = Run(folder, least=0)
    data = json.loads(run.content_of("forecast.json"))
    _check(data, folder)
    data = in_order(data, run.scenario)
    studies, notes = _studies(folder, data["hash"])
    drivers = drivers_of(run.parameters, run.theories, run.outcomes, run.weights)
    return Material(data, run.scenario, run.facts, drivers, studies, notes)


def of_forecast(record: Forecast, studies: tuple[Data, ...] = ()) -> Material:
    """Take a forecast in memory."""
    data = record.to_json()
    if not data["certificate"]["solved"]:
        raise UsageError(UNSOLVED, help="see `certificate` in its data")
    solved = np.flatnonzero(record.solution.solved)
    theories = record.on[:, solved] if len(record.on) else np.ones((0, len(solved)))
    drivers = drivers_of(
        record.parameters[:, solved],
        theories.astype(float),
        record.answers.outcomes,
        record.weights,
    )
    return Material(data, record.scenario, {}, drivers, studies)


def in_order(data: Data, scenario: Scenario) -> Data:
    """Return the data with outcomes, parties, moves and values as the file has them.

    `forecast.json` has its entries by name, so that equal forecasts have equal bytes.
    """
    outcomes = [one.id for one in scenario.outcomes]
    parties = [one.id for one in scenario.parties]
    values = {one.id: [str(v) for v in one.labels or ()] for one in scenario.variables}
    turns = {turn.id: [move.id for move in turn.moves] for turn in scenario.turns}
    made = dict(data)
    made["outcomes"] = _sorted(data["outcomes"], outcomes)
    for name in ("parties", "bluff", "bluff_definition", "next_moves", "types"):
        made[name] = _sorted(data[name], parties)
    for name in ("by_outcome", "so_far"):
        days = data["when"].get(name)
        if days:
            days = {day: _sorted(row, outcomes) for day, row in days.items()}
            made["when"] = made["when"] | {name: days}
    made["next_moves"] = {
        party: turn | {"moves": _sorted(turn["moves"], turns[turn["turn"]])}
        for party, turn in made["next_moves"].items()
    }
    made["variables"] = {
        name: entry
        | {"dates": {day: _sorted(row, values[name]) for day, row in entry["dates"].items()}}
        for name, entry in _sorted(data["variables"], list(values)).items()
    }
    made["theories"] = _sorted(data["theories"], [one.id for one in scenario.theories])
    return made


def _sorted(entries: Data, names: list[str]) -> Data:
    """Return entries in the order of some names, others after them as they stand."""
    known = [name for name in names if name in entries]
    return {name: entries[name] for name in [*known, *(n for n in entries if n not in known)]}


UNSOLVED = "no draw of the forecast was solved, so there is nothing to report"


def _check(data: Data, folder: Path) -> None:
    if data.get("format") != 1:
        raise UsageError(
            f"`{folder / 'forecast.json'}` has format {data.get('format')!r}, and 1 is understood",
            help="make the run again with this version",
        )
    if not data["certificate"]["solved"]:
        raise UsageError(UNSOLVED, help=f"see `certificate` in `{folder / 'forecast.json'}`")


def drivers_of(
    parameters: Array, theories: Array, outcomes: Array, weights: Array | None
) -> Influence | None:
    """Return what the outcomes go with; of weighted draws, as many as count are taken alike."""
    numbers = np.concatenate([parameters, theories])
    if weights is not None:
        count = int(1 / max(float((weights**2).sum()), 1e-300))
        chosen = even_draws(weights, outcomes.shape[1])
        chosen = chosen[
            np.linspace(0, len(chosen) - 1, min(count, len(chosen))).round().astype(int)
        ]
        numbers, outcomes = numbers[:, chosen], outcomes[:, chosen]
    if outcomes.shape[1] < LEAST_DRAWS:
        return None
    return influence(numbers, outcomes)


def _place(path: Path) -> tuple[str, int]:
    """Return what studies are sorted by: the name, then the number, where the first has none."""
    name, _, number = path.stem.rpartition("-")
    return (name, int(number)) if name and number.isdecimal() else (path.stem, 1)


def _studies(folder: Path, digest: str) -> tuple[tuple[Data, ...], tuple[str, ...]]:
    found, notes = [], []
    for path in sorted((folder / STUDIES).glob("*.json"), key=_place):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            data = None
        if not isinstance(data, Mapping) or not isinstance(data.get("study"), str):
            notes.append(f"{STUDIES}/{path.name} is not the data of a study and was left out.")
        elif data.get("hash") != digest:
            notes.append(f"{STUDIES}/{path.name} is of another scenario and was left out.")
        else:
            found.append(dict(data))
    return tuple(found), tuple(notes)
