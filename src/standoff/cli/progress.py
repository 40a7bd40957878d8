"""Progress on stderr: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import signal
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import Any, Self

from standoff.cli.messages import say

STAGES = {
    "compile": "compile the game",
    "draws": "draw the parameters",
    "kernels": "compile the kernels (slow once on a machine)",
    "solve": "solve",
    "gather": "put the draws together",
    "equilibria": "search for other equilibria",
    "certificate": "check the certificate",
    "limit": "follow the branch to large lambda",
    "test": "test for sequential equilibrium",
    "forecast": "read the forecast off",
    "charts": "draw the charts",
    "write": "write the run",
    "report": "write the report",
}
"""What each stage is called; others are printed as they come."""

LINE_SECONDS = 5.0
"""Plain lines come at most this often within a stage, and at every tenth of it."""


class Progress:
    """A callback `progress(stage, done, total)` that shows how far the work is.

    Quiet shows nothing. On a terminal a bar moves in place; anywhere else, lines are printed.

    A Ctrl-C that Python raises where exceptions are dropped, such as in a callback of a library, is
    not lost: the next call raises `KeyboardInterrupt` again.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar: Any = None
        self._task: Any = None
        self._stage = ""
        self._said = (0, 0.0)
        self._began = time.monotonic()
        self._stage_began = self._began
        self._stopped = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
            if self._before is signal.default_int_handler:
                signal.signal(signal.SIGINT, self._note)
        if not self._quiet and sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Remember that the user wants to stop, and say so at once."""
        self._stopped = True
        raise KeyboardInterrupt

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._began

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` parts of a stage are done.

        Raises:
            KeyboardInterrupt: the user asked to stop, and the first word of it was lost.
        """
        if self._stopped:
            raise KeyboardInterrupt
        if self._quiet:
            return
        if stage != self._stage:
            self._stage, self._said = stage, (-1, 0.0)
            self._stage_began = time.monotonic()
            if self._bar is not None:
                self._next_bar(stage, total)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=max(total, 1))
        else:
            self._line(stage, done, total)

    def _next_bar(self, stage: str, total: int) -> None:
        if self._task is not None:
            task = self._bar.tasks[self._task]
            self._bar.update(self._task, completed=task.total)
        self._task = self._bar.add_task(STAGES.get(stage, stage), total=max(total, 1))

    def _line(self, stage: str, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        said_tenth, said_at = self._said
        now = time.monotonic()
        if tenth == said_tenth and now - said_at < LINE_SECONDS:
            return
        if total <= 1 and done:
            return  # a stage in one piece: its start has been said
        self._said = (tenth, now)
        text = f"{self.seconds:5.1f} s  {STAGES.get(stage, stage)}"
        if total > 1:
            text += f" {done}/{total}"
            spent = now - self._stage_began
            if 0 < done < total and spent > 1:
                text += f", about {spent * (total - done) / done:.0f} s left"
        say(text)


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
