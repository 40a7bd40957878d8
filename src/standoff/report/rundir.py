"""The run directory: everything a forecast rests on and says, written whole or not at all.

Files are written into a hidden folder beside the target, flushed to the disk, and the folder is
renamed at the end. Whoever sees the target sees all of it. What a killed process left behind is
removed by the next run; a replaced run is kept until the new one stands.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from standoff.errors import UsageError
from standoff.report.atomic import replace_file

MANIFEST = "manifest.json"
FORMAT = "standoff run 1"
"""First entry of every manifest; what has it may be replaced by `--overwrite`."""
REPORT = "standoff report 1"
"""The same for the folder of a report."""
STUDIES = "studies"
"""Folder of a run that holds one JSON file for each study of it."""

LEFTOVER = re.compile(
    r"^\.(?P<name>.+)\.standoff-(?P<kind>new|old)-(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-[0-9a-f]{8}$"
)


class RunDirectory:
    """A run directory in the making: files go to `folder`, `commit` puts it at `target`.

    Attributes:
        target: where the finished directory will stand.
        folder: hidden folder beside it that holds the files until then.
        committed: whether it stands.
    """

    def __init__(
        self,
        target: Path,
        *,
        overwrite: bool = False,
        numbered: bool = False,
        kind: str = FORMAT,
    ) -> None:
        """Check the target and make the hidden folder.

        Args:
            target: where the directory shall stand.
            overwrite: whether an earlier run there may be replaced.
            numbered: whether to append a number where something stands already.
            kind: of folder, `FORMAT` or `REPORT`; only one of its kind is replaced.

        Raises:
            UsageError: the target exists, is no run directory, or cannot be written.
        """
        self._wanted, self._overwrite, self._numbered = full_path(target), overwrite, numbered
        self._kind = kind
        self.target = free(self._wanted) if numbered else self._wanted
        self.committed = False
        if not numbered:
            check_target(self.target, overwrite=overwrite, kind=kind)
        self._made_parents = make_parents(self.target.parent)
        remove_leftovers(self.target.parent)
        self.folder = _beside(self.target, "new")
        try:
            self.folder.mkdir()
        except OSError as error:
            remove_parents(self._made_parents)
            raise _unwritable(self.target, error) from error

    def commit(self) -> Path:
        """Flush all files to the disk and rename the folder to its final name; return that."""
        _flush_tree(self.folder)
        while True:
            try:
                self._rename()
            except OSError as error:
                taken = error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)
                if not (taken and self._numbered):
                    raise _unwritable(self.target, error) from error
                self.target = free(self._wanted)
            else:
                return self.target

    def discard(self) -> None:
        """Remove the hidden folder and what was made for it; after `commit` do nothing."""
        if self.committed:
            return
        with _uninterrupted():
            shutil.rmtree(self.folder, ignore_errors=True)
            remove_parents(self._made_parents)

    def _rename(self) -> None:
        # Late as possible: another process may have made the target meanwhile.
        if not self._numbered:
            check_target(self.target, overwrite=self._overwrite, kind=self._kind)
        elif self.target.exists():
            raise FileExistsError(errno.EEXIST, "exists")
        with _uninterrupted():
            old = None
            if self.target.exists():
                old = _beside(self.target, "old")
                self.target.rename(old)
            try:
                self.folder.rename(self.target)
            except OSError:
                if old is not None:
                    old.rename(self.target)
                raise
            self.committed = True
            _flush_folder(self.target.parent)
            if old is not None:
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def new_run(
    target: Path, *, overwrite: bool = False, numbered: bool = False, kind: str = FORMAT
) -> Iterator[RunDirectory]:
    """Give a run directory to fill; whatever ends the block before `commit` leaves no trace."""
    run = RunDirectory(target, overwrite=overwrite, numbered=numbered, kind=kind)
    try:
        yield run
    finally:
        run.discard()


def check_target(target: Path, *, overwrite: bool, kind: str = FORMAT) -> None:
    """Refuse a target that stands already, unless it is an earlier one that may be replaced.

    Raises:
        UsageError: with what to write instead.
    """
    if not os.path.lexists(target):
        return
    noun = "run" if kind == FORMAT else "report"
    if not target.is_dir():
        raise UsageError(f"`{shown(target)}` is a file, not a folder", help="write another `--out`")
    if not overwrite:
        raise UsageError(
            f"`{shown(target)}` exists already",
            help=f"write another `--out`, or add `--overwrite` to replace the {noun} in it",
        )
    if any(target.iterdir()) and not is_run(target, kind):
        raise UsageError(
            f"`{shown(target)}` holds something else than a {noun} of standoff, so it is not "
            "replaced",
            help="write another `--out`",
        )


def is_run(folder: Path, kind: str = FORMAT) -> bool:
    """Return whether a folder is a run directory, or a report, by its manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("format") == kind


