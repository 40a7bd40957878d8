"""The published scale of likelihood words.

Intelligence Community Directive 203, Analytic Standards (Office of the Director of National
Intelligence, January 2015), standard on uncertainty: first row of terms. Its
second row gives each range another name, which is understood where a source uses it.
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


SYNONYMS = (
    "remote",
    "highly improbable",
    "improbable",
    "roughly even odds",
    "probable",
    "highly probable",
    "nearly certain",
)
"""The second row of terms, one for each range of `SCALE`."""

WORDS = {
    words: (term.low / 100, term.high / 100)
    for term, other in zip(SCALE, SYNONYMS, strict=True)
    for words in (term.words, other)
}
"""Words of a source, and the chances that the scale lets them stand for."""


def range_of(words: str) -> tuple[float, float] | None:
    """Return the range of chances that estimative words stand for, or None if it has none."""
    return WORDS.get(" ".join(words.lower().split()))
