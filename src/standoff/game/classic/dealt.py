"""Card games in which each of two players is dealt one private card, as arrays.

Such a game is a public tree with a copy for every deal. A public node may turn a card face up
(`Public.board`); deals that hold this card have no copy of it. Nodes are numbered public node by
public node, sorted by the mover's own card, so that information sets are runs of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

Array = np.ndarray[Any, Any]

OUTCOMES = ("first player wins", "second player wins", "tie")


@dataclass(frozen=True)
class Public:
    """A public tree of V nodes, parents before children, children of a node in a row.

    Attributes:
        parent: public node before each one; `NONE` at the root.
        mover: 0 or 1, `CHANCE` or `TERMINAL`.
        board: card that lies face up, or `NONE`.
        labels: what was done to arrive at each node.
        history: the same from the root on, unique.
    """

    parent: Array
    mover: Array
    board: Array
    labels: tuple[str, ...]
    history: tuple[str, ...]


def dealt_game(
    title: str, public: Public, hands: Array, cards: tuple[str, ...], won: Array
) -> tuple[Game, Numbers]:
    """Return the game of a public tree and its deals, every deal equally likely.

    Args:
        title: of the game.
        public: what everybody sees.
        hands: cards of the first and the second player (D 2), sorted; every first card has the
            same number of second cards.
        cards: names of the cards.
        won: what the first player wins (V D), and the second player loses; read at ends only.
    """
    node, valid = _number(public, hands)
    v, d = np.nonzero(valid)
    at, moves_at = node[v, d], public.mover[v]
    n_nodes = int(at.max()) + 1
    mover = np.full(n_nodes, CHANCE)
    mover[at] = moves_at
    amounts, row = np.unique(won[v, d][moves_at == TERMINAL], return_inverse=True)
    node_pay, node_outcome, node_infoset = np.full((3, n_nodes), NONE)
    ends, members = at[moves_at == TERMINAL], at[moves_at >= 0]
    node_pay[ends] = row
    node_outcome[ends] = np.where(amounts > 0, 0, np.where(amounts < 0, 1, 2))[row]
    # An information set is a public decision and the mover's card.
    own = np.where(public.mover[v] == 1, hands[d, 1], hands[d, 0])
    keys, infoset = np.unique((v * len(cards) + own)[moves_at >= 0], return_inverse=True)
    node_infoset[members] = infoset
    place, card = keys // len(cards), keys % len(cards)
    edges = _edges(public, hands, node, valid, mover)
    begins = (node_infoset == NONE) | (node_infoset != np.roll(node_infoset, 1))
    item = np.flatnonzero(begins)
    game = Game(
        title=title,
        players=("first", "second"),
        node_player=mover,
        node_infoset=node_infoset,
        node_pay=node_pay,
        node_outcome=node_outcome,
        edge_start=_starts(np.bincount(edges.parent, minlength=n_nodes)),
        edge_child=edges.child,
        edge_pay=np.full(len(edges.child), NONE),
        edge_prob=edges.prob,
        edge_label=edges.label,
        infoset_player=public.mover[place],
        infoset_start=_starts(np.bincount(infoset)),
        infoset_nodes=np.sort(members),
        action_start=_starts(np.bincount(public.parent[1:], minlength=len(public.parent))[place]),
        order=np.where(node_infoset[item] == NONE, -1 - item, node_infoset[item]),
        infoset_labels=tuple(
            f"{cards[c]} {public.history[p]}".rstrip()
            for p, c in zip(place.tolist(), card.tolist(), strict=True)
        ),
        action_labels=_action_labels(public, place),
        outcome_labels=OUTCOMES,
        chance_labels=cards,
        pay_rows=len(amounts),
        prob_rows=len(edges.chances),
    )
    pay = np.stack((amounts, -amounts), axis=1)[:, :, None].astype(np.float64)
    return game, Numbers(pay, edges.chances[:, None], np.ones(1))


def _number(public: Public, hands: Array) -> tuple[Array, Array]:
    """Return the node of each public node and deal (V D), and which of these exist."""
    board = public.board[:, None]
    valid = (board == NONE) | ((board != hands[:, 0]) & (board != hands[:, 1]))
    turned = np.argsort(hands[:, 1], kind="stable")  # deals by the second player's card
    rank = np.cumsum(valid, axis=1) - 1
    other = np.empty_like(rank)
    other[:, turned] = np.cumsum(valid[:, turned], axis=1) - 1
    rank = np.where((public.mover == 1)[:, None], other, rank)
    first = 1 + int(hands[:, 0].max()) + 1  # after the root and the deals to the second player
    return first + _starts(valid.sum(axis=1))[:-1, None] + rank, valid


@dataclass(frozen=True)
class _Edges:
    parent: Array
    child: Array
    prob: Array
    label: Array
    chances: Array


def _edges(public: Public, hands: Array, node: Array, valid: Array, mover: Array) -> _Edges:
    """Return the edges of the two deals of a card, then those of the copies of the public tree."""
    firsts = int(hands[:, 0].max()) + 1
    seconds = len(hands) // firsts
    k, d = np.nonzero(valid[1:])
    k += 1
    source, target = node[public.parent[k], d], node[k, d]
    order = np.argsort(source * len(public.parent) + k)
    k, source, target = k[order], source[order], target[order]
    shown = mover[source] == CHANCE
    step = np.arange(len(source)) - np.searchsorted(source, source)
    boards = int(step[shown].max(initial=-1)) + 1
    dealt = np.arange(firsts)
    to_second = firsts + np.tile(np.arange(seconds), firsts)
    turned = np.where(shown, firsts + seconds + step, NONE)
    return _Edges(
        parent=np.concatenate((np.zeros_like(dealt), np.repeat(1 + dealt, seconds), source)),
        child=np.concatenate((1 + dealt, node[0], target)),
        prob=np.concatenate((dealt, to_second, turned)),
        label=np.concatenate((dealt, hands[:, 1], np.where(shown, public.board[k], NONE))),
        chances=np.concatenate(
            [np.full(count, 1.0 / count) for count in (firsts, seconds, boards) if count]
        ),
    )


def _action_labels(public: Public, place: Array) -> tuple[str, ...]:
    """Return the labels of the moves at the public node of each information set."""
    first = 1 + np.searchsorted(public.parent[1:], place)
    stop = 1 + np.searchsorted(public.parent[1:], place, side="right")
    return tuple(
        label
        for a, b in zip(first.tolist(), stop.tolist(), strict=True)
        for label in public.labels[a:b]
    )


def _starts(counts: Array) -> Array:
    return np.concatenate(([0], np.cumsum(counts)))
