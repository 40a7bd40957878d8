"""The letters of array axes, the same in every module, docstring and page.

An annotation such as `Float[np.ndarray, "X B"]` reads: one row for each strategy entry, one column
for each draw. The draw is always the last, contiguous axis of an array of numbers. The tests run
the annotations (jaxtyping with beartype), so a wrong one is found. docs/notation.md is the page
for readers; a test compares the two.

A *type* (T) is private information inside the game; a *draw* (B) is our uncertainty about the
game; a *profile* is behaviour at every information set.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

AXES: Final = MappingProxyType(
    {
        "B": "draws: one for each set of parameter values, our uncertainty about the game",
        "N": "nodes: a public state together with everybody's private states; node 0 is the root",
        "I": "information sets: what the party to move can tell apart",
        "A": "actions: the moves at one information set",
        "P": "parties, in the order of the file",
        "T": "types: private states of one party",
        "K": "outcomes: the named endings of the crisis",
        "E": "edges: one for each move at each node, all edges of a node together",
        "F": "equilibria found, those of one draw together; a draw may have several",
        "X": "strategy entries: one for each information set and action, in that order",
        "U": "payoff rows: distinct vectors of payoffs, paid along edges or on arrival at nodes",
        "C": "chance rows: distinct probabilities of nature's moves",
        "M": "members of information sets: the nodes at which a party moves, set by set",
        "S": "steps in the order of play: an information set, or a node where no party moves",
        "H": "parameters: the named quantities (theta) of the scenario, in the order of the file",
    }
)
"""Meaning of each axis letter."""
