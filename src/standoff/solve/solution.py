"""The answer of the solver, with what a person needs to judge it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Float, Int


class Status(enum.IntEnum):
    """How the solver ended, per draw; `sentence` is what people read."""

    SOLVED = 0
    FOLLOWED = 1
    OUT_OF_STEPS = 2
    STUCK = 3
    UNCERTIFIED = 4
    CONVERGED = 5
    EXACT = 6
    OUT_OF_ITERATIONS = 7
    NOT_FOUND = 8

    @property
    def sentence(self) -> str:
        """The status in words."""
        return _SENTENCES[self]


SOLVED = (Status.SOLVED, Status.FOLLOWED, Status.CONVERGED, Status.EXACT)
"""What a draw with an accepted answer ends with."""

_SENTENCES = {
    Status.SOLVED: "solved by accelerated iteration; the certificate is within tolerance",
    Status.FOLLOWED: "solved by following the branch; the certificate is within tolerance",
    Status.OUT_OF_STEPS: "stopped: the branch was still going when the steps ran out",
    Status.STUCK: "stopped: the branch could not be followed to this lambda",
    Status.UNCERTIFIED: "not accepted: the certificate is outside tolerance",
    Status.CONVERGED: "solved by regret minimisation; the certificate is within tolerance",
    Status.EXACT: "solved exactly; the certificate is within tolerance",
    Status.OUT_OF_ITERATIONS: (
        "stopped: exploitability was still above the tolerance when the iterations ran out"
    ),
    Status.NOT_FOUND: "stopped: the method found no answer",
}


@dataclass(frozen=True)
class Certificate:
    """What independent code says about a strategy, per draw.

    Attributes:
        residual: largest difference between a choice probability and the logit response to the
            payoffs that the strategy itself implies.
        gain: what each party could gain by its best deviation alone, everywhere at once, in
            payoff units (with merged pasts: by deviating at one information set).
        gap: largest excess, over information sets, of the best move over the strategy's mean
            beyond the entropy bound of a logit response; zero or less in a fixed point.
        belief_error: largest departure of beliefs from Bayes' rule and from adding up to one.
        passed: residual and belief_error within tolerance, gap not above it, all finite.

    An answer that claims to be a Nash equilibrium is judged by its gains alone (`certify_nash`):
    then residual is the largest gain of a party, and gap the mean gain of the parties that move.
    """

    residual: Float[np.ndarray, " B"]
    gain: Float[np.ndarray, "P B"]
    gap: Float[np.ndarray, " B"]
    belief_error: Float[np.ndarray, " B"]
    passed: Bool[np.ndarray, " B"]


@dataclass(frozen=True)
class Solution:
    """Equilibria of one game for B draws.

    Attributes:
        strategy: probability of each move at each information set; rows as in `Game.action_start`.
        logits: the same as centred logits, lambda times centred payoff differences.
        lam: precision at which each draw was solved (below the target where it stopped).
        status: a `Status` per draw.
        passes: evaluations of the map, tangent passes counted as one.
        steps: rungs of the ladder plus steps along the branch.
        turned: how often lambda turned back while the branch was followed; -1 where the branch
            was climbed by the ladder, which cannot see folds.
        crossed: how often another branch crossed the path that was followed; -1 where that was
            not looked at (ladder only, or a long strategy).
        checked: whether the draw was also followed by pseudo-arclength continuation.
        agreed: where checked, whether both ways gave the same answer.
        certificate: from `standoff.solve.certify`.
        method: how it was solved. All but `aqre` and `arclength` answer with Nash equilibria:
            lambda is infinite, there are no logits (zeros), `passes` counts iterations, and
            nothing is followed.
        ties: at how many information sets several moves were equally good, where `backward`
            chose the first; empty with other methods.
    """

    strategy: Float[np.ndarray, "X B"]
    logits: Float[np.ndarray, "X B"]
    lam: Float[np.ndarray, " B"]
    status: Int[np.ndarray, " B"]
    passes: Int[np.ndarray, " B"]
    steps: Int[np.ndarray, " B"]
    turned: Int[np.ndarray, " B"]
    crossed: Int[np.ndarray, " B"]
    checked: Bool[np.ndarray, " B"]
    agreed: Bool[np.ndarray, " B"]
    certificate: Certificate
    method: str = "aqre"
    ties: Int[np.ndarray, " T"] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def of(self, draws: Int[np.ndarray, " _"]) -> Solution:
        """Return the solution of the listed draws alone."""
        judged = self.certificate
        apart = ("certificate", "method", "ties")
        return Solution(
            **{
                name: getattr(self, name)[..., draws]
                for name in self.__dataclass_fields__
                if name not in apart
            },
            method=self.method,
            ties=self.ties[draws] if len(self.ties) else self.ties,
            certificate=Certificate(
                **{name: getattr(judged, name)[..., draws] for name in judged.__dataclass_fields__}
            ),
        )

    @property
    def solved(self) -> Bool[np.ndarray, " B"]:
        """Whether each draw is solved and certified."""
        return np.isin(self.status, SOLVED)
