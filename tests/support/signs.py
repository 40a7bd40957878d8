"""A tiny crisis with gaps for numbers, solved, and asked for the direction of an effect."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

from tests.support.solved import solved

MARGIN = 0.02
"""Smallest difference that counts. Certified solutions are exact to 1e-9, so that a margin is no
matter of solver error; it keeps effects that are too small to speak of from passing."""


class Found:
    """The answers of one solved crisis."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def chance(self, *outcomes: str) -> float:
        """Return the probability that the crisis ends in one of the outcomes."""
        return float(sum(self.data["outcomes"][name]["mean"] for name in outcomes))

    def share(self, part: str, *among: str) -> float:
        """Return the probability of an outcome, given that it is one of some outcomes."""
        return self.chance(part) / self.chance(part, *among)

    def move(self, party: str, move: str, kind: str | None = None) -> float:
        """Return the chance of a move at the first turn of a party, or of one of its types."""
        turn = self.data["next_moves"][party]
        return float(turn["moves"][move]["mean"] if kind is None else turn["by_type"][kind][move])

    def posterior(self, party: str, kind: str, move: str) -> float:
        """Return the chance that a party is of a kind after its first move, by Bayes' rule.

        The kind is the first dimension of the type; there may be more.
        """
        prior = {name: band["mean"] for name, band in self.data["types"][party].items()}
        joint = {k: prior[k] * self.move(party, move, k) for k in prior if prior[k]}
        assert any(name.split()[0] == kind for name in joint)
        own = sum(p for name, p in joint.items() if name.split()[0] == kind)
        return float(own / sum(joint.values()))

    def belief(self, dimension: str, value: str, day: str) -> float:
        """Return the public belief about something hidden on a day, the crisis being open."""
        return float(self.data["beliefs"][dimension]["dates"][day][value]["mean"])

    def bluff(self, party: str, kind: str) -> float:
        """Return the chance that a type would not carry out its threat."""
        return float(self.data["bluff_definition"][party]["by_type"][kind]["mean"])

    def bluff_after(self, party: str, move: str) -> float:
        """Return the bluff posterior after the first move of a party."""
        return float(self.data["next_moves"][party]["moves"][move]["bluff_after"]["mean"])

    def ends_on(self, day: str, outcome: str | None = None) -> float:
        """Return the chance that the crisis ends on a day, or ends so on it."""
        when = self.data["when"]
        if outcome is None:
            return float(when["ends_on"][day]["mean"])
        return float(when["by_outcome"][day][outcome])

    def ended_by(self, day: str) -> float:
        """Return the chance that the crisis is over on a day."""
        return float(self.data["when"]["ended_by"][day]["mean"])


@cache
def _solve(text: str) -> Found:
    return Found(solved(text))


def at(text: str, **values: object) -> Found:
    """Return the solved crisis with `<name>` in the text replaced by each value.

    Raises:
        KeyError: a value has no gap, or a gap has no value.
    """
    for name, value in values.items():
        if f"<{name}>" not in text:
            raise KeyError(name)
        text = text.replace(f"<{name}>", str(value))
    left = re.search(r"<[a-z_]+>", text)
    if left:
        raise KeyError(left.group())
    return _solve(text)


def rises(*values: float, by: float = MARGIN) -> bool:
    """Return whether each value is above the one before it by more than a margin."""
    return all(low + by < high for low, high in pairwise(values))


def falls(*values: float, by: float = MARGIN) -> bool:
    """Return whether each value is below the one before it by more than a margin."""
    return rises(*values[::-1], by=by)
