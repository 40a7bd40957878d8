"""The equilibria of a finished run, to start another question from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.errors import UsageError
from standoff.report.rundir import MANIFEST

if TYPE_CHECKING:
    from standoff.forecast.standpoint import Standpoint
    from standoff.game import Budget
    from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]
SOLVED = ("solved", "followed")
"""Words of the column `status` for draws that have an answer."""


@dataclass(frozen=True)
class BaseRun:
    """What a run gives to start from.

    Attributes:
        standpoint: its solved draws, or None where they cannot be taken over.
        draws: of the run.
        seed: of the run.
        why: why they cannot be taken over; empty where they can.
    """

    standpoint: Standpoint | None
    draws: int
    seed: int
    why: str = ""


def read_base(
    run: Path,
    scenario: Scenario,
    draws: int | None = None,
    seed: int | None = None,
    *,
    budget: Budget | None = None,
) -> BaseRun:
    """Return the solved draws of a run.

    Args:
        run: a run directory.
        scenario: its scenario file, loaded.
        draws: as asked for; None for those of the run.
        seed: as asked for; None for that of the run.
        budget: what the game may need.

    Raises:
        UsageError: the run's files do not belong together, or it has other draws than asked for.
    """
    facts = _facts(run)
    _require(run, "--draws", draws, facts["draws"])
    _require(run, "--seed", seed, facts["seed"])
    if hashlib.sha256(scenario.text).hexdigest() != facts["scenario"]["sha256"]:
        raise UsageError(
            f"`{run / 'scenario.yaml'}` was changed after the run",
            help="write the changed file itself; its draws are then solved anew",
        )
    count, number = int(facts["draws"]), int(facts["seed"])
    if facts.get("view") or facts.get("perception") or scenario.observed:
        return BaseRun(None, count, number, "it was made by a view, or with events")
    if _has_events(run):
        raise UsageError(
            f"`{run}` was made with events that its file does not name",
            help="write a file that has them under `observed`, instead of the run",
        )
    why = "theories were switched"
    if any(share != 1 for share in (facts.get("theories") or {}).values()):
        return BaseRun(None, count, number, why)
    strategy, solved = _equilibria(run, count)
    from standoff.forecast.standpoint import standpoint_of_run

    found = standpoint_of_run(scenario, strategy, solved, number, budget=budget)
    return BaseRun(found, count, number, "" if found else "its game is another one now")


def _facts(run: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
        int(facts["draws"]), int(facts["seed"]), str(facts["scenario"]["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"`{run / MANIFEST}` is not what a run writes", help="write a finished run"
        ) from error
    return facts


def _has_events(run: Path) -> bool:
    try:
        data = json.loads((run / "forecast.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and bool(data.get("observed"))


def _require(run: Path, option: str, asked: int | None, there: Any) -> None:
    if asked is not None and asked != there:
        raise UsageError(
            f"`{run}` has `{option} {there}`, not {asked}",
            help=f"leave `{option}` out, or write the scenario file instead of the run",
        )


def _equilibria(run: Path, draws: int) -> tuple[Array, Array]:
    """Return the strategies (X, B) and which draws were solved (B)."""
    from pyarrow import ArrowException, parquet

    try:
        column = parquet.read_table(run / "equilibria.parquet", columns=["prob"])["prob"]
        flat = column.combine_chunks().flatten().to_numpy(zero_copy_only=False)
        status = parquet.read_table(run / "draws.parquet", columns=["status"])["status"]
        strategy = np.ascontiguousarray(flat.reshape(-1, draws), dtype=np.float64)
    except (OSError, ArrowException, KeyError, ValueError) as error:
        raise UsageError(
            f"the equilibria in `{run}` cannot be read",
            help="write the scenario file instead of the run",
        ) from error
    good = np.array([word in SOLVED for word in status.to_pylist()])
    return strategy, good & np.isfinite(strategy).all(axis=0)
