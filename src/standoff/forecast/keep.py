"""Results of chunks in a folder: each is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from standoff.errors import UsageError
from standoff.forecast.chunks import Chunk
from standoff.forecast.packing import Part, unpack

SUFFIX = ".npz"
UNFINISHED = ".part"


class ChunkFolder:
    """Keeps results of chunks as .npz files, named by their draws.

    A file is written beside its place, flushed to the disk, and renamed. The caller sees to it that
    a folder is used for one forecast only, and by one process at a time.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder, and clear away what was being written when a process died."""
        self.folder = folder
        self.space: Path | None = folder / "arrays"
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob(f"*{UNFINISHED}"):
            path.unlink()
        shutil.rmtree(self.space, ignore_errors=True)
        self.space.mkdir()

    def has(self, chunk: Chunk) -> bool:
        """Return whether the result of a chunk is there."""
        return self._path(chunk).is_file()

    def put(self, chunk: Chunk, result: bytes) -> None:
        """Keep the result of a chunk.

        Raises:
            UsageError: the disk is full, or the folder is gone.
        """
        path = self._path(chunk)
        beside = path.with_suffix(UNFINISHED)
        try:
            with beside.open("wb") as file:
                file.write(result)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            reason = error.strerror or str(error)
            raise UsageError(f"`{path}` cannot be written: {reason}") from error

    def get(self, chunk: Chunk) -> Part:
        """Return the result of a chunk that is there.

        Raises:
            UsageError: the file is broken; it has been removed, so that the chunk is solved again
                when the run is gone on with.
        """
        path = self._path(chunk)
        try:
            with path.open("rb") as file:
                return unpack(file)
        except ValueError as error:
            path.unlink()
            raise UsageError(
                f"`{path}` is broken and was removed", help="go on with the run to solve it again"
            ) from error

    def count(self) -> int:
        """Return how many results are there."""
        return sum(1 for _ in self.folder.glob(f"*{SUFFIX}"))

    def close(self) -> None:
        """Remove the large arrays of the forecast, which hold nothing that the chunks do not."""
        if self.space is not None:
            shutil.rmtree(self.space, ignore_errors=True)

    def _path(self, chunk: Chunk) -> Path:
        return self.folder / f"{chunk.name}{SUFFIX}"
