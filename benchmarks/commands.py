"""Commands of standoff, each in a process of its own; this module stays small for their sake."""

from __future__ import annotations

import resource
import subprocess
import sys

from benchmarks.contestant import Contestant
from benchmarks.measure import Spent, spent


class Command(Contestant):
    """A command of standoff, from the start of Python to its end."""

    def __init__(self, arguments: list[str]) -> None:
        self.arguments = arguments
        self.method = " ".join(["standoff", *arguments])

    def run(self) -> Spent:
        """Start the command and wait for its end."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall_s = spent(self._start).wall_s
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_s = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        return Spent(cpu_s, wall_s)

    def peak_mib(self) -> float:
        """Return the most memory that the command has held."""
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    def _start(self) -> None:
        code = "import sys; from standoff.cli.main import main; sys.exit(main(sys.argv[1:]))"
        words = [sys.executable, "-c", code, *self.arguments]
        subprocess.run(words, check=True, capture_output=True)
