"""What a drawing of a game tree shows: the likely part of it, with beliefs at information sets.

A graph in which paths meet is unrolled as far as it is drawn, so the work goes with the size of
the drawing and not of the game.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.report.treenames import Names, names_of
from standoff.scenario import Scenario
from standoff.solve import Solution
from standoff.solve.passplan import choice_rows
from standoff.solve.playing import reach_probabilities

Array = np.ndarray[Any, Any]

LEAST, MOST, MAX_NODES = 0.01, 60, 2000
"""What is drawn unless asked otherwise, and the largest drawing."""


@dataclass(frozen=True)
class TreeNode:
    """A node of the drawing, or a stub that stands for moves that are not drawn.

    Attributes:
        id: position in `TreeView.nodes`; parents come before their children.
        parent: id of the node before it; None at the root.
        depth: moves since the root.
        kind: `decision`, `chance`, `end`, `stub`, or `start` for what was played before the
            turn at which the drawing starts.
        label: title of the turn, name of the ending; empty at stubs.
        player: index of the mover; None where nobody moves.
        infoset: information set in the game; None elsewhere.
        belief: what the mover believes, coming to this set, about being at this node; None where
            the set is never reached.
        reach: probability of play coming here by this path.
        move: title of the move that leads here; empty at the root and at stubs.
        prob: probability of that move (of all that the stub stands for); None at the root.
        payoffs: what each player has received at an ending; None elsewhere.
        hidden: how many moves a stub stands for; 0 elsewhere.
    """

    id: int
    parent: int | None
    depth: int
    kind: str
    label: str
    player: int | None = None
    infoset: int | None = None
    belief: float | None = None
    reach: float = 1.0
    move: str = ""
    prob: float | None = None
    payoffs: tuple[float, ...] | None = None
    hidden: int = 0


@dataclass(frozen=True)
class TreeSet:
    """An information set of which at least one node is drawn.

    Attributes:
        infoset: its number in the game.
        label: as in the game.
        player: who moves there.
        size: nodes of the set in the game.
        reach: probability of coming to the set.
        shown: ids of the nodes that are drawn.
        mass: belief in those nodes together; None where the set is never reached.
    """

    infoset: int
    label: str
    player: int
    size: int
    reach: float
    shown: tuple[int, ...]
    mass: float | None


@dataclass(frozen=True)
class TreeView:
    """The part of a game tree that is drawn. Shows itself in a notebook.

    Attributes:
        title: of the game.
        players: names in player order.
        nodes: parents first.
        sets: information sets in order of their first node that is drawn.
        least, most, depth: limits of the drawing; depth is None without a limit.
        all_nodes: nodes of the whole game (of its graph, where paths meet).
        draws: over how many draws probabilities and payoffs are means.
        facts: what identifies the solution: scenario, hash, seed, at which numbers, payoff unit.
    """

    title: str
    players: tuple[str, ...]
    nodes: tuple[TreeNode, ...]
    sets: tuple[TreeSet, ...]
    least: float
    most: int
    depth: int | None
    all_nodes: int
    draws: int
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the drawing as plain data."""
        from standoff import __version__

        head: dict[str, Any] = {"format": 1, "version": __version__, "study": "tree"}
        return {**head, **self.facts, **{k: v for k, v in asdict(self).items() if k != "facts"}}

    def svg(self) -> str:
        """Return the drawing as the text of an SVG file."""
        from standoff.report.tree_svg import tree_svg

        return tree_svg(self.to_json())

    def _repr_svg_(self) -> str:
        return self.svg()


def tree_view(  # noqa: PLR0913  limits of the drawing, by keyword
    game: Game,
    numbers: Numbers,
    solution: Solution,
    *,
    scenario: Scenario | None = None,
    least: float = LEAST,
    most: int = MOST,
    depth: int | None = None,
    start: Sequence[int] | Array | None = None,
    weights: Array | None = None,
    facts: dict[str, Any] | None = None,
) -> TreeView:
    """Return the part of a game tree that play is likely to come to.

    Nodes are unfolded in the order of their probability until `most` are there; what is less
    likely than `least`, or deeper than `depth`, is summed up in stubs. With several draws,
    probabilities, beliefs and payoffs are those of a draw taken at random.

    Args:
        game: a compiled game or a tree.
        numbers: its numbers for B draws.
        solution: of those draws; draws that were not solved are left out.
        scenario: of which the game was compiled, for titles; the game's own labels otherwise.
        least: smallest probability of a node that is drawn; in a drawing that starts at `start`,
            given that play has come there. 0 draws what is never reached, too.
        most: largest number of nodes, stubs not counted.
        depth: largest number of moves from the root.
        start: nodes at which the drawing starts, instead of the root.
        weights: weight of each draw (B), adding up to 1; all alike by default.
        facts: kept in the view.

    Raises:
        UsageError: a limit cannot be, no draw was solved, or the start is never reached.

    Example:
        >>> game, numbers = standoff.load_game("signorino-1999-crisis")
        >>> solution = standoff.solve(game, numbers, threads=1)
        >>> len(standoff.tree_view(game, numbers, solution, depth=2, least=0).nodes)
        6
    """
    _check(least, most, depth)
    solved = np.flatnonzero(solution.solved)
    if not len(solved):
        raise UsageError("no draw was solved, so there is nothing to draw")
    weight = np.ones(numbers.n_draws) if weights is None else np.asarray(weights, dtype=float)
    maker = _Maker(
        game,
        numbers.select(solved),
        solution.strategy[:, solved],
        weight[solved] / weight[solved].sum(),
        names_of(game, scenario),
    )
    maker.grow(least, most, depth, start)
    return TreeView(
        title=game.title,
        players=maker.names.players,
        nodes=tuple(maker.ordered()),
        sets=tuple(maker.sets()),
        least=least,
        most=most,
        depth=depth,
        all_nodes=game.n_nodes,
        draws=len(solved),
        facts=facts or {},
    )


