"""standoff: write a crisis down once, and see where it leads.

Each stage of the program is a package that can be used alone, and its main verb is in it:
`standoff.scenario.load_scenario` reads the file, `standoff.game.compile_game` compiles it,
`standoff.solve.solve` solves it, `standoff.forecast.forecast` says what follows. The stages are
loaded when they are first used, so that `import standoff` is fast.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from standoff.errors import (
    DisagreementError,
    ExitCode,
    GameTooLargeError,
    LostWorkerError,
    MissingExtraError,
    ScenarioError,
    SolveError,
    StandoffError,
    UsageError,
)

__version__ = "0.1.0"

_STAGES = ("evidence", "forecast", "game", "library", "scenario", "solve")

__all__ = [
    "DisagreementError",
    "ExitCode",
    "GameTooLargeError",
    "LostWorkerError",
    "MissingExtraError",
    "ScenarioError",
    "SolveError",
    "StandoffError",
    "UsageError",
    "__version__",
]


def __getattr__(name: str) -> ModuleType:
    if name in _STAGES:
        return import_module(f"standoff.{name}")
    raise AttributeError(f"module 'standoff' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_STAGES])
