"""What another process needs to know to work on chunks of a forecast: plain data, and its text.

A job is text, so that it can be stored, compared and sent without running code on arrival. A
process that takes one loads the scenario, draws the parameters and compiles the game by itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import weakref
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from standoff.errors import UsageError
from standoff.forecast.chunks import Chunk, Ground, solve_chunk
from standoff.forecast.packing import Part, pack
from standoff.forecast.plan import Plan, plan_draws
from standoff.game import Budget
from standoff.scenario import load_scenario
from standoff.scenario.model import Scenario

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite")
"""Libraries that have a hand in the numbers."""
KEPT_GROUNDS = 2
"""Compiled games that a process keeps; chunks come structure by structure."""


@dataclass(frozen=True)
class Job:
    """A forecast, as far as its draws depend on it.

    Attributes:
        name: of the scenario.
        text: its file.
        memory: `history` or `state`, whatever the file says.
        draws: number of draws.
        seed: of the draws.
        view: id of the view that stands in for the analyst's, or None.
        level: level of perception, or None for the file's.
        theories: theories that are forced on or off.
        budget: what the game may need.
        code: versions of everything that has a hand in the numbers.
    """

    name: str
    text: bytes
    memory: Any
    draws: int
    seed: int
    view: str | None
    level: int | None
    theories: dict[str, bool]
    budget: Budget
    code: dict[str, str]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        *,
        draws: int,
        seed: int,
        view: str | None = None,
        level: int | None = None,
        theories: Mapping[str, bool] | None = None,
        budget: Budget | None = None,
    ) -> Job:
        """Return the job of a forecast; arguments as `standoff.forecast.forecast`.

        Raises:
            UsageError: the scenario is not what its text says, so no other process can have it.
        """
        _require_text(scenario)
        return cls(
            name=scenario.name,
            text=scenario.text,
            memory=scenario.memory,
            draws=draws,
            seed=seed,
            view=view,
            level=level,
            theories=dict(theories or {}),
            budget=budget or Budget(),
            code=code_versions(),
        )

    def to_bytes(self) -> bytes:
        """Return the job as JSON."""
        data = asdict(self)
        data["text"] = base64.b64encode(zlib.compress(self.text)).decode("ascii")
        return json.dumps(data, sort_keys=True).encode("utf-8")

    @classmethod
    def from_bytes(cls, content: bytes) -> Job:
        """Return the job that `to_bytes` wrote."""
        data = json.loads(content)
        data["text"] = zlib.decompress(base64.b64decode(data["text"]))
        data["budget"] = Budget(**data["budget"])
        return cls(**data)


class Site:
    """A job in one process: the scenario, what is drawn, and the compiled games."""

    def __init__(self, job: Job) -> None:
        """Load the scenario and draw the parameters.

        Raises:
            UsageError: the job comes from another version of the program or of a library.
        """
        mine = code_versions()
        other = [
            name for name in sorted({*mine, *job.code}) if mine.get(name) != job.code.get(name)
        ]
        if other:
            raise UsageError(
                f"a worker has another version of {', '.join(other)} than this process",
                help="install the same versions everywhere, for example from constraints.txt",
            )
        self.job = job
        self.scenario = _loaded(job)
        self.plan: Plan = plan_draws(
            self.scenario,
            job.draws,
            job.seed,
            view=job.view,
            level=job.level,
            theories=job.theories,
        )
        self._grounds: OrderedDict[int, Ground] = OrderedDict()
        self._lock = threading.Lock()

    def ground(self, structure: int) -> Ground:
        """Return what the chunks of a structure have in common."""
        with self._lock:
            if structure not in self._grounds:
                made = Ground(self.scenario, self.plan, structure, self.job.budget)
                self._grounds[structure] = made
                while len(self._grounds) > KEPT_GROUNDS:
                    self._grounds.popitem(last=False)
            self._grounds.move_to_end(structure)
            return self._grounds[structure]

    def solve(self, chunk: Chunk) -> Part:
        """Return the result of a chunk; one thread."""
        return solve_chunk(self.ground(chunk.structure), chunk, threads=1)


_sites: OrderedDict[str, Site] = OrderedDict()
_sites_lock = threading.Lock()


def work(job: bytes, chunk: dict[str, Any]) -> bytes:
    """Return the packed result of a chunk: all that a worker does, on any machine.

    Args:
        job: from `Job.to_bytes`; the last one is kept between calls.
        chunk: from `chunk_data`.
    """
    key = hashlib.sha256(job).hexdigest()
    with _sites_lock:
        if key not in _sites:
            _sites.clear()
            _sites[key] = Site(Job.from_bytes(job))
        site = _sites[key]
    return pack(site.solve(chunk_from(chunk)))


def chunk_data(chunk: Chunk) -> dict[str, Any]:
    """Return a chunk as plain data."""
    return asdict(chunk)


def chunk_from(data: Mapping[str, Any]) -> Chunk:
    """Return the chunk that `chunk_data` wrote, also after a journey as JSON."""
    checks = tuple((str(name), int(count)) for name, count in data["checks"])
    return Chunk(**{**data, "checks": checks})


@cache
def code_versions() -> dict[str, str]:
    """Return the versions of the program, of its sources, and of the libraries below it."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for stage in ("evidence", "scenario", "game", "solve", "forecast"):
        for path in sorted((root / stage).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    libraries = {name: version(name) for name in LIBRARIES}
    return {"standoff": version("standoff"), "sources": digest.hexdigest()[:16], **libraries}


def _loaded(job: Job) -> Scenario:
    scenario = load_scenario(f"{job.name}.yaml", text=job.text)
    return replace(scenario, memory=job.memory)


_checked: weakref.ref[Scenario] | None = None


def _require_text(scenario: Scenario) -> None:
    global _checked  # noqa: PLW0603 (one forecast after the other is made of one scenario)
    if _checked is not None and _checked() is scenario:
        return
    if scenario.text:
        again = load_scenario(f"{scenario.name}.yaml", text=scenario.text)
        again = replace(again, memory=scenario.memory, warnings=scenario.warnings)
    if not scenario.text or again != scenario:
        raise UsageError(
            f"the scenario `{scenario.name}` was changed after it was loaded, so other processes "
            "cannot load it",
            help="write the change into the file, or forecast it in this process alone",
        )
    _checked = weakref.ref(scenario)
