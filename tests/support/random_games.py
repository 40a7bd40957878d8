"""Random games in a few shapes, from a seed.

A game is first a nested description (`Spot`), then arrays through `arrange`. Numbers are drawn
apart, so that many draws share one game.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import arrange

LARGEST = 45
"""Nodes of a game; the reference solver is a loop in plain Python."""


@dataclass
class Spot:
    """A node: who moves, what the mover knows (a key), and what follows."""

    player: int
    knows: tuple = ()
    after: list[Spot] = field(default_factory=list)
    paid: bool = False


def random_game(seed: int) -> Game:
    """Return a random game of 2 or 3 players and at most `LARGEST` nodes, at least one choice.

    Two in three seeds give players with private types and public moves; the others give trees in
    which information sets are drawn at random, as long as no player forgets anything.
    """
    rng = np.random.default_rng([seed, 1])
    while True:
        players = int(rng.integers(2, 4))
        root = _loose_tree(rng, players) if seed % 3 == 2 else _typed_tree(rng, players)
        game = game_of(root, players, rng)
        if 3 <= game.n_nodes <= LARGEST and game.n_infosets:
            return game


def random_numbers(game: Game, seed: int, draws: int, highest_lam: float = 10.0) -> Numbers:
    """Return numbers for a game: payoffs within -1..1, no tiny chances, lambda from 0.1 up."""
    rng = np.random.default_rng([seed, 2])
    prob = np.zeros((game.prob_rows, draws))
    for node in np.flatnonzero(game.node_player == CHANCE):
        rows = game.edge_prob[game.edge_start[node] : game.edge_start[node + 1]]
        raw = rng.uniform(0.1, 1.0, (len(rows), draws))
        prob[rows] = raw / raw.sum(axis=0)
    pay = rng.uniform(-1.0, 1.0, (game.pay_rows, len(game.players), draws))
    return Numbers(pay, prob, np.exp(rng.uniform(np.log(0.1), np.log(highest_lam), draws)))


def _typed_tree(rng: np.random.Generator, players: int) -> Spot:
    """Nature draws everybody's types, then players move in public; each knows its own type."""
    types = [int(rng.integers(1, 3)) for _ in range(players)]
    profiles = list(np.ndindex(*types))
    depth = int(rng.integers(1, 4))
    plan: dict = {}

    def turn(past: tuple) -> tuple | None:
        if past not in plan:
            stops = len(past) >= depth or (past and rng.random() < 0.35)
            plan[past] = None if stops else (int(rng.integers(players)), int(rng.integers(2, 4)))
        return plan[past]

    def grow(past: tuple, profile: tuple) -> Spot:
        now = turn(past)
        if now is None:
            return Spot(TERMINAL, paid=True)
        player, moves = now
        after = [grow((*past, move), profile) for move in range(moves)]
        return Spot(player, (past, profile[player]), after, bool((len(past) + moves) % 2))

    after = [grow((), profile) for profile in profiles]
    return after[0] if len(after) == 1 else Spot(CHANCE, after=after)


def _loose_tree(rng: np.random.Generator, players: int) -> Spot:
    """A random tree; nodes with the same own past may share an information set, or not."""

    def grow(depth: int, pasts: tuple) -> Spot:
        if depth == 0 or (depth < 3 and rng.random() < 0.25):
            return Spot(TERMINAL, paid=True)
        moves = int(rng.integers(2, 4))
        if rng.random() < 0.2:
            after = [grow(depth - 1, pasts) for _ in range(moves)]
            return Spot(CHANCE, after=after, paid=bool(rng.random() < 0.3))
        player = int(rng.integers(players))
        # The key holds the whole own past, so nobody forgets; the coin splits it into sets. Only
        # the first move of a player after a given past may use the key: later ones lengthen it.
        key = (pasts[player], moves, int(rng.integers(2)))
        after = []
        for move in range(moves):
            longer = (*pasts[:player], (key, move), *pasts[player + 1 :])
            after.append(grow(depth - 1, longer))
        return Spot(player, key, after, bool(rng.random() < 0.3))

    return grow(int(rng.integers(2, 5)), ((),) * players)


def game_of(root: Spot, players: int, rng: np.random.Generator) -> Game:
    """Return the game of a description; edges of a third of the moves are paid for."""
    spots: list[Spot] = []
    todo = [root]
    while todo:
        spot = todo.pop()
        spots.append(spot)
        todo += reversed(spot.after)
    number = {id(spot): n for n, spot in enumerate(spots)}
    keys = list(dict.fromkeys((s.player, s.knows) for s in spots if s.player >= 0))
    set_of = {key: i for i, key in enumerate(keys)}
    width = {(s.player, s.knows): len(s.after) for s in spots}
    child = [number[id(after)] for spot in spots for after in spot.after]
    chance = np.array([spot.player == CHANCE for spot in spots for _ in spot.after], dtype=bool)
    edge_paid = rng.random(len(child)) < 1 / 3
    node_pay = _rows(np.array([spot.paid for spot in spots]), 0)
    edge_pay = _rows(edge_paid, int(node_pay.max(initial=-1)) + 1)
    edge_prob = _rows(chance, 0)
    ends = np.array([spot.player == TERMINAL for spot in spots])
    widths = [width[key] for key in keys]
    return arrange(
        Game(
            title="random",
            players=tuple("abc"[:players]),
            node_player=np.array([spot.player for spot in spots]),
            node_infoset=np.array([set_of.get((s.player, s.knows), NONE) for s in spots]),
            node_pay=node_pay,
            node_outcome=_rows(ends, 0),
            edge_start=np.concatenate(([0], np.cumsum([len(spot.after) for spot in spots]))),
            edge_child=np.array(child, dtype=np.int64),
            edge_pay=edge_pay,
            edge_prob=edge_prob,
            edge_label=edge_prob.copy(),
            infoset_start=np.zeros(len(keys) + 1, dtype=np.int64),
            infoset_nodes=np.zeros(0, dtype=np.int64),
            infoset_player=np.array([player for player, _ in keys], dtype=np.int64),
            action_start=np.concatenate(([0], np.cumsum(widths))).astype(np.int64),
            order=np.zeros(0, dtype=np.int64),
            infoset_labels=tuple(f"set {i}" for i in range(len(keys))),
            action_labels=tuple(f"move {a}" for w in widths for a in range(w)),
            outcome_labels=tuple(f"end {k}" for k in range(int(ends.sum()))),
            chance_labels=tuple(f"event {c}" for c in range(int(chance.sum()))),
            pay_rows=int(max(node_pay.max(initial=-1), edge_pay.max(initial=-1))) + 1,
            prob_rows=int(chance.sum()),
        )
    )


def _rows(wanted: np.ndarray, first: int) -> np.ndarray:
    """Return consecutive row numbers where wanted, NONE elsewhere."""
    return np.where(wanted, first + np.cumsum(wanted) - 1, NONE).astype(np.int64)
