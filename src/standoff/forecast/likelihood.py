"""The published scale of likelihood words.

Intelligence Community Directive 203, Analytic Standards (Office of the Director of National
Intelligence, January 2015), standard on uncertainty: first row of terms.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Likelihood:
    """A term of the scale; `low` and `high` are its bounds in percent."""

    words: str
    low: int
    high: int


SCALE = (
    Likelihood("almost no chance", 1, 5),
    Likelihood("very unlikely", 5, 20),
    Likelihood("unlikely", 20, 45),
    Likelihood("roughly even chance", 45, 55),
    Likelihood("likely", 55, 80),
    Likelihood("very likely", 80, 95),
    Likelihood("almost certain", 95, 99),
)
"""The scale. It leaves out what is below 1% and above 99%: the outer terms serve there."""


def likelihood(prob: float) -> Likelihood:
    """Return the term for a probability; a bound that two terms share belongs to the upper one."""
    for term in SCALE:
        if 100 * prob < term.high:
            return term
    return SCALE[-1]
