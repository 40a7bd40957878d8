"""What a program does in a case: build the problem, get ready, answer, and be judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Spent, peak_rss_mib

if TYPE_CHECKING:
    import numpy as np

Data = dict[str, Any]


class NotAvailableError(Exception):
    """The program, or this part of it, is not here; the reason is the message."""


class Contestant:
    """One program on one problem.

    Attributes:
        method: what it does, in a few words.
        draws: how many draws one call of `run` answers.
        device: what it runs on.
    """

    method = ""
    draws = 1
    device = "cpu"

    def build(self) -> None:
        """Make the problem."""

    def compile(self) -> None:
        """Bring the problem into the form in which the program works on it."""

    def run(self) -> Spent | None:
        """Answer the problem; the call that is timed. Every call begins from nothing."""
        raise NotImplementedError

    def size(self) -> Data:
        """Return nodes, information sets and strategy entries."""
        return {}

    def verdict(self) -> Data:
        """Return `success`, `certificate` and `facts` of the last answer."""
        return {"success": True, "certificate": {}, "facts": {}}

    def peak_mib(self) -> float:
        """Return the most memory that the work has held, the libraries included."""
        return peak_rss_mib()

    def strategy(self) -> np.ndarray | None:
        """Return the answer in our order of entries, where answers are compared."""
        return None

    def save(self, path: Path) -> bool:
        """Write the strategy for the comparison; return whether there is one."""
        answer = self.strategy()
        if answer is None:
            return False
        import numpy as np

        np.save(path, answer)
        return True
