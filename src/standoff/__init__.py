"""standoff: write a crisis down once, and see where it leads.

Every verb of the command line is a function here: `standoff forecast x` is
`standoff.forecast("x")`. Each stage of the program is a package that can be used alone, too. Where
a stage and its main verb have one name, such as `standoff.forecast`, the package can be called.
All is loaded when it is first used, so that `import standoff` is fast.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

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

_FUNCTIONS = {
    # verbs of the command line
    "check": "standoff.verbs",
    "compare": "standoff.verbs",
    "describe": "standoff.verbs",
    "evidence": "standoff.verbs",
    "export": "standoff.verbs",
    "forecast": "standoff.verbs",
    "library": "standoff.verbs",
    "memory": "standoff.verbs",
    "solve": "standoff.verbs",
    "theories": "standoff.verbs",
    "tree": "standoff.verbs",
    "why": "standoff.verbs",
    "without": "standoff.verbs",
    "advise": "standoff.verbs_asked",
    "matters": "standoff.verbs_asked",
    "observe": "standoff.verbs_asked",
    "report": "standoff.verbs_asked",
    "settle": "standoff.verbs_asked",
    "voi": "standoff.verbs_asked",
    "whatif": "standoff.verbs_asked",
    "would": "standoff.verbs_asked",
    # what verbs rest on
    "central_numbers": "standoff.game",
    "compile_game": "standoff.game",
    "draw_numbers": "standoff.game",
    "explain": "standoff.verbs",
    "load": "standoff.verbs",
    "load_game": "standoff.verbs",
    "load_scenario": "standoff.scenario",
    "read_efg": "standoff.interop.efg",
    "tree_view": "standoff.report.treeview",
    "write_efg": "standoff.interop.efg",
    # records
    "Forecast": "standoff.forecast",
    "Game": "standoff.game",
    "Numbers": "standoff.game",
    "Report": "standoff.report.blocks",
    "Scenario": "standoff.scenario",
    "Solution": "standoff.solve",
    "TreeView": "standoff.report.treeview",
}
"""Where the public names are found."""

__all__ = [  # noqa: PLE0604 (names that are loaded when they are first used)
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
    *_FUNCTIONS,
]


class _Verb(ModuleType):
    """A stage that is called as its main verb."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Do what the verb of the same name does."""
        name = self.__name__.rpartition(".")[2]
        return getattr(import_module(_FUNCTIONS[name]), name)(*arguments, **options)


class _Package(ModuleType):
    """This package: a stage becomes its attribute when it is loaded, and can then be called."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _FUNCTIONS and type(value) is ModuleType:
            value.__class__ = _Verb
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name in _STAGES:
        return import_module(f"standoff.{name}")
    if name in _FUNCTIONS:
        return getattr(import_module(_FUNCTIONS[name]), name)
    raise AttributeError(f"module 'standoff' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, *_STAGES})
