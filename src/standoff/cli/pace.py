"""How long a study will take, said as soon as the speed of its first draws is known."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from standoff.cli.messages import say

if TYPE_CHECKING:
    from standoff.cli.progress import Progress

LONG = 60.0
"""Seconds from which it is said."""


class Pace:
    """A callback `progress(stage, done, total)` that tells how long the rest will take, once."""

    def __init__(self, progress: Progress, games: int, fewer: str, *, quiet: bool = False) -> None:
        """Take what to tell.

        Args:
            progress: is called with everything as well.
            games: games to solve at most after the ordinary draws.
            fewer: what to write for fewer.
            quiet: say nothing.
        """
        self._progress, self._games, self._fewer = progress, games, fewer
        self._began: float | None = None
        self._told = quiet

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Pass the progress on; after the first draws say how long the rest will take."""
        self._progress(stage, done, total)
        if self._told or stage != "solve":
            return
        if self._began is None:
            self._began = time.monotonic()
        elif done >= total > 0:
            self._told = True
            left = (time.monotonic() - self._began) * self._games / total
            if left >= LONG:
                say(f"about {spoken(left)} for {self._games:,} more games; for less {self._fewer}")


def spoken(seconds: float) -> str:
    """Return a duration in words: minutes below two hours, else hours."""
    minutes = max(1, round(seconds / 60))
    if minutes < 120:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{minutes / 60:.0f} hours"
