"""Tasks in threads, with progress."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

Progress = Callable[[str, int, int], None]


class Pool:
    """Runs kernels in threads (they release the interpreter lock) and reports progress."""

    def __init__(
        self, threads: int | None, progress: Progress | None, total: int, stage: str
    ) -> None:
        """Take the number of threads (all cores by default) and who is told of progress."""
        self.threads = max(1, threads or os.cpu_count() or 1)
        self.progress = progress
        self.total, self.stage = total, stage
        self.done = 0

    def run(self, tasks: Sequence[Callable[[], None]], weights: Sequence[int]) -> None:
        """Run all tasks; each one that ends adds its weight to what is done."""
        if self.threads == 1 or len(tasks) <= 1:
            for task, weight in zip(tasks, weights, strict=True):
                task()
                self._tell(weight)
            return
        pool = ThreadPoolExecutor(self.threads, initializer=_leave_signals_to_the_main_thread)
        try:
            waiting: dict[Future[None], int] = {
                pool.submit(task): weight for task, weight in zip(tasks, weights, strict=True)
            }
            while waiting:
                ready, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in ready:
                    future.result()
                    self._tell(waiting.pop(future))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _tell(self, weight: int) -> None:
        self.done += weight
        if self.progress is not None:
            self.progress(self.stage, self.done, self.total)


def _leave_signals_to_the_main_thread() -> None:
    """Let Ctrl-C reach the thread that waits, not one that is busy in machine code."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
