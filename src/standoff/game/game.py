"""The compiled game: its structure without numbers, and its numbers over draws.

One record serves every game. A scenario compiles to a layered graph of nodes (public state,
private profile); a tree read from an .efg file is the special case in which every node has one
parent. Structure never depends on parameters, so thousands of draws share one `Game`, and the
draw is the last, contiguous axis of every array of numbers.

Node numbers follow the order of play item by item, where an item is an information set or a node
of nobody's or nature's: every child comes after its parent, and the nodes of an information set
are contiguous (`Game.contiguous` says whether the game allows it; a game in which two
information sets each come before the other somewhere does not).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from jaxtyping import Float, Int

CHANCE = -1
"""Mover of a node at which nature moves."""
TERMINAL = -2
"""Mover of a node at which the game is over."""
NONE = -1
"""No information set, no payoff row, no outcome, no date."""
FORGETS = "forgets"
"""Key of `Game.extra`: who forgets its own past where, in words, in a game that was not made so
on purpose. Such games are not solved; see `standoff.solve.recall`."""

IntArray = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Game:
    """The structure of a game: who moves where, what they know, where each move leads.

    Attributes:
        title: of the scenario or file.
        players: P labels, in player order.
        node_player: player to move; `CHANCE` or `TERMINAL`. Node 0 is the root.
        node_infoset: information set of a decision node; `NONE` elsewhere.
        node_pay: payoff row received on arrival at the node, or `NONE`.
        node_outcome: outcome index of a terminal node; `NONE` elsewhere.
        edge_start: edges of node n are `edge_start[n]:edge_start[n + 1]`, in action order.
        edge_child: node that an edge leads to.
        edge_pay: payoff row received along an edge, or `NONE`.
        edge_prob: row of the chance table for edges of chance nodes; `NONE` elsewhere.
        infoset_start: nodes of information set i are
            `infoset_nodes[infoset_start[i]:infoset_start[i + 1]]`.
        infoset_nodes: node numbers; ascending within an information set.
        infoset_player: player that owns the information set.
        action_start: strategy entries of information set i are
            `action_start[i]:action_start[i + 1]`; entry `action_start[i] + a` belongs to the
            a-th edge of every node of the set. The last element is X, the length of a strategy.
        order: items in order of play: information set i as `i`, a node n without a mover as
            `-1 - n`. Empty when the game is not `contiguous`.
        infoset_labels: a label per information set, unique within a player.
        action_labels: a label per strategy entry.
        outcome_labels: K labels.
        pay_rows: U, number of rows of the payoff table.
        prob_rows: C, number of rows of the chance table.
        edge_label: label index into `chance_labels` for chance edges; `NONE` elsewhere.
        chance_labels: labels of nature's moves.
        perfect_recall: whether no player ever forgets.
        node_origin: dealt private profile of each node, for players who learn at a rate below 1
            (`Numbers.rates`); empty where there is none.
        extra: public state and date of nodes and what else the scenario's compiler knows, see
            `standoff.game.compile`; for games read from an .efg file, what has no place here.
        absent_minded: whether an information set comes twice in one play, so that a player does
            not know whether it has moved already.
    """

    title: str
    players: tuple[str, ...]
    node_player: Int[np.ndarray, " N"]
    node_infoset: Int[np.ndarray, " N"]
    node_pay: Int[np.ndarray, " N"]
    node_outcome: Int[np.ndarray, " N"]
    edge_start: Int[np.ndarray, " N+1"]
    edge_child: Int[np.ndarray, " E"]
    edge_pay: Int[np.ndarray, " E"]
    edge_prob: Int[np.ndarray, " E"]
    edge_label: Int[np.ndarray, " E"]
    infoset_player: Int[np.ndarray, " I"]
    infoset_start: Int[np.ndarray, " I+1"]
    infoset_nodes: Int[np.ndarray, " M"]
    action_start: Int[np.ndarray, " I+1"]
    order: Int[np.ndarray, " S"]
    infoset_labels: tuple[str, ...]
    action_labels: tuple[str, ...]
    outcome_labels: tuple[str, ...]
    chance_labels: tuple[str, ...]
    pay_rows: int
    prob_rows: int
    perfect_recall: bool = True
    node_origin: Int[np.ndarray, " G"] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    extra: Mapping[str, Any] = field(default_factory=dict)
    absent_minded: bool = False

    @property
    def n_nodes(self) -> int:
        """N, terminal and chance nodes included."""
        return len(self.node_player)

    @property
    def n_infosets(self) -> int:
        """I, over all players."""
        return len(self.infoset_player)

    @property
    def n_entries(self) -> int:
        """X, length of a strategy."""
        return int(self.action_start[-1])

    @property
    def contiguous(self) -> bool:
        """Whether information sets can be put in an order of play."""
        return len(self.order) > 0


@dataclass(frozen=True)
class Numbers:
    """The numbers of a game for B draws, in compiled payoff units.

    Attributes:
        pay: payoff rows. A payoff row that is not used by a player is zero there.
        prob: chance rows; the rows at one chance node add up to 1 in every draw.
        lam: precision lambda of each draw, at least 0.
        rates: update rate of each player, from 0 (keeps its prior about the others' types) to 1
            (Bayes' rule); empty where everybody follows Bayes' rule.
    """

    pay: Float[np.ndarray, "U P B"]
    prob: Float[np.ndarray, "C B"]
    lam: Float[np.ndarray, " B"]
    rates: Float[np.ndarray, "R _"] = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def n_draws(self) -> int:
        """B."""
        return int(self.pay.shape[2])

    def block(self, start: int, stop: int) -> Numbers:
        """Return the draws `start:stop` as contiguous arrays."""
        return Numbers(
            np.ascontiguousarray(self.pay[:, :, start:stop]),
            np.ascontiguousarray(self.prob[:, start:stop]),
            np.ascontiguousarray(self.lam[start:stop]),
            self.rates[:, start:stop].copy(),
        )

    def with_lam(self, lam: float) -> Numbers:
        """Return the same numbers with one precision for all draws."""
        return replace(self, lam=np.full(self.n_draws, float(lam)))

    def select(self, draws: IntArray) -> Numbers:
        """Return some draws, in the order given."""
        rates = self.rates[:, draws] if len(self.rates) else self.rates
        return Numbers(self.pay[:, :, draws], self.prob[:, draws], self.lam[draws], rates)
