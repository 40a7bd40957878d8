"""How much the public past tells of what is hidden.

Averaged over all pasts a belief stays near its prior, however much each past tells: beliefs are a
martingale. What moves is their spread. By the law of total variance the doubt about a hidden
dimension, 1 - sum of squared chances, is the mean doubt that is left after the past is known and
the part that the past has removed; the share of the latter is between 0 and 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from standoff.game import NONE

if TYPE_CHECKING:
    from standoff.forecast.lens import Play
    from standoff.forecast.questions import Questions

Array = np.ndarray[Any, Any]


class Learning:
    """Counts hidden values by public past; the index arrays are made once for a game."""

    def __init__(self, q: Questions) -> None:
        """Work out which edges of a cut belong to one public past and one hidden value."""
        self.q = q
        self.widths = [len(private.values) for private in q.scenario.privates]
        self.cuts = []
        codes = q.layout.profiles.codes
        for cut in q.cuts:
            still = np.flatnonzero(cut.states != NONE)
            child = q.game.edge_child[cut.edges[still]]
            _, past = np.unique(q.layout.node_history[child], return_inverse=True)
            pasts = int(past.max(initial=-1)) + 1
            value = codes[q.layout.node_profile[child]]
            adds = [
                sparse.csr_matrix(
                    (np.ones(len(still)), (past * width + value[:, k], np.arange(len(still)))),
                    shape=(pasts * width, len(still)),
                )
                for k, width in enumerate(self.widths)
            ]
            self.cuts.append((cut.edges[still], adds))

    def told(self, play: Play) -> tuple[Array, ...]:
        """Return, per hidden dimension, the share of doubt that is removed by each date (D, B).

        nan where the crisis cannot be open, or where there is no doubt.
        """
        out = tuple(np.full((len(self.cuts), play.reach.shape[1]), np.nan) for _ in self.widths)
        for day, (edges, adds) in enumerate(self.cuts):
            flow = self.q.flow(edges, play)
            for k, width in enumerate(self.widths):
                weight = np.asarray(adds[k] @ flow).reshape(-1, width, play.reach.shape[1])
                out[k][day] = _removed(weight)
        return out


def _removed(weight: Array) -> Array:
    """Return the share of doubt that knowing the past removes, for weights (pasts, values, B)."""
    total = weight.sum(axis=(0, 1))
    past = weight.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        share = weight / total
        belief = np.where(past > 0, weight / past, 0.0)
        certain = (share * belief).sum(axis=(0, 1))
        prior = (share.sum(axis=0) ** 2).sum(axis=0)
        doubt = (total > 0) & (1 - prior > SURE)
        return np.asarray(np.where(doubt, (certain - prior) / (1 - prior), np.nan))


SURE = 1e-12
"""With less doubt than this there is nothing to learn."""
