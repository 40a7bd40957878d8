"""Where the crisis stands on each date and at its end: public variables and hidden dimensions.

What is believed of a hidden dimension, given the public past and averaged over the paths that are
still open, is its distribution over those paths: the law of total probability. So one count along
each cut answers both what is the case and what an outsider should think.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from standoff.game import CHANCE, NONE

if TYPE_CHECKING:
    from standoff.forecast.lens import Play
    from standoff.forecast.questions import Questions

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Standing:
    """Distributions of one variable or hidden dimension, per draw.

    Attributes:
        start: probability of each value when the first turn is played (V, B).
        dates: the same on each date, given that the crisis is open; nan where it cannot be
            (D, V, B).
        end: the same when the crisis has ended (V, B).
    """

    start: Array
    dates: Array
    end: Array


class Standings:
    """Counts variables and hidden dimensions; the index arrays are made once for a game."""

    def __init__(self, q: Questions) -> None:
        """Work out which rows of a cut hold which values."""
        game, layout, scenario = q.game, q.layout, q.scenario
        self.q = q
        public = [state.variables for state in layout.states] + list(layout.final_variables)
        low = np.array([v.low for v in scenario.variables], dtype=np.int64)
        codes = np.array(public, dtype=np.int64).reshape(len(public), len(low)) - low
        widths = [v.high - v.low + 1 for v in scenario.variables]
        self.public = _one_hot(codes, widths)
        self.hidden = _one_hot(layout.profiles.codes, [len(p.values) for p in scenario.privates])
        self.cuts = []
        for cut in q.cuts:
            child = game.edge_child[cut.edges]
            row = np.where(cut.states == NONE, len(layout.states) + cut.final, cut.states)
            self.cuts.append((_grouped(row), _grouped(layout.node_profile[child])))
        ends = np.flatnonzero(game.node_outcome != NONE)
        self.ends = ends
        row = len(layout.states) + layout.terminal_variables[ends]
        self.at_end = (_grouped(row), _grouped(layout.node_profile[ends]))
        dealt = game.node_player[0] == CHANCE and layout.node_state[0] == NONE
        self.first = game.edge_child[: game.edge_start[1]] if dealt else np.array([0])
        row = layout.node_state[self.first]
        self.at_start = (_grouped(row), _grouped(layout.node_profile[self.first]))

    def count(self, play: Play) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
        """Return the standing of every public variable, and of every hidden dimension."""
        start = self._rows(self.at_start, play.reach[self.first])
        end = self._rows(self.at_end, play.reach[self.ends])
        dates = []
        for cut, groups in zip(self.q.cuts, self.cuts, strict=True):
            flow = self.q.flow(cut.edges, play)
            total = flow.sum(axis=0)
            share = np.where(total > 0, flow / np.where(total > 0, total, 1.0), np.nan)
            dates.append(self._rows(groups, share))
        public, hidden = (
            tuple(
                Standing(
                    start[side][k],
                    np.array([day[side][k] for day in dates]).reshape(-1, *start[side][k].shape),
                    end[side][k],
                )
                for k in range(len(start[side]))
            )
            for side in range(2)
        )
        return public, hidden

    def _rows(self, groups: tuple[_Group, _Group], flow: Array) -> tuple[list[Array], list[Array]]:
        """Return the weight of each value of each variable, and of each hidden dimension."""
        made = []
        for group, tables in zip(groups, (self.public, self.hidden), strict=True):
            weight = np.asarray(group.adds @ flow)
            made.append([np.asarray(table[:, group.rows] @ weight) for table in tables])
        return made[0], made[1]


@dataclass(frozen=True)
class _Group:
    """Distinct rows, and the matrix that adds up whatever lies on them."""

    rows: Array
    adds: Any


def _grouped(row: Array) -> _Group:
    rows, place = np.unique(row, return_inverse=True)
    shape = (len(rows), len(row))
    return _Group(rows, sparse.csr_matrix((np.ones(len(row)), (place, np.arange(len(row)))), shape))


def _one_hot(codes: Array, widths: list[int]) -> list[Any]:
    """Return, per column of codes, the matrix (values, rows) that marks the value of each row."""
    rows = np.arange(len(codes))
    return [
        sparse.csc_matrix((np.ones(len(codes)), (codes[:, k], rows)), (width, len(codes)))
        for k, width in enumerate(widths)
    ]