def remove_leftovers(parent: Path) -> None:
    """Clear away what dead processes of this machine left; put back a run they had set aside."""
    for path in sorted(parent.glob(".*.standoff-*")):
        found = LEFTOVER.match(path.name)
        if not found or found["host"] != this_host() or _is_alive(int(found["pid"])):
            continue
        target = parent / found["name"]
        if found["kind"] == "old" and not os.path.lexists(target):
            path.rename(target)
        else:
            shutil.rmtree(path, ignore_errors=True)


def write_manifest(folder: Path, facts: Mapping[str, Any], kind: str = FORMAT) -> None:
    """Write the manifest: the facts, and size and SHA-256 of every other file in the folder."""
    content = {"format": kind, **facts, "files": _files(folder)}
    (folder / MANIFEST).write_text(_text(content), encoding="utf-8")


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(folder).as_posix(): _entry(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def _entry(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def check_keep(run: Path) -> None:
    """Refuse to keep a study in a folder that is no run, before anything is solved.

    Raises:
        UsageError: with what to write instead.
    """
    if not is_run(run):
        raise UsageError(
            f"`{shown(run)}` is no run of standoff, so no study can be kept in it",
            help="write the folder that `standoff forecast --out DIR` made after `--keep`",
        )


def keep_study(run: Path, data: Mapping[str, Any]) -> Path:
    """Add the data of a study to a run, for its report, and to the run's list of files.

    A second study of one name gets a number; the same data again change nothing. The file appears
    whole or not at all, and before the manifest names it.

    Args:
        run: directory that `standoff forecast` wrote.
        data: plain data with the entries `study` and `hash`.

    Returns:
        The file.

    Raises:
        UsageError: the folder is no run, the study is of another scenario, or it cannot be written.
    """
    check_keep(run)
    facts = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
    if data["hash"] != facts["scenario"]["sha256"]:
        raise UsageError(
            f"the study is of another scenario than the run in `{shown(run)}`",
            help=f"make it from `{shown(run / 'scenario.yaml')}`, or name another run",
        )
    text, folder = forecast_text(data), run / STUDIES
    try:
        folder.mkdir(exist_ok=True)
        path = folder / f"{data['study']}.json"
        number = 1
        while path.exists() and path.read_text(encoding="utf-8") != text:
            number += 1
            path = folder / f"{data['study']}-{number}.json"
        replace_file(path, text.encode())
        facts["files"][path.relative_to(run).as_posix()] = _entry(path)
        replace_file(run / MANIFEST, _text(facts).encode())
    except OSError as error:
        raise UsageError(
            f"`{shown(folder)}` cannot be written: {error.strerror or error}",
            help="write another run after `--keep`",
        ) from error
    return path


def forecast_text(data: Mapping[str, Any]) -> str:
    """Return the text of `forecast.json`: the same bytes for the same forecast."""
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def default_target(data_name: str, digest: str, seed: int, draws: int) -> Path:
    """Return where a run goes when nobody says: `runs/<scenario>-<hash>-seed<s>-<draws>`."""
    name = re.sub(r"[^\w.-]+", "-", data_name).strip("-.") or "scenario"
    return Path("runs") / f"{name}-{digest[:8]}-seed{seed}-{draws}"


def full_path(target: Path) -> Path:
    """Return a path from the root.

    Raises:
        UsageError: no folder can have that name.
    """
    try:
        return target.expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"`{target}` is not a usable name for a folder") from error


def free(wanted: Path, suffix: str = "") -> Path:
    """Return a path where nothing stands, with a number appended if need be.

    Args:
        wanted: the path without a number.
        suffix: nothing stands at the path with this appended either.
    """
    path, number = wanted, 1
    while os.path.lexists(path) or os.path.lexists(path.with_name(path.name + suffix)):
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path


def make_parents(parent: Path) -> list[Path]:
    """Make the folders above the target; return those that were missing, the innermost first."""
    missing = []
    folder = parent
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(parent, error) from error
    return missing


def remove_parents(made: list[Path]) -> None:
    """Remove folders that were made, the innermost first, as far as nobody uses them."""
    for folder in made:
        try:
            folder.rmdir()
        except OSError:  # somebody else uses it by now
            return


def _beside(target: Path, kind: str) -> Path:
    mark = f"{kind}-{this_host()}-{os.getpid()}-{secrets.token_hex(4)}"
    return target.with_name(f".{target.name}.standoff-{mark}")


def this_host() -> str:
    """Return a mark of this machine: process numbers mean nothing on another one."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def shown(path: Path) -> Path:
    """Return a path as the user would write it from the working folder."""
    try:
        return path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return path


def _unwritable(target: Path, error: OSError) -> UsageError:
    reason = error.strerror or str(error)
    return UsageError(
        f"`{shown(target)}` cannot be written: {reason}", help="write another `--out`"
    )


def _flush_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            _flush_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Flush the entries of a folder; systems that cannot do so write them by themselves."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C for the few moments in which half a step would do harm."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
