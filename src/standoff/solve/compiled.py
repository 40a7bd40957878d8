"""The decorators of compiled functions, and where their machine code is cached.

numba's own cache looks at the file of a function only: a kernel that calls a kernel of another file
would keep the old machine code of that other kernel after a change. So the cache folder carries a
hash of all files that have compiled functions, and a change to any of them compiles all again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

import numba as nb

F = TypeVar("F", bound=Callable[..., Any])

config: Any = import_module("numba.core.config")  # settings are made at run time, not declared

FOLDER = Path(__file__).parent
SOURCES = (
    "compiled.py",
    "lanes.py",
    "passplan.py",
    "kernels.py",
    "anderson.py",
    "factors.py",
    "playing.py",
    "regret.py",
    "kernels_playouts.py",
)
"""All files of this folder that have compiled functions; a test compares the list."""


def source_hash(folder: Path = FOLDER) -> str:
    """Return a short hash of the text of all files that have compiled functions."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def cache_folder(chosen: str) -> Path:
    """Return the folder for this version's machine code, below `chosen` if the user set one."""
    base = Path(chosen) if chosen else FOLDER / "__pycache__"
    return base / f"standoff-kernels-{source_hash()}"


_CHOSEN = str(config.CACHE_DIR or "")
_CACHE = str(cache_folder(_CHOSEN))


def compiled(function: F) -> F:
    """Compile a function at its first call; cache the machine code on disk; free the lock.

    Where the folder cannot be written, numba caches in a folder of its own.
    """
    return _cached(function)


def inner(function: F) -> F:
    """Compile a function that only compiled functions call: nothing of it is made for Python."""
    return _cached(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def _cached(function: F, **options: bool) -> F:
    njit: Any = nb.njit  # some of these options are not in its annotations
    before = config.CACHE_DIR
    config.CACHE_DIR = _CACHE
    try:
        made = njit(cache=True, nogil=True, error_model="numpy", **options)
        return cast("F", made(function))
    finally:
        config.CACHE_DIR = before
