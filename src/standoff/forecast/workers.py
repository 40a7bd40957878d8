"""Worker processes on this machine, watched by the process that starts them.

A thread for each worker sends it one chunk at a time. When a worker dies, its pipe ends: the chunk
goes back to the others and a new worker is started. Nothing else is lost, because a worker holds
nothing but its chunk.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from standoff.errors import ExitCode, LostWorkerError, StandoffError
from standoff.forecast.chunks import Chunk
from standoff.forecast.crew import LOST_MOST, Closing
from standoff.forecast.job import Job, chunk_data
from standoff.forecast.pipes import read_message, write_message

TICK_SECONDS = 0.2
END_SECONDS = 2.0
"""A worker whose pipe has ended gets this long to end by itself, so that it can be said how."""
ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)
"""Variables that keep libraries from starting threads of their own in each worker."""


class Workers(Closing):
    """Worker processes of this machine; a context manager that leaves none behind.

    They are started when they are first needed and stay until `close`.
    """

    def __init__(self, count: int) -> None:
        """Take the number of processes."""
        self.count = count
        self._all = [_Worker() for _ in range(count)]

    @property
    def pids(self) -> list[int]:
        """Process numbers of the workers that have been started."""
        return [one.process.pid for one in self._all if one.process is not None]

    def close(self) -> None:
        """End all workers at once."""
        for one in self._all:
            one.end()

    def run(
        self,
        job: Job,
        chunks: Sequence[Chunk],
        take: Callable[[Chunk, bytes], None],
        tick: Callable[[], None],
    ) -> None:
        """Work on all chunks, see `standoff.forecast.crew.Crew`."""
        todo: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()
        done: queue.SimpleQueue[_Reply] = queue.SimpleQueue()
        for chunk in chunks:
            todo.put(chunk)
        content, stop = job.to_bytes(), threading.Event()
        drivers = [
            threading.Thread(target=_drive, args=(one, content, todo, done, stop), daemon=True)
            for one in self._all[: len(chunks)]
        ]
        try:
            for driver in drivers:
                driver.start()
            _collect(len(chunks), todo, done, take, tick)
        except BaseException:
            # What the workers are doing is of no use now, and their threads wait for them.
            stop.set()
            self.close()
            raise
        finally:
            for _ in drivers:
                todo.put(None)
            stop.set()
            for driver in drivers:
                driver.join()


_Reply = tuple[Chunk, dict[str, Any], bytes]


def _collect(
    left: int,
    todo: queue.SimpleQueue[Chunk | None],
    done: queue.SimpleQueue[_Reply],
    take: Callable[[Chunk, bytes], None],
    tick: Callable[[], None],
) -> None:
    """Take results until none is left; give the chunks of lost workers out again."""
    lost: Counter[Chunk] = Counter()
    while left:
        tick()
        try:
            chunk, head, body = done.get(timeout=TICK_SECONDS)
        except queue.Empty:
            continue
        if "lost" in head:
            lost[chunk] += 1
            if lost[chunk] >= LOST_MOST:
                raise LostWorkerError(chunk.name, lost[chunk], str(head["lost"]))
            todo.put(chunk)
            continue
        if "ok" not in head:
            raise _raised(head)
        take(chunk, body)
        left -= 1


def _raised(head: dict[str, Any]) -> BaseException:
    """Return the error that a worker tells of."""
    if "error" in head:
        error = StandoffError(head["error"], help=head["help"])
        error.exit_code = ExitCode(head["code"])
        return error
    if "memory" in head:
        return MemoryError()
    return RuntimeError(f"in a worker process:\n{head.get('trace')}")


def _drive(
    worker: _Worker,
    job: bytes,
    todo: queue.SimpleQueue[Chunk | None],
    done: queue.SimpleQueue[_Reply],
    stop: threading.Event,
) -> None:
    """Give one worker chunk after chunk, until there is a None or the run is over."""
    if hasattr(signal, "pthread_sigmask"):
        # The main thread gets Ctrl-C; processes that are started here inherit the mask.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    while (chunk := todo.get()) is not None and not stop.is_set():
        try:
            head, body = worker.ask(job, chunk, stop)
        except (OSError, EOFError, ValueError):
            head, body = {"lost": worker.end(patience=END_SECONDS)}, b""
        done.put((chunk, head, body))


class _Worker:
    """One process, which may not run yet, or no longer."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._job = b""
        self._lock = threading.Lock()

    def ask(self, job: bytes, chunk: Chunk, stop: threading.Event) -> tuple[dict[str, Any], bytes]:
        """Return what the worker answers.

        Raises:
            OSError, EOFError, ValueError: it died, or what it sent makes no sense.
        """
        with self._lock:
            if stop.is_set():
                raise EOFError("the run is over")
            if self.process is None:
                self.process = _start()
                self._job = b""
            process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        if self._job != job:
            write_message(process.stdin, {"job": True}, job)
            self._job = job
        write_message(process.stdin, {"chunk": chunk_data(chunk)})
        return read_message(process.stdout)

    def end(self, patience: float = 0.0) -> str:
        """End the process, if there is one, after some seconds of patience; return how it ended."""
        with self._lock:
            process, self.process = self.process, None
        if process is None:
            return "it was ended"
        try:
            code = process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()
        return _how(code)


def _start() -> subprocess.Popen[bytes]:
    import standoff

    home = str(Path(standoff.__file__).resolve().parent.parent)
    path = os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": path}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "standoff.forecast.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )


def _how(code: int) -> str:
    if code >= 0:
        return f"it ended with {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"
