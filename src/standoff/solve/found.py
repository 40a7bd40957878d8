"""The record of a search for equilibria."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from standoff.solve.solution import Certificate


class Origin(enum.IntEnum):
    """How an equilibrium was found first."""

    PRINCIPAL = 0
    START = 1
    NEWTON = 2
    BIAS = 3
    BRANCH = 4
    SLIP = 5

    @property
    def sentence(self) -> str:
        """The origin in words."""
        return _ORIGINS[self]


_ORIGINS = {
    Origin.PRINCIPAL: "the principal branch from lambda = 0",
    Origin.START: "repeated best response from a random start",
    Origin.NEWTON: "Newton's method from a random start",
    Origin.BIAS: "a biased game whose bias was taken away",
    Origin.BRANCH: "the branch through another equilibrium",
    Origin.SLIP: "slips below 1e-10, which set beliefs where nobody goes",
}


class Search(enum.IntEnum):
    """How far the search of a draw can be trusted; `sentence` is what people read."""

    BALANCED = 0
    MISSING = 1
    UNCHECKED = 2
    NO_PRINCIPAL = 3

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return _VERDICTS[self]


_VERDICTS = {
    Search.BALANCED: "nothing is known to be missing; that does not prove that nothing is",
    Search.MISSING: "at least one more exists that was not found: the signs do not add up to 1",
    Search.UNCHECKED: "not checked for completeness: the strategy is too long for the signs",
    Search.NO_PRINCIPAL: "the principal branch was not solved; others may have been found",
}


@dataclass(frozen=True)
class Equilibria:
    """Equilibria found in B draws, F in all, draw after draw, the principal one first.

    A draw may have more equilibria than were found: every count here is "at least".

    Attributes:
        draw: draw of each equilibrium, ascending.
        strategy: choice probabilities; rows as in `Game.action_start`.
        principal: whether it is the one that `solve` reports.
        path: number of its play on the path within its draw, from 0; equilibria of a draw with
            equal numbers differ only at information sets that neither of them ever reaches.
        origin: an `Origin`: how it was found first.
        index: sign of the determinant of the derivative of z - G(z), 0 where not computed. An
            equilibrium at which it is -1 repels repeated best response.
        certificate: from `standoff.solve.certify`, of each equilibrium at its draw's lambda.
        count: number found in each draw, those that differ only off the path counted as one.
        search: a `Search` per draw.
        refused: candidates per draw that failed the certificate and are not in the record.
        passes: evaluations of the map per draw, tangent passes counted as one.
        starts: random starts per draw.
    """

    draw: Int[np.ndarray, " F"]
    strategy: Float[np.ndarray, "X F"]
    principal: Bool[np.ndarray, " F"]
    path: Int[np.ndarray, " F"]
    origin: Int[np.ndarray, " F"]
    index: Int[np.ndarray, " F"]
    certificate: Certificate
    count: Int[np.ndarray, " B"]
    search: Int[np.ndarray, " B"]
    refused: Int[np.ndarray, " B"]
    passes: Int[np.ndarray, " B"]
    starts: int

    def of(self, draw: int) -> Int[np.ndarray, " _"]:
        """Return the positions of the equilibria of one draw, the principal one first."""
        return np.flatnonzero(self.draw == draw)

    def only_off_path(self, draw: int) -> int:
        """Return how many equilibria of a draw differ from an earlier one only off the path."""
        return len(self.of(draw)) - int(self.count[draw])
