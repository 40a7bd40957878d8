"""A what-if on solved draws, and its rival: two forecasts from nothing."""

from __future__ import annotations

import numpy as np

from benchmarks.contestant import Contestant, Data
from benchmarks.ours import size_of
from standoff import library
from standoff.forecast import forecast, standpoint, whatif
from standoff.scenario import patch_scenario

Array = np.ndarray


class Warm(Contestant):
    """The question on draws that are solved already, the patched file read anew."""

    method = "what-if on a solved base"

    def __init__(self, name: str, patch: str, draws: int, threads: int = 2) -> None:
        self.name, self.patch, self.draws, self.threads = name, patch, draws, threads

    def build(self) -> None:
        """Read the file and solve the base, which is there before the question is asked."""
        self.scenario = library.load(self.name)
        record = forecast(self.scenario, draws=self.draws, seed=1, threads=self.threads)
        self.base = standpoint(record, self.scenario)
        self.game = record.game
        self.calls = 0

    def run(self) -> None:
        """Patch the file, solve what it changes, and compare."""
        self.calls += 1  # another text each time, so that nothing is remembered of the last one
        text = self.scenario.text + f"# {self.calls}\n".encode()
        patched = patch_scenario(self.name, [self.patch], text=text)
        made = whatif(self.base, patched.scenario, kind="announced", threads=self.threads)
        self.after = made.after.outcomes
        self.data = made.to_json()

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Return how many draws were solved, and the differences."""
        moved = {name: one["difference"] for name, one in self.data["outcomes"].items()}
        return {
            "success": self.data["pairs"] == self.draws,
            "certificate": {},
            "facts": {"pairs": self.data["pairs"], "differences": moved},
        }

    def strategy(self) -> Array | None:
        """Return the outcome probabilities of the changed crisis, to be compared."""
        return np.asarray(self.after.ravel())


class Cold(Warm):
    """The same question by two forecasts that know nothing of each other."""

    method = "two forecasts"

    def build(self) -> None:
        """Read the file."""
        self.scenario = library.load(self.name)

    def run(self) -> None:
        """Forecast the file and the patched file."""
        patched = patch_scenario(library.path(self.name), [self.patch]).scenario
        options = {"draws": self.draws, "seed": 1, "threads": self.threads}
        before, after = forecast(self.scenario, **options), forecast(patched, **options)
        self.game = before.game
        self.after = after.answers.outcomes
        gap = (self.after - before.answers.outcomes).mean(axis=1)
        self.data = {
            "pairs": int(after.solution.solved.sum()),
            "outcomes": {
                outcome.id: {"difference": float(gap[k])}
                for k, outcome in enumerate(self.scenario.outcomes)
            },
        }
