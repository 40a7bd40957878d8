"""Contestants for the tests of the harness: they answer, fail, hang or are not there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
from benchmarks.contestant import Contestant, NotAvailableError
from benchmarks.measure import Spent


class Answers(Contestant):
    """Answers with a strategy, says what it took, and writes down that it was its turn."""

    method = "guess"

    def __init__(self, name="a", answer=(0.5, 0.5), cpu_s=0.25, wall_s=0.5, log=None):
        self.name, self.answer, self.log = name, answer, log
        self.taken = Spent(cpu_s, wall_s)

    def run(self):
        print("noise on the output", flush=True)  # noqa: T201 (what libraries do)
        if self.log is not None:
            with Path(self.log).open("a") as log:
                log.write(self.name)
        return self.taken

    def size(self):
        return {"nodes": 3}

    def strategy(self):
        return np.array(self.answer)


class Hangs(Answers):
    def run(self):
        time.sleep(60)


class Fails(Answers):
    def run(self):
        raise ValueError("no such luck")


class Dies(Answers):
    def run(self):
        os._exit(3)


class Missing(Answers):
    def __init__(self):
        raise NotAvailableError("not installed")