def _check(least: float, most: int, depth: int | None) -> None:
    if not 0 <= least < 1:
        raise UsageError(
            f"the least probability {least:g} is not a number from 0 up to 1",
            help="write, for example, 0.01, which draws what is reached in 1 of 100 plays",
        )
    if not 1 <= most <= MAX_NODES:
        raise UsageError(
            f"{most} is not a number of nodes from 1 to {MAX_NODES}",
            help=f"write, for example, {MOST}",
        )
    if depth is not None and depth < 1:
        raise UsageError(f"{depth} is not a depth of at least 1", help="write, for example, 4")


@dataclass
class _Spot:
    """A path from the root: where it leads and what has happened on it, for B draws."""

    node: int
    parent: int | None
    depth: int
    reach: Array
    paid: Array
    move: str = ""
    prob: float | None = None
    hidden: int = 0


class _Maker:
    """Unfolds the tree from the root, the most likely node first."""

    def __init__(
        self, game: Game, numbers: Numbers, strategy: Array, weight: Array, names: Names
    ) -> None:
        self.game, self.names, self.weight = game, names, weight
        self.pay = np.concatenate([numbers.pay, np.zeros((1, *numbers.pay.shape[1:]))])
        _, self.row = choice_rows(game)
        self.choice = np.concatenate([strategy, numbers.prob])
        self.reach = reach_probabilities(game, numbers, strategy)
        self.spots: list[_Spot] = []
        self.children: dict[int, list[int]] = {}

    def grow(self, least: float, most: int, depth: int | None, start: Any) -> None:
        todo: list[tuple[float, int]] = []

        def put(spots: list[_Spot]) -> None:
            for spot in spots:
                self.spots.append(spot)
                key = len(self.spots) - 1
                if spot.parent is not None:
                    self.children.setdefault(spot.parent, []).append(key)
                if not spot.hidden and spot.node != NONE:
                    heapq.heappush(todo, (-self._mean(spot.reach), key))

        put([self._root(start)])
        count = 1
        if start is not None:
            begun, count = self._begin(np.asarray(start, dtype=np.int64), least, most)
            put(begun)
        while todo:
            _, key = heapq.heappop(todo)
            spot = self.spots[key]
            kids = self._moves(key, spot)
            if not kids:
                continue
            room = 0 if depth is not None and spot.depth >= depth else most - count
            shown = _likely(kids, [self._mean(kid.reach) for kid in kids], least, room)
            count += len(shown)
            put(self._with_stub(kids, shown))

    def _root(self, start: Any) -> _Spot:
        draws = len(self.weight)
        if start is None:
            return _Spot(0, None, 0, np.ones(draws), self._pay(self.game.node_pay[0]))
        return _Spot(NONE, None, 0, np.ones(draws), np.zeros(self.pay.shape[1:]))

    def _begin(self, start: Array, least: float, most: int) -> tuple[list[_Spot], int]:
        """Return the first nodes of a drawing that starts later, given that play comes there."""
        reach = self.reach[start]
        self.come = float(self.weight @ reach.sum(axis=0))
        if self.come <= 0:
            raise UsageError("play never comes to the start of the drawing")
        spots = [
            _Spot(
                int(node),
                0,
                1,
                reach[k] / self.come,
                self._pay(self.game.node_pay[node]),
                self.names.first(int(node)),
                self._mean(reach[k]) / self.come,
            )
            for k, node in enumerate(start)
        ]
        shown = _likely(spots, [spot.prob or 0.0 for spot in spots], least, most - 1)
        return self._with_stub(spots, shown), 1 + len(shown)

    def _with_stub(self, kids: list[_Spot], shown: list[int]) -> list[_Spot]:
        """Return the moves that are drawn, in order, and a stub for the others."""
        out = [kids[k] for k in shown]
        rest = [kid for k, kid in enumerate(kids) if k not in shown]
        if rest:
            reach = np.sum([kid.reach for kid in rest], axis=0)
            prob = sum(kid.prob or 0.0 for kid in rest)
            first = rest[0]
            out.append(
                _Spot(NONE, first.parent, first.depth, reach, first.paid, "", prob, len(rest))
            )
        return out

    def _moves(self, key: int, spot: _Spot) -> list[_Spot]:
        game = self.game
        edges = range(int(game.edge_start[spot.node]), int(game.edge_start[spot.node + 1]))
        mean = self._mean(spot.reach)
        out = []
        for edge in edges:
            child, chance = int(game.edge_child[edge]), self.choice[self.row[edge]]
            reach = spot.reach * chance
            prob = self._mean(reach) / mean if mean > 0 else self._mean(chance)
            paid = spot.paid + self._pay(game.edge_pay[edge]) + self._pay(game.node_pay[child])
            move = self.names.edge(spot.node, edge)
            out.append(_Spot(child, key, spot.depth + 1, reach, paid, move, prob))
        return out

    def _pay(self, row: Any) -> Array:
        return np.asarray(self.pay[int(row)])  # NONE finds the zeros that stand last

    def _mean(self, values: Array) -> float:
        return float(self.weight @ values)

    def ordered(self) -> list[TreeNode]:
        """Return the nodes depth first, numbered so."""
        order, todo = [], [0]
        while todo:
            key = todo.pop()
            order.append(key)
            todo += reversed(self.children.get(key, []))
        self.number = {key: k for k, key in enumerate(order)}
        self.nodes = [self._node(key) for key in order]
        return self.nodes

    def _node(self, key: int) -> TreeNode:
        spot, game = self.spots[key], self.game
        parent = None if spot.parent is None else self.number[spot.parent]
        base: dict[str, Any] = {"id": self.number[key], "parent": parent, "depth": spot.depth}
        base |= {"reach": self._mean(spot.reach), "move": spot.move, "prob": spot.prob}
        if spot.hidden:
            return TreeNode(**base, kind="stub", label="", hidden=spot.hidden)
        if spot.node == NONE:
            return TreeNode(**base, kind="start", label="Play so far")
        mover = int(game.node_player[spot.node])
        if mover == TERMINAL:
            label = self.names.outcome(int(game.node_outcome[spot.node]))
            return TreeNode(**base, kind="end", label=label, payoffs=self._payoffs(spot))
        label = self.names.node(spot.node)
        if mover == CHANCE:
            return TreeNode(**base, kind="chance", label=label)
        infoset = int(game.node_infoset[spot.node])
        come = self._set_reach(infoset)
        belief = self._mean(spot.reach) * self._share() / come if come > 0 else None
        return TreeNode(
            **base, kind="decision", label=label, player=mover, infoset=infoset, belief=belief
        )

    def _share(self) -> float:
        """Return the probability of coming to the start of the drawing."""
        return getattr(self, "come", 1.0)

    def _payoffs(self, spot: _Spot) -> tuple[float, ...]:
        mean = self._mean(spot.reach)
        weight = self.weight * spot.reach / mean if mean > 0 else self.weight
        return tuple(float(value) for value in spot.paid @ weight)

    def _set_reach(self, infoset: int) -> float:
        start = self.game.infoset_start
        members = self.game.infoset_nodes[int(start[infoset]) : int(start[infoset + 1])]
        return self._mean(self.reach[members].sum(axis=0))

    def sets(self) -> list[TreeSet]:
        """Return the information sets of the nodes that are drawn."""
        shown: dict[int, list[TreeNode]] = {}
        for node in self.nodes:
            if node.infoset is not None:
                shown.setdefault(node.infoset, []).append(node)
        game = self.game
        return [
            TreeSet(
                infoset=infoset,
                label=game.infoset_labels[infoset],
                player=int(game.infoset_player[infoset]),
                size=int(game.infoset_start[infoset + 1] - game.infoset_start[infoset]),
                reach=self._set_reach(infoset),
                shown=tuple(node.id for node in nodes),
                mass=None
                if nodes[0].belief is None
                else min(1.0, sum(node.belief or 0.0 for node in nodes)),
            )
            for infoset, nodes in shown.items()
        ]


def _likely(kids: list[_Spot], reach: list[float], least: float, room: int) -> list[int]:
    """Return which moves are drawn, ascending: the likeliest ones for which there is room."""
    ranked = sorted(range(len(kids)), key=lambda k: (-reach[k], k))
    return sorted(k for k in ranked[: max(0, room)] if reach[k] >= least)
