"""Kuhn's and Leduc poker.

Rules and numbering of moves are those of OpenSpiel's `kuhn_poker` and `leduc_poker` for two
players (Lanctot et al. 2019, arXiv:1908.09453), so that results can be compared set by set.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.game.classic.dealt import Public, dealt_game
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

Array = np.ndarray[Any, Any]

MOST_RAISES = 2
RAISE = (2, 4)
"""Chips that a raise adds to the stake, in the first and in the second round of Leduc poker."""


def kuhn() -> tuple[Game, Numbers]:
    """Return Kuhn's poker: three cards, ante 1, one bet of 1.

    Its value for the first player is -1/18 (Kuhn 1950, A simplified two-person poker).
    """
    # Public nodes: nothing yet; pass, bet; pass pass, pass bet; bet pass, bet bet; and the
    # answers to pass bet.
    history = ("", "p", "b", "pp", "pb", "bp", "bb", "pbp", "pbb")
    public = Public(
        parent=np.array([NONE, 0, 0, 1, 1, 2, 2, 4, 4]),
        mover=np.array([0, 1, 1, TERMINAL, 0, TERMINAL, TERMINAL, TERMINAL, TERMINAL]),
        board=np.full(9, NONE),
        labels=tuple("bet" if word.endswith("b") else "pass" for word in history),
        history=history,
    )
    hands = np.array([(a, b) for a in range(3) for b in range(3) if a != b])
    higher = np.where(hands[:, 0] > hands[:, 1], 1, -1)
    won = np.zeros((9, 6))
    won[3], won[5], won[6], won[7], won[8] = higher, 1, 2 * higher, -1, 2 * higher
    return dealt_game("Kuhn poker", public, hands, ("jack", "queen", "king"), won)


def leduc() -> tuple[Game, Numbers]:
    """Return Leduc poker: six cards of three ranks, two rounds, at most two raises in each.

    Ante 1; raises of 2 and 4; a card is turned face up between the rounds; a pair wins, then the
    higher rank. After Southey et al. (2005), Bayes' bluff: opponent modelling in poker. Its value
    for the first player is -0.085606424078 (asserted in the tests of OpenSpiel).
    """
    tree = _Betting()
    public = tree.public()
    hands = np.array([(a, b) for a in range(6) for b in range(6) if a != b])
    rank = hands // 2
    board = np.array(tree.board)[:, None] // 2
    strength = np.where(rank[None] == board[..., None], 3, rank[None])  # V D 2
    showdown = np.sign(strength[..., 0] - strength[..., 1])
    folded = np.array(tree.folded)[:, None]
    won = np.where(folded == NONE, showdown, 2 * folded - 1) * np.array(tree.stake)[:, None]
    cards = tuple(f"{name}{suit}" for name in "JQK" for suit in "12")
    return dealt_game("Leduc poker", public, hands, cards, won)


class _Betting:
    """The public tree of Leduc poker, grown breadth first.

    `folded` names who gave up at an end, `stake` is what the loser of an end loses.
    """

    def __init__(self) -> None:
        self.parent: list[int] = []
        self.mover: list[int] = []
        self.board: list[int] = []
        self.folded: list[int] = []
        self.stake: list[int] = []
        self.labels: list[str] = []
        self.history: list[str] = []
        # round, bets of this round, stake, what the mover has put in
        self.state: list[tuple[int, str, int, int]] = []
        self._add(NONE, 0, NONE, "", "", (0, "", 1, 1))
        node = 0
        while node < len(self.parent):
            self._grow(node)
            node += 1

    def _add(
        self,
        parent: int,
        mover: int,
        board: int,
        label: str,
        history: str,
        state: tuple[int, str, int, int],
        folded: int = NONE,
    ) -> None:
        self.parent.append(parent)
        self.mover.append(mover)
        self.board.append(board)
        self.folded.append(folded)
        self.labels.append(label)
        self.history.append(history)
        self.state.append(state)
        self.stake.append(state[3] if folded != NONE else state[2])

    def _grow(self, node: int) -> None:
        mover, board, before = self.mover[node], self.board[node], self.history[node]
        stage, bets, stake, own = self.state[node]
        if mover == TERMINAL:
            return
        if mover == CHANCE:
            for card in range(6):
                shown = f"{before}/{'JQK'[card // 2]}{card % 2 + 1}:"
                self._add(node, 0, card, "", shown, (1, "", stake, stake))
            return
        if own < stake:
            state = (stage, bets, stake, own)
            self._add(node, TERMINAL, board, "fold", before + "f", state, folded=mover)
        after = (stage, bets + "c", stake, stake)
        done = bool(bets)  # both have moved, and the bets are level
        last = (TERMINAL if stage else CHANCE) if done else 1 - mover
        self._add(node, last, board, "call", before + "c", after)
        if bets.count("r") < MOST_RAISES:
            raised = (stage, bets + "r", stake + RAISE[stage], stake)
            self._add(node, 1 - mover, board, "raise", before + "r", raised)

    def public(self) -> Public:
        return Public(
            np.array(self.parent),
            np.array(self.mover),
            np.array(self.board),
            tuple(self.labels),
            tuple(self.history),
        )
