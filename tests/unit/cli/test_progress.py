"""A Ctrl-C is never lost, wherever Python happens to raise it."""

from __future__ import annotations

import subprocess
import sys

LOST = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from standoff.cli.progress import Progress

with Progress(quiet=True) as progress:
    progress("solve", 1, 3)
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        print("dropped")
    try:
        progress("solve", 2, 3)
    except KeyboardInterrupt:
        print("said again")
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
"""
"""The interrupt is dropped on purpose, as a callback of a library would drop it."""


def test_a_dropped_interrupt_is_raised_by_the_next_step():
    done = subprocess.run(
        [sys.executable, "-c", LOST], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (done.returncode, done.stdout.split("\n")) == (0, ["dropped", "said again", ""])
