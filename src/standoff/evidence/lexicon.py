"""Words with which authors hedge, and the share of a claim's weight that each leaves.

A hedge says how firmly something is held, not which way it points, so it takes weight away and
leaves the direction. The shares are ours: no standard gives any. `hedge: 0.6` sets one by hand.
"""

from __future__ import annotations

HEDGES: dict[str, float] = {
    "apparently": 0.7,
    "allegedly": 0.4,
    "cannot be excluded": 0.4,
    "could": 0.5,
    "i believe": 0.8,
    "i doubt": 0.6,
    "i fear": 0.6,
    "i hope": 0.5,
    "i think": 0.8,
    "in my view": 0.8,
    "it is said": 0.5,
    "it seems": 0.7,
    "let us hope": 0.5,
    "may": 0.6,
    "maybe": 0.6,
    "might": 0.5,
    "perhaps": 0.6,
    "possibly": 0.5,
    "presumably": 0.8,
    "probably": 0.8,
    "reportedly": 0.6,
    "supposedly": 0.4,
    "theoretically": 0.4,
}
"""Share of the weight that is left, by words in small letters."""

STYLES: dict[str, float] = {"exact": 1.0, "ordinary": 1.5, "loose": 2.5}
"""How far a source's estimative words are widened, by its style.

Readers place the same words far apart (Kent 1964, "Words of estimative probability"), so only a
source that is known to use a scale is read as the scale says. The factors are ours.
"""


def hedge_of(words: str) -> float | None:
    """Return the share of the weight that a hedge leaves, or None for unknown words."""
    return HEDGES.get(" ".join(words.lower().replace("\u2019", "'").split()).strip(".,;"))
