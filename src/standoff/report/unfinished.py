"""Runs that are not finished: what has been solved is kept beside the place of the run.

`runs/x.unfinished` holds what the run was asked for, the scenario file, and the results of chunks
of draws. `runs/x` appears when the run is done, whole; the other folder then goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from standoff.errors import UsageError
from standoff.report.rundir import (
    check_target,
    free,
    full_path,
    make_parents,
    remove_parents,
    shown,
)

if TYPE_CHECKING:
    from standoff.forecast import ChunkFolder

SUFFIX = ".unfinished"
FORMAT = "standoff unfinished run 1"
FACTS, SOURCE, CHUNKS, LOCK = "run.json", "scenario.yaml", "chunks", "lock"


class UnfinishedRun:
    """A run in progress: what was asked for, and what has been solved.

    Attributes:
        target: where the run directory will stand.
        folder: what is kept until then.
        facts: what was asked for, as plain data.
        source: the scenario file.
        made_parents: folders above it that were made for it, the innermost first.
        done: whether the run directory stands, so that nothing need be kept.
    """

    def __init__(self, target: Path, facts: dict[str, Any], source: bytes, lock: IO[bytes]) -> None:
        """Take a folder that is there; see `begin` and `reopen`."""
        self.target = target
        self.folder = beside(target)
        self.facts = facts
        self.source = source
        self._lock = lock
        self.done = False
        self.made_parents: list[Path] = []
        self._chunks: ChunkFolder | None = None

    @property
    def chunks(self) -> ChunkFolder:
        """The results of chunks."""
        if self._chunks is None:
            from standoff.forecast import ChunkFolder

            self._chunks = ChunkFolder(self.folder / CHUNKS)
        return self._chunks

    @property
    def kept(self) -> int:
        """Number of chunks that are solved."""
        return sum(1 for _ in (self.folder / CHUNKS).glob("*.npz"))

    def close(self) -> None:
        """Let another process go on with the run."""
        if self._chunks is not None:
            self._chunks.close()
        self._lock.close()

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.close()
        remove_parents(self.made_parents)


def begin(
    target: Path,
    facts: Mapping[str, Any],
    source: bytes,
    *,
    overwrite: bool = False,
    numbered: bool = False,
) -> UnfinishedRun:
    """Make the folder of a new run.

    Args:
        target: where the run directory shall stand.
        facts: what was asked for, as plain data; two runs with the same facts and source have the
            same numbers.
        source: the scenario file.
        overwrite: whether an earlier run there may be replaced, finished or not.
        numbered: whether to append a number where something stands already.

    Raises:
        UsageError: the target exists or cannot be written, or an unfinished run is there.
    """
    wanted = full_path(target)
    place = free(wanted, SUFFIX) if numbered else wanted
    if not numbered:
        check_target(place, overwrite=overwrite)
    folder = beside(place)
    if os.path.lexists(folder):
        if not overwrite:
            raise UsageError(
                f"`{shown(folder)}` holds a run that is not finished",
                help=f"go on with `standoff forecast --resume {shown(place)}`, or add "
                "`--overwrite` to begin anew",
            )
        old = reopen(place)  # refuses one that is being worked on
        shutil.rmtree(old.folder, ignore_errors=True)
        old.close()
    content = {"format": FORMAT, **facts, "sha256": hashlib.sha256(source).hexdigest()}
    parents = make_parents(folder.parent)
    try:
        folder.mkdir()
        (folder / SOURCE).write_bytes(source)
        (folder / CHUNKS).mkdir()
        lock = _locked(folder)
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (folder / FACTS).write_text(text, encoding="utf-8")  # last: it makes the folder a run
    except OSError as error:
        raise UsageError(
            f"`{shown(folder)}` cannot be written: {error.strerror or error}",
            help="write another `--out`",
        ) from error
    run = UnfinishedRun(place, content, source, lock)
    run.made_parents = parents
    return run


def reopen(run: Path) -> UnfinishedRun:
    """Return an unfinished run, to go on with it.

    Args:
        run: the run directory that was to be, or the folder of what is kept.

    Raises:
        UsageError: there is no such run, it is finished, damaged, or being worked on.
    """
    given = full_path(run)
    name = given.name.removesuffix(SUFFIX)
    target = given.with_name(name) if name else given
    folder = beside(target)
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        source = (folder / SOURCE).read_bytes()
    except (OSError, ValueError) as error:
        raise _not_there(target) from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise _not_there(target)
    if hashlib.sha256(source).hexdigest() != facts.get("sha256"):
        raise UsageError(
            f"`{shown(folder / SOURCE)}` was changed after the run had begun",
            help="begin a new run with the changed file",
        )
    return UnfinishedRun(target, facts, source, _locked(folder))


def beside(target: Path) -> Path:
    """Return the folder of what is kept of a run until it is done."""
    return target.with_name(target.name + SUFFIX)


def _not_there(target: Path) -> UsageError:
    if target.is_dir():
        return UsageError(
            f"`{shown(target)}` has no unfinished run beside it",
            help="what is there is finished; begin a new run without `--resume`",
        )
    return UsageError(
        f"there is no unfinished run `{shown(target)}`",
        help="runs with `--workers` or `--scheduler` can be gone on with when they were stopped",
    )


def _locked(folder: Path) -> IO[bytes]:
    """Return an open file that only one process can have; the system frees it when that dies."""
    file = (folder / LOCK).open("ab")
    try:
        fcntl: Any = import_module("fcntl")
    except ImportError:  # Windows: nothing stops a second process
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise UsageError(
            f"another process is working on `{shown(folder)}`", help="wait for it, or stop it"
        ) from error
    except OSError:  # a file system without locks
        pass
    return file
