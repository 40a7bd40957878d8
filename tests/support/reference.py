"""A slow, plain solver for agent quantal response equilibria, to compare the fast one with.

It shares nothing with `standoff.solve`: the map from choice probabilities to payoffs is written as
loops and recursion over dictionaries, derivatives come from complex steps, linear systems are
dense. The unknowns are z = lambda Q - constant, one for each strategy entry, and the branch of

    F(z, lambda) = z - lambda * centred Q(softmax(z)) = 0

is followed from (0, 0) by pseudo-arclength (Keller 1977) until it first meets the target.
"""

from __future__ import annotations

import cmath
from dataclasses import dataclass

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers

STEP = 1e-30
"""A complex step has no cancellation, so it may be as small as this."""
CLOSE = 1e-13
"""Largest entry of F at which a point counts as solved, relative to 1 + lambda."""
FIRST_ARC = 0.05
LONGEST_ARC = 0.5
SHORTEST_ARC = 1e-7
STRAIGHT = 0.97
"""Least cosine between directions of neighbouring points; a sharper turn halves the step."""


@dataclass(frozen=True)
class Answer:
    """Where the branch first meets the target, and how often lambda turned on the way."""

    strategy: np.ndarray
    turned: int


def payoffs(  # noqa: C901  one recursion with its helpers beside it
    game: Game, numbers: Numbers, draw: int, strategy: dict
) -> dict:
    """Return the mover's expected payoff of each strategy entry, beliefs by Bayes' rule."""
    players = range(len(game.players))
    value: dict = {}
    reach = dict.fromkeys(range(game.n_nodes), 0.0)

    def row(index):
        return [0.0] * len(game.players) if index == NONE else numbers.pay[index, :, draw].tolist()

    def chance_of(node, edge):
        if game.node_player[node] == CHANCE:
            return float(numbers.prob[game.edge_prob[edge], draw])
        start = game.action_start[game.node_infoset[node]]
        return strategy[int(start) + edge - int(game.edge_start[node])]

    def edges(node):
        return range(int(game.edge_start[node]), int(game.edge_start[node + 1]))

    def walk_down(node, weight):
        reach[node] = reach[node] + weight
        for edge in edges(node):
            walk_down(int(game.edge_child[edge]), weight * chance_of(node, edge))

    def worth(node):
        if node not in value:
            total = row(game.node_pay[node])
            if game.node_player[node] != TERMINAL:
                for edge in edges(node):
                    after, share = along(edge), chance_of(node, edge)
                    total = [total[p] + share * after[p] for p in players]
            value[node] = total
        return value[node]

    def along(edge):
        paid, after = row(game.edge_pay[edge]), worth(int(game.edge_child[edge]))
        return [paid[p] + after[p] for p in players]

    walk_down(0, 1.0)
    result = {}
    for i in range(game.n_infosets):
        members = [n for n in range(game.n_nodes) if game.node_infoset[n] == i]
        seen = sum(reach[n] for n in members)
        for entry in range(game.action_start[i], game.action_start[i + 1]):
            place = entry - game.action_start[i]
            result[entry] = sum(
                reach[n] / seen * along(int(game.edge_start[n] + place))[game.infoset_player[i]]
                for n in members
            )
    return result


def softmax(game: Game, z) -> dict:
    """Return choice probabilities; z may be complex."""
    result = {}
    for i in range(game.n_infosets):
        entries = range(game.action_start[i], game.action_start[i + 1])
        top = max(z[x].real for x in entries)
        weights = {x: cmath.exp(z[x] - top) for x in entries}
        total = sum(weights.values())
        result.update({x: weights[x] / total for x in entries})
    return result


def centred_payoffs(game: Game, numbers: Numbers, draw: int, z) -> np.ndarray:
    """Return Q less its mean within each information set."""
    strategy = softmax(game, z)
    if not any(np.iscomplexobj(v) and v.imag for v in z):
        strategy = {x: p.real for x, p in strategy.items()}
    q = payoffs(game, numbers, draw, strategy)
    result = []
    for i in range(game.n_infosets):
        own = [q[x] for x in range(game.action_start[i], game.action_start[i + 1])]
        result += [value - sum(own) / len(own) for value in own]
    return np.array(result)


def slopes(game: Game, numbers: Numbers, draw: int, z: np.ndarray) -> np.ndarray:
    """Return the derivatives of centred payoffs by z, column by column, by complex steps."""
    columns = []
    for entry in range(len(z)):
        moved = z.astype(complex)
        moved[entry] += 1j * STEP
        columns.append(centred_payoffs(game, numbers, draw, moved).imag / STEP)
    return np.array(columns).T


def solve_reference(game: Game, numbers: Numbers, draw: int = 0, most_steps: int = 2000) -> Answer:
    """Follow the principal branch to the draw's lambda."""
    target = float(numbers.lam[draw])
    size = game.n_entries
    point = np.zeros(size + 1)
    direction = np.zeros(size + 1)
    direction[-1] = 1.0
    arc, turned = FIRST_ARC, 0

    def gap(at):
        return at[:-1] - at[-1] * centred_payoffs(game, numbers, draw, at[:-1])

    def matrix(at):
        q = centred_payoffs(game, numbers, draw, at[:-1])
        slope = slopes(game, numbers, draw, at[:-1])
        return np.hstack([np.eye(size) - at[-1] * slope, -q[:, None]])

    def correct(at, row, level):
        """Newton on F = 0 and row . at = level; None where it does not settle quickly."""
        # Beyond four iterations the start was too far away for the answer to be trusted.
        for _ in range(5):
            bordered = np.vstack([matrix(at), row])
            change = np.linalg.solve(bordered, -np.append(gap(at), row @ at - level))
            at = at + change
            if np.abs(change).max() < CLOSE * (1 + np.abs(at).max()):
                return at
        return None

    def tangent(at, before):
        found = np.linalg.solve(np.vstack([matrix(at), before]), np.eye(size + 1)[-1])
        return found / np.linalg.norm(found)

    direction = tangent(point, direction)
    at_lambda = np.eye(size + 1)[-1]
    for _ in range(most_steps):
        if arc < SHORTEST_ARC:
            raise ArithmeticError("the reference solver lost the branch")
        guess = point + arc * direction
        found = correct(guess, direction, direction @ guess)
        ahead = None if found is None else tangent(found, direction)
        if ahead is None or ahead @ direction < STRAIGHT:
            arc /= 2
            continue
        if found[-1] >= target:
            share = (target - point[-1]) / (found[-1] - point[-1])
            start = point + share * (found - point)
            last = correct(start, at_lambda, target)
            if last is not None and np.linalg.norm(last - start) < arc:
                return Answer(_as_array(softmax(game, last[:-1])), turned)
            arc /= 2
            continue
        turned += bool(ahead[-1] * direction[-1] < 0)
        point, direction = found, ahead
        arc = min(LONGEST_ARC, 1.5 * arc)
    raise ArithmeticError("the reference solver ran out of steps")


def _as_array(strategy: dict) -> np.ndarray:
    return np.array([strategy[x].real for x in sorted(strategy)])
